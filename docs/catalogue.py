"""Catalogue: collects every text of ours, writes words/mentoring.pot, and brings the catalogue of each language up to it.

`make words` runs it and says what each language lacks; `make words LANGUAGE=cs` begins a language. Texts are found where they
are written: in `say` and `sayings`, in forms and in templates. Nothing here translates.
"""

import ast
import re
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path
from typing import Any, get_args

from babel.messages.catalog import Catalog
from babel.messages.pofile import write_po
from jinja2.ext import babel_extract
from pydantic import BaseModel
from typer.main import get_command

from cli.helping import texts_of
from cli.main import app
from docs.translated import lacking, mistakes_of
from domain.acts import ACTS
from domain.forms import FORMS, Form
from domain.saying import Said
from domain.states import letter_named
from domain.steps import STEPS, step_named
from notifications.letters import LETTERS
from office.policies import presets, words_of
from words import ENGLISH, languages
from words.catalogues import TEMPLATE, catalogue, place_of, template, unsaid
from words.pages import message_of

ROOT = Path(__file__).resolve().parent.parent
ROOMS = (
    "cli",
    "documents",
    "domain",
    "machine",
    "matching",
    "notifications",
    "office",
    "rehearsal",
    "storage",
    "web",
    "words",
)
TEMPLATES = ("web/templates/*.html", "documents/texts/*.html")
BLANK = re.compile(r"{(\w+)}")
SHOWN_MAX = 5  # of what a language lacks; a new one lacks everything


@dataclass(frozen=True)
class Text:
    """One text to translate and the file it stands in."""

    message: str
    many: str
    context: str
    place: str

    @property
    def blanks(self) -> frozenset[str]:
        """The names of what is filled in."""
        return blanks_of(self.message) | blanks_of(self.many)


def texts() -> list[Text]:
    """Every text of the house."""
    return [*of_calls(), *of_forms(), *of_letters(), *of_steps(), *of_presets(), *of_commands(), *of_templates()]


# --- where texts stand --------------------------------------------------------------------------------------------


def calls(source: str) -> Iterator[ast.Call]:
    """Every call of `say` and `sayings` in a source."""
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in ("say", "sayings"):
            yield node


def of_calls() -> Iterator[Text]:
    """What stands in `say("…")` and `sayings({…: "…"})`."""
    for path in python_files():
        place = str(path.relative_to(ROOT))
        for call in calls(path.read_text(encoding="utf-8")):
            context = next((str(written(one.value)) for one in call.keywords if one.arg == "context"), "")
            if isinstance(call.func, ast.Name) and call.func.id == "sayings":
                table = call.args[0]
                values = table.values if isinstance(table, ast.Dict) else []
                yield from (Text(words, "", context, place) for value in values if (words := written(value)))
            elif words := written(call.args[0]):
                yield Text(words, (written(call.args[1]) or "") if len(call.args) > 1 else "", "", place)


def of_forms() -> Iterator[Text]:
    """What forms and acts declare: titles, thanks, introductions, questions, hints, choices."""
    for form in (*FORMS.values(), *ACTS.values()):
        place = f"{form.__module__.replace('.', '/')}.py"
        declared = [form.title, form.thanks, Form.introduction.__func__(form, None, None)]  # type: ignore[attr-defined]
        for said in [*declared, *_of_questions(form)]:
            if isinstance(said, Said) and said.message:
                yield Text(said.message, said.many, said.context, place)


def of_letters() -> Iterator[Text]:
    """What each kind of letter is called on the desk."""
    for letter in LETTERS:
        yield Text(str(letter_named(letter)), "", "letter", f"notifications/letters/{ENGLISH}")


def of_steps() -> Iterator[Text]:
    """What each step of a phase is called."""
    for step in sorted({step for steps in STEPS.values() for step in steps}):
        yield Text(str(step_named(step)), "", "step", "domain/steps.py")


def of_presets() -> Iterator[Text]:
    """What presets call a programme, its gatherings and its materials."""
    for preset in presets():
        yield from (Text(words, "", "preset", f"policies/{preset}.yaml") for words in words_of(preset))


def of_commands() -> Iterator[Text]:
    """What `mentoring --help` tells of commands and options."""
    for said in texts_of(get_command(app)):
        yield Text(said.message, "", "", "cli/main.py")


def _of_questions(questions: type[BaseModel]) -> Iterator[Any]:
    for field in questions.model_fields.values():
        told = field.json_schema_extra if isinstance(field.json_schema_extra, dict) else {}
        yield from (field.title, field.description, told.get("step"), told.get("needed"))
        for table in (told.get("options"), told.get("levels")):
            yield from table.values() if isinstance(table, dict) else ()
        for kind in get_args(field.annotation):
            if isinstance(kind, type) and issubclass(kind, BaseModel):
                yield from _of_questions(kind)


def python_files() -> list[Path]:
    """The files of the rooms that have words."""
    return [path for room in ROOMS for path in sorted((ROOT / room).rglob("*.py"))]


def written(node: ast.expr) -> str | None:
    """A text that is written out; None for one that is put together."""
    return node.value if isinstance(node, ast.Constant) and isinstance(node.value, str) else None


def of_templates() -> Iterator[Text]:
    """What stands in `{% trans %}`, `_("…")` and `ngettext("…", "…")` of a template."""
    for pattern in TEMPLATES:
        for path in sorted(ROOT.glob(pattern)):
            keywords = ["_", "gettext", "ngettext"]
            options = {"trimmed": "true", "newstyle_gettext": "true", "extensions": "jinja2.ext.do"}
            for _, _, found, _ in babel_extract(BytesIO(path.read_bytes()), keywords, [], options):
                one, *more = [message_of(words) for words in _strings(found)]
                yield Text(one, next(iter(more), ""), "", str(path.relative_to(ROOT)))


def _strings(found: Any) -> list[str]:
    return [found] if isinstance(found, str) else [words for words in found if isinstance(words, str)]


def blanks_of(words: str) -> frozenset[str]:
    """The names in braces of a text."""
    return frozenset(BLANK.findall(words))


# --- catalogues ---------------------------------------------------------------------------------------------------


def collected() -> Catalog:
    """Every text as a catalogue without translations, each with the files it stands in."""
    found = Catalog(domain="mentoring", fuzzy=False)
    for text in sorted(texts(), key=lambda text: (text.message, text.context, text.place)):
        if blanks_of(text.message) or re.search(r"[^\W\d_]", text.message):  # a mere "·" is the same everywhere
            id_ = (text.message, text.many) if text.many else text.message
            message = found.add(id_, locations=[(text.place, 1)], context=text.context or None)
            message.flags.discard("python-format")  # "5 % of" is no blank; ours are in braces
    return found


def write(known: Catalog, place: Path, *, header: bool) -> None:
    """Keep a catalogue, sorted by text, so that two changes seldom touch the same lines."""
    place.parent.mkdir(parents=True, exist_ok=True)
    with place.open("wb") as file:
        write_po(
            file,
            known,
            width=100,
            sort_output=True,
            omit_header=not header,
            include_lineno=False,
            ignore_obsolete=True,  # what nothing says any more goes at once; git remembers it
        )


def begin(language: str) -> None:
    """An empty catalogue for one more language."""
    fresh = Catalog(locale=language, domain="mentoring", header_comment="# Mentoring Office, said in another language.")
    brought_up(fresh)


def brought_up(known: Catalog) -> None:
    """Keep a catalogue with all texts there are now: a new one is empty, one like an old one is marked as fuzzy.

    Its dates stay, so that a catalogue changes only where its texts do.
    """
    known.update(template(), update_creation_date=False)
    known.fuzzy = False
    write(known, place_of(str(known.locale)), header=True)


def main(words: list[str]) -> None:
    """Write the template, bring every language up to it, say what is missing and what is wrong."""
    write(collected(), TEMPLATE, header=False)
    for language in words:
        if language not in languages():
            begin(language)
    print(f"{sum(1 for message in template() if message.id)} texts in {TEMPLATE.relative_to(ROOT)}")
    for language in languages():
        if language != ENGLISH:
            brought_up(catalogue(language))
            told(language)


def told(language: str) -> None:
    """Print what a language lacks, and what is wrong in it."""
    unsaid.cache_clear()
    missing = lacking(language)
    counts = ", ".join(f"{len(names)} {kind}" for kind, names in missing.items() if names)
    print(
        f"{language}: still to translate: {counts}; until then nobody is offered it" if counts else f"{language}: whole"
    )
    for kind in ("letters", "documents"):
        for name in missing[kind][:SHOWN_MAX]:
            print(f"  lacks {name}")
    for mistake in mistakes_of(language):
        print(f"  {mistake}")


if __name__ == "__main__":
    main(sys.argv[1:])
