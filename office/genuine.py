"""Genuine: the number on a certificate or a statement, and whether a number is one of ours. Whoever has the paper in hand
learns that we printed it, of which programme and when; the name stands on the paper, and nowhere else.
"""

import re
from dataclasses import dataclass
from datetime import date

from domain.cohort import Cohort
from domain.dates import day_of
from domain.documents import Document
from domain.people import PARTICIPANT
from domain.rules.follow_up import CERTIFICATES, certified
from office.links import PAPER_MARK
from office.office import Office

NUMBER = re.compile(rf"(.+)-([^-]+)-([A-Z2-7]{{{PAPER_MARK}}})")


@dataclass(frozen=True)
class Genuine:
    """A paper of ours. `kind`: certificate or statement; `printed_on`: a day in the zone of its programme."""

    number: str
    kind: str
    programme: str
    printed_on: date


def proof_of(office: Office, cohort: Cohort, document: Document) -> dict[str, str]:
    """What a paper says so that it can be verified; nothing for papers that prove nothing."""
    if document.kind not in CERTIFICATES.values():
        return {}
    address = f"{office.settings.base_url}/genuine"
    return {"number": number_of(office, cohort, document.to), "address": address.split("://", 1)[-1]}


def number_of(office: Office, cohort: Cohort, code: str) -> str:
    """The number that a paper about somebody bears: programme, code of the person, and a mark that only we can make."""
    return f"{cohort.code}-{code}-{office.links.paper_mark(cohort.code, code)}".upper()


def genuine(office: Office, number: str) -> Genuine | None:
    """The paper with this number; None when we printed none. Blanks and small letters do no harm."""
    found = NUMBER.fullmatch("".join(number.upper().split()))
    if found is None or not PARTICIPANT.fullmatch(found[2]):
        return None
    code = next((known for known in office.store.cohorts() if known.upper() == found[1]), "")
    if not code or not office.links.is_paper_mark(found[3], code, found[2]):
        return None
    cohort = office.store.load(code, focus={found[2]})
    person = cohort.participants.get(found[2])
    printed = certified(cohort, person) if person else None
    if person is None or printed is None:
        return None
    return Genuine(found[0], CERTIFICATES[person.role], cohort.name, day_of(printed, cohort.zone))
