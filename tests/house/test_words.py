"""The house: every text of ours can be said in another language: written out and collected."""

import ast
import re

from docs.catalogue import blanks_of, calls, collected, python_files, written
from tests.house.sources import ROOT
from words.catalogues import template


def ids(known):
    return {(message.id, message.context) for message in known if message.id}


def test_the_template_holds_every_text_and_no_other():
    assert ids(template()) ^ ids(collected()) == set(), "run `make words`"


def said_in(path):
    """Each call of `say` with the line it stands in."""
    return [call for call in calls(path.read_text(encoding="utf-8")) if call.func.id == "say"]


def not_written_out(call):
    """Texts of a call that are put together there: the catalogue cannot know them."""
    if call.func.id == "say":
        return [text for text in call.args if written(text) is None]
    table = call.args[0]
    return [value for value in table.values if written(value) is None] if isinstance(table, ast.Dict) else [table]


def test_every_text_is_written_out_where_it_is_said():
    offences = [
        f"{path.relative_to(ROOT)}:{call.lineno}"
        for path in python_files()
        for call in calls(path.read_text(encoding="utf-8"))
        if not_written_out(call)
    ]

    assert offences == [], 'give the facts by name: say("{n} of {total}", n=…, total=…)'


def test_a_text_that_is_put_together_would_be_found():
    [together, out] = calls('say(f"{n} cases"), say("{n} cases", n=n)')

    assert (len(not_written_out(together)), not_written_out(out)) == (1, [])


def test_every_blank_of_a_text_is_filled_and_every_fact_has_its_blank():
    offences = []
    for path in python_files():
        for call in said_in(path):
            facts = {str(fact.arg) for fact in call.keywords}
            blanks = {name for text in call.args for name in blanks_of(written(text) or "")}
            if facts - ({"n"} if len(call.args) > 1 else set()) != blanks - ({"n"} if len(call.args) > 1 else set()):
                offences.append(f"{path.relative_to(ROOT)}:{call.lineno} {sorted(facts ^ blanks)}")

    assert offences == []


def test_every_text_with_a_plural_says_what_is_counted():
    offences = [
        f"{path.relative_to(ROOT)}:{call.lineno}"
        for path in python_files()
        for call in said_in(path)
        if (len(call.args) > 1) and "n" not in {fact.arg for fact in call.keywords}
    ]

    assert offences == []


COUNTED = re.compile(r"{%-? *trans\b((?:(?!{%).)*?)%}(?:(?!{%-? *endtrans).)*?{%-? *pluralize *(\w*)", re.DOTALL)


def counts_something_else(template):
    """What chooses between one and many: the fact that is named there, else the first."""
    chosen = [named or facts.split("=")[0].strip() for facts, named in COUNTED.findall(template)]
    return [name for name in chosen if name != "n"]


def test_every_plural_of_a_template_is_chosen_by_what_is_counted():
    paths = [path for room in ("web/templates", "documents/texts") for path in (ROOT / room).rglob("*.html")]
    offences = [(path.name, name) for path in paths for name in counts_something_else(path.read_text(encoding="utf-8"))]

    assert offences == [], "the first fact chooses: {% trans n=…, name=… %}"


def test_a_plural_that_is_chosen_by_a_name_would_be_found():
    assert counts_something_else("{% trans name=x, n=2 %}a{% pluralize %}b{% endtrans %}") == ["name"]
