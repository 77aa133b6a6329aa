"""Plan files: the YAML of a plan or a policy as raw values, each with its line. Checks nothing but that it can be read."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

from domain.organisation import Picture, as_data
from domain.saying import say, together
from office.plain_yaml import load, names_twice

THE_PLAN = say("the plan")
LOGO_READ_MAX = 10_000_000  # bytes: what is larger is no logo, and is refused as none


@dataclass(frozen=True)
class Mistake:
    """One thing that cannot work: the field, a sentence with the remedy, and the line of the file if there is one."""

    field: str
    words: str
    line: int | None = None

    @property
    def told(self) -> str:
        """With its place, as people read it."""
        if self.line is None:
            return together((self.field, self.words), ": ")
        return say("line {line}, {field}: {words}", line=str(self.line), field=self.field, words=self.words)


class PlanRefused(ValueError):
    """A plan that cannot work, with every mistake named at once."""

    def __init__(self, mistakes: Sequence[Mistake], source: str = THE_PLAN) -> None:
        self.mistakes, self.source = tuple(mistakes), source
        lines = (together(("  - ", mistake.told), "") for mistake in mistakes)
        super().__init__(together((say("{file} cannot be launched:", file=source), *lines), "\n"))


def read_plan(path: Path) -> dict[str, Any]:
    """A plan file as raw values, with the logo it names; PlanRefused names line and column of broken YAML.

    Of a name that is written twice the last counts here; whoever checks the plan tells of both (names_written_twice).
    """
    try:
        text = path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        reason = getattr(error, "strerror", None) or say("it is not UTF-8 text")
        words = say("cannot be read ({reason}); check the path", reason=reason)
        raise PlanRefused([Mistake("file", words)], str(path)) from error
    try:
        raw = load(text)
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark
        line, column = (mark.line + 1, mark.column + 1) if mark else (1, 1)
        words = say(
            "column {column}: {problem}; check indentation, colons and quotes",
            column=str(column),
            problem=error.problem or say("not readable as YAML"),
        )
        raise PlanRefused([Mistake("YAML", words, line)], str(path)) from error
    except yaml.reader.ReaderError as error:
        line, column = text.count("\n", 0, error.position) + 1, error.position - text.rfind("\n", 0, error.position)
        words = say("column {column}: holds a character that cannot be printed; delete it", column=str(column))
        raise PlanRefused([Mistake("YAML", words, line)], str(path)) from error
    if not isinstance(raw, dict):
        words = say("must hold names and values such as `code: pilot-2027`")
        raise PlanRefused([Mistake("file", words, 1)], str(path))
    return _with_the_logo(raw, path, text)


def _with_the_logo(raw: dict[str, Any], path: Path, text: str) -> dict[str, Any]:
    """The plan with the picture itself where it names a file beside it."""
    policy = raw.get("policy")
    organisation = policy.get("organisation") if isinstance(policy, dict) else None
    named = organisation.get("logo") if isinstance(organisation, dict) else None
    if (
        not isinstance(policy, dict)
        or not isinstance(organisation, dict)
        or not named
        or str(named).startswith("data:")
    ):
        return raw
    file = path.parent / str(named)
    try:
        content = file.read_bytes() if file.stat().st_size <= LOGO_READ_MAX else b""
    except OSError as error:
        reason = error.strerror or ""
        words = say("{file} cannot be read ({reason}); check the path", file=str(named), reason=reason)
        place = "policy.organisation.logo"
        raise PlanRefused([Mistake(place, words, lines_of(text).get(place))], str(path)) from error
    logo = as_data(Picture("svg" if file.suffix.lower() == ".svg" else "png", content))
    return raw | {"policy": policy | {"organisation": organisation | {"logo": logo}}}


def names_written_twice(text: str) -> list[tuple[str, str]]:
    """(place, sentence) for every name that a section of a YAML text has twice."""
    return [(found.place, found.words) for found in names_twice(text)]


def lines_of(text: str) -> dict[str, int]:
    """The line of every field of a YAML text, by dotted place."""
    found: dict[str, int] = {}

    def walk(node: yaml.Node, place: str) -> None:
        if isinstance(node, yaml.MappingNode):
            for key, value in node.value:
                inner = f"{place}.{key.value}" if place else str(key.value)
                found[inner] = key.start_mark.line + 1
                walk(value, inner)
        elif isinstance(node, yaml.SequenceNode):
            for n, value in enumerate(node.value):
                found[f"{place}.{n}"] = value.start_mark.line + 1
                walk(value, f"{place}.{n}")

    node = yaml.compose(text, Loader=yaml.SafeLoader)
    if node is not None:
        walk(node, "")
    return found
