"""Plan names: what a policy names must exist, or it would be left out without a word: criteria, stages, letters."""

from collections.abc import Iterator, Mapping
from typing import Any

from domain.saying import say


def unknown_names(changes: Any) -> Iterator[tuple[str, str]]:
    """(place in the policy, sentence) for each name that nothing bears. What is not even of the right kind is left out."""
    sections = changes if isinstance(changes, Mapping) else {}
    matching, post = (_section(sections, name) for name in ("matching", "post"))
    yield from _criteria(matching.get("weights"))
    yield from _stages(matching.get("stages"))
    yield from _letters(post.get("look_first"))


def _section(sections: Mapping[str, Any], name: str) -> Mapping[str, Any]:
    found = sections.get(name)
    return found if isinstance(found, Mapping) else {}


def _criteria(weights: Any) -> Iterator[tuple[str, str]]:
    if not isinstance(weights, Mapping) or not weights:
        return
    from matching.criteria import CRITERIA  # loads the arrays, which most plans have no need of

    known = [criterion.name for criterion in CRITERIA]
    for name in weights:
        if name not in known:
            yield f"matching.weights.{name}", say("is not a criterion; there are {known}", known=", ".join(known))


def _stages(stages: Any) -> Iterator[tuple[str, str]]:
    if not isinstance(stages, list | tuple):
        return
    from allocation.inputs import STAGES, stages_in  # loads the arrays, which most plans have no need of

    if not all(stage in STAGES for stage in stages):
        return  # told already, with those there are
    for n, stage in enumerate(stages):
        try:
            stages_in(stages[: n + 1])
        except ValueError:
            yield "matching.stages", _misplaced(repr(stage), twice=stage in stages[:n])
            return


def _misplaced(stage: str, *, twice: bool) -> str:
    if twice:
        return say("{stage} stands there twice", stage=stage)
    return say("{stage} needs 'matched' before it, else leaving everybody alone would be best", stage=stage)


def _letters(names: Any) -> Iterator[tuple[str, str]]:
    from notifications.letters import LETTERS  # loads what writes letters, which two lists have no need of

    for n, name in enumerate(names if isinstance(names, list | tuple) else ()):
        if name not in LETTERS:
            words = say("{name} is not a letter; write one such as mentee/paired", name=repr(name))
            yield f"post.look_first.{n}", words
