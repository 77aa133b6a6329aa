"""Replies: mail that arrives at the office: letters that came back, and what people write in answer to a letter.

Words of a participant become the coordinator's case, in the person's story; they decide nothing. Only who holds a letter of
ours can answer it: the address of the answer carries its token. What a machine sent by itself is no answer.
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
from domain.one_person import mailbox
from domain.people import Participant
from notifications.incoming import Incoming, read_mail
from notifications.plain import own_words
from office import wake
from office.office import Office
from office.returns import letter_named_by, take_bounce
from storage.post.letters import Post

Became = Literal["returned", "answer", "empty", "automatic", "again", "stranger"]
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
    post = letter_named_by(office, incoming.tokens)
    if incoming.is_automatic:
        return TakenIn("automatic", post.key if post else "")
    if post is None or post.address:  # an address that is theirs no more: we do not know who answers
        return TakenIn("stranger")
    return TakenIn(_told_to_the_coordinator(office, post, incoming), post.key)


def _told_to_the_coordinator(office: Office, post: Post, incoming: Incoming) -> Became:
    words, now = own_words(incoming.words, post.rendered.text), office.clock.now()
    became: Became = "empty"

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
            became = "answer" if words else "empty"
            entry = Entry(
                f"{post.to}:mail:{today}{incoming.mark}", post.scope, now, f"answer to {post.letter} by mail", post.to
            )
            return _heard(cohort.note(entry), post, person, incoming, words, now)
        return cohort

    cohort = office.store.update(post.cohort, turn, focus={post.scope})
    wake.answered(office.settings, post.cohort, cohort.phase)
    return became


def _answers_of(cohort: Cohort, code: str) -> list[str]:
    return [key for key in cohort.journal if key.startswith(f"{code}:mail:")]


def _heard(cohort: Cohort, post: Post, person: Participant, incoming: Incoming, words: str, at: datetime) -> Cohort:
    """The cohort after somebody's answer: a case with their words, and a line to them about files, which are not kept."""
    if incoming.files:
        key = f"{post.scope}:no-files:{person.id}:{day_of(at, cohort.zone)}"
        letter = Write("person/files_not_taken", person.id, person.id, prompt=True)
        if key not in cohort.journal and cohort.can_write_to(person.id, letter.letter):
            cohort = carry_out(Due(at, FAR_FUTURE, key, letter, scope=post.scope), cohort, at)
    if not words:
        return cohort
    matter = CALL if sounds_like_distress(words) else REPLY
    about = post.about if cohort.scope_of(post.about) else person.id
    from_elsewhere = mailbox(incoming.sender) != mailbox(person.email)
    return open_case(cohort, matter, about, person.id, at, words, noted=Noted(REPLY, post.letter, int(from_elsewhere)))
