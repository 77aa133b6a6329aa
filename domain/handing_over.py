"""Handing over: who runs a cohort changes, and what was open for one coordinator is open for the next. Pure: who may do it,
and what becomes of visits, is office/running_it.py.

Letters' Reply-To and the organiser of calendar entries are the lead's of the moment, so they follow with the next letter.
"""

from dataclasses import replace
from datetime import datetime

from domain.cohort import Cohort, Entry
from domain.forms import FORMS
from domain.invitations import Invitation, invitation_id
from domain.lifecycles import INVITATION, InvitationState
from domain.people import Coordinator


def joined_by(cohort: Cohort, person: Coordinator, at: datetime, by: str) -> Cohort:
    """One more coordinator runs the cohort."""
    return _noted(replace(cohort, coordinators=(*cohort.coordinators, person)), f"{person.code} runs it too", at, by)


def led_by(cohort: Cohort, code: str, at: datetime, by: str) -> Cohort:
    """This coordinator leads from now on: letters, cases and what was open for the lead so far are theirs."""
    before = cohort.lead.code
    first = [person for person in cohort.coordinators if person.code == code]
    others = [person for person in cohort.coordinators if person.code != code]
    cohort = replace(cohort, coordinators=(*first, *others))
    return _noted(_passed_on(cohort, before, at), f"{code} leads in place of {before}", at, by)


def left_by(cohort: Cohort, code: str, at: datetime, by: str) -> Cohort:
    """This coordinator, who does not lead, runs the cohort no more."""
    cohort = replace(cohort, coordinators=tuple(person for person in cohort.coordinators if person.code != code))
    return _noted(_passed_on(cohort, code, at), f"{code} runs it no more", at, by)


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
    return cohort.note(Entry(f"desk:{did.replace(' ', '-')}:{at:%Y-%m-%dT%H%M%S}", "", at, did, by))
