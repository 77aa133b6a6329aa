"""Each law holds in a played cohort, and each can fail: a bug is planted in a copy of the history for every one."""

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from domain.applications import FirstMeetings
from domain.cohort import Entry
from domain.documents import Document
from domain.escalations import Escalation
from domain.groups import Group
from domain.lifecycles import DocumentState, InvitationState, MessageState, PairState, Phase, SessionState
from domain.people import Departure
from rehearsal.history import Change, Delivery, History, Posted, Probe, Turn
from rehearsal.laws.invariants import INVARIANTS, broken_by
from rehearsal.laws.ladders import rungs
from tests.builders import between
from tests.rehearsal.plays import played

SEED = 7
HOUR, DAY = timedelta(hours=1), timedelta(days=1)
LAWS = {law.__name__: law for law in INVARIANTS}


# --- small steps towards a bug ----------------------------------------------------------------------------------------


def with_letter(history: History, letter: Posted, **changes: Any) -> History:
    return replace(history, letters=(*history.letters, replace(letter, **changes)))


def with_first_letter(history: History, **changes: Any) -> History:
    first, *others = (
        letter for letter in history.letters if letter.sent_at and letter.to in history.cohort.participants
    )
    return replace(history, letters=(replace(first, **changes), *others))


def with_records(history: History, *records: Any) -> History:
    return replace(history, cohort=history.cohort.put(*records))


def with_change(history: History, collection: str, before: Any, after: Any) -> History:
    turn = Turn(history.turns[-1].at, (Change(collection, after.id, before, after),))
    return replace(history, turns=(*history.turns, turn))


def a_pair(history: History) -> Group:
    return next(pair for pair in history.cohort.pairs.values() if pair.state is PairState.COMPLETED)


def a_letter(history: History) -> Posted:
    return next(letter for letter in history.sent if letter.to in history.cohort.participants)


def a_session(history: History) -> Any:
    return next(session for session in history.cohort.sessions.values() if session.state is SessionState.HELD)


# --- bugs: one for each law -------------------------------------------------------------------------------------------


def bounced_before(history: History) -> History:
    person = history.cohort.participants[a_letter(history).to]
    dead = replace(person, bounced_at=history.turns[0].at)
    turn = Turn(history.turns[0].at, (Change("participants", person.id, person, dead),))
    return replace(history, turns=(turn, *history.turns))


def reminded_after_the_answer(history: History) -> History:
    for letter in history.sent:
        form = history.cohort.invitations.get(letter.invitation)
        if form and form.state is InvitationState.ANSWERED and form.answered_at and form.closes is None:
            return with_letter(history, letter, key="again", reminder=True, sent_at=form.answered_at + HOUR)
    raise AssertionError("nobody answered anything")


def one_rung_again(history: History, up: int, after: timedelta) -> History:
    ladder, to, rung, at = next(rungs(history))
    letter = next(one for one in history.letters if one.key == f"{ladder}:{rung}:{to}")
    return with_letter(history, letter, key=f"{ladder}:{rung + up}:{to}", sent_at=at + after)


def several_more(history: History, number: int, every: timedelta) -> History:
    """Some letters more to one person that nobody asked for, and none of them in a hurry."""
    one, at = a_letter(history), history.turns[9].at.replace(hour=10)
    more = (
        replace(one, key=f"r{n}", at_once=False, told_in="", sent_at=at + n * every, until=at + 30 * DAY)
        for n in range(number)
    )
    return replace(history, letters=(*history.letters, *more))


def escalated_without_a_letter(history: History) -> History:
    session = a_session(history)
    case = Escalation("case", session.id, "missed_session", session.group, history.turns[-1].at)
    heard = tuple(letter for letter in history.letters if letter.scope != session.group)
    return replace(with_records(history, case), letters=heard)


def second_pair(side: str) -> Callable[[History], History]:
    other = "mentor" if side == "mentee" else "mentee"

    def plant(history: History) -> History:
        pair = a_pair(history)
        twin = replace(between(pair, **{other: f"{getattr(pair, other)[0]}99"}), id="P99", state=PairState.ACTIVE)
        one = with_change(history, "groups", None, replace(pair, state=PairState.ACTIVE))
        return with_change(one, "groups", None, twin)

    return plant


def answered_when_closed(history: History) -> History:
    form = next(i for i in history.cohort.invitations.values() if i.closes and i.answers)
    answer = next(a for a in history.answers if a.invitation == form.id)
    assert form.closes is not None
    return replace(history, answers=(*history.answers, replace(answer, version=99, at=form.closes + DAY)))


def met_in_vain(history: History) -> History:
    pair = a_pair(history)
    rather_not = FirstMeetings(history.turns[0].at, (pair.mentor,), {pair.mentor: 0})
    return with_records(history, replace(history.cohort.applications[pair.mentee], meetings=rather_not))


def without_one_session(history: History) -> History:
    sessions = dict(history.cohort.sessions)
    del sessions[a_session(history).id]
    return replace(history, cohort=replace(history.cohort, sessions=sessions))


def ended_in_silence(history: History) -> History:
    pair = a_pair(history)
    ended = replace(pair, state=PairState.ENDED, ended_at=history.turns[-1].at)
    cases = {id: case for id, case in history.cohort.escalations.items() if case.scope != pair.id}
    return with_records(replace(history, cohort=replace(history.cohort, escalations=cases)), ended)


def silent_while_unreachable(history: History) -> History:
    session, at = a_session(history), history.turns[-1].at
    person = history.cohort.participants[history.cohort.pairs[session.group].mentee]
    told = with_change(history, "participants", person, replace(person, bounced_at=at))
    return with_records(told, Escalation("odd", session.id, "no_report", session.group, at + HOUR))


BUGS: dict[str, Callable[[History], History]] = {
    "nobody_gets_a_letter_twice": lambda h: replace(h, deliveries=(*h.deliveries, h.deliveries[0], h.deliveries[0])),
    "no_ghost_letters": lambda h: replace(
        h, deliveries=(*h.deliveries, Delivery("ghost", "x@example.org", "<1@x>", h.turns[0].at))
    ),
    "letters_reach_their_owner": lambda h: replace(
        h, deliveries=(replace(h.deliveries[0], to_email="stranger@example.org"), *h.deliveries[1:])
    ),
    "nothing_to_those_who_left": lambda h: with_records(
        h, replace(h.cohort.participants[a_letter(h).to], left=Departure(h.turns[0].at))
    ),
    "whoever_leaves_hears_it": lambda h: with_records(
        h, replace(h.cohort.participants[a_letter(h).to], left=Departure(h.turns[0].at))
    ),
    "nothing_to_dead_addresses": bounced_before,
    "no_reminder_after_the_answer": reminded_after_the_answer,
    "letters_link_to_forms_that_work": lambda h: with_first_letter(h, invitation="P01:nothing:N01"),
    "letters_keep_posting_hours": lambda h: with_first_letter(
        h, sent_at=h.turns[0].at.replace(hour=2) + DAY, written_at=h.turns[0].at
    ),
    "letters_do_not_come_too_late": lambda h: with_first_letter(h, until=h.turns[0].at - DAY),
    "letters_keep_the_weekly_limit": lambda h: several_more(h, 5, DAY),
    "one_letter_a_day": lambda h: several_more(h, 2, timedelta(minutes=1)),
    "every_letter_finds_an_end": lambda h: with_letter(
        h, h.letters[0], key="lost", state=MessageState.QUEUED, sent_at=None, until=h.turns[0].at
    ),
    "no_letter_fails": lambda h: with_first_letter(h, state=MessageState.FAILED),
    "ladders_only_climb": lambda h: one_rung_again(h, 0, DAY),
    "rungs_do_not_pile_up": lambda h: one_rung_again(h, 1, HOUR),
    "nobody_is_escalated_for_silence_they_could_not_break": escalated_without_a_letter,
    "nobody_is_a_case_of_silence_while_letters_come_back": silent_while_unreachable,
    "one_mentor_per_mentee": second_pair("mentee"),
    "no_mentor_beyond_capacity": second_pair("mentor"),
    "nobody_is_paired_alone": lambda h: with_change(
        h,
        "groups",
        replace(a_pair(h), state=PairState.OFFERED),
        replace(a_pair(h), state=PairState.ACTIVE, accepted=a_pair(h).accepted[:1]),
    ),
    "no_pair_twice": lambda h: with_records(h, replace(a_pair(h), id="P99")),
    "forbidden_pairs_stay_apart": lambda h: with_records(
        h, replace(h.cohort.proposals[a_pair(h).proposal], forbidden=((a_pair(h).mentor, a_pair(h).mentee),))
    ),
    "a_no_after_the_first_meeting_is_heard": met_in_vain,
    "only_accepted_people_are_paired": lambda h: with_records(h, replace(between(a_pair(h), mentee="N99"), id="P99")),
    "the_one_left_behind_is_cared_for": ended_in_silence,
    "sessions_lie_within_mentoring": lambda h: with_records(
        h, replace(a_session(h), starts_at=h.cohort.milestones.mentoring_ends + DAY)
    ),
    "a_group_has_its_sessions": without_one_session,
    "whoever_met_reported": lambda h: with_records(h, replace(a_session(h), reports=())),
    "nothing_goes_on_after_a_group_ended": lambda h: with_records(
        h,
        replace(h.cohort.groups[a_session(h).group], state=PairState.ENDED),
        replace(a_session(h), state=SessionState.DATED),
    ),
    "states_follow_their_lifecycle": lambda h: with_change(
        h, "sessions", a_session(h), replace(a_session(h), state=SessionState.PLANNED)
    ),
    "phases_go_forward": lambda h: replace(
        h, turns=(*h.turns, Turn(h.turns[-1].at, (), phase=("closed", "recruitment")))
    ),
    "every_change_is_in_the_journal": lambda h: with_change(h, "sessions", None, a_session(h)),
    "the_journal_is_never_rewritten": lambda h: replace(
        h, entries=(replace(h.entries[0], did="something else"), *h.entries[1:])
    ),
    "the_changes_tell_the_whole_story": lambda h: with_records(h, replace(a_session(h), minutes=7)),
    "answers_are_kept_as_given": lambda h: replace(h, answers=h.answers[:-1]),
    "nobody_answers_for_another": lambda h: replace(h, answers=(replace(h.answers[0], by="M99"), *h.answers[1:])),
    "closed_forms_take_no_answers": answered_when_closed,
    "time_never_runs_back": lambda h: replace(h, turns=tuple(reversed(h.turns))),
    "what_was_asked_of_the_office_holds": lambda h: replace(
        h, probes=(*h.probes, Probe(h.turns[0].at, "tick twice is tick once", "P01:offer"))
    ),
    "no_rule_stumbles": lambda h: replace(h, failures=("offer over P01: KeyError",)),
    "nothing_is_left_over": lambda h: with_records(
        replace(h, cohort=replace(h.cohort, phase=Phase.CLOSED)), replace(a_pair(h), state=PairState.ACTIVE)
    ),
    "certificates_are_earned": lambda h: with_records(
        h,
        replace(h.cohort.applications[a_pair(h).mentee], reflected_at=None),
        Document(
            f"certificate:{a_pair(h).mentee}", "certificate", "", a_pair(h).mentee, "", h.turns[0].at,
            DocumentState.PRINTED,
        ),
    ),
    "keys_carry_no_personal_data": lambda h: replace(
        h, entries=(*h.entries, Entry(f"mail:{h.cohort.participants['N01'].email}", "N01", h.turns[0].at, "write"))
    ),
}  # fmt: skip


def test_every_law_has_a_bug_that_breaks_it():
    assert set(BUGS) == set(LAWS)


def test_a_played_cohort_breaks_no_law():
    assert played(SEED).broken == {}


@pytest.mark.parametrize("name", sorted(BUGS))
def test_a_planted_bug_is_found(name: str):
    history = played(SEED).history

    assert LAWS[name](history) == [], "the law must hold before the bug is planted"
    assert name in broken_by(BUGS[name](history), (LAWS[name],))
