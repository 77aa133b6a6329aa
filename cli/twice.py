"""Twice: what a command that reads lists may be told about somebody who stands in a list more than once."""

from enum import StrEnum
from typing import Annotated

import typer


class Twice(StrEnum):
    """What to do about one person who stands in a list more than once."""

    REFUSE = "refuse"
    JOIN = "join"
    KEEP = "keep"


TwiceInAList = Annotated[
    Twice, typer.Option(help="One person in a list more than once: refuse the list, join the lines, keep two people.")
]
