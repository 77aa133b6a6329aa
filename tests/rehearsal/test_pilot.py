"""The pilot in its third month: somebody is on the missed-session ladder, and a case waits, whatever day today is.

More days: MENTORING_SEEDS=20 pytest tests/rehearsal.
"""

import os
from datetime import UTC, date, datetime, time, timedelta

import pytest

from domain.dates import add_months
from domain.lifecycles import Phase, SessionState
from office.plan_files import read_plan
from office.plans import Plan
from rehearsal.acting.people import EXAMPLES
from rehearsal.acting.pilot import SEED, pilot_cast
from rehearsal.rehearse import rehearse

TODAYS = [date(2027, 1, 9) + timedelta(37 * n) for n in range(int(os.environ.get("MENTORING_SEEDS", "1")))]


@pytest.mark.parametrize("today", TODAYS, ids=str)
def test_there_is_something_to_do_in_the_pilot(today: date):
    plan = Plan.model_validate(read_plan(EXAMPLES / "plan.yaml"))
    begun = add_months(today - timedelta(9), -5)  # a month of preparation, two of recruitment, two of mentoring
    now = datetime.combine(today, time(9), UTC)

    told = rehearse(plan.model_copy(update={"starts_on": begun}), pilot_cast(), SEED, until=now, probes=0)

    cohort = told.history.cohort
    on_the_ladder = [s for s in cohort.sessions.values() if s.state is SessionState.MISSED]
    waiting = [case for case in cohort.escalations.values() if case.is_open and case.matter == "missed_session"]
    assert told.broken == {}
    assert cohort.phase is Phase.MENTORING
    assert len(cohort.pairs) >= 15
    assert waiting
    assert len(on_the_ladder) > len(waiting), "some are on the ladder and have not become a case yet"
