"""Round: one run of a phase's flow over the cohorts that want attention. Goes on when a step fails and ends red then."""

from collections.abc import AsyncIterator, Awaitable
from typing import Any, TypeVar

from prefect import State, get_client, get_run_logger
from prefect.runtime import flow_run
from prefect.states import Completed, Failed

from domain.agenda import Tally
from domain.lifecycles import Phase
from office.rounds import OfficeFailed, RulesFailed, in_words
from tasks.round import awake, looked_at, show

T = TypeVar("T")
PASSES_MAX = 6
TAGS_MAX = 12
MESSAGE_MAX = 3000


def run_name() -> str:
    """Name a run so that it can be found: "mentoring · pilot-2027", or "mentoring · all cohorts"."""
    return f"{flow_run.flow_name} · {flow_run.parameters.get('cohort') or 'all cohorts'}"


class Round:
    """What happened in this run so far, and how it ends."""

    def __init__(self) -> None:
        self.tally = Tally()
        self.troubles: list[str] = []
        self.cohorts: set[str] = set()
        self.phases: set[Phase] = set()

    async def cohorts_in(self, phase: Phase, only: str | None = None) -> AsyncIterator[str]:
        """The cohorts of a phase that want attention, again until they are quiet; shows them on the dashboard then.

        A step may make due what an earlier one does (after a decline comes a new match), and nobody should wait an
        hour for that.
        """
        self.phases.add(phase)
        for _ in range(PASSES_MAX):
            before = self.tally.total
            for code in await self.hear(awake(phase, only)) or ():
                self.cohorts.add(code)
                yield code
            if self.tally.total == before:
                break
        for code in sorted(self.cohorts):
            await self.take(show(code))
            await self.take(looked_at(code))

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
        await self._tag()
        if self.troubles:
            words = f"{in_words(self.tally)}. What went wrong:\n" + "\n".join(f"- {line}" for line in self.troubles)
            get_run_logger().error(words)
            return Failed(message=words[:MESSAGE_MAX])
        if not self.tally.total:
            return Completed(name="Idle", message="Nothing was due.")
        return Completed(message=in_words(self.tally))

    async def _tag(self) -> None:
        """Tag the run with its phase and the cohorts it served, so that the dashboard can show the runs of one."""
        tags = {f"phase:{phase.value.replace('_', '-')}" for phase in self.phases}
        tags |= {f"cohort:{code}" for code in sorted(self.cohorts)[:TAGS_MAX]}
        if tags and flow_run.id:
            async with get_client() as client:
                await client.update_flow_run(flow_run.id, tags=sorted(tags.union(flow_run.tags)))
