"""The steps of follow-up as tasks."""

from domain.lifecycles import Phase
from tasks.step import step

gather = step(Phase.FOLLOW_UP, "gather")
collect_reports = step(Phase.FOLLOW_UP, "collect reports")
ask_for_reflections = step(Phase.FOLLOW_UP, "ask for reflections")
complete = step(Phase.FOLLOW_UP, "complete")
thank = step(Phase.FOLLOW_UP, "thank")
close = step(Phase.FOLLOW_UP, "close")
settle_cases = step(Phase.FOLLOW_UP, "settle cases")
tidy_up = step(Phase.FOLLOW_UP, "tidy up")
