"""Preview: what a plan would do, before it is launched: every letter with its day and its words, what a coordinator would have
to decide, what to think over. Played with invented people in a folder that is gone afterwards.
"""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from domain.messages import Rendered
from domain.people import Coordinator
from notifications.one_letter import whole
from office.office import Office, open_office
from office.plans import Plan
from office.policies import as_launched
from office.settings import Settings
from rehearsal.acting.cast import COORDINATOR, Cast, cast, speaking
from rehearsal.rehearse import folder_for_a_while, rehearse
from storage.post.letters import Post

MENTEES_PER_PAIR = 1.2  # more mentees than places, as in the pilot, so that the waiting list is seen too (own)


@dataclass(frozen=True)
class Foreseen:
    """One letter of a preview, as its reader would see it; `to` is a code, as nobody of them exists."""

    at: datetime
    letter: str
    to: str
    key: str
    subject: str
    text: str
    html: str = ""
    calendar: str = ""


@dataclass(frozen=True)
class Preview:
    """What came of playing a plan. `cases` and `pairs` as the chronicle has them; `acted`: pairs that were aimed for; `kinds`:
    one letter of each kind, as it reads alone."""

    letters: tuple[Foreseen, ...]
    warnings: tuple[str, ...]
    cases: tuple[dict[str, Any], ...]
    pairs: tuple[dict[str, Any], ...]
    acted: int
    kinds: tuple[Foreseen, ...] = ()


def preview(plan: Plan, lead: Coordinator | None = None, seed: int = 7, pairs_max: int | None = None) -> Preview:
    """Play a plan that has been checked. People come for as many pairs as it aims for, or for fewer, if that takes too long,
    but never for fewer than it needs to begin.
    """
    wanted = as_launched(plan.preset, plan.policy, plan.language).recruitment
    pairs = wanted.pairs_aim if pairs_max is None else min(wanted.pairs_aim, max(pairs_max, wanted.pairs_min))
    mentees = round(pairs * MENTEES_PER_PAIR)
    came = cast(seed, pairs, mentees, coordinator=lead or COORDINATOR, recruitment=wanted)
    people = speaking(came, plan.language)
    with _office_for_a_while() as office:
        told = rehearse(as_played(plan, people), people, seed, office=office, probes=0)
        posts = [post for post in office.store.letters.posts(plan.code, limit=1_000_000) if post.sent_at]
        posts.sort(key=lambda post: (post.sent_at, post.id))
        letters = tuple(_foreseen(post, post.rendered) for post in posts if post.is_whole)
        kinds = tuple(_kinds(posts))
        return Preview(letters, told.warnings, told.escalations, told.pairs, pairs, kinds)


def as_played(plan: Plan, people: Cast) -> Plan:
    """The plan with the acted coordinator in the place of the real ones."""
    return plan.model_copy(update={"coordinators": (people.coordinator.code,)})


@contextmanager
def _office_for_a_while() -> Iterator[Office]:
    """An office in a temporary folder; its links lead nowhere."""
    with folder_for_a_while() as folder:
        base = "https://mentoring.example.org"
        settings = Settings(data=folder, database_url="", base_url=base, smtp_host="", wakes_prefect=False)
        office = open_office(settings)
        office.store.migrate()
        yield office
        office.store.close()


def _foreseen(post: Post, rendered: Rendered) -> Foreseen:
    """A letter that was sent. One that tells of several things is one."""
    assert post.sent_at is not None
    told = (rendered.subject, rendered.text, rendered.html, rendered.calendar)
    return Foreseen(post.sent_at, post.letter, post.to, post.key, *told)


def _kinds(posts: Iterable[Post]) -> Iterator[Foreseen]:
    """The first letter of each kind, without what was told in it with others."""
    seen: set[str] = set()
    for post in posts:
        if post.letter not in seen:
            seen.add(post.letter)
            yield _foreseen(post, whole([post.rendered]) if post.told_in == post.id else post.rendered)
