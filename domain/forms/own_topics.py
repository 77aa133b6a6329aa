"""Own topics: the rows in which somebody names what they want to talk about beside the list."""

from typing import Annotated

from pydantic import BaseModel, ConfigDict, StringConstraints

from domain.forms.form import IMPORTANCE, question
from domain.forms.kinds import Code

OWN_MAX = 3
Topic = Annotated[str, StringConstraints(max_length=60)]
LEVELS = {str(level): words for level, words in IMPORTANCE.items()}
UNRATED = "2"  # as "rather" important as somebody finds it who takes the trouble to name it


class OwnTopic(BaseModel):
    """A topic that is not on the list."""

    model_config = ConfigDict(frozen=True, extra="forbid", str_strip_whitespace=True)

    words: Topic = question("Topic", "")


class RatedTopic(OwnTopic):
    """A topic that is not on the list, and how important it is."""

    importance: Code = question("How important?", UNRATED, widget="choice", options=LEVELS)


def named(rows: tuple[OwnTopic, ...]) -> tuple[str, ...]:
    """What was named, each topic once."""
    return tuple({row.words.casefold(): row.words for row in rows if row.words}.values())
