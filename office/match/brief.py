"""Brief: whom to look for, in sentences that a coordinator forwards. Whom nobody can reach any more is not asked for."""

from collections.abc import Iterable
from datetime import datetime

from domain.cohort import Cohort
from domain.dates import last_day
from domain.match.findings import Recruit
from domain.match.words.help import recruit
from domain.people import Role
from domain.rules.recruitment import call_stands, call_window
from domain.saying import say


def brief(cohort: Cohort, found: Iterable[Recruit], now: datetime) -> list[str]:
    """Whom to look for, in sentences to forward; nobody who could not apply any more (see `no_brief`)."""
    return [] if no_brief(cohort, now) else [recruit(one) for one in found]


def no_brief(cohort: Cohort, now: datetime) -> str:
    """Why nobody is looked for any more; "" while mentors can still apply."""
    if call_stands(cohort, Role.MENTOR, now) != "over":
        return ""
    last = last_day(call_window(cohort, Role.MENTOR)[1], cohort.zone)
    return say(
        "The call for mentors was open until {last}: nobody can apply any more, so nobody is looked for.", last=last
    )
