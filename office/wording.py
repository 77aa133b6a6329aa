"""Wording: letters of the house in a coordinator's words: for a cohort from now on, or for drafts that wait for a look.

Whether words fit a letter notifications/pieces.py tells; they are tried on letters there are before they are kept. What was
rendered before and waits in the queue keeps its words.
"""

from collections.abc import Collection
from dataclasses import dataclass, fields, replace

from domain.cohort import Cohort, Entry
from domain.messages import BY_HAND, Message, Rendered, Wording
from domain.saying import say
from domain.text import clean_line, clean_text
from domain.writing import BODY_MAX, SUBJECT_MAX, digest
from notifications.letters import LETTERS, plain
from notifications.pieces import Plain, mistakes_in
from office.desk import Access
from office.office import Office
from office.reading_room import without_logins
from storage.post.archive import Sought
from storage.post.letters import Post

EXAMPLES = 3
TRIED_MAX = 12  # letters of a kind, the newest, until so many examples are found


@dataclass(frozen=True)
class Example:
    """A letter in other words, with no link that opens anything."""

    to: str
    rendered: Rendered


@dataclass(frozen=True)
class Tried:
    """Words that were tried and not kept. `letters`: how many wait and would get them."""

    mistakes: list[str]
    examples: list[Example]
    letters: int


def may_be_worded(letter: str) -> bool:
    """Whether a letter may have other words: those to participants that the office writes."""
    return letter in LETTERS and not letter.startswith("coordinator/") and letter not in BY_HAND


def to_be_worded() -> list[str]:
    """The letters that may have other words."""
    return sorted(letter for letter in LETTERS if may_be_worded(letter))


def standard(cohort: Cohort, letter: str) -> Plain:
    """A letter of the house in the language of the cohort, as it can be changed."""
    return plain(letter, cohort.language)


def words_now(cohort: Cohort, letter: str, draft: Post | None = None) -> tuple[str, str]:
    """Subject and text that a letter has now, for the cohort or as a draft."""
    own = (draft.wording if draft else None) or cohort.wordings.get(letter)
    known = standard(cohort, letter)
    return (own.subject, own.body) if own else (known.subject, known.body)


def a_wording(subject: str, body: str, by: str) -> Wording:
    """What somebody typed, cleaned and not too long."""
    return Wording(clean_line(subject)[:SUBJECT_MAX], clean_text(body)[:BODY_MAX], by)


def drafts_of(office: Office, access: Access, letter: str, draft: int | None = None) -> list[Post]:
    """The drafts of one letter that wait, all or the one."""
    waiting = office.store.letters.drafts_of(access.cohort, letter)
    return [post for post in waiting if draft is None or post.id == draft]


def try_out(office: Office, access: Access, letter: str, wording: Wording, drafts: Collection[Post]) -> Tried:
    """How the words read: on every draft that would get them, else on the newest letters of the kind."""
    if mistakes := mistakes_in(standard(office.store.load(access.cohort, focus=()), letter), wording):
        return Tried(mistakes, [], len(drafts))
    written = _written(office, access, drafts or _newest(office, access, letter), wording)
    failed = [post for post, rendered in written if rendered.failure] if drafts else []
    if failed:
        names = [post.to_name or post.to for post in failed[:EXAMPLES]]
        mistakes = [say("They cannot be written to {names}: something is missing.", names=names)]
    good = [
        Example(post.to_name or post.to, without_logins(rendered)) for post, rendered in written if not rendered.failure
    ]
    return Tried(mistakes, good[:EXAMPLES], len(drafts))


def _newest(office: Office, access: Access, letter: str) -> list[Post]:
    lines = office.store.archive.lines(access.cohort, Sought(letter=letter), TRIED_MAX)
    found = (office.store.letters.post(line.id) for line in lines)
    return [post for post in found if post is not None]


def _written(
    office: Office, access: Access, posts: Collection[Post], wording: Wording | None
) -> list[tuple[Post, Rendered]]:
    cohort = office.store.load(access.cohort, focus={code for post in posts for code in (post.scope, post.to)})
    letters = ((post, replace(message_of(post), wording=wording)) for post in posts)
    return [(post, office.store.letterbox.written(cohort, message)) for post, message in letters]


def message_of(post: Post) -> Message:
    """A letter of the outbox as it was addressed."""
    return Message(**{one.name: getattr(post, one.name) for one in fields(Message)})


def keep_for_drafts(
    office: Office, access: Access, letter: str, wording: Wording | None, drafts: Collection[Post]
) -> int:
    """The drafts get these words, or, without, those that the letter has in the cohort; how many. Try them out first."""
    written = _written(office, access, drafts, wording)
    number = office.store.letters.reword_drafts((post.id, wording, rendered) for post, rendered in written)
    line = _line(office, access, "drafts", letter, wording)
    office.store.update(access.cohort, lambda cohort: cohort.note(line), focus=())
    return number


def keep_for_cohort(office: Office, access: Access, letter: str, wording: Wording | None) -> None:
    """The letter has these words in the cohort from now on, or, without, its own again; so have its drafts."""
    line = _line(office, access, "wording", letter, wording)

    def turn(cohort: Cohort) -> Cohort:
        others = {name: words for name, words in cohort.wordings.items() if name != letter}
        return replace(cohort, wordings=others | ({letter: wording} if wording else {})).note(line)

    office.store.update(access.cohort, turn, focus=())
    waiting = [post for post in drafts_of(office, access, letter) if post.wording is None]
    if waiting:
        keep_for_drafts(office, access, letter, None, waiting)


def _line(office: Office, access: Access, what: str, letter: str, wording: Wording | None) -> Entry:
    """A line of the journal: that words were changed and by whom, and none of them."""
    now, by = office.clock.now(), access.coordinator.code
    words = digest(wording) if wording else "original"
    key = f"{what}:{letter}:{words}:{by}:{now:%Y-%m-%dT%H%M%S.%f}"
    return Entry(key, "", now, f"word {letter} {'anew' if wording else 'as it was'}", by)
