"""Handing over: who runs a cohort, looks on, or stands in for its lead changes, and what was open for one coordinator is open
for the next; whoever it concerns hears of it. Pure: who may do it, and what becomes of visits, is office/running_it.py.

The Reply-To of a letter is that of whoever is in charge when it leaves, so it follows by itself.
"""

from dataclasses import replace
from datetime import datetime

from domain.cohort import Cohort, Entry
from domain.deeds import key_at
from domain.desk_roles import StandIn
from domain.forms import FORMS
from domain.invitations import Invitation, invitation_id
from domain.lifecycles import INVITATION, InvitationState
from domain.people import Coordinator
from domain.role_letters import told


def joined_by(cohort: Cohort, person: Coordinator, at: datetime, by: str) -> Cohort:
    """One more coordinator runs the cohort, perhaps somebody who looked on so far."""
    after = _noted(cohort, f"{person.code} runs it too", at, by)
    after = replace(after, coordinators=(*after.coordinators, person), readers=_without(after.readers, person.code))
    return told(cohort, after, at, by)


def looked_on_by(cohort: Cohort, person: Coordinator, at: datetime, by: str) -> Cohort:
    """Somebody looks on, perhaps one who ran the cohort so far and does not lead it."""
    after = _off_the_desk(_noted(cohort, f"{person.code} looks on", at, by), person.code, at)
    after = replace(after, readers=(*_without(after.readers, person.code), person))
    return told(cohort, after, at, by)


def led_by(cohort: Cohort, code: str, at: datetime, by: str) -> Cohort:
    """This coordinator leads from now on: letters, cases and what was open for the lead so far are theirs."""
    before = cohort.lead.code
    after = _noted(cohort, f"{code} leads in place of {before}", at, by)
    first = [person for person in after.coordinators if person.code == code]
    after = replace(after, coordinators=(*first, *_without(after.coordinators, code)), stand_in=None)
    return told(cohort, _passed_on(after, before, at), at, by)


def left_by(cohort: Cohort, code: str, at: datetime, by: str) -> Cohort:
    """Somebody who does not lead the cohort runs it, or looks on, no more."""
    looked_on = code in (person.code for person in cohort.readers)
    after = _noted(cohort, f"{code} looks on no more" if looked_on else f"{code} runs it no more", at, by)
    after = replace(_off_the_desk(after, code, at), readers=_without(after.readers, code))
    return told(cohort, after, at, by)


def stood_in_by(cohort: Cohort, there: StandIn, at: datetime) -> Cohort:
    """A colleague stands in for the lead on some days; it ends by itself."""
    did = f"{there.code} stands in for {cohort.lead.code} from {there.first} to {there.last}"
    return told(cohort, replace(_noted(cohort, did, at, there.by), stand_in=there), at, there.by)


def back(cohort: Cohort, at: datetime, by: str) -> Cohort:
    """The lead is back before the last day; nothing changes where nobody stands in."""
    if cohort.stand_in is None:
        return cohort
    did = f"{cohort.stand_in.code} stands in for {cohort.lead.code} no more"
    return told(cohort, replace(_noted(cohort, did, at, by), stand_in=None), at, by)


def looked_after_by(cohort: Cohort, code: str, at: datetime, by: str, *, from_now_on: bool) -> Cohort:
    """Whoever looks after the whole office sees this cohort too, from now on or no more: its journal says so."""
    did = f"{code} looks after the office" if from_now_on else f"{code} looks after the office no more"
    return _noted(cohort, did, at, by)


def _off_the_desk(cohort: Cohort, code: str, at: datetime) -> Cohort:
    stand_in = cohort.stand_in if cohort.stand_in and cohort.stand_in.code != code else None
    cohort = replace(cohort, coordinators=_without(cohort.coordinators, code), stand_in=stand_in)
    return _passed_on(cohort, code, at)


def _without(people: tuple[Coordinator, ...], code: str) -> tuple[Coordinator, ...]:
    return tuple(person for person in people if person.code != code)


def _passed_on(cohort: Cohort, code: str, at: datetime) -> Cohort:
    """What was open for somebody is open for the lead; their own links to it open nothing any more."""
    for known in list(cohort.invitations.values()):
        if known.to == code and known.state is InvitationState.OPEN and not FORMS[known.form].anytime:
            closed = replace(known, state=INVITATION.check(known.state, InvitationState.EXPIRED), closes=at)
            cohort = cohort.put(closed, _for_the_lead(cohort, known))
    return cohort


def _for_the_lead(cohort: Cohort, known: Invitation) -> Invitation:
    key = invitation_id(known.about, known.form, cohort.lead.code)
    theirs = cohort.invitations.get(key)
    if theirs is None:
        return replace(known, id=key, to=cohort.lead.code, generation=1)
    if theirs.state is not InvitationState.EXPIRED:
        return theirs
    state = INVITATION.check(theirs.state, InvitationState.OPEN)
    return replace(theirs, state=state, opens=known.opens, closes=known.closes)


def _noted(cohort: Cohort, did: str, at: datetime, by: str) -> Cohort:
    return cohort.note(Entry(key_at(f"desk:{did.replace(' ', '-')}", at, cohort.journal), "", at, did, by))
