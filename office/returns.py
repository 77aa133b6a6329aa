"""Returns: letters that came back: what that says of an address, and which go out again once it works.

An address that takes nothing is the coordinator's case, and nobody is taken as silent for it. One letter that was given up
says little: the mailbox was full, or its server away; it is sent again, and when letters still come back after days that
says enough. What is about us, such as a block, says nothing about the reader. How a refusal is read is
notifications/refusals.py.
"""

from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime, timedelta

from domain.actions import Due
from domain.agenda import Tally, expected
from domain.carry_out import carry_out
from domain.cohort import Cohort, Entry
from domain.dates import posting
from domain.lifecycles import MessageState
from domain.messages import Message
from domain.people import Participant
from domain.saying import say
from domain.steps import rules_of
from notifications.bounces import read_bounce
from office.office import Office
from storage.post.letters import Post
from storage.post.returns import RETURNS_MAX

# Letters that were given up by other servers, for so long or so often, tell that an address does not work.
DOUBT_LASTS, DOUBT_TELLS_AFTER = timedelta(days=30), timedelta(days=5)
OF_US = ("blocked", "too_big")
WITHOUT_A_RULE = (":new-link:", ":link:", ":message:")  # in the keys of letters that somebody asked for or wrote
BACK_MAX = 200  # letters to one person


def take_bounce(office: Office, mail: bytes) -> str:
    """Take in a returned mail: the letter is marked, and what it says about the reader's address is heeded.

    Returns the key of the letter, or "" when the mail is no bounce of a letter of ours.
    """
    bounce = read_bounce(mail)
    post = letter_named_by(office, bounce.tokens) if bounce else None
    if bounce is None or post is None:
        return ""
    now, detail = office.clock.now(), f"{say('came back')}: {bounce.status or say('without a status')}"
    if not office.store.returns.came_back(post.id, bounce.blame, now, detail, of_us=bounce.blame in OF_US):
        return ""
    if post.address:  # one that is theirs no more: nothing follows from it
        return post.key
    if bounce.blame == "gone":
        note_a_dead_address(office, post.cohort, post.to, post.key, sent_at=post.sent_at)
    elif bounce.blame == "later":
        note_a_doubt(office, post)
    return post.key


def letter_named_by(office: Office, tokens: Iterable[str]) -> Post | None:
    """The letter whose token a mail carries. Without a token of ours anybody could silence anybody, or speak for them."""
    for token in tokens:
        post = office.store.letters.post(int(token.partition("-")[0]))
        if post is not None and office.links.is_token_of(token, post.id, post.message_id):
            return post
    return None


# --- addresses --------------------------------------------------------------------------------------------------


def note_a_dead_address(
    office: Office, code: str, to: str, key: str, *, sent_at: datetime | None = None, refused: str = ""
) -> None:
    """Letters to somebody go nowhere until their address is mended; the rules make it the coordinator's case.

    `sent_at`: when the letter had left, `refused`: which address was: neither says anything about one that was mended since.
    """
    now = office.clock.now()
    coordinator = office.store.register.coordinator(to)
    if coordinator is not None:
        if coordinator.bounced_at is None and refused in ("", coordinator.email):
            office.store.register.coordinator_bounced(to, now)
        return

    if (known := office.store.book.person(to)) is not None:
        if known.bounced_at is None and refused in ("", known.email):
            office.store.book.bounced(to, now)
        return

    def turn(cohort: Cohort) -> Cohort:
        person = cohort.participants.get(to)
        if person is None or person.bounced_at is not None or _is_old_news(person, sent_at, refused):
            return cohort
        entry = Entry(f"{to}:returned:{now:%Y-%m-%dT%H%M%S}", to, now, f"letter {key} came back")
        return cohort.put(replace(person, bounced_at=now)).note(entry)

    office.store.update(code, turn, focus={to})


def _is_old_news(person: Participant, sent_at: datetime | None, refused: str) -> bool:
    left_before = person.mended_at is not None and sent_at is not None and sent_at < person.mended_at
    return left_before or refused not in ("", person.email)


def note_a_doubt(office: Office, post: Post) -> None:
    """A letter was given up: when they are for days, or the same one again and again, it counts as a dead address."""
    since = office.clock.now() - DOUBT_LASTS
    person = office.store.load(post.cohort, focus={post.to}).participants.get(post.to)
    if person is not None and person.mended_at is not None:
        since = max(since, person.mended_at)
    most, first = office.store.returns.returns_of(post.cohort, post.to, "later", since)
    if most >= RETURNS_MAX or (first is not None and office.clock.now() - first >= DOUBT_TELLS_AFTER):
        note_a_dead_address(office, post.cohort, post.to, post.key, sent_at=post.sent_at)


# --- once more --------------------------------------------------------------------------------------------------


def send_again_what_came_back(office: Office) -> int:
    """Have letters that came back go out again where the reader's address works, if they are still true; how many do.

    Still true is what the rules would write at this moment, had they written nothing of what came back: in the words of
    today, and not what a later rung, an answer or the end of a pair has overtaken.
    """
    numbers = office.store.returns.may_go_again(office.clock.now())
    posts = [post for number in numbers if (post := office.store.letters.post(number)) is not None]
    return sum(_goes_again(office, post) for post in posts)


def _goes_again(office: Office, post: Post) -> bool:
    now = office.clock.now()
    back = office.store.letters.posts(post.cohort, post.to, states=(MessageState.BOUNCED,), limit=BACK_MAX)
    never_read = frozenset(other.key for other in back)
    written: list[tuple[Cohort, Message]] = []
    waits = False

    def turn(cohort: Cohort) -> Cohort:
        nonlocal waits
        written.clear()  # a turn is taken again after a conflict
        forgotten = replace(cohort, journal=cohort.journal - never_read)
        waits = cohort.hold is not None or _comes_later(forgotten, post, now)
        after = None if waits else _written_again(forgotten, post, now)
        if after is None:
            return cohort
        written.append((after, after.messages[-1]))
        line = Entry(f"{post.key}:again:{now:%Y-%m-%dT%H%M%S}", post.scope, now, f"send {post.letter} again")
        kept = replace(after, messages=cohort.messages, entries=cohort.entries, journal=cohort.journal)
        return kept if line.key in cohort.journal else kept.note(line)

    office.store.update(post.cohort, turn, focus={post.scope})
    if waits:
        return False
    if not written:
        office.store.returns.stays_back(post.id, say("it came back, and is no longer true"))
        return False
    cohort, message = written[0]
    rendered = office.store.letterbox.written(cohort, message)
    if rendered.failure:
        office.store.returns.stays_back(
            post.id, f"{say('it came back, and cannot be written again')}: {rendered.failure}"
        )
        return False
    return office.store.returns.goes_again(post.id, message, rendered)


def _comes_later(cohort: Cohort, post: Post, now: datetime) -> bool:
    """The rules will write it, only not yet: at the next posting hour, say."""
    return any(due.key == post.key and now < due.at for due in _expected(cohort))


def _written_again(cohort: Cohort, post: Post, now: datetime) -> Cohort | None:
    """The cohort after this letter was written as if for the first time; None when nobody would write it any more."""
    for due in _expected(cohort):
        if due.key == post.key and due.at <= now < due.until:
            after = carry_out(due, cohort, now)
            letter = replace(after.messages[-1], wording=post.wording)
            return replace(after, messages=(*after.messages[:-1], letter))
    if any(part in post.key for part in WITHOUT_A_RULE) and now < post.until:
        return cohort.post(_copy_of(post, cohort, now))
    return None


def _expected(cohort: Cohort) -> tuple[Due, ...]:
    return expected(cohort, rules_of(cohort.phase), Tally())


def _copy_of(post: Post, cohort: Cohort, now: datetime) -> Message:
    return Message(
        key=post.key,
        letter=post.letter,
        to=post.to,
        about=post.about,
        scope=post.scope,
        written_at=now,
        not_before=posting(now, cohort.days),
        until=post.until,
        invitation=post.invitation,
        reminder=post.reminder,
        wording=post.wording,
    )
