"""Writes docs/retention.md from the declarations beside the fields (domain/belonging.py). Adds no facts."""

from collections.abc import Iterable, Iterator
from pathlib import Path

from domain.belonging import Kept
from domain.forms import FORMS
from domain.keeping import for_how_long
from domain.notice import Line, lines_besides, lines_of
from domain.policy import Keeping, Policy

PAGE = Path(__file__).with_suffix(".md")
POLICY = Policy(preset="", title="")
HEAD = """# What is kept, who reads it, what for, and for how long

Written by `make docs` from the declarations beside each field (`domain/belonging.py`); a test fails when the two differ.
Change the declarations, never this page. From the same lines come the sentence under each question, what each page, letter,
document and export may show, what erasure takes away, and the privacy notice of each cohort at `/privacy/<code>`.

The months are those of `keeping` in the policy of a cohort, counted from the day it closed or was called off; here as they
are without a word in the plan. {without_part_months} months after that day everything of people who never were in a pair goes.
Whoever chose a day of their own in the alumni form is forgotten on that day instead. Whoever asks is forgotten at once.
Codes, states and dates stay, so that counts still add up; they lead to nobody any more.
"""


def page() -> str:
    """The whole page in Markdown."""
    return "\n".join([HEAD.format(**Keeping().model_dump()), *_times(), *_besides(), *_forms()])


def _times() -> Iterator[str]:
    yield "| kept as | how long |\n|---|---|"
    for kept in Kept:
        yield f"| {kept} | {for_how_long(kept, POLICY.keeping)} |"


def _besides() -> Iterator[str]:
    yield "\n## Not asked in a form\n"
    yield from _table(lines_besides(POLICY))


def _forms() -> Iterator[str]:
    for form in FORMS.values():
        yield f"\n## {form.title} (`{form.name}`)\n"
        yield from _table(lines_of(form, POLICY))
    yield ""


def _table(lines: Iterable[Line]) -> Iterator[str]:
    yield "| | who reads it | what for | how long |\n|---|---|---|---|"
    for line in lines:
        yield f"| {line.title} | {line.reads} | {line.what_for} | {line.how_long} |"


if __name__ == "__main__":
    PAGE.write_text(page(), encoding="utf-8")
