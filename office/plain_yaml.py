"""Plain YAML: how the office reads the YAML that people write: plans, policies, presets, answers.

YAML 1.1 takes `on`, `off`, `yes` and `no` for truth values and 17:00 for 1,020. Here they stay the words that were
written, as names and as values: `on: mentees`, `country: NO`, `at: 17:00`. Only `true` and `false` are truth values.
A name that a section has twice is a mistake; YAML itself would take the last one.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import yaml

from domain.saying import say, together

AS_WRITTEN = re.compile(r"(?:on|off|yes|no|\d{1,2}:\d{2}(?::\d{2})?)$", re.IGNORECASE)


class AsWritten(yaml.SafeLoader):
    """The safe loader, but for words and times that are meant as they stand."""

    yaml_implicit_resolvers = {  # noqa: RUF012  pyyaml declares it so
        first: [("tag:yaml.org,2002:str", AS_WRITTEN), *rules]
        for first, rules in yaml.SafeLoader.yaml_implicit_resolvers.items()
    }


@dataclass(frozen=True)
class Twice:
    """A name that one section has twice: where it stands, by its dotted place and both lines."""

    place: str
    first: int
    second: int
    mark: yaml.Mark

    @property
    def words(self) -> str:
        """What is wrong with it, and the remedy."""
        return say(
            "is written twice, in line {first} and in line {second}; keep one of the two",
            first=str(self.first),
            second=str(self.second),
        )


def read_yaml(text: str) -> Any:
    """The values of a YAML text; yaml.YAMLError, with a mark where it knows one, for what is none, or says a name twice."""
    for found in names_twice(text):
        raise yaml.MarkedYAMLError(problem=together((found.place, found.words), " "), problem_mark=found.mark)
    return load(text)


def load(text: str) -> Any:
    """The values of a YAML text in which the last of two equal names counts: for those who tell of both (names_twice)."""
    return yaml.load(text, Loader=AsWritten)  # noqa: S506  a safe loader


def names_twice(text: str) -> Iterator[Twice]:
    """Every name that stands twice in one section. YAML would take the last one without a word."""
    node = yaml.compose(text, Loader=AsWritten)
    if node is not None:
        yield from _twice_in(node, "")


def _twice_in(node: yaml.Node, place: str) -> Iterator[Twice]:
    if isinstance(node, yaml.MappingNode):
        lines: dict[str, int] = {}
        for key, value in node.value:
            inner = f"{place}.{key.value}" if place else str(key.value)
            line = key.start_mark.line + 1
            if inner in lines:
                yield Twice(inner, lines[inner], line, key.start_mark)
            lines.setdefault(inner, line)
            yield from _twice_in(value, inner)
    elif isinstance(node, yaml.SequenceNode):
        for n, value in enumerate(node.value):
            yield from _twice_in(value, f"{place}.{n}" if place else str(n))
