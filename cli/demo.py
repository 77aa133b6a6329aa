"""Demo: the cohorts of examples/, rehearsed up to today into the real store, so that there is a living office to look at.

The pilot is in its third month of mentoring; the match of the second cohort waits for the coordinator. The people are acted
until today and nobody's from then on: whoever opens a link plays on.
"""

from collections.abc import Iterator
from datetime import datetime, timedelta
from itertools import count
from pathlib import Path
from typing import TYPE_CHECKING

from domain.dates import add_months, day_of, posting
from domain.lifecycles import InvitationState
from domain.saying import Said, say, sayings

if TYPE_CHECKING:
    from domain.cohort import Cohort
    from domain.invitations import Invitation
    from office.office import Office
    from office.plans import Plan

EXAMPLES = Path(__file__).resolve().parent.parent / "examples"
PILOT, SECOND = "pilot", "next"
BEGUN, DONE = "demo:begun", "demo:done"
DAYS_INTO_THE_THIRD_MONTH = 9  # the second sessions are over, the third ones are being dated
MATCHED_AGO = timedelta(days=1)  # time enough for the matchmaker, and for the letter that a proposal waits


def living(office: "Office") -> bool:
    """Whether the demo is there. Refused when its making was broken off, or when this office has cohorts of its own."""
    from cli.refusals import Refused

    if office.store.leases.last_beat(DONE):
        return True
    if office.store.leases.last_beat(BEGUN):
        raise Refused(
            say(
                "The demo was broken off while it was made. Delete the folder {data}, or set "
                "MENTORING_DATA to another one, and start again.",
                data=office.settings.data,
            )
        )
    if cohorts := office.store.cohorts():
        raise Refused(
            say(
                "This office has cohorts of its own ({codes}), and acted people must not get among them. Use "
                "`mentoring serve`, or set MENTORING_DATA and MENTORING_DATABASE_URL to an empty place for the "
                "demo.",
                codes=", ".join(cohorts),
            )
        )
    return False


def play(office: "Office") -> None:
    """Launch both cohorts as if months ago, and let their people live until now. The store and its files keep all of it."""
    from office import rounds
    from rehearsal.acting.pilot import SEED, pilot_cast
    from rehearsal.acting.second import second_cast
    from rehearsal.rehearse import rehearse_together

    now = office.clock.now()
    office.store.leases.beat(BEGUN, now)
    plays = [(pilot_plan(now), pilot_cast()), (second_plan(office, now), second_cast())]
    rehearse_together(plays, SEED, until=now, office=office)
    for plan, _ in plays:
        # The last acted moment may lie hours back, and the desk would say that all stands still.
        rounds.looked_at(office, plan.code)
    office.store.leases.beat(DONE, now)


# --- plans whose today is now ------------------------------------------------------------------------------------


def pilot_plan(now: datetime) -> "Plan":
    """The plan of the pilot, with its third month of mentoring under way."""
    from office.policies import as_launched

    plan = _plan(PILOT)
    lengths = as_launched(plan.preset, plan.policy, plan.language).calendar
    before = lengths.preparation_months + lengths.recruitment_months + 2
    today = day_of(now, plan.time_zone)
    return plan.model_copy(update={"starts_on": add_months(today - timedelta(DAYS_INTO_THE_THIRD_MONTH), -before)})


def second_plan(office: "Office", now: datetime) -> "Plan":
    """The plan of the second cohort, with its match ordered just long enough ago."""
    today = day_of(now, _plan(SECOND).time_zone)
    plans = (_plan(SECOND).model_copy(update={"starts_on": today - timedelta(n)}) for n in count())
    return next(plan for plan in plans if _matched_at(office, plan) <= now - MATCHED_AGO)


def _matched_at(office: "Office", plan: "Plan") -> datetime:
    """When the first match of a plan is ordered: the first posting hour from its day on."""
    from office.launch import cohort_of

    cohort = cohort_of(office, plan, "", office.clock.now())
    return posting(cohort.milestones.matching_on, cohort.days)


def _plan(code: str) -> "Plan":
    from office.plan_files import read_plan
    from office.plans import Plan

    return Plan.model_validate(read_plan(EXAMPLES / code / "plan.yaml"))


# --- what to try ------------------------------------------------------------------------------------------------


def first_things(office: "Office") -> Iterator[tuple[str, str]]:
    """Concrete things to try, each with its link, as the cohorts stand. A demo of an earlier release has the pilot only."""
    if SECOND in office.store.cohorts():
        yield from _a_match(office, office.store.load(SECOND))
    yield from _a_pilot(office, office.store.load(PILOT))
    if office.settings.shows_inbox:
        yield say("The letters everybody got; their links work."), f"{office.settings.base_url}/inbox"


def _a_match(office: "Office", cohort: "Cohort") -> Iterator[tuple[str, str]]:
    """The match that waits; once it is decided, what came of it."""
    from domain.forms.proposing import waits_for_review

    waits = say("A match waits for your approval: read the reasons, try other weights, look at who is left over.")
    words = waits if waits_for_review(cohort) else say("The match of the second cohort, as it stands.")
    yield words, f"{office.links.desk(SECOND)}/match"


def _a_pilot(office: "Office", cohort: "Cohort") -> Iterator[tuple[str, str]]:
    """The desk of a cohort under way, a case, and forms that nobody has answered."""
    from office.desk import tasks

    yield say("A coordinator's desk: pairs, sessions, cases, post."), office.links.desk(PILOT)
    waiting = [task for task in tasks(office, cohort) if task.kind == "decide_escalation"]
    if waiting:
        yield say("A case waits for a decision: {case}. Decide it.", case=waiting[0].detail), waiting[0].link
    yield from _open_forms(office, cohort)


FORMS_TO_TRY = sayings(
    {
        "session_report": "{who} has not said how session {number} went. Answer, and see the letter it causes in the "
        "inbox.",
        "session_date": "{who} has not set a date for session {number}. Set one, and see the calendar entry in the inbox.",
    }
)


def _open_forms(office: "Office", cohort: "Cohort") -> Iterator[tuple[str, str]]:
    """One open form of each kind worth trying, the newest."""
    for form, words in FORMS_TO_TRY.items():
        for invitation in _open(office, cohort, form)[-1:]:
            who = cohort.participants[invitation.to].first_name
            number = cohort.sessions[invitation.about].number
            yield Said(words, facts={"who": who, "number": number}), office.links.form(cohort.code, invitation)


def _open(office: "Office", cohort: "Cohort", form: str) -> list["Invitation"]:
    """The open invitations to one form, oldest first."""
    now = office.clock.now()
    found = (i for i in cohort.invitations.values() if i.form == form and i.state is InvitationState.OPEN)
    return sorted((i for i in found if i.takes_answers(now) and cohort.can_write_to(i.to)), key=lambda i: i.opens)
