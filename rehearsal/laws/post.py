"""Laws of the post: who may get which letter when.

Each law reads a history and returns a sentence for everything that breaks it. It repairs nothing.
"""

from bisect import bisect_right
from collections import defaultdict
from datetime import datetime, timedelta
from itertools import pairwise

from domain.dates import day_of, posting, start_of
from domain.invitations import Invitation
from domain.lifecycles import InvitationState, MessageState
from domain.messages import FAREWELLS
from domain.people import Participant
from domain.rules.escalation import OF_ONE
from rehearsal.history import History, Posted

UNDELIVERED = (MessageState.QUEUED, MessageState.SENDING, MessageState.RETRY, MessageState.DRAFT)
# A prompt letter answers what somebody has just done; the tick that writes it and the post may come a little later.
PROMPT_WITHIN = timedelta(hours=1)
ASKED_FOR = ("/application_link", "/new_link")  # by somebody on a page, not by a form
ANSWERED = "pair/from_coordinator"
WEEK = timedelta(days=7)


def nobody_gets_a_letter_twice(history: History) -> list[str]:
    """One delivery for each key; after a crash or an unclear reply one more copy at most, under the same Message-ID."""
    copies = defaultdict(list)
    for delivery in history.deliveries:
        copies[delivery.key].append(delivery)
    broken = []
    for key, several in copies.items():
        ids = {one.message_id for one in several}
        allowed = 2 if key in history.unclear or history.crashes else 1
        if len(several) > allowed:
            broken.append(f"{key} was delivered {len(several)} times")
        elif len(ids) > 1:
            broken.append(f"{key} was delivered under {len(ids)} Message-IDs")
    return broken


def no_ghost_letters(history: History) -> list[str]:
    """Whatever reached a mailbox stands in the outbox."""
    known = {letter.key for letter in history.letters}
    return [f"{one.key} was delivered and is in no outbox" for one in history.deliveries if one.key not in known]


def letters_reach_their_owner(history: History) -> list[str]:
    """A letter goes to an address its person has or had, and links only to forms of the same person."""
    addresses = _addresses(history)
    letters = {letter.key: letter for letter in history.letters}
    broken = [
        f"{one.key} for {letters[one.key].to} went to another address"
        for one in history.deliveries
        if one.key in letters and one.to_email not in addresses[letters[one.key].to]
    ]
    for letter in history.letters:
        form = history.cohort.invitations.get(letter.invitation)
        if form is not None and form.to != letter.to:
            broken.append(f"{letter.key} for {letter.to} links to a form of {form.to}")
    return broken


def _addresses(history: History) -> dict[str, set[str]]:
    found: dict[str, set[str]] = defaultdict(set)
    for coordinator in history.cohort.coordinators:
        found[coordinator.code].add(coordinator.email)
    for _, change in history.changes("participants"):
        assert isinstance(change.after, Participant)
        found[change.id].add(change.after.email)
    return found


def nothing_to_those_who_left(history: History) -> list[str]:
    """Nobody who left or was erased gets another letter, but for farewells."""
    broken = []
    for letter in history.sent:
        person = history.cohort.participants.get(letter.to)
        if person is None or person.left is None or letter.letter in FAREWELLS:
            continue
        assert letter.sent_at is not None
        if letter.sent_at > person.left.at:
            broken.append(f"{letter.key} went to {letter.to}, who had left on {person.left.at:%Y-%m-%d %H:%M}")
    return broken


def whoever_leaves_hears_it(history: History) -> list[str]:
    """Who leaves gets the farewell, and a date that we had sent them and that was still to come is taken back."""
    broken, got = [], {(letter.letter, letter.to, letter.about) for letter in history.sent}
    for code, person in history.cohort.participants.items():
        if not person.has_left or person.left is None or person.bounced_at or _office_was_away(history, person.left.at):
            continue
        if ("person/left", code, code) not in got:
            broken.append(f"{code} left on {person.left.at:%Y-%m-%d} and got no farewell")
        dated = {about for letter, to, about in got if (letter, to) == ("pair/date_set", code)}
        freed = {about for letter, to, about in got if (letter, to) == ("pair/date_cancelled", code)}
        broken += [
            f"{code} left and still has {session.id} in the calendar"
            for session in history.cohort.sessions.values()
            if session.id in dated - freed and session.starts_at and session.starts_at > person.left.at
        ]
    return broken


def _office_was_away(history: History, at: datetime) -> bool:
    """Whether the office was down just then, or the rehearsal ended: a date may have passed before anybody could write."""
    over = history.ended_at is not None and history.ended_at - at < timedelta(days=1)
    return over or any(begin - WEEK <= at <= end for begin, end in history.outages)


def nothing_to_dead_addresses(history: History) -> list[str]:
    """Once a letter has come back, nothing goes to that address until somebody corrects it."""
    spells = unreachable_spells(history)
    return [
        f"{letter.key} went to {letter.to}, whose letters come back since {since:%Y-%m-%d}"
        for letter in history.sent
        for since, until in spells.get(letter.to, ())
        if letter.sent_at and since < letter.sent_at and (until is None or letter.sent_at < until)
    ]


def unreachable_spells(history: History) -> dict[str, list[tuple[datetime, datetime | None]]]:
    """For each person the spells in which letters came back."""
    spells: dict[str, list[tuple[datetime, datetime | None]]] = defaultdict(list)
    for at, change in history.changes("participants"):
        assert isinstance(change.after, Participant)
        before = change.before.bounced_at if isinstance(change.before, Participant) else None
        if before is None and change.after.bounced_at is not None:
            spells[change.id].append((change.after.bounced_at, None))
        elif before is not None and change.after.bounced_at is None and spells[change.id]:
            spells[change.id][-1] = (spells[change.id][-1][0], at)
    return spells


def no_reminder_after_the_answer(history: History) -> list[str]:
    """Nobody is reminded of a form they have answered and that was not opened again since."""
    broken = []
    for letter in history.sent:
        if not letter.reminder or not letter.invitation or letter.sent_at is None:
            continue
        form = history.invitation_at(letter.invitation, letter.sent_at)
        if form is None or form.state is not InvitationState.ANSWERED or form.answered_at is None:
            continue
        if form.answered_at < letter.sent_at:  # at the very same moment the letter was on its way already
            broken.append(f"{letter.key} reminds of {letter.invitation}, answered at {form.answered_at:%Y-%m-%d %H:%M}")
    return broken


def letters_link_to_forms_that_work(history: History) -> list[str]:
    """The form a letter asks for takes answers at the moment the letter arrives."""
    broken = []
    for letter in history.sent:
        if not letter.invitation or letter.sent_at is None:
            continue
        form = history.invitation_at(letter.invitation, letter.sent_at)
        if form is None:
            if letter.invitation not in history.cohort.invitations or history.is_watched(letter.sent_at):
                broken.append(f"{letter.key} links to {letter.invitation}, which does not exist")
        elif not form.takes_answers(letter.sent_at):
            broken.append(f"{letter.key} links to {letter.invitation}, which is {_closed(form, letter.sent_at)}")
    return broken


def _closed(form: Invitation, at: datetime) -> str:
    return f"closed since {form.closes:%Y-%m-%d %H:%M}" if form.closes and form.closes <= at else form.state.value


def letters_keep_posting_hours(history: History) -> list[str]:
    """Letters leave on working days within posting hours. Only who has just done something hears at once, who has asked a
    coordinator, and who would hear of a meeting too late."""
    acts: dict[str, list[datetime]] = defaultdict(list)
    for turn in history.turns:
        for answer in turn.answers:
            acts[answer.by].append(turn.at)
    return [
        f"{letter.key} left at {letter.sent_at:%A %Y-%m-%d %H:%M} UTC"
        for letter in history.sent
        if letter.sent_at
        and history.is_watched(letter.sent_at)
        and posting(letter.sent_at, history.cohort.days) != letter.sent_at
        and not (
            letter.sent_at - letter.written_at <= PROMPT_WITHIN and _may_be_prompt(history, letter, acts[letter.to])
        )
    ]


def _may_be_prompt(history: History, letter: Posted, acts: list[datetime]) -> bool:
    if letter.letter.endswith(ASKED_FOR) or _just_before(acts, letter.written_at):
        return True
    cohort = history.cohort
    case = cohort.escalations.get(letter.about)
    if letter.letter == ANSWERED and case is not None and case.matter in OF_ONE:
        return True
    meeting = cohort.sessions.get(letter.about) or cohort.gatherings.get(letter.about)
    opens = posting(letter.written_at, cohort.days)
    if letter.until <= opens:
        return True
    return meeting is not None and meeting.starts_at is not None and meeting.starts_at <= opens


def _just_before(acts: list[datetime], moment: datetime) -> bool:
    """Whether somebody did something within the last hour; `acts` are in order."""
    last = bisect_right(acts, moment) - 1
    return last >= 0 and moment - acts[last] <= PROMPT_WITHIN


def letters_do_not_come_too_late(history: History) -> list[str]:
    """No letter leaves before its moment or after nobody wants it any more."""
    broken = [
        f"{one.key} left after {one.until:%Y-%m-%d %H:%M}"
        for one in history.sent
        if one.sent_at and one.sent_at > one.until
    ]
    return broken + [
        f"{one.key} left before {one.not_before:%Y-%m-%d %H:%M}"
        for one in history.sent
        if one.sent_at and one.sent_at < (one.rides_from or one.not_before)
    ]


def letters_keep_the_weekly_limit(history: History) -> list[str]:
    """Nobody gets more letters in any seven days than the policy allows, but for answers and what would be in vain later."""
    most, days = history.cohort.policy.post.letters_per_week_max, history.cohort.days
    return [
        f"{to} got more than {most} letters in the week from {first.sent_at:%Y-%m-%d}: {last.key}"
        for to, letters in counted(history).items()
        for first, last in zip(letters, letters[most:], strict=False)
        if first.sent_at and last.sent_at and last.sent_at - first.sent_at < WEEK
        if not _in_vain_at(history, last, posting(first.sent_at + WEEK, days))
    ]


def one_letter_a_day(history: History) -> list[str]:
    """Nobody gets two letters on one day, but for answers to what they did, and what would be in vain the next day."""
    days = history.cohort.days
    return [
        f"{to} got {first.key} and {last.key} on one day"
        for to, letters in counted(history).items()
        for first, last in pairwise(letters)
        if first.sent_at and last.sent_at and day_of(first.sent_at, days.zone) == day_of(last.sent_at, days.zone)
        if not _in_vain_at(history, last, posting(_midnight_after(last.sent_at, days.zone), days))
    ]


def _midnight_after(moment: datetime, zone: str) -> datetime:
    return start_of(day_of(moment, zone) + timedelta(days=1), zone)


def _in_vain_at(history: History, letter: Posted, moment: datetime) -> bool:
    """Something in this letter that is more than a reminder would have come too late then."""
    parts = [letter, *(one for one in history.letters if one.told_in == letter.key)]
    return any(part.until <= moment and not part.reminder for part in parts)


def _by_person(history: History) -> dict[str, list[Posted]]:
    found: dict[str, list[Posted]] = defaultdict(list)
    for letter in history.sent:
        if letter.to in history.cohort.participants:
            found[letter.to].append(letter)
    return found


def counted(history: History) -> dict[str, list[Posted]]:
    """The letters to each participant that the limits of the post count, by time: whole letters, and no answers. What was
    found when the rehearsal began was written, and may have left, under the limits of an earlier version."""
    found = {key for turn in history.turns if turn.found for key in turn.letters}
    return {
        to: [letter for letter in letters if not letter.at_once and not letter.in_another and letter.key not in found]
        for to, letters in _by_person(history).items()
    }


def every_letter_finds_an_end(history: History) -> list[str]:
    """When the last moment of a letter is over it was sent, dropped, or parked with its reason: nothing is forgotten."""
    if history.ended_at is None:
        return []
    return [
        f"{letter.key} is still {letter.state.value} though its time was over on {letter.until:%Y-%m-%d}"
        for letter in history.letters
        if letter.state in UNDELIVERED and letter.until < history.ended_at - timedelta(days=1)
    ]


def no_letter_fails(history: History) -> list[str]:
    """Every letter could be written and addressed: none is parked as failed."""
    return [f"{one.key} ({one.letter}) failed" for one in history.letters if one.state is MessageState.FAILED]


LAWS_OF_POST = (
    nobody_gets_a_letter_twice,
    no_ghost_letters,
    letters_reach_their_owner,
    nothing_to_those_who_left,
    whoever_leaves_hears_it,
    nothing_to_dead_addresses,
    no_reminder_after_the_answer,
    letters_link_to_forms_that_work,
    letters_keep_posting_hours,
    letters_do_not_come_too_late,
    letters_keep_the_weekly_limit,
    one_letter_a_day,
    every_letter_finds_an_end,
    no_letter_fails,
)
