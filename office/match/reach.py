"""Reach: as much of a cohort as the pages of its match need: whoever can be matched now, and those who are shown. Found by the
database: of a cohort of any size no page of the match loads the rest.
"""

from collections.abc import Collection, Iterable
from dataclasses import dataclass, field, replace

from domain.applications import Application
from domain.cohort import Cohort
from domain.forms.proposing import newest, replaced_by, waits_for_review
from domain.groups import Group
from domain.lifecycles import PairState
from domain.match.pool import Asked, Places
from domain.people import Participant
from domain.rules.pairing import OVER
from domain.saying import said_by
from office.match.beside import STANDS, Approved, approved, beside_codes
from office.match.desk import Page, told_of
from office.match.standing import TASKS
from office.match.what_if import CannotTell, may_be_solved
from office.office import Office

KINDS = (Participant, Application, Group)
SHOWN = 25
"""So many of each list of the page of the match; the others are on its next pages."""


@dataclass(frozen=True)
class Begins:
    """Where the page of each list begins: of the pairs of the match, of those left over and the mentors without a mentee; of
    the pairs of the approved match, of those that came apart, and of the mentees who are free now."""

    pairs: int = 0
    left: int = 0
    spare: int = 0
    approved: int = 0
    gone: int = 0
    free: int = 0

    @property
    def page(self) -> Page:
        """Of a match, whom this page tells about."""
        return Page(*(slice(start, start + SHOWN) for start in (self.pairs, self.left, self.spare)))


@dataclass(frozen=True)
class Listed:
    """Some of a list, of which there are so many in all."""

    some: list[str] = field(default_factory=list)
    number: int = 0


@dataclass(frozen=True)
class Reached:
    """A cohort with those whom the page of its match needs. `why_not`: why nothing is computed with those who are free; ""
    where they are all there. `pairs`, `gone`: of the approved match, those that stand and those that came apart."""

    cohort: Cohort
    free: Places
    why_not: str
    asked: dict[str, Asked]
    approved: Approved | None
    pairs: Listed
    gone: Listed
    left: Listed


def bare(office: Office, code: str) -> Cohort:
    """The cohort with its proposals and nobody in it."""
    return office.store.load(code, focus=()).put(*office.store.lookups.proposals(code))


def of_the_page(office: Office, code: str, begins: Begins) -> Reached:
    """What the page of the match shows, and everybody who can be matched if that page computes with them."""
    header, free = bare(office, code), office.store.free.number(code)
    asked, last = _asked(office, header), approved(header)
    pairs, gone = (
        _pairs_of(office, code, last, states, start)
        for states, start in ((STANDS, begins.approved), (OVER, begins.gone))
    )
    left = Listed(office.store.free.mentees(code, begins.free, SHOWN), free.mentees) if last else Listed()
    try:
        may_be_solved(free.mentees, free.mentors)
        why_not, computed = "", _computed(office, header)
    except CannotTell as reason:
        why_not, computed = said_by(reason), set()
    shown = {*pairs.some, *gone.some, *left.some, *(one for told in asked.values() for one in told.first)}
    waits = waits_for_review(header)
    if waits and waits.result:
        shown |= {
            *told_of(waits.result, begins.page),
            *(one for pair in (*waits.pins, *waits.forbidden) for one in pair),
        }
        shown |= beside_codes(header, waits)
    return Reached(_loaded(office, header, computed | shown), free, why_not, asked, last, pairs, gone, left)


def everybody_free(office: Office, code: str, also: Iterable[str] = ()) -> Cohort:
    """Everybody who can be matched, those of the match that waits, and some who are asked about."""
    header = bare(office, code)
    waits = waits_for_review(header)
    before = replaced_by(header, waits) if waits else None
    named = {
        one
        for proposal in (waits, before)
        if proposal
        for pair in proposal.matches
        for one in (pair.mentee, pair.mentor)
    }
    return _loaded(office, header, _computed(office, header) | named | set(also))


def free_for_a_page(office: Office, code: str, *, mentors_needed: bool = True) -> Cohort:
    """The same, where a page computes with so many; CannotTell otherwise."""
    free = office.store.free.number(code)
    may_be_solved(free.mentees, free.mentors, mentors_needed=mentors_needed)
    return everybody_free(office, code)


def _asked(office: Office, cohort: Cohort) -> dict[str, Asked]:
    """Who was asked what before the newest match."""
    if newest(cohort) is None:
        return {}
    return {name: office.store.free.asked(cohort.code, task, SHOWN) for name, task in TASKS.items()}


def _pairs_of(office: Office, code: str, last: Approved | None, states: Collection[PairState], start: int) -> Listed:
    if last is None:
        return Listed()
    listings = office.store.listings
    return Listed(
        listings.pairs_of(code, last.id, states, start, SHOWN), listings.pairs_of_number(code, last.id, states)
    )


def _computed(office: Office, cohort: Cohort) -> set[str]:
    """Everybody who can be matched; where a rule of balance counts them, also those who have a partner."""
    free = office.store.free
    found = {code for codes in free.those(cohort.code).values() for code in codes}
    return found | set(free.matched(cohort.code)) if cohort.policy.matching.balance else found


def _loaded(office: Office, cohort: Cohort, those: set[str]) -> Cohort:
    """The cohort with these people and groups. Only of these people all groups are there, so that of nobody else it could be
    told whether they are free: the applications of their partners are left out."""
    found = office.store.load_only(cohort.code, those, KINDS)
    applications = {code: one for code, one in found.applications.items() if code in those}
    return replace(found, applications=applications, proposals=cohort.proposals)
