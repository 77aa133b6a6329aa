"""Every letter, from every focus in which its rule can run: what the store loads there is enough to write it.

The letters that are written outside rules are named below; each has its story in the test of its file.
"""

import shutil
from dataclasses import replace

import pytest

from domain.actions import Ask, Write
from domain.agenda import expected
from domain.carry_out import carry_out
from domain.steps import rules_of
from notifications.letters import LETTERS
from office.clock import VirtualClock
from office.office import open_office
from office.settings import Settings
from tests.house.sources import ROOT, python_files, writes
from tests.moments import NOW, moments
from tests.postgres import a_database, postgres  # noqa: F401
from tests.storage.conftest import BOTH, migrated_database, migrated_file  # noqa: F401

BESIDE_RULES = {
    "office/book_ends.py": "tests/office/test_contact_book.py",
    "office/calendar_answers.py": "tests/office/test_calendar_answers.py",
    "office/calls.py": "tests/office/test_calls.py",
    "office/contact_book.py": "tests/office/test_contact_book.py",
    "office/messages.py": "tests/web/test_messages.py",
    "office/pages.py": "tests/office/test_pages.py",
    "office/replies.py": "tests/office/test_replies.py",
    "office/returns.py": "tests/office/test_returns.py",
    "office/sign_in.py": "tests/web/test_sign_in.py",
    "office/wording.py": "tests/web/test_wording.py",
    "storage/keeping/erasure.py": "tests/office/test_erasing.py",
}
# Of these an act of the coordinator is the only cause; they are written in tests/office/acts/test_doing.py.
BY_ACTS = {
    "person/address_changed",
    "person/address_left",
    "person/call_moved",
    "person/dates_moved",
    "person/late_link",
    "person/link_renewed",
}
MOMENTS = {cohort.code: cohort for cohort in moments()}


@pytest.fixture(scope="module", params=BOTH)
def office(request, tmp_path_factory):
    """An office with a cohort at each of these moments."""
    folder = tmp_path_factory.mktemp("office")
    if request.param == "sqlite":
        shutil.copy(request.getfixturevalue("migrated_file"), folder / "mentoring.sqlite")
        url = ""
    else:
        url = a_database(request.getfixturevalue("postgres"), request.getfixturevalue("migrated_database"))
    settings = Settings(_env_file=None, data=folder, database_url=url, wakes_prefect=False)
    opened = open_office(settings, VirtualClock(NOW))
    for cohort in MOMENTS.values():
        opened.store.create(cohort)
    yield opened
    opened.store.close()


def wanted(cohort):
    """The letters that the rules want to write, now or at any time: as a first word, and as a reminder of it."""
    first = [due for due in expected(cohort, rules_of(cohort.phase)) if is_letter(due)]
    reminded = replace(cohort, journal=frozenset(due.key for due in first if due.key.endswith(f":1:{due.action.to}")))
    yield from ((cohort, due) for due in first)
    yield from ((reminded, due) for due in expected(reminded, rules_of(cohort.phase)) if is_letter(due))


def is_letter(due):
    return isinstance(due.action, Write | Ask) and bool(due.action.letter)


@pytest.mark.parametrize("code", MOMENTS)
def test_what_the_store_loads_is_enough_to_write_every_letter(office, code):
    loaded = {}
    for whole, due in wanted(MOMENTS[code]):
        if due.scope not in loaded:
            loaded[due.scope] = office.store.load(code, focus={due.scope})
        part = replace(loaded[due.scope], journal=whole.journal)
        message = carry_out(due, part, NOW).messages[-1]

        found = office.store.letterbox.written(carry_out(due, part, NOW), message)

        assert found.failure == "", f"{due.key}, written from {due.scope or 'the cohort'}"


@pytest.mark.parametrize("code", MOMENTS)
def test_a_rule_wants_the_same_from_its_focus_as_from_the_whole(office, code):
    whole = MOMENTS[code]
    dues = {due.key: due for due in expected(whole, rules_of(whole.phase))}
    scopes = {due.scope for due in dues.values()}

    found = {
        due.key: due
        for scope in scopes
        for due in expected(office.store.load(code, focus={scope}), rules_of(whole.phase))
    }

    assert found == dues


def test_these_are_all_the_letters_there_are():
    by_rules = {due.action.letter for cohort in MOMENTS.values() for _, due in wanted(cohort)}

    by_hand = {"person/message", "person/message_to_many"}
    of_the_book = {"person/asked", "person/entry_ends"}
    when_over = {"person/keeping_ends"}  # tests/office/test_being_forgotten.py
    of_roles = {"coordinator/role", "coordinator/role_ended"}  # tests/office/test_role_letters.py
    when_asked = {"person/new_link", "person/files_not_taken", "person/answer_read", "coordinator/sign_in"}
    when_they_move = {"person/confirm_address", "person/address_moved"}  # tests/web/test_moving.py
    assert by_rules | when_they_move | when_asked | of_roles | BY_ACTS | by_hand | of_the_book | when_over == LETTERS


def test_nobody_else_writes_letters():
    """Whoever does must load what the letter needs, and shows it in a test."""
    rooms = ("office", "machine", "web", "cli", "tasks", "flows", "storage", "documents")
    found = {str(path.relative_to(ROOT)) for path in python_files(*rooms) if writes(path)}

    assert found == set(BESIDE_RULES)
    assert [test for test in BESIDE_RULES.values() if not (ROOT / test).exists()] == []
