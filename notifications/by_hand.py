"""By hand: what a coordinator wrote, as one reader gets it: as typed, placeholders filled in. No markup comes of it."""

import re
from collections.abc import Callable
from dataclasses import dataclass

from domain.cohort import Cohort
from domain.lifecycles import PairState
from domain.messages import Message
from domain.names import first_name
from domain.saying import say
from domain.text import clean_line, clean_text
from domain.writing import pieces_of
from notifications.filters import MissingFact
from notifications.markdown import Trusted, literal
from words import tongue

PARTS = re.compile(r"\n[ \t]*(?:\n[ \t]*)+")  # one or more empty lines


@dataclass(frozen=True)
class ByHand:
    """A message in the words of its author. `body` is Markdown in which whatever was typed is literal."""

    author: str
    subject: str
    body: Trusted


def by_hand(cohort: Cohort, message: Message, page: str) -> ByHand:
    """The words for the reader of this message; MissingFact when a placeholder has nothing to say to them."""
    wording = message.wording
    if wording is None:
        raise MissingFact("what somebody wrote")
    values = values_for(cohort, message.to) | {"coordinator": cohort.in_charge(message.written_at).name}
    told = {name: value for name, value in values.items() if value}
    button = tongue(cohort.language_of(message.to)).say(say("Your page"))
    line = _filled(wording.subject, told | {"page": page}, str)
    body = _filled(clean_text(wording.body), told, lines_as_typed, page=f"[{literal(button)}]({page})")
    author = next(
        (one.name for one in cohort.coordinators if one.code == wording.by), cohort.in_charge(message.written_at).name
    )
    return ByHand(author, clean_line(line), Trusted(body))


def values_for(cohort: Cohort, code: str) -> dict[str, str]:
    """What each placeholder says to somebody, but for the way to their page; "" for nothing."""
    known = cohort.person(code)
    spoken = tongue(cohort.language_of(code))
    others = [other for group in cohort.groups_of(code, PairState.ACTIVE) for other in group.others(code)]
    met = [cohort.participants[other].name for other in dict.fromkeys(others) if other in cohort.participants]
    return {
        "first_name": first_name(known.name) or spoken.say(say("colleague")),
        "name": known.name,
        "partner": spoken.listed([name for name in met if name]),
        "cohort": cohort.name,
        "coordinator": cohort.lead.name,
    }


def _filled(text: str, values: dict[str, str], shown: Callable[[str], str], **ready: str) -> str:
    """The text with its placeholders filled in; `ready` are those that are Markdown already."""
    found = []
    for words, name in pieces_of(text):
        found.append(shown(words))
        if name in ready:
            found.append(ready[name])
        elif name:
            if name not in values:
                raise MissingFact(f"{{{name}}}")
            found.append(shown(values[name]))
    return "".join(found)


def lines_as_typed(text: str) -> str:
    """Several lines as Markdown that shows exactly these: a line ends where it was ended, an empty one parts paragraphs."""
    paragraphs = ["\\\n".join(literal(line) for line in part.split("\n")) for part in PARTS.split(text)]
    return "\n\n".join(paragraphs)


def quoted(text: str) -> Trusted:
    """The same behind the sign of a quotation that stands before its first line."""
    return Trusted(lines_as_typed(clean_text(text)).replace("\n", "\n> "))
