"""Replies: mail that arrives at the office: letters that came back, and what people write in answer to a letter.

Words of a participant become the coordinator's case, in the person's story; they decide nothing. A word or two that answer
the one thing a letter asked are filled into its form instead, for them to send; what their calendar answers has the other one
asked. Only who holds a letter of ours can answer it: the address of the answer carries its token. What a machine sent by
itself is no answer.
"""

from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from domain.actions import Due, Write
from domain.carry_out import carry_out
from domain.cohort import Cohort, Entry
from domain.dates import FAR_FUTURE, day_of
from domain.distress import CALL, sounds_like_distress
from domain.escalations import Noted
from domain.forms.verbs import open_case
from domain.messages import FILLED_IN
from domain.one_person import mailbox
from domain.people import Participant
from notifications.incoming import Incoming, read_mail
from notifications.plain import own_words
from office import wake
from office.calendar_answers import take_calendar_answer
from office.office import Office
from office.returns import letter_named_by, take_bounce
from office.short_answers import fill_in
from storage.post.letters import Post

Became = Literal["returned", "calendar", "filled_in", "answer", "empty", "automatic", "again", "stranger"]
REPLY = "reply"
A_DAY_MAX = 20  # answers of one person; more is no conversation


@dataclass(frozen=True)
class TakenIn:
    """What became of a mail. `letter`: the key of the letter that came back or was answered, "" for none.

    stranger: it answers no letter of ours, or nobody takes answers there any more: it is left whole, for a person to read.
    """

    became: Became
    letter: str = ""


def take_mail(office: Office, mail: bytes) -> TakenIn:
    """Take in one mail that arrived; the same one again changes nothing."""
    if letter := take_bounce(office, mail):
        return TakenIn("returned", letter)
    incoming = read_mail(mail)
    if incoming.calendar is not None:  # before machines are told apart: calendars answer by themselves
        became, about = take_calendar_answer(office, incoming)
        if became != "stranger":
            return TakenIn(became, about)
    post = letter_named_by(office, incoming.tokens)
    if incoming.is_automatic:
        return TakenIn("automatic", post.key if post else "")
    if post is None or post.address:  # an address that is theirs no more: we do not know who answers
        return TakenIn("stranger")
    return TakenIn(_told_to_the_coordinator(office, post, incoming), post.key)


def _told_to_the_coordinator(office: Office, post: Post, incoming: Incoming) -> Became:
    words, now = own_words(incoming.words, post.rendered.text), office.clock.now()
    parts = office.store.letters.told_with(post)
    about = _about(parts)
    became: Became = "empty"
    form = "" if incoming.files else _filled_in(office, post, parts, incoming, words)

    def turn(cohort: Cohort) -> Cohort:
        nonlocal became
        person, earlier = cohort.participants.get(post.to), _answers_of(cohort, post.to)
        today = f"{day_of(now, cohort.zone)}:"
        if f":{incoming.mark}" in {key[-17:] for key in earlier}:
            became = "again"
        elif (
            person is None
            or person.erased_at is not None
            or not cohort.is_open
            or sum(today in key for key in earlier) >= A_DAY_MAX
        ):
            became = "stranger"
        else:
            became = "filled_in" if form else "answer" if words else "empty"
            entry = Entry(
                f"{post.to}:mail:{today}{incoming.mark}", post.scope, now, f"answer to {post.letter} by mail", post.to
            )
            cohort = cohort.note(entry)
            if form:
                return _told_of_the_form(cohort, post, person, form, incoming, now)
            return _heard(cohort, post, about, person, incoming, words, now)
        return cohort

    cohort = office.store.update(post.cohort, turn, focus={post.scope, post.to})
    wake.answered(office.settings, post.cohort, cohort.phase)
    return became


def _filled_in(office: Office, post: Post, parts: list[Post], incoming: Incoming, words: str) -> str:
    """The form into which a short answer was filled; "" for none, and for whoever could not be told of it."""
    asking = [part for part in parts if part.invitation]
    if not asking or not words or sounds_like_distress(words):
        return ""
    cohort = office.store.load(post.cohort, focus={part.scope for part in parts})
    person = cohort.participants.get(post.to)
    from_elsewhere = person is None or mailbox(incoming.sender) != mailbox(person.email)
    answered = any(key.endswith(f":{incoming.mark}") for key in _answers_of(cohort, post.to))
    if from_elsewhere or answered or not cohort.is_open or not cohort.can_write_to(post.to, FILLED_IN):
        return ""
    return fill_in(office, cohort, asking, words)


def _told_of_the_form(
    cohort: Cohort, post: Post, person: Participant, form: str, incoming: Incoming, at: datetime
) -> Cohort:
    key = f"{post.scope}:answer-read:{person.id}:{incoming.mark}"
    letter = Write(FILLED_IN, person.id, person.id, invitation=form, prompt=True)
    return carry_out(Due(at, FAR_FUTURE, key, letter, scope=post.scope), cohort, at)


def _about(parts: list[Post]) -> str:
    """What an answer is about: what the letter was about, or, where that is several things, what they have in common: their
    pair, or nothing but who got it."""
    abouts, scopes = {part.about for part in parts}, {part.scope for part in parts}
    return abouts.pop() if len(abouts) == 1 else scopes.pop() if len(scopes) == 1 else ""


def _answers_of(cohort: Cohort, code: str) -> list[str]:
    return [key for key in cohort.journal if key.startswith(f"{code}:mail:")]


def _heard(
    cohort: Cohort, post: Post, about: str, person: Participant, incoming: Incoming, words: str, at: datetime
) -> Cohort:
    """The cohort after somebody's answer: a case with their words, and a line to them about files, which are not kept."""
    if incoming.files:
        key = f"{post.scope}:no-files:{person.id}:{day_of(at, cohort.zone)}"
        letter = Write("person/files_not_taken", person.id, person.id, prompt=True)
        if key not in cohort.journal and cohort.can_write_to(person.id, letter.letter):
            cohort = carry_out(Due(at, FAR_FUTURE, key, letter, scope=post.scope), cohort, at)
    if not words:
        return cohort
    matter = CALL if sounds_like_distress(words) else REPLY
    about = about if cohort.scope_of(about) else person.id
    from_elsewhere = mailbox(incoming.sender) != mailbox(person.email)
    return open_case(cohort, matter, about, person.id, at, words, noted=Noted(REPLY, post.letter, int(from_elsewhere)))
