"""Match report: the proposals of a cohort for the dashboard. Codes, counts and values only: no names and no words, not
even the names of balance rules, which a coordinator typed."""

from collections import Counter
from collections.abc import Iterator

from documents.match_report import STAGES
from domain.cohort import Cohort
from domain.criteria import WEIGHED
from domain.forms.proposing import newest
from domain.match.facts import Funnel, MatchResult, Value
from domain.match.words.balance import asks
from domain.match.words.proof import verdict
from domain.match.words.rules import TAKEN
from domain.proposals import Proposal
from domain.states import PROPOSALS
from office.cohort_tables import day, markdown_table
from office.match.standing import standing

IN_POINTS = ("score", "max_min")


def matching_report(cohort: Cohort) -> str:
    """The newest proposal with its proof, values, balance and who is left over by reason; the others in a line each."""
    last = newest(cohort)
    if last is None:
        return f"# {cohort.code}: no match was ordered yet"
    others = sorted((p for p in cohort.proposals.values() if p is not last), key=lambda proposal: -proposal.number)
    earlier = [
        (p.id, PROPOSALS[p.state], day(p.ordered_at, cohort), str(len(p.matches)), str(len(p.unmatched)))
        for p in others
    ]
    heads = ("Proposal", "State", "Ordered", "Pairs", "Left over")
    return "\n".join(
        [
            f"# {cohort.code}: {len(cohort.proposals)} proposal{'s' if others else ''}",
            "",
            f"Mode: {cohort.policy.matching.mode.replace('_', ' ')}.",
            *_rounds(cohort),
            *_proposal(last, cohort),
            *(["", "## Earlier proposals", *markdown_table(heads, earlier)] if earlier else []),
        ]
    )


def _rounds(cohort: Cohort) -> Iterator[str]:
    for told in standing(cohort).rounds:
        until = f", until {day(told.until, cohort)}" if told.until else ""
        yield f"Round of {told.name}: {told.answered} of {told.asked} have answered{until}."


def _proposal(proposal: Proposal, cohort: Cohort) -> Iterator[str]:
    found = proposal.result
    yield f"\n## {proposal.id}: {PROPOSALS[proposal.state]}, ordered {day(proposal.ordered_at, cohort)}\n"
    yield (
        f"{len(proposal.matches)} pairs, {len(proposal.unmatched)} people left over, {len(found.spare) if found else 0} "
        f"mentors to spare; {len(proposal.pins)} pairs fixed and {len(proposal.forbidden)} forbidden by hand. "
        f"{verdict(found) if found else ''}"
    )
    if found is None:
        return
    yield from _section(("What", "Number"), _numbers(found))
    yield from _section(("Stage", "Value", "Bound"), _stages(found), "Values by stage, scores in points of 100")
    yield from _section(("Rule", "Counts", "Asks", "Reached", "Price in points"), _balance(found), "Balance")
    yield from _section(("What took the choice away", "People"), _reasons(found), "Left over, by reason")
    pairs = ((match.mentor, match.mentee, str(match.score)) for match in found.matches)
    yield from _section(("Mentor", "Mentee", "Score"), pairs, "Pairs")
    if found.unmatched:
        yield f"\nLeft over: {', '.join(one.code for one in found.unmatched)}"


def _section(heads: tuple[str, ...], rows: Iterator[tuple[str, ...]], title: str = "") -> Iterator[str]:
    """A table with its title; nothing when it has no rows."""
    table = list(rows)
    if table:
        yield from [f"\n### {title}"] if title else []
        yield from markdown_table(heads, table)


def _numbers(found: MatchResult) -> Iterator[tuple[str, str]]:
    for words, number in {
        "Mentees": found.mentees,
        "Mentors": found.mentors,
        "Places": found.places,
        "Possible pairs": found.possible_pairs,
        "Matched": len(found.matches),
    }.items():
        yield words, str(number)
    if scores := found.scores:
        yield "Mean score", str(round(sum(scores) / len(scores), 1))
        yield "Worst score", str(min(scores))
    if found.weights:
        yield (
            "Weights",
            ", ".join(f"{WEIGHED[name].title} {found.weights[name]}" for name in WEIGHED if found.weights.get(name)),
        )


def _stages(found: MatchResult) -> Iterator[tuple[str, str, str]]:
    for stage, value in found.value.items():
        yield STAGES.get(stage, stage), _shown(stage, value), _shown(stage, found.bound.get(stage))


def _shown(stage: str, value: Value) -> str:
    if isinstance(value, int) and stage in IN_POINTS:
        return f"{value / 100:g}"
    return ", ".join(map(str, value)) if isinstance(value, tuple) else "-" if value is None else str(value)


def _balance(found: MatchResult) -> Iterator[tuple[str, ...]]:
    """By number and trait: what the rules are called is the coordinator's, and values may name an employer."""
    for number, row in enumerate(found.balance, 1):
        whom = f"{row.counted.trait} of {row.on}"
        yield str(number), whom, asks(row.asked), f"{row.reached} of {row.of}", f"{row.price:g}"


def _reasons(found: MatchResult) -> Iterator[tuple[str, str]]:
    """How many of those left over each rule took somebody away from."""
    taken = Counter(rule for one in found.unmatched if isinstance(one.why, Funnel) for rule, _ in one.why.taken)
    for rule, count in taken.most_common():
        yield TAKEN[rule], str(count)
