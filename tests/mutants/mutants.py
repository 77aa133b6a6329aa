"""Mutants: what can be taken away from the rules without anything breaking aloud: a rule, or one `yield`. Runs no tests.

A rule that is gone makes nothing due; a yield that is gone leaves the rest of its function as it was. Functions keep their
place and get other code, so that whoever holds one, as domain/steps.py does, has the mutant too.
"""

import ast
import importlib
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from types import CodeType, FunctionType

import domain.rules
from domain.actions import Rule

RULES = Path(domain.rules.__path__[0])
NOTHING = ast.parse("(yield from ())", mode="eval").body


@dataclass(frozen=True)
class Mutant:
    """A function of a file of rules without its n-th yield; without all of them when `number` is 0."""

    file: str
    function: str
    number: int = 0

    @property
    def kind(self) -> str:
        return "yields" if self.number else "rules"

    @property
    def name(self) -> str:
        """ "meeting.send_the_date", "meeting.send_the_date:1"."""
        return f"{self.file}.{self.function}" + (f":{self.number}" if self.number else "")

    @property
    def place(self) -> FunctionType:
        """The function that loses something."""
        held = getattr(importlib.import_module(f"domain.rules.{self.file}"), self.function)
        function = held.decide if isinstance(held, Rule) else held
        assert isinstance(function, FunctionType), f"{self.name} is no function"
        return function

    def live(self) -> None:
        """Take the function's place, for as long as this process lives."""
        path = source_of(self.file)
        (function,) = (found for found in functions(path) if found.name == self.function)
        function.decorator_list = []
        _Without(self.number).visit(function)
        module = compile(ast.Module([function], []), str(path), "exec")
        codes = (code for code in module.co_consts if isinstance(code, CodeType))
        self.place.__code__ = next(code for code in codes if code.co_name == self.function)


class _Without(ast.NodeTransformer):
    """Take away the n-th yield, or all. Nothing is yielded in its place: a function without any yield is no generator."""

    def __init__(self, number: int) -> None:
        self.number, self.met = number, 0

    def visit_Yield(self, node: ast.Yield) -> ast.expr:
        return self._gone(node)

    def visit_YieldFrom(self, node: ast.YieldFrom) -> ast.expr:
        return self._gone(node)

    def _gone(self, node: ast.expr) -> ast.expr:
        self.met += 1
        return ast.copy_location(NOTHING, node) if self.number in (0, self.met) else node


def source_of(file: str) -> Path:
    return RULES / f"{file}.py"


def functions(path: Path) -> list[ast.FunctionDef]:
    tree = ast.parse(path.read_text(encoding="utf-8"))
    return [node for node in tree.body if isinstance(node, ast.FunctionDef)]


@cache
def mutants() -> tuple[Mutant, ...]:
    """All there are: the rules, then the yields, each in the order of the files."""
    every = [mutant for path in sorted(RULES.glob("*.py")) for mutant in _of_a_file(path)]
    return tuple(sorted(every, key=lambda mutant: mutant.number > 0))


def _of_a_file(path: Path) -> Iterator[Mutant]:
    for function in functions(path):
        if any(ast.unparse(mark).startswith("rule(") for mark in function.decorator_list):
            yield Mutant(path.stem, function.name)
        yields = sum(isinstance(node, ast.Yield | ast.YieldFrom) for node in ast.walk(function))
        yield from (Mutant(path.stem, function.name, number) for number in range(1, yields + 1))
