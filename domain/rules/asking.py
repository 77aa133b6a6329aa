"""Asking: a question with reminders, as a ladder. First the letter that asks, then those that remind; an answer ends it."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import datetime

from domain.actions import Ask, Due
from domain.cohort import Cohort
from domain.dates import Days, ladder
from domain.lifecycles import PairState
from domain.pairs import Pair
from domain.policy import Rung


def members(cohort: Cohort, pair: Pair, to: str) -> tuple[str, ...]:
    """Who a rung's "mentee", "mentor", "both", "turn" or "coordinator" is in this pair."""
    return {
        "mentee": (pair.mentee,),
        "mentor": (pair.mentor,),
        "turn": (pair.organiser,),
        "coordinator": (cohort.lead.code,),
    }.get(to, pair.members)


def days_of(cohort: Cohort, pair: Pair) -> Days:
    """The pair's clock: it stands still on holidays and while one of the two is away."""
    return cohort.days.without(*(cohort.participants[code].away for code in pair.members))


def pairs_in(*states: PairState) -> Callable[[Cohort], Iterable[Pair]]:
    """Rules over the pairs in these states."""
    return lambda cohort: cohort.here(pair for pair in cohort.pairs.values() if pair.state in states)


def asking(
    cohort: Cohort,
    *,
    key: str,
    form: str,
    about: str,
    letters: tuple[str, str],
    start: datetime,
    rungs: Sequence[Rung],
    end: datetime,
    to: Callable[[str], Iterable[str]],
    days: Days | None = None,
    unless: Callable[[str], bool] = lambda code: False,
    closes: datetime | None = None,
) -> Iterator[Due]:
    """Ask people for a form along a ladder: one due for each rung and recipient, `key:rung:code`.

    `letters` are the one that asks and the one that reminds; "{role}" in them becomes mentor or mentee. Whoever never
    got an earlier letter is asked, not reminded. `unless` says who has answered already.
    """
    for n, rung, at, until in ladder(start, rungs, end, days or cohort.days):
        for code in to(rung.to):
            if unless(code):
                continue
            reminded = any(f"{key}:{lower}:{code}" in cohort.journal for lower in range(1, n))
            letter = letters[1] if reminded else letters[0]
            yield Due(
                at,
                until,
                f"{key}:{n}:{code}",
                Ask(form, code, about, letter.replace("{role}", role_of(cohort, code)), closes, reminder=reminded),
            )


def role_of(cohort: Cohort, code: str) -> str:
    """The folder of somebody's letters: mentor, mentee or coordinator."""
    person = cohort.participants.get(code)
    return person.role.value if person else "coordinator"
