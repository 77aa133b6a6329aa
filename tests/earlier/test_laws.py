"""What an earlier version did keeps the laws of today, as far as its database alone can tell; the test says which cannot."""

from dataclasses import replace

import pytest
from sqlalchemy import delete

from rehearsal.laws.invariants import INVARIANTS, broken_by
from rehearsal.staging.kept import kept_of
from storage.tables import answers

LAWS = {law.__name__: law for law in INVARIANTS}
# These judge how things came about, one turn after the other; nobody watched the turns of an earlier version.
NEED_TURNS = {
    "states_follow_their_lifecycle",
    "phases_go_forward",
    "every_change_is_in_the_journal",
    "the_journal_is_never_rewritten",
    "the_changes_tell_the_whole_story",
    "closed_forms_take_no_answers",
    "no_reminder_after_the_answer",
    "letters_keep_posting_hours",
    "letters_keep_the_weekly_limit",
    "one_letter_a_day",
}
# These judge what reached the mailboxes, and what went wrong while a rehearsal looked on.
NEED_WITNESSES = {
    "nobody_gets_a_letter_twice",
    "no_ghost_letters",
    "no_rule_stumbles",
    "what_was_asked_of_the_office_holds",
}
JUDGED = tuple(law for name, law in LAWS.items() if name not in NEED_TURNS | NEED_WITNESSES)


def test_laws_that_need_a_witness_are_laws():
    assert LAWS.keys() >= NEED_TURNS | NEED_WITNESSES


@pytest.mark.parametrize("code", ["pilot", "next"])
def test_what_was_kept_keeps_the_laws(read, code):
    assert broken_by(kept_of(read, code), JUDGED) == {}


def test_an_answer_that_the_upgrade_lost_would_be_missed(office):
    with office.store.db.writing() as db:
        db.execute(
            delete(answers).where(answers.c.cohort == "pilot", answers.c.invitation == "P01.1:session_report:N01")
        )

    assert set(broken_by(kept_of(office, "pilot"), JUDGED)) == {"answers_are_kept_as_given"}


def test_a_form_that_the_upgrade_lost_would_be_missed(read):
    history = kept_of(read, "pilot")
    asked = {letter.invitation for letter in history.letters} & set(history.cohort.invitations)
    left = dict(history.cohort.invitations)
    left.pop(min(asked))

    found = broken_by(replace(history, cohort=replace(history.cohort, invitations=left)), JUDGED)

    assert "letters_link_to_forms_that_work" in found
