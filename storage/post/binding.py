"""Binding: several letters to one reader become one: what leads them has the words of the whole, the others know where they
are told. Which ones, domain/post_plan.py decides; how it reads, notifications/one_letter.py.
"""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from sqlalchemy import Connection

from domain.messages import Parcel, Rendered, Whole
from storage.post.claiming import TOLD_IN, WHOLE, WORDS
from storage.rows import field_names


def bound(db: Connection, letters: Sequence[tuple[Sequence[Any], Parcel]], whole: Whole) -> list[Parcel]:
    """The parcels that leave, of the parts of each letter and what the first of them would be alone."""
    parcels, told, words = [], [], []
    for parts, parcel in letters:
        if len(parts) == 1 and parts[0].told_in is None:
            parcels.append(parcel)
            continue
        lead, others = parts[0], parts[1:]
        if not parcel.mime:  # else it went out like this, and may have arrived
            parcel = replace(parcel, rendered=whole([_rendered(part) for part in parts]), mime=b"")
            words.append(_words(lead.id, parcel.rendered))
            # What led others before, and now goes along, has its own words again.
            words += [_words(part.id, whole([_rendered(part)])) for part in others if part.told_in == part.id]
        told += [{"_id": part.id, "_told_in": lead.id if others else None} for part in parts]
        parcels.append(replace(parcel, parts=tuple(part.id for part in others)))
    if told:
        db.execute(TOLD_IN, told)
    if words:
        db.execute(WHOLE, words)
    return parcels


def _words(key: int, letter: Rendered) -> dict[str, Any]:
    return {"_id": key} | {f"_{name}": getattr(letter, name) for name in WORDS}


def _rendered(row: Any) -> Rendered:
    return Rendered(*(getattr(row, name) for name in field_names(Rendered)))
