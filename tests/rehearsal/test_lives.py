"""Lives: in each the laws hold, whoever takes part and however pairs are made; and between them everything is seen.

What can never be seen in a rehearsal stands in NEVER, with its reason and the test that sees it instead.
"""

from datetime import timedelta

import pytest

from domain.dates import start_of
from domain.invitations import invitation_id
from domain.lifecycles import PairState, Phase
from domain.matters import CASES_ENDED
from notifications.letters import LETTERS
from rehearsal.acting.cast import COORDINATOR
from rehearsal.rehearse import START, ZONE
from tests.rehearsal.lives import LIVES, lived
from tests.rehearsal.seen import names

BROKEN_BENCH = "a bench fails only where the code is wrong (tests/office/match/test_verified.py, tests/domain/rules)"
NO_EARLIER_ONE = (
    "a rehearsed cohort has no earlier one, whose mentors would be asked first (tests/domain/test_again.py)"
)
NOBODY_LOOKS = "no letter waits for somebody to look at it first (tests/storage/test_outbox.py)"
REFUSED = "no mail server refuses what a letter says (tests/storage/test_outbox.py)"
NOT_MENDED = "nobody sees to letters by hand, and none is given up (tests/storage/test_outbox.py)"
ONE_DESK = "the coordinator of a rehearsal has no colleague (tests/domain/rules/test_escalation.py)"
NO_CIRCLES = "no programme makes circles or peer groups of its people (tests/office/test_every_letter.py)"
BY_HAND = "the coordinator of a rehearsal writes nothing by hand (tests/web/test_messages.py)"
BY_HAND_FROM_THE_BOOK = "the office of a rehearsal knows nobody beforehand (tests/office/test_contact_book.py)"
NOBODY_MOVES = "nobody of a rehearsal changes their address themselves (tests/web/test_moving.py)"
LONG_AFTER = "it is asked half a year after the end (tests/domain/rules/test_afterwards.py)"
NO_MAIL = "nobody answers a letter by mail in a rehearsal (tests/office/test_replies.py)"
NEVER = {("letter", letter): NO_CIRCLES for letter in LETTERS if letter.startswith("group/")} | {
    ("case", "failed_match"): BROKEN_BENCH,
    ("case", "not_printed"): BROKEN_BENCH,
    ("outcome", "again"): BROKEN_BENCH,
    ("case", "reply"): NO_MAIL,
    ("answer", "decide_escalation: again"): BROKEN_BENCH,
    ("document", "standards"): "the coordinator takes it from the exports (tests/documents/test_standards.py)",
    ("letter", "coordinator/colleague_unreachable"): ONE_DESK,
    ("letter", "coordinator/role"): ONE_DESK,
    ("letter", "coordinator/role_ended"): ONE_DESK,
    (
        "letter",
        "coordinator/sign_in",
    ): "whoever is before the desk asks for it (tests/web/test_sign_in.py)",
    ("letter", "mentee/call_again"): NO_EARLIER_ONE,
    ("letter", "mentor/call_again"): NO_EARLIER_ONE,
    ("letter", "person/address_moved"): NOBODY_MOVES,
    ("letter", "person/confirm_address"): NOBODY_MOVES,
    ("letter", "person/asked"): BY_HAND_FROM_THE_BOOK,
    ("letter", "person/entry_ends"): BY_HAND_FROM_THE_BOOK,
    ("letter", "pair/date_unsuited"): NO_MAIL,
    (
        "letter",
        "pair/offer_waits",
    ): "nobody here tells of an absence while an offer waits (tests/domain/rules/test_pairing.py)",
    ("letter", "person/answer_read"): NO_MAIL,
    ("letter", "person/files_not_taken"): NO_MAIL,
    (
        "letter",
        "person/gathering_reminder",
    ): "people here say yes in the last two weeks, and need no reminder (tests/domain/rules/test_gathering_changes.py)",
    ("form", "impact"): LONG_AFTER,
    ("letter", "person/impact_wanted"): LONG_AFTER,
    ("letter", "person/impact_reminder"): LONG_AFTER,
    ("letter", "person/keeping_ends"): "it is written a year after the end (tests/office/test_being_forgotten.py)",
    ("letter", "person/message"): BY_HAND,
    ("letter", "person/message_to_many"): BY_HAND,
    ("move", "document: ordered → failed"): BROKEN_BENCH,
    ("move", "document: failed → ordered"): BROKEN_BENCH,
    ("move", "message: draft → dropped"): NOBODY_LOOKS,
    ("move", "message: draft → queued"): NOBODY_LOOKS,
    ("move", "message: failed → queued"): NOT_MENDED,
    ("move", "message: queued → failed"): NOT_MENDED,
    ("move", "message: retry → dropped"): NOT_MENDED,
    ("move", "message: sending → failed"): REFUSED,
    ("move", "message: unknown → bounced"): NOT_MENDED,
    ("move", "message: unknown → dropped"): NOT_MENDED,
    ("move", "message: unknown → sent"): NOT_MENDED,
    ("move", "proposal: ordered → failed"): BROKEN_BENCH,
}


@pytest.mark.parametrize("name", LIVES)
def test_a_life_breaks_no_law(name):
    told, _ = lived(name)

    assert told.broken == {}


def test_everything_there_is_is_seen_or_has_its_reason():
    seen = frozenset[tuple[str, str]]().union(*(lived(name)[1] for name in LIVES))

    unseen = sorted(names() - seen - NEVER.keys())
    assert unseen == [], (
        "give somebody the habit in rehearsal/acting/personas.py, or a life in lives.py, or a reason in NEVER"
    )


def test_what_is_said_never_to_be_seen_is_not_seen():
    seen = frozenset[tuple[str, str]]().union(*(lived(name)[1] for name in LIVES))

    assert sorted(seen & NEVER.keys()) == [], "it is seen after all: take it out of NEVER"
    assert sorted(NEVER.keys() - names()) == [], "there is no such thing any more: take it out of NEVER"


def test_whatever_a_case_can_come_to_has_words_for_the_coordinator():
    outcomes = {outcome for kind, outcome in names() if kind == "outcome"}

    assert outcomes - CASES_ENDED.keys() == set()


@pytest.mark.parametrize("name", [name for name, life in LIVES.items() if life.errands])
def test_whatever_somebody_was_to_do_was_taken(name):
    """Else a life no longer shows what it was made for."""
    starts = start_of(START.replace(month=5, day=1), ZONE)
    done = {
        (starts + timedelta(days=e.day), invitation_id(e.about, e.form, e.by or COORDINATOR.code))
        for e in LIVES[name].errands
    }

    assert [why for at, form, why in lived(name)[0].history.refused if (at, form) in done] == []


@pytest.mark.parametrize("name", ["without a case", "gatherings that change"])
def test_a_coordinator_thinks_again_now_and_then(name):
    """What was taken back is told to the laws as not done, so that they find whatever it left behind."""
    told, _ = lived(name)

    undone = [entry.did.removeprefix("undo ") for entry in told.history.entries if entry.did.startswith("undo ")]
    assert len(undone) >= 3
    assert told.broken == {}


# --- how pairs are made -----------------------------------------------------------------------------------------------


@pytest.fixture
def chosen():
    return lived("choosing")[0]


def test_a_cohort_that_chooses_and_meets_first_runs_to_its_end(chosen):
    assert chosen.history.cohort.phase is Phase.CLOSED


def test_everybody_is_asked_to_choose_and_to_meet_and_most_do(chosen):
    cohort = chosen.history.cohort
    written = {letter.letter for letter in chosen.history.letters}
    assert {"mentee/choose", "mentor/choose", "mentee/meet", "mentor/meet"} <= written
    assert any(one.choosing and one.choosing.choices for one in cohort.applications.values())
    assert any(one.meetings and one.meetings.impressions for one in cohort.applications.values())
    assert {proposal.rounds for proposal in cohort.proposals.values()} == {("choices", "meetings")}


def test_their_wishes_are_served(chosen):
    """Most pairs of the first proposal were chosen by one of the two."""
    cohort = chosen.history.cohort
    wished = {
        (code, other)
        for code, one in cohort.applications.items()
        for other in (one.choosing.choices if one.choosing else ())
    }
    pairs = [pair.members for pair in cohort.pairs.values() if pair.proposal == "match-1"]
    assert 2 * sum(bool({one, one[::-1]} & wished) for one in pairs) > len(pairs) > 0


def test_faults_in_the_middle_of_choosing_lose_nothing():
    assert lived("choosing, with faults")[0].history.crashes, "a fault that does not happen tests nothing"


def test_pairs_made_by_hand_live_like_all_others():
    told, _ = lived("pairs by hand")
    assert any(pair.state is PairState.COMPLETED for pair in told.history.cohort.pairs.values())
