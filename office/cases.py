"""Cases: a decision about one of them, or the same about several: looked at with all that it will cause, done as it was looked
at, taken back as a whole until its letters leave. It is a deed like those without a case (office/acts); what a decision means
is left to domain/forms/decide_escalation.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from domain.cohort import Cohort, Entry
from domain.dates import posting
from domain.deeds import DECISION, Deed, key_at
from domain.forms.decide_escalation import DecideEscalation
from domain.saying import say
from office import wake
from office.acts.consequences import Consequences, difference, told
from office.acts.doing import LOOKS_AHEAD, UNDO_WITHIN, Changed, Look, NotNow, around, stands_from, with_deed
from office.acts.telling import Told, tell
from office.believed import clock_jumped
from office.deciding import GONE, decided_in
from office.office import Office
from office.round import settled

FORM = DecideEscalation.name
OF_THE_COHORT = ("open_anyway", "start", "extend", "call_off")


@dataclass(frozen=True)
class Ruling:
    """What somebody wants to decide: about which cases (ids), by whom, with which answers to the form."""

    cases: tuple[str, ...]
    by: str
    content: Mapping[str, Any]


class Undecided(Exception):
    """It cannot be decided like this: for each case what is wrong, by question. Nothing was done."""

    def __init__(self, mistakes: Mapping[str, Mapping[str, str]]) -> None:
        super().__init__(*mistakes)
        self.mistakes = mistakes


@dataclass(frozen=True)
class Seen:
    """What a decision will cause, as facts and in words."""

    look: Look
    told: Told

    @property
    def is_to_be_seen(self) -> bool:
        """It writes letters, or changes something besides its cases: nobody decides that without a look."""
        return bool(self.told.letters or self.told.lines)


def look(office: Office, code: str, ruling: Ruling) -> Seen:
    """What a decision would cause, taken now; changes nothing. Undecided when it cannot be."""
    cohort = office.store.load(code, focus=_reach(office, code, ruling))
    found = _played(office, cohort, ruling)
    return Seen(found, tell(office, found))


def decide(office: Office, code: str, ruling: Ruling, seen: str) -> Deed:
    """Take the decision that was looked at (`seen` is its mark), with the round that follows. Changed when it would cause
    something else, Undecided when it cannot be taken any more."""
    if clock_jumped(office):
        raise NotNow(say("The office doubts its clock, so nothing is done until it is right."))
    now, focus = office.clock.now(), _reach(office, code, ruling)
    # What was due anyway is done first and by itself, so that it is not taken back with the decision.
    office.store.update(code, lambda cohort: settled(cohort, now), focus=focus)
    deed: Deed | None = None

    def turn(cohort: Cohort) -> Cohort:
        nonlocal deed
        found = _played(office, cohort, ruling)
        if found.caused.mark != seen:
            raise Changed(found)
        deed = _deed(found, ruling)
        return with_deed(replace(found, at_once=found.at_once.note(_line(deed, ruling))), deed)

    cohort = office.store.update(code, turn, focus=focus)
    wake.answered(office.settings, code, cohort.phase)
    assert deed is not None
    return deed


# --- played -----------------------------------------------------------------------------------------------------------


def _reach(office: Office, code: str, ruling: Ruling) -> set[str] | None:
    """The scopes in which the decision and the round after it may do something; None for all of the cohort."""
    scopes = {case.scope for case in office.store.casebook.cases(code, ruling.cases)}
    if "" in scopes or ruling.content.get("decision") in OF_THE_COHORT:
        return None
    return {one for scope in scopes for one in around(office, code, scope)}


def _played(office: Office, cohort: Cohort, ruling: Ruling) -> Look:
    now, before = office.clock.now(), settled(cohort, office.clock.now())
    contents = dict.fromkeys(ruling.cases, ruling.content)
    ruled, decided = decided_in(office, before, ruling.by, FORM, contents, now)
    if decided.mistakes or not decided.taken:
        raise Undecided(decided.mistakes or {"": {"": GONE}})
    at_once = settled(ruled, now)
    then = posting(now + LOOKS_AHEAD, before.days)
    without, soon = settled(before, then), settled(at_once, then)
    caused = _besides_the_cases(difference(without, soon, now), ruling, soon, now)
    return Look(DecideEscalation.model_construct(), now, before, at_once, soon, caused)


def _besides_the_cases(found: Consequences, ruling: Ruling, soon: Cohort, now: datetime) -> Consequences:
    """Without what everybody sees who decides: that the case is in hand or closed, and asked for no more."""
    opened, withdrawn = (
        tuple(form for form in forms if form.to in soon.participants) for forms in (found.opened, found.withdrawn)
    )
    changes = tuple(one for one in found.changes if one.collection != "escalations" or one.id not in ruling.cases)
    spared = {letter: n for letter, n in found.spared.items() if not letter.startswith("coordinator/")}
    besides = sorted((name, str(value)) for name, value in ruling.content.items() if value)
    return told(found.letters, (opened, withdrawn), found.shifts, changes, spared, now, [ruling.cases, besides])


def _deed(found: Look, ruling: Ruling) -> Deed:
    first = ruling.cases[0]
    id = key_at(f"{first.replace('/', '-')}:decided", found.at, found.before.journal)
    until = stands_from(found, found.at + UNDO_WITHIN)
    scope = found.before.escalations[first].scope
    act = f"{DECISION}{ruling.content['decision']}"
    return Deed(id, act, " ".join(ruling.cases), scope, ruling.by, found.at, until)


def _line(deed: Deed, ruling: Ruling) -> Entry:
    return Entry(deed.id, deed.scope, deed.at, f"{deed.act} {deed.about}", ruling.by)
