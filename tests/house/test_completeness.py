"""The house: nothing that was added is left hanging. Each test says what is missing and where to add it."""

import ast
import importlib
import pkgutil
import re
from typing import get_args

import pytest
import yaml
from jinja2 import Environment, meta

import domain.forms
import domain.rules
from documents.shelf import KINDS, texts_in
from domain.actions import Rule
from domain.criteria import WEIGHED
from domain.forms import FORMS, Form
from domain.ladders import heeded
from domain.lifecycles import Phase
from domain.match.words.reasons import SAID
from domain.policy import Policy, RuleName
from domain.steps import RULES, STEPS, rules_of
from matching.constraints import RULES as PAIR_RULES
from matching.criteria import CRITERIA
from notifications.filters import NAMES
from notifications.letters import LETTERS, letters_in
from office.policies import policy, presets
from tests.house.sources import ROOT, is_named, python_files, texts, texts_of, tree, writes
from words import languages

LETTER_LIKE = re.compile(r"(coordinator|mentor|mentee|pair|group|person|\*)/[a-z_*]+")


def letters_written():
    """The letters that rules and office ask for; two parts that are filled in say nothing."""
    said = texts("domain") | {text for path in python_files("office") if writes(path) for text in texts_of(path)}
    whole = {text for text in said if LETTER_LIKE.fullmatch(text) and text != "*/*"}
    # `f"{role}/{first}"` with first one of some words: the words themselves are texts of the same rooms.
    words = {f"*/{text}" for text in said if re.fullmatch(r"[a-z_]+", text)} if "*/*" in said else set()
    return whole, words


def test_every_letter_is_written_by_a_rule():
    whole, words = letters_written()

    assert [letter for letter in sorted(LETTERS) if not is_named(letter, whole | words)] == []


def test_every_letter_that_a_rule_writes_exists():
    whole, _ = letters_written()

    missing = [name for name in sorted(whole) if not any(is_named(letter, {name}) for letter in LETTERS)]

    assert missing == [], "add the file to notifications/letters/en/"


def test_every_letter_stands_in_the_folder_of_its_language():
    folder = ROOT / "notifications" / "letters"
    named = {path for language in languages() for path in (folder / language).glob("*/*.md")}

    assert sorted(path for path in folder.rglob("*") if path.is_file() and path not in named) == []


@pytest.mark.parametrize("language", languages())
def test_no_language_has_a_letter_or_a_document_that_english_lacks(language):
    assert letters_in(language) - LETTERS == set()
    assert texts_in(language) - KINDS == set()


def test_what_mentors_are_written_mentees_are_written_too():
    both = {letter.partition("/")[2]: set() for letter in LETTERS if letter.startswith(("mentor/", "mentee/"))}
    for letter in LETTERS:
        folder, _, matter = letter.partition("/")
        if matter in both and folder in ("mentor", "mentee"):
            both[matter].add(folder)

    assert [matter for matter, folders in both.items() if len(folders) < 2] == []


@pytest.mark.parametrize("letter", sorted(LETTERS))
def test_a_letter_speaks_only_of_facts_there_are(letter):
    known = {
        key.value
        for path in python_files("notifications")
        if path.name == "facts.py"
        for node in ast.walk(tree(path))
        if isinstance(node, ast.Dict)
        for key in node.keys
        if isinstance(key, ast.Constant)
    } | {
        node.slice.value
        for path in python_files("notifications")
        if path.name == "facts.py"
        for node in ast.walk(tree(path))
        if isinstance(node, ast.Subscript) and isinstance(node.slice, ast.Constant)
    }
    environment = Environment(autoescape=True)
    environment.filters.update(dict.fromkeys(NAMES, str))
    text = (ROOT / "notifications" / "letters" / "en" / f"{letter}.md").read_text(encoding="utf-8")

    unknown = meta.find_undeclared_variables(environment.parse(text)) - known

    assert unknown == set(), "add the fact to notifications/facts.py, or mend the letter"


def test_every_form_is_asked_or_can_be_opened_at_any_time():
    said = {text for path in python_files("domain") if "rules" in path.parts for text in texts_of(path)}

    assert [name for name, form in FORMS.items() if not form.anytime and not is_named(name, said)] == []


def test_every_form_has_a_file_of_its_own_name():
    assert [name for name, form in FORMS.items() if form.__module__ != f"domain.forms.{name}"] == []


def test_every_form_stands_in_forms():
    for module in modules_of(domain.forms):
        importlib.import_module(module)
    named = {form for form in subclasses(Form) if form.__module__.startswith("domain.forms.") and hasattr(form, "name")}

    assert sorted(form.name for form in named - set(FORMS.values())) == [], (
        "add it to FORMS in domain/forms/__init__.py"
    )


def modules_of(package):
    return [found.name for found in pkgutil.iter_modules(package.__path__, f"{package.__name__}.")]


def subclasses(form):
    return {form}.union(*(subclasses(child) for child in form.__subclasses__())) - {Form}


def test_every_rule_belongs_to_a_step():
    files = [importlib.import_module(name) for name in modules_of(domain.rules)]
    rules = {found for file in files for found in vars(file).values() if isinstance(found, Rule)}

    assert sorted(rule.name for rule in rules - set(RULES)) == [], "add it to a step in domain/steps.py"


LADDERS = sorted(
    f"{section}.{name}"
    for section, field in Policy.model_fields.items()
    if hasattr(field.annotation, "model_fields")
    for name, inner in field.annotation.model_fields.items()
    if heeded(inner.annotation) is not None
)


@pytest.mark.parametrize("ladder", LADDERS)
def test_a_ladder_of_the_policy_is_climbed_by_a_rule(ladder):
    name = ladder.partition(".")[2]
    climbed = any(
        isinstance(node, ast.Attribute) and node.attr == name
        for path in python_files("domain")
        if "rules" in path.parts
        for node in ast.walk(tree(path))
    )

    assert climbed, f"no rule reads {ladder}: its rungs have no letter"


@pytest.mark.parametrize("preset", presets())
def test_every_criterion_has_a_weight_in_every_preset(preset):
    weights = policy(preset).matching.weights

    assert set(weights) <= {criterion.name for criterion in CRITERIA}, "a weight that no criterion uses"
    assert {criterion.name for criterion in CRITERIA} - set(weights) == set(), f"add a weight to policies/{preset}.yaml"


def test_every_criterion_has_words():
    criteria = {criterion.name for criterion in CRITERIA}

    assert criteria - set(WEIGHED) == set(), "say in domain/criteria.py what it is called and when a pair does well"
    assert criteria - set(SAID) == set(), "say in domain/match/words/reasons.py how it is told as a reason"


def test_a_policy_knows_every_rule_that_may_be_held_less_strictly():
    assert set(get_args(RuleName)) == {rule.key for rule in PAIR_RULES if rule.by_choice}


def phases_with_steps():
    return [phase.value for phase in Phase if STEPS.get(phase)]


def test_every_phase_has_its_steps():
    assert set(Phase) - STEPS.keys() == set(), (
        "add its row to domain/steps.py; where nothing is done any more, an empty one"
    )


@pytest.mark.parametrize("phase", phases_with_steps())
def test_a_phase_has_a_flow_and_a_deployment(phase):
    deployed = yaml.safe_load((ROOT / "prefect.yaml").read_text(encoding="utf-8"))["deployments"]

    assert (ROOT / "flows" / f"{phase}.py").is_file(), f"add flows/{phase}.py"
    assert f"flows.{phase}.{phase}" in [row["entrypoint"] for row in deployed], f"add {phase} to prefect.yaml"


def test_a_rule_belongs_to_one_step_of_a_phase():
    """What a rule did is told by its step; in two steps it would be told twice."""
    doubled = [
        (phase.value, rule.name)
        for phase in STEPS
        for rule in rules_of(phase)
        if sum(rule in rules for rules in STEPS[phase].values()) > 1
    ]

    assert doubled == []


def test_rules_are_settled_in_one_place_only():
    """What is rehearsed is what runs: whoever moves a cohort on plays the office's round."""
    settling = {
        str(path.relative_to(ROOT))
        for path in python_files()
        if path.relative_to(ROOT).parts[0] not in ("tests", "domain")
        for node in ast.walk(tree(path))
        if isinstance(node, ast.Call) and ast.unparse(node.func) in ("settle", "settle_scopes")
    }

    # The probe settles a copy that nobody keeps, to see that the order of scopes changes nothing.
    assert settling == {"office/round.py", "rehearsal/staging/probes.py"}


def test_a_person_can_find_every_state_of_every_lifecycle_in_the_docs():
    from docs.lifecycles import page
    from domain.lifecycles import LIFECYCLES

    text = page()

    assert [state for cycle in LIFECYCLES for state in cycle.table if state.value not in text] == []
