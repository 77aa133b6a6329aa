"""One letter of several: each thing under its own heading with its links, one greeting, one signature, one reason.

Which letters are told in one, and which of them leads, domain/post_plan.py decides.
"""

import re
from collections.abc import Sequence
from dataclasses import replace

from domain.messages import Piece, Rendered
from domain.saying import say
from notifications.markdown import literal
from notifications.sheet import Sheet, laid_out
from words import tongue

GREETING = re.compile(r"[^\[\n]{1,120}[,:]")  # "Dear Eva,", "Hola, Eva:"


def piece_of(sheet: Sheet, language: str, attachments: tuple[str, ...] = ()) -> Piece | None:
    """What of a letter may stand with others; None where it has no greeting that all of them could share."""
    greeting, _, body = sheet.body.partition("\n\n")
    if sheet.to_the_desk or not body.strip() or not GREETING.fullmatch(greeting):
        return None
    return Piece(
        sheet.subject, greeting, sheet.because, body.strip(), sheet.signature, sheet.page, language, attachments
    )


def whole(letters: Sequence[Rendered]) -> Rendered:
    """One letter of these, the leading one first; of one, what it was alone."""
    pieces = [letter.piece for letter in letters if letter.piece is not None]
    assert len(pieces) == len(letters), "only what has a piece may stand in a letter with others"
    first = pieces[0]
    spoken, several = tongue(first.language), len(letters) > 1
    told = [_item(n, piece) for n, piece in enumerate(pieces, start=1)] if several else [first.body]
    reasons = tuple(dict.fromkeys(piece.because for piece in pieces))
    sheet = Sheet(
        subject=spoken.say(_subject(first.subject, len(letters) - 1)) if several else first.subject,
        body="\n\n".join((first.greeting, *([spoken.say(_announced(len(letters)))] if several else ()), *told)),
        because=spoken.listed(reasons),
        signature=first.signature,
        page=first.page,
    )
    text, html = laid_out(sheet, spoken)
    enters = next((letter for letter in letters if letter.calendar), letters[0])
    return replace(
        letters[0],
        subject=sheet.subject,
        text=text,
        html=html,
        calendar=enters.calendar,
        calendar_method=enters.calendar_method,
        attachments=tuple(dict.fromkeys(one for piece in pieces for one in piece.attachments)),
    )


def _subject(first: str, more: int) -> str:
    """What comes first, and how much else there is."""
    if first.endswith(("?", "!", ".")):
        return say("{first} And one more thing", "{first} And {n} more things", n=more, first=first)
    return say("{first}, and one more thing", "{first}, and {n} more things", n=more, first=first)


def _announced(number: int) -> str:
    return say("There are {n} things today, so you get one letter:", n=number)


def _item(number: int, piece: Piece) -> str:
    return f"## {number}\\. {literal(piece.subject)}\n\n{piece.body[:1].upper()}{piece.body[1:]}"
