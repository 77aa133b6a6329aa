"""The steps of preparation as tasks."""

from domain.lifecycles import Phase
from tasks.step import step

plan_the_materials = step(Phase.PREPARATION, "plan the materials")
sign_off = step(Phase.PREPARATION, "sign off")
open_recruitment = step(Phase.PREPARATION, "open recruitment")
settle_cases = step(Phase.PREPARATION, "settle cases")
tidy_up = step(Phase.PREPARATION, "tidy up")
