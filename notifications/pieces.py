"""Pieces: a letter's source as people can change it: its words, and placeholders for whatever is filled in.

A placeholder stands for one piece of the source, an output or a whole condition, and means that piece wherever it is put. So
changed words can say nothing that the letter could not, and can be written for everybody for whom the letter can. Braces
stand around placeholders and nowhere else: no program comes out of what somebody typed.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass

from domain.messages import Wording
from domain.saying import say

_TOKEN = re.compile(r"\{\{.*?\}\}|\{%.*?%\}", re.DOTALL)
_OPENS, _CLOSES = re.compile(r"\{%-?\s*(?:if|for)\b"), re.compile(r"\{%-?\s*end(?:if|for)\b")
_LINK_WITH = re.compile(r"^link_with\(\w+=")
_NAMED = re.compile(r"\{([^{}\n]*)\}")
_TARGET = re.compile(r"\]\(([^)\n]*)\)")
SHORT = {
    "to.first_name": "first_name",
    "cohort.name": "cohort",
    "coordinator.name": "coordinator",
    "partner.name": "partner",
    "page": "page",
}


@dataclass(frozen=True)
class Plain:
    """A letter as it can be changed. `pieces`: what each placeholder stands for; `links`: those that lead somewhere."""

    subject: str
    body: str
    pieces: Mapping[str, str]
    links: frozenset[str]

    @property
    def conditions(self) -> dict[str, str]:
        """What the placeholders say that say something only where it is true, as far as it is written out."""
        return {
            name: " ".join(_TOKEN.sub("…", piece).split())
            for name, piece in self.pieces.items()
            if piece.startswith("{%")
        }


def plain_of(subject: str, body: str) -> Plain:
    """The source of a letter's subject and body with placeholders in place of its pieces."""
    names: dict[str, str] = {}
    told = _with_names(subject, names)
    text = _with_names(body, names)
    pieces = {name: piece for piece, name in names.items()}
    targets = {name for target in _TARGET.findall(text) for name in _NAMED.findall(target)}
    parts = {name for name, piece in pieces.items() if piece.startswith("{%") and "](" in piece}
    return Plain(told, text, pieces, frozenset(targets | parts))


def _with_names(source: str, names: dict[str, str]) -> str:
    """The source with a placeholder for each piece; `names` learns what stands for which."""
    found, at, depth, start = "", 0, 0, 0
    for token in _TOKEN.finditer(source):
        opens, closes = bool(_OPENS.match(token[0])), bool(_CLOSES.match(token[0]))
        if depth == 0:
            found, start = found + source[at : token.start()], token.start()
        depth += opens - closes
        if depth == 0:
            piece = source[start : token.end()]
            if piece not in names:
                names[piece] = _free(_name_of(piece), names)
            found, at = f"{found}{{{names[piece]}}}", token.end()
    return found + source[at:]


def _name_of(piece: str) -> str:
    if piece.startswith("{%"):
        return "part"
    said = piece[2:-2].partition("|")[0].strip()
    words = SHORT.get(said) or _LINK_WITH.sub("link_", said)
    return re.sub(r"[^a-z0-9]+", "_", words.lower()).strip("_")


def _free(name: str, names: Mapping[str, str]) -> str:
    taken = set(names.values())
    return next(one for one in (name, *(f"{name}_{n}" for n in range(2, 99))) if one not in taken)


def mistakes_in(plain: Plain, wording: Wording) -> list[str]:
    """Why these words cannot stand in place of the letter's, each with the remedy; nothing when they can."""
    if not wording.subject or not wording.body:
        return [say("Write a subject and a text.")]
    found = []
    whole = f"{wording.subject}\n{wording.body}"
    strange = sorted({name for name in _NAMED.findall(whole) if name not in plain.pieces})
    found += [say("This letter has nothing for {placeholder}.", placeholder=f"{{{name}}}") for name in strange]
    if set("{}") & set(_NAMED.sub("", whole)):
        found.append(say("Braces may stand around placeholders only."))
    ways = {target for target in _TARGET.findall(wording.body) if "{" in target}
    beside = set(_NAMED.findall(_TARGET.sub("", wording.body)))
    for name in sorted(plain.links):
        said, is_part = f"{{{name}}}", plain.pieces[name].startswith("{%")
        if is_part and name not in beside:
            found.append(say("The part {placeholder} is missing, which leads somewhere.", placeholder=said))
        elif not is_part and not any(said in way for way in ways):
            found.append(say("The way {placeholder} is missing: […]({placeholder}).", placeholder=said))
        elif not is_part and name in beside:
            found.append(say("The way {placeholder} may stand as […]({placeholder}) only.", placeholder=said))
    known = set(_TARGET.findall(plain.body))
    found += [say("Nothing leads to {address} in this letter.", address=way) for way in sorted(ways - known)]
    if any(plain.pieces.get(name, "").startswith("{%") for name in _NAMED.findall(wording.subject)) or (
        set(_NAMED.findall(wording.subject)) & plain.links
    ):
        found.append(say("A subject cannot hold ways or parts."))
    return found


def source_of(plain: Plain, text: str) -> str:
    """The words with the pieces back in place of their placeholders. Only for words without mistakes."""
    return _NAMED.sub(lambda found: plain.pieces[found[1]], text)
