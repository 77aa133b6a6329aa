"""The step of a cohort that was called off, as a task."""

from domain.lifecycles import Phase
from tasks.step import step

say_that_it_is_off = step(Phase.CALLED_OFF, "say that it is off")
