"""Short answers: what somebody answered in a word or two is filled into the form that they were asked for, as if they had
begun it there. They get a letter that leads to it; it counts once they have sent it, and not before.
"""

from collections.abc import Iterable, Mapping
from datetime import date, time
from typing import Any

from domain.cohort import Cohort
from domain.dates import day_of
from domain.forms.dating import zone_of
from domain.invitations import Invitation
from domain.understanding import Asked, understood
from office.office import Office
from storage.errors import StaleDraft
from storage.post.letters import Post


def fill_in(office: Office, cohort: Cohort, posts: Iterable[Post], words: str) -> str:
    """Keep what these words answer to one of the things that a letter asks; the form's id, or "" where they answer nothing
    for certain, or more than one of them, or the form is closed or begun already."""
    read = [found for post in posts if (found := _read(office, cohort, post, words)) is not None]
    return kept(office, cohort, *read[0]) if len(read) == 1 else ""


def _read(office: Office, cohort: Cohort, post: Post, words: str) -> tuple[Invitation, Mapping[str, Any]] | None:
    """What the words say to the question of this letter."""
    invitation = cohort.invitations.get(post.invitation)
    person = cohort.participants.get(post.to)
    if invitation is None or person is None or invitation.to != post.to:
        return None
    names = frozenset(part.strip(".,") for part in person.name.split())
    content = understood(invitation.form, words, _asked(office, cohort, invitation), names)
    return (invitation, content) if content else None


def kept(office: Office, cohort: Cohort, invitation: Invitation, content: Mapping[str, Any]) -> str:
    """Keep these answers as a draft; what somebody has typed there themselves stays."""
    if not invitation.takes_answers(office.clock.now()):
        return ""
    try:
        office.store.drafts.save(
            cohort.code, invitation.id, {name: _plain(value) for name, value in content.items()}, 0
        )
    except StaleDraft:
        return ""
    return invitation.id


def _asked(office: Office, cohort: Cohort, invitation: Invitation) -> Asked:
    zone, session = zone_of(cohort, invitation.to), cohort.sessions.get(invitation.about)
    planned = day_of(session.starts_at, zone) if session and session.starts_at else None
    return Asked(day_of(office.clock.now(), zone), planned)


def _plain(value: Any) -> Any:
    if isinstance(value, date):
        return value.isoformat()
    return f"{value:%H:%M}" if isinstance(value, time) else value
