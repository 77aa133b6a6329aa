"""Genuine: the number on a certificate or a statement, and whether a number is one of ours. Whoever has the paper in hand
learns that we printed it, of which programme and when; the name stands on the paper, and nowhere else.
"""

import base64
import hmac
import re
from dataclasses import dataclass
from datetime import date

from domain.cohort import Cohort
from domain.dates import day_of
from domain.documents import Document
from domain.lifecycles import DocumentState
from domain.people import PARTICIPANT
from domain.rules.follow_up import CERTIFICATES
from office.office import Office

MARK = 10  # letters of 5 bits each: nobody finds one by trying
NUMBER = re.compile(r"(.+)-([^-]+)-([A-Z2-7]{10})")


@dataclass(frozen=True)
class Genuine:
    """A paper of ours. `kind`: certificate or statement; `printed_on`: a day in the zone of its programme."""

    number: str
    kind: str
    programme: str
    printed_on: date


def number_of(office: Office, cohort: Cohort, document: Document) -> str:
    """The number that a paper about somebody bears: programme, code of the person, and a mark that only we can make."""
    key = office.links.keys()[-1]
    return f"{cohort.code}-{document.to}-{_mark(key, cohort.code, document.to)}".upper()


def proof_of(office: Office, cohort: Cohort, document: Document) -> dict[str, str]:
    """What a paper says so that it can be verified; nothing for papers that prove nothing."""
    if document.kind not in CERTIFICATES.values():
        return {}
    address = f"{office.settings.base_url}/genuine"
    return {"number": number_of(office, cohort, document), "address": address.split("://", 1)[-1]}


def genuine(office: Office, number: str) -> Genuine | None:
    """The paper with this number; None when we printed none. Blanks and small letters do no harm."""
    found = NUMBER.fullmatch("".join(number.upper().split()))
    if found is None or not PARTICIPANT.fullmatch(found[2]):
        return None
    code = next((known for known in office.store.cohorts() if known.upper() == found[1]), "")
    if not _is_ours(office, code, found[2], found[3]):
        return None
    cohort = office.store.load(code, focus={found[2]})
    papers = [cohort.documents.get(f"{kind}:{found[2]}") for kind in CERTIFICATES.values()]
    printed = next((p for p in papers if p is not None and p.state is DocumentState.PRINTED and p.printed_at), None)
    if printed is None or printed.printed_at is None:
        return None
    return Genuine(found[0], printed.kind, cohort.name, day_of(printed.printed_at, cohort.zone))


def _is_ours(office: Office, code: str, person: str, mark: str) -> bool:
    keys = office.links.keys()
    return code != "" and any(hmac.compare_digest(mark, _mark(key, code, person)) for key in keys)


def _mark(key: str, cohort: str, code: str) -> str:
    told = hmac.digest(key.encode(), f"mentoring-paper:{cohort}:{code}".encode(), "sha256")
    return base64.b32encode(told).decode()[:MARK]
