"""Match report: the proposals of a cohort for the dashboard. Codes, counts and values only: no names and no words, not
even the names of balance rules, which a coordinator typed."""

import re
from collections import Counter
from collections.abc import Iterator, Mapping
from typing import Any

from domain.cohort import Cohort
from domain.criteria import WEIGHED
from domain.forms.proposing import newest
from domain.proposals import Proposal
from domain.verdicts import proof
from office.cohort_tables import day, markdown_table
from office.match.standing import standing

IN_POINTS = ("score", "max_min")
# A proposal of an older office has no colon after the number.
COUNTED = re.compile(r"^\d+:? (.*)$")


def matching_report(cohort: Cohort) -> str:
    """The newest proposal with its proof, values, balance and who is left over by reason; the others in a line each."""
    last = newest(cohort)
    if last is None:
        return f"# {cohort.code}: no match was ordered yet"
    others = sorted((p for p in cohort.proposals.values() if p is not last), key=lambda proposal: -proposal.number)
    earlier = [
        (p.id, p.state.value, day(p.ordered_at, cohort), str(len(p.matches)), str(len(p.unmatched))) for p in others
    ]
    heads = ("Proposal", "State", "Ordered", "Pairs", "Left over")
    return "\n".join(
        [
            f"# {cohort.code}: {len(cohort.proposals)} proposal{'s' if others else ''}",
            "",
            f"Mode: {cohort.policy.matching.mode}.",
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
    told = proposal.report
    yield f"\n## {proposal.id}: {proposal.state.value}, ordered {day(proposal.ordered_at, cohort)}\n"
    yield (
        f"{len(proposal.matches)} pairs, {len(proposal.unmatched)} people left over, {len(told.get('spare') or ())} "
        f"mentors to spare; {len(proposal.pins)} pairs fixed and {len(proposal.forbidden)} forbidden by hand. "
        f"{proof(proposal)}"
    )
    yield from _section(("What", "Number"), _numbers(told))
    yield from _section(("Stage", "Value", "Bound"), _stages(told), "Values by stage, scores in points of 100")
    yield from _section(("Rule", "Counts", "Asks", "Reached", "Price in points"), _balance(told, cohort), "Balance")
    yield from _section(("What took the choice away", "People"), _reasons(proposal), "Left over, by reason")
    yield from _section(
        ("Mentor", "Mentee", "Score"), ((m.mentor, m.mentee, str(m.score)) for m in proposal.matches), "Pairs"
    )
    if proposal.unmatched:
        yield f"\nLeft over: {', '.join(one.code for one in proposal.unmatched)}"


def _section(heads: tuple[str, ...], rows: Iterator[tuple[str, ...]], title: str = "") -> Iterator[str]:
    """A table with its title; nothing when it has no rows."""
    table = list(rows)
    if table:
        yield from [f"\n### {title}"] if title else []
        yield from markdown_table(heads, table)


def _numbers(told: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    for words, name in {
        "Mentees": "mentees",
        "Mentors": "mentors",
        "Places": "seats",
        "Possible pairs": "possible_pairs",
        "Matched": "matched",
        "Mean score": "score_mean",
        "Worst score": "score_min",
    }.items():
        if told.get(name) is not None:
            yield words, str(told[name])
    if weights := told.get("weights"):
        yield "Weights", ", ".join(f"{name} {weights[name]}" for name in WEIGHED if weights.get(name))


def _stages(told: Mapping[str, Any]) -> Iterator[tuple[str, str, str]]:
    bounds = told.get("bound") or {}
    for stage, value in (told.get("value") or {}).items():
        yield stage, _shown(stage, value), _shown(stage, bounds.get(stage))


def _shown(stage: str, value: Any) -> str:
    if isinstance(value, int) and stage in IN_POINTS:
        return f"{value / 100:g}"
    return ", ".join(map(str, value)) if isinstance(value, list | tuple) else "-" if value is None else str(value)


def _balance(told: Mapping[str, Any], cohort: Cohort) -> Iterator[tuple[str, ...]]:
    """By number and trait: what the rules are called is the coordinator's, and values may name an employer."""
    traits = {rule.label: rule.trait for rule in cohort.policy.matching.balance}
    for number, rule in enumerate(told.get("balance") or (), 1):
        label = str(rule["label"])
        trait = next((trait for known, trait in traits.items() if label == known or label.startswith(f"{known}: ")), "")
        asked = f"{100 * rule['number']:g} %" if rule["rule"] == "share_at_least" else f"{rule['number']:g}"
        words = str(rule["rule"]).replace("_", " ")
        yield (
            str(number),
            f"{trait} of {rule['on']}",
            f"{words} {asked}",
            f"{rule['reached']} of {rule['of']}",
            f"{rule['price']:g}",
        )


def _reasons(proposal: Proposal) -> Iterator[tuple[str, str]]:
    """How many of those left over each rule took somebody away from. The first sentence of a funnel only says how many
    there were; sentences that name people are left out."""
    told = [found[1] for one in proposal.unmatched for words in one.why[1:] if (found := COUNTED.match(words))]
    for words, count in Counter(told).most_common():
        yield words, str(count)
