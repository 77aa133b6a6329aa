"""Terms of a match without a cohort: the policy file, and what the command line lays over it. Mistakes go into a book."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import yaml

from cli.naming import Codes
from cli.notebook import Notebook
from domain.coherence import Programme, mistakes
from domain.policy import Matching, Policy
from domain.saying import together
from matching.candidates import Terms
from office.plan_files import Mistake, PlanRefused, lines_of, names_written_twice, read_plan
from office.plan_names import unknown_names
from office.policies import DEFAULT_PRESET, read
from office.policies import policy as policy_of

OF_A_MATCH = ("matching.weights", "matching.balance")
"""The numbers that a match without a cohort is measured by; its calendar and ladders are nobody's."""


def read_policy(path: Path | None, book: Notebook) -> Policy:
    """The preset with the numbers of a file over it; the preset alone when the file cannot be used.

    The numbers stand under `matching:`, as in a plan, or bare: weights, balance, stages, time_limit_seconds.
    """
    if path is None:
        return policy_of(DEFAULT_PRESET)
    try:
        changes = _under_matching(_policy_part(read_plan(path)))
    except PlanRefused as error:
        book.wrong += [together((str(path), mistake.told), ", ") for mistake in error.mistakes]
        return policy_of(DEFAULT_PRESET)
    found = read(str(changes.get("preset", DEFAULT_PRESET)), changes)
    measured = mistakes(Programme.of(found.policy), found.spoiled)
    twice = names_written_twice(path.read_text(encoding="utf-8"))
    wrong = [*twice, *found.wrong, *unknown_names(changes), *(one for one in measured if one[0].startswith(OF_A_MATCH))]
    _note_all(path, wrong, book)
    return policy_of(DEFAULT_PRESET) if wrong else found.policy


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
        found = Mistake(place, words, _line(lines, place))
        book.wrong.append(together((str(path), found.told), ", "))


def _line(lines: Mapping[str, int], place: str) -> int | None:
    """The line of a place, of the same place written bare or within a plan, or of the section around it."""
    while place:
        for name in (place, place.removeprefix("matching."), f"policy.{place}"):
            if name in lines:
                return lines[name]
        place = place.rpartition(".")[0]
    return None


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
