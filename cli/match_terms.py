"""Terms of a match without a cohort: the policy file, and what the command line lays over it. Mistakes go into a book."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import yaml

from allocation.problem import STAGES, Problem
from cli.naming import Codes
from cli.tables import Notebook
from domain.careers import COMPANY_SIZES, GENDERS, SUB_SECTORS
from domain.policy import Matching, Policy
from matching.candidates import Terms
from matching.criteria import CRITERIA
from matching.scoring import WEIGHTS_MAX
from office.plan_files import PlanRefused, lines_of, read_plan
from office.policies import DEFAULT_PRESET, PolicyMistakes
from office.policies import policy as policy_of

VALUES: Mapping[str, Mapping[str, str]] = {
    "gender": GENDERS,
    "sub_sector": SUB_SECTORS,
    "company_size": COMPANY_SIZES,
}
"""What a balance rule may count, by trait; employers may have any name."""


def read_policy(path: Path | None, book: Notebook) -> Policy:
    """The preset with the numbers of a file over it; the preset alone when the file cannot be used.

    The numbers stand under `matching:`, as in a plan, or bare: weights, balance, stages, time_limit_seconds.
    """
    if path is None:
        return policy_of(DEFAULT_PRESET)
    try:
        changes = _under_matching(_policy_part(read_plan(path)))
    except PlanRefused as error:
        book.wrong += [f"{path}, {mistake}" for mistake in error.mistakes]
        return policy_of(DEFAULT_PRESET)
    mistakes = list(_beyond_the_policy(changes.get("matching")))
    try:
        chosen = policy_of(str(changes.get("preset", DEFAULT_PRESET)), changes)
        total = sum(chosen.matching.weights.values())
        if not 0 < total <= WEIGHTS_MAX:
            words = (
                "at least one weight must be above 0"
                if not total
                else f"their sum is {total}; keep it up to {WEIGHTS_MAX}"
            )
            mistakes.append(("matching.weights", words))
    except PolicyMistakes as error:
        chosen = policy_of(DEFAULT_PRESET)
        mistakes += error.mistakes
    _note_all(path, mistakes, book)
    return chosen


def _policy_part(raw: Mapping[str, Any]) -> Mapping[str, Any]:
    """A whole plan will do as well: its policy counts."""
    if "starts_on" not in raw:
        return raw
    inner = raw.get("policy")
    return {"preset": raw.get("preset", DEFAULT_PRESET), **(inner if isinstance(inner, Mapping) else {})}


def _under_matching(raw: Mapping[str, Any]) -> dict[str, Any]:
    bare = {name: value for name, value in raw.items() if name in Matching.model_fields}
    rest = {name: value for name, value in raw.items() if name not in bare}
    section = rest.get("matching")
    return rest | {"matching": {**(section if isinstance(section, Mapping) else {}), **bare}} if bare else rest


def _note_all(path: Path, mistakes: Sequence[tuple[str, str]], book: Notebook) -> None:
    try:
        lines = lines_of(path.read_text(encoding="utf-8"))
    except yaml.YAMLError:
        lines = {}
    for place, words in dict.fromkeys(mistakes):
        book.wrong.append(f"{path}, {_line(lines, place)}{place}: {words}")


def _line(lines: Mapping[str, int], place: str) -> str:
    """The line of a place, of the same place written bare or within a plan, or of the section around it."""
    while place:
        for name in (place, place.removeprefix("matching."), f"policy.{place}"):
            if name in lines:
                return f"line {lines[name]}, "
        place = place.rpartition(".")[0]
    return ""


def _beyond_the_policy(matching: Any) -> Iterable[tuple[str, str]]:
    """What only the matching room can tell: names of criteria, the order of stages, what can be counted. What is not
    even of the right kind is left to the policy."""
    section = matching if isinstance(matching, Mapping) else {}
    weights, stages, rules = (section.get(name) for name in ("weights", "stages", "balance"))
    known = [criterion.name for criterion in CRITERIA]
    for name in weights if isinstance(weights, Mapping) else ():
        if name not in known:
            yield f"matching.weights.{name}", f"is not a criterion; there are {', '.join(known)}"
    if isinstance(stages, list) and set(map(str, stages)) <= set(STAGES):
        try:
            Problem.of(np.zeros((1, 1), int), stages=stages)
        except ValueError as error:
            yield "matching.stages", str(error).removeprefix("stages: ")
    for n, rule in enumerate(rules if isinstance(rules, list) else ()):
        yield from ((f"matching.balance.{n}{place}", words) for place, words in _wrong_rule(rule))


def _wrong_rule(rule: Any) -> Iterable[tuple[str, str]]:
    if not isinstance(rule, Mapping):
        return
    known, values = VALUES.get(str(rule.get("trait"))), rule.get("values")
    for value in values if known and isinstance(values, list) else ():
        if value not in (known or ()):
            yield ".values", f"{value!r} is not known; there are {', '.join(known or ())}"
    if not {"at_least", "at_most", "share_at_least_percent"} & rule.keys():
        yield "", "asks nothing; give at_least, at_most or share_at_least_percent"


def laid_over(
    terms: Terms, pins: Codes, forbidden: Codes, keep: Codes | None, time_limit: float | None, pins_stand: bool
) -> Terms:
    """The policy's terms with what was asked on the command line; earlier pairs are kept before anything but matching
    as many as possible."""
    stages = terms.stages
    if keep is not None:
        stages = ("matched", "changes", *(stage for stage in stages if stage not in ("matched", "changes")))
    return replace(
        terms,
        pins=pins,
        forbidden=terms.forbidden | forbidden,
        keep=keep,
        stages=stages,
        time_limit=time_limit or terms.time_limit,
        pins_stand=pins_stand,
    )
