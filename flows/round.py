"""Round: one run of a phase's flow over the cohorts that want attention. Decorates what office/round.py plays.

On the dashboard a run reads as a pipeline: the round is played, then each step that did something tells what, under its own
name. Goes on when something fails, and ends red then.
"""

from collections.abc import Awaitable, Iterable
from typing import Any, TypeVar

from prefect import State, get_client, get_run_logger
from prefect.runtime import flow_run
from prefect.states import Completed, Failed

from domain.agenda import Tally
from domain.lifecycles import Phase
from office.rounds import OfficeFailed, RulesFailed, in_words
from tasks.round import awake, deliver_post, play, show, tell

T = TypeVar("T")
TAGS_MAX = 12
MESSAGE_MAX = 3000


def run_name() -> str:
    """Name a run so that it can be found: "mentoring · pilot-2027", or "mentoring · all cohorts"."""
    return f"{flow_run.flow_name} · {flow_run.parameters.get('cohort') or 'all cohorts'}"


async def tag(*tags: str) -> None:
    """Add tags to this run, so that the dashboard can show the runs of one phase or one cohort together."""
    if tags and flow_run.id:
        async with get_client() as client:
            await client.update_flow_run(flow_run.id, tags=sorted({*tags, *flow_run.tags}))


def of_cohorts(codes: Iterable[str]) -> list[str]:
    """The tags of the first twelve cohorts a run served; a run of hundreds is found by its phase."""
    return [f"cohort:{code}" for code in sorted(codes)[:TAGS_MAX]]


class Round:
    """What happened in this run so far, and how it ends."""

    def __init__(self) -> None:
        self.tally = Tally()
        self.troubles: list[str] = []
        self.cohorts: list[str] = []
        self.phases: set[Phase] = set()

    async def play(self, *phases: Phase, only: str | None) -> None:
        """Play the round of each cohort of these phases that wants one, tell its steps, and show the cohort then."""
        self.phases.update(phases)
        for code in await self.hear(awake(phases, only)) or ():
            self.cohorts.append(code)
            played = await self.hear(play(code))
            for step in played.steps if played else ():
                await self.take(tell.with_options(name=step.name)(step))
            await self.take(show(code))

    async def take(self, step: Awaitable[Tally]) -> None:
        """Wait for a step. What it did counts; what went wrong is kept for the end, and the next one has its turn."""
        self.tally.add(await self.hear(step) or Tally())

    async def hear(self, step: Awaitable[T]) -> T | None:
        """What a task says; None when it broke off. Troubles name rules, codes and kinds of errors, nothing else."""
        try:
            return await step
        except RulesFailed as error:
            self.tally.add(error.tally)
            self.troubles.append(str(error))
        except OfficeFailed as error:
            self.troubles.append(str(error))
        except Exception as error:
            self.troubles.append(type(error).__name__)
        return None

    async def ending(self) -> State[Any]:
        """The state of the run: failed when something stumbled, idle when nothing was due, else what was done."""
        await tag(*(f"phase:{phase.value.replace('_', '-')}" for phase in self.phases), *of_cohorts(self.cohorts))
        if self.troubles:
            words = f"{in_words(self.tally)}. What went wrong:\n" + "\n".join(f"- {line}" for line in self.troubles)
            get_run_logger().error(words)
            return Failed(message=words[:MESSAGE_MAX])
        if not self.tally.total:
            return Completed(name="Idle", message="Nothing was due.")
        return Completed(message=in_words(self.tally))


async def round_of(*phases: Phase, only: str | None) -> State[Any]:
    """A whole run: the rounds of the cohorts in these phases, then the post."""
    round = Round()
    await round.play(*phases, only=only)
    await round.take(deliver_post())
    return await round.ending()
