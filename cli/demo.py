"""Demo: the pilot of examples/, rehearsed up to today into the real store, so that there is a living cohort to look at.

The people are acted until today and nobody's from then on: whoever opens a link plays on.
"""

from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

from domain.dates import add_months, day_of
from domain.lifecycles import InvitationState

if TYPE_CHECKING:
    from domain.cohort import Cohort
    from domain.invitations import Invitation
    from office.launch import Plan
    from office.office import Office

PLAN = Path(__file__).resolve().parent.parent / "examples" / "pilot" / "plan.yaml"
CODE = "pilot"
BEGUN, DONE = "demo:begun", "demo:done"
DAYS_INTO_THE_THIRD_MONTH = 9  # the second sessions are over, the third ones are being dated


def living(office: "Office") -> bool:
    """Whether the pilot is there. Refused when its making was broken off, or when this office has cohorts of its own."""
    from cli.refusals import Refused

    if office.store.leases.last_beat(DONE):
        return True
    if office.store.leases.last_beat(BEGUN):
        raise Refused(
            f"The pilot was broken off while it was made. Throw the folder {office.settings.data} away "
            "(`make clean` does), or set MENTORING_DATA to another one, and start again."
        )
    if cohorts := office.store.cohorts():
        raise Refused(
            f"This office has cohorts of its own ({', '.join(cohorts)}), and acted people must not get among them. "
            "Use `mentoring serve`, or set MENTORING_DATA and MENTORING_DATABASE_URL to an empty place for the demo."
        )
    return False


def play(office: "Office") -> None:
    """Launch the pilot as if months ago, and let its people live until now. The store and its files keep all of it."""
    from office import rounds
    from office.launch import Plan
    from office.plan_files import read_plan
    from rehearsal.pilot import SEED, pilot_cast
    from rehearsal.rehearse import rehearse

    plan = Plan.model_validate(read_plan(PLAN))
    now = office.clock.now()
    office.store.leases.beat(BEGUN, now)
    plan = plan.model_copy(update={"starts_on": starts_on(plan, day_of(now, plan.time_zone))})
    rehearse(plan, pilot_cast(), SEED, until=now, office=office, probes=0)
    rounds.looked_at(
        office, CODE
    )  # the last acted moment may lie hours back, and the desk would say that all stands still
    office.store.leases.beat(DONE, now)


def _open(office: "Office", form: str) -> list["Invitation"]:
    """The open invitations to one form, oldest first."""
    cohort, now = office.store.load(CODE), office.clock.now()
    found = (i for i in cohort.invitations.values() if i.form == form and i.state is InvitationState.OPEN)
    return sorted((i for i in found if i.takes_answers(now) and cohort.can_write_to(i.to)), key=lambda i: i.opens)


def starts_on(plan: "Plan", today: date) -> date:
    """The first day of a plan whose third month of mentoring is under way today."""
    from office.policies import policy

    lengths = policy(plan.preset, plan.policy).calendar
    before = lengths.preparation_months + lengths.recruitment_months + 2
    return add_months(today - timedelta(DAYS_INTO_THE_THIRD_MONTH), -before)


# --- what to try ------------------------------------------------------------------------------------------------


def first_things(office: "Office") -> Iterator[tuple[str, str]]:
    """Concrete things to try, each with its link, as the cohort stands."""
    from office.desk import tasks

    cohort = office.store.load(CODE)
    desk = office.links.desk(CODE, cohort.lead.code)
    yield "The coordinator's desk: pairs, sessions, cases, post.", desk
    waiting = [task for task in tasks(office, cohort) if task.kind == "decide_escalation"]
    if waiting:
        yield f"A case waits for a decision: {waiting[0].detail.lower()}. Decide it.", waiting[0].link
    yield from _open_forms(office, cohort)
    if office.settings.shows_inbox:
        yield "The letters everybody got; their links work.", f"{office.settings.base_url}/inbox"


FORMS_TO_TRY = {
    "session_report": "{who} has not said how session {number} went. Answer, and see the letter it causes in the inbox.",
    "session_date": "{who} has not set a date for session {number}. Set one, and see the calendar entry in the inbox.",
}


def _open_forms(office: "Office", cohort: "Cohort") -> Iterator[tuple[str, str]]:
    """One open form of each kind worth trying, the newest."""
    for form, words in FORMS_TO_TRY.items():
        for invitation in _open(office, form)[-1:]:
            who = cohort.participants[invitation.to].first_name
            number = cohort.sessions[invitation.about].number
            yield words.format(who=who, number=number), office.links.form(CODE, invitation)
