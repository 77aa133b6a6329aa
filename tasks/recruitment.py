"""The steps of recruitment as tasks."""

from domain.lifecycles import Phase
from tasks.step import step

call = step(Phase.RECRUITMENT, "call")
collect_applications = step(Phase.RECRUITMENT, "collect applications")
screen = step(Phase.RECRUITMENT, "screen")
match = step(Phase.RECRUITMENT, "match")
offer_the_pairs = step(Phase.RECRUITMENT, "offer the pairs")
welcome_the_pairs = step(Phase.RECRUITMENT, "welcome the pairs")
gather = step(Phase.RECRUITMENT, "gather")
print_the_handbooks = step(Phase.RECRUITMENT, "print the handbooks")
agree_and_plan = step(Phase.RECRUITMENT, "agree and plan")
start_mentoring = step(Phase.RECRUITMENT, "start mentoring")
settle_cases = step(Phase.RECRUITMENT, "settle cases")
tidy_up = step(Phase.RECRUITMENT, "tidy up")
