"""Asking: a question with reminders, as a ladder. First the letter that asks, then those that remind; an answer ends it.

The one place that says whom a rung addresses. A rung to the coordinator opens a case of the ladder's own matter; where
the question is the coordinator's, it is a letter like any other.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import datetime

from domain.actions import Ask, Due, Escalate
from domain.cohort import Cohort
from domain.dates import Days, ladder
from domain.ladders import Rung
from domain.lifecycles import PairState
from domain.pairs import Pair


def addressed(cohort: Cohort, to: str, asked: Pair | str) -> tuple[str, ...]:
    """The codes of those whom a rung's "person", "mentee", "mentor", "both", "turn" or "coordinator" means.

    `asked` is the pair, or the one person, whom the question is for.
    """
    if to == "coordinator":
        return (cohort.lead.code,)
    if isinstance(asked, str):
        return (asked,)
    alone = {"mentee": asked.mentee, "mentor": asked.mentor, "turn": asked.organiser}
    return (alone[to],) if to in alone else asked.members


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
    asked: Pair | str,
    matter: str = "",
    days: Days | None = None,
    unless: Callable[[str], bool] = lambda code: False,
    closes: datetime | None = None,
    reminds: bool = False,
) -> Iterator[Due]:
    """Ask for a form along a ladder: one due for each rung and recipient, `key:rung:code`, and `key:rung` for a case.

    `letters` are the one that asks and the one that reminds; "{role}" in them becomes mentor or mentee, "{whom}" turn or
    both. Whoever never got an earlier letter is asked, not reminded, unless the ladder only `reminds`. `matter` is the
    case that a rung to the coordinator opens. `unless` says who has answered already.
    """
    for n, rung, at, until in ladder(start, rungs, end, days or cohort.days):
        if matter and rung.to == "coordinator":
            if not all(unless(code) for code in addressed(cohort, "person", asked)):
                yield Due(at, until, f"{key}:{n}", Escalate(matter, about))
            continue
        codes = addressed(cohort, rung.to, asked)
        for code in codes:
            if unless(code):
                continue
            reminded = reminds or any(f"{key}:{lower}:{code}" in cohort.journal for lower in range(1, n))
            letter = letters[1] if reminded else letters[0]
            letter = letter.replace("{role}", role_of(cohort, code)).replace(
                "{whom}", "turn" if len(codes) == 1 else "both"
            )
            yield Due(at, until, f"{key}:{n}:{code}", Ask(form, code, about, letter, closes, reminder=reminded))


def role_of(cohort: Cohort, code: str) -> str:
    """The folder of somebody's letters: mentor, mentee or coordinator."""
    person = cohort.participants.get(code)
    return person.role.value if person else "coordinator"
