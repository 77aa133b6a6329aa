"""Shell: the language of whoever sits at the terminal, by the usual variables; English where they name none we speak."""

import os
import re
from collections.abc import Mapping

from words.tongues import Tongue, tongue

ASKED_IN_ORDER = ("LANGUAGE", "LC_ALL", "LC_MESSAGES", "LANG")


def tell(words: str, *, flush: bool = False) -> None:
    """Print a text for whoever sits at the terminal."""
    print(spoken_here().say(words), flush=flush)


def spoken_here(environment: Mapping[str, str] | None = None) -> Tongue:
    """The language of the first variable that is set: "cs_CZ.UTF-8" asks for "cs", and so does "cs:de"."""
    said = next((value for name in ASKED_IN_ORDER if (value := (environment or os.environ).get(name))), "")
    return tongue(re.split(r"[._:@]", said, maxsplit=1)[0].casefold())
