"""The steps of mentoring as tasks."""

from domain.lifecycles import Phase
from tasks.step import step

keep_the_waiting_list = step(Phase.MENTORING, "keep the waiting list")
match = step(Phase.MENTORING, "match")
offer_the_pairs = step(Phase.MENTORING, "offer the pairs")
welcome_the_pairs = step(Phase.MENTORING, "welcome the pairs")
gather = step(Phase.MENTORING, "gather")
print_the_handbooks = step(Phase.MENTORING, "print the handbooks")
agree_and_plan = step(Phase.MENTORING, "agree and plan")
hold_sessions = step(Phase.MENTORING, "hold sessions")
collect_reports = step(Phase.MENTORING, "collect reports")
settle_missed_sessions = step(Phase.MENTORING, "settle missed sessions")
pass_the_half_way_mark = step(Phase.MENTORING, "pass the half-way mark")
ask_for_reflections = step(Phase.MENTORING, "ask for reflections")
end_mentoring = step(Phase.MENTORING, "end mentoring")
settle_cases = step(Phase.MENTORING, "settle cases")
tidy_up = step(Phase.MENTORING, "tidy up")
