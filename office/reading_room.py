"""Reading room: one person or one group as the coordinator reads about them, and a letter as it looked. Loads nothing but
what belongs to them, so that a page costs the same in a small cohort and in a large one.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import datetime

from domain.cohort import Cohort
from domain.desk_roles import DeskRole
from domain.documents import Document
from domain.escalations import SECOND_CLICK
from domain.forms.midterm_check import MidtermCheck
from domain.forms.note import Note
from domain.groups import Group
from domain.invitations import Invitation, invitation_id
from domain.messages import Rendered
from domain.people import Coordinator
from domain.story.onlookers import A_COORDINATOR, WITHOUT_WORDS, Onlooker
from domain.story.passages import Passage, Sources
from domain.story.telling import scopes_of, story
from domain.text import clean_text
from office.believed import Doubt, doubt
from office.desk import LETTERS_MAX, Access, last_look
from office.intake import take_answer
from office.mail_server import standstill
from office.office import Office
from storage.post.letters import Post

LETTERS_PER_PAGE = 200
ONLOOKERS: Mapping[DeskRole, Onlooker] = {role: A_COORDINATOR if role.acts else WITHOUT_WORDS for role in DeskRole}
"""As whom each of those at a desk reads."""
SECRET = re.compile(r"/(f|p|k|way|calendar|apply|desk|sign-in|unsubscribe)/[^/\s?#\"'<>()\]]+")
"""What in a letter is somebody's login."""
FOLD = re.compile(r"\r?\n[ \t]")  # where lines of a calendar entry are broken (RFC 5545 3.1)


@dataclass(frozen=True)
class Surroundings:
    """What stands around every page of the desk, known without the rest of the cohort."""

    access: Access
    last_tick: datetime | None
    tick_is_late: bool
    post_paused: str
    doubt: Doubt | None

    @property
    def coordinator(self) -> Coordinator:
        return self.access.coordinator


@dataclass(frozen=True)
class Room:
    """One person or group. `earlier`: the number of the first letter, where there are letters before it."""

    cohort: Cohort
    about: str
    passages: list[Passage]
    earlier: int | None


def room(office: Office, cohort: Cohort, about: str, onlooker: Onlooker, before: int | None = None) -> Room:
    """The story of somebody or some group in this part of the cohort."""
    scopes = set(scopes_of(cohort, about))
    theirs = [one.id for one in cohort.invitations.values() if one.scope in scopes and _is_for(cohort, one, about)]
    first = None if before is None else min(before, LETTERS_MAX)
    letters, more = office.store.stories.letters_of(cohort.code, about, about, LETTERS_PER_PAGE, first)
    if first is not None:  # the page of earlier letters tells of nothing else
        return Room(cohort, about, [onlooker.of_a_letter(one) for one in letters], letters[0].key if more else None)
    answers, lines = (
        office.store.stories.answers_to(cohort.code, theirs),
        office.store.stories.lines_of(cohort.code, scopes),
    )
    passages = story(cohort, about, Sources(answers, letters, lines), onlooker)
    return Room(cohort, about, passages, letters[0].key if more else None)


def _is_for(cohort: Cohort, invitation: Invitation, about: str) -> bool:
    """Of what was asked in somebody's groups not what others of them were asked; of a group everything."""
    return about in cohort.groups or invitation.to == about or invitation.to not in cohort.participants


def surroundings(office: Office, cohort: Cohort, access: Access) -> Surroundings:
    """What stands around a page."""
    last, is_late = last_look(office, cohort)
    return Surroundings(
        access=access,
        last_tick=last,
        tick_is_late=is_late,
        post_paused=standstill(office),
        doubt=doubt(office),
    )


def half_way(cohort: Cohort, group: Group, onlooker: Onlooker) -> dict[str, dict[str, object]] | None:
    """What each member answered at half-time, by code; None where the coordinator does not look, as the form says."""
    if not MidtermCheck.may_be_looked_at(cohort, group.id):
        return None
    return {code: onlooker.of_answers(MidtermCheck, told, cohort.policy) for code, told in group.midterm.items()}


# --- notes ------------------------------------------------------------------------------------------------------------


def write_note(office: Office, cohort: Cohort, about: str, by: str, words: str) -> None:
    """Keep a coordinator's note about somebody or some group; a second click keeps it once. Mistakes for no words."""
    key, now = invitation_id(about, Note.name, by), office.clock.now()
    last = office.store.lookups.last_answer(cohort.code, key)
    if last and last.content.get("words") == clean_text(words) and now - last.at < SECOND_CLICK:
        return
    known = office.store.lookups.invitation(cohort.code, key)
    token = office.links.form_token(cohort.code, key, known.generation if known else 1)
    take_answer(office, token, {"words": words})


# --- letters and documents --------------------------------------------------------------------------------------------


def letter(office: Office, access: Access, number: int) -> Post | None:
    """A letter of this cohort as it looked, except that the links in it, which are its reader's login, lead nowhere.

    Letters may quote what somebody wrote: None for whoever sees no words.
    """
    post = office.store.letters.as_it_left(number) if number <= LETTERS_MAX else None
    if post is None or post.cohort != access.cohort or not ONLOOKERS[access.role].words:
        return None
    return replace(post, rendered=without_logins(post.rendered))


def without_logins(rendered: Rendered) -> Rendered:
    """A letter with every personal link cut short."""
    text, html = SECRET.sub(r"/\1/…", rendered.text), SECRET.sub(r"/\1/…", rendered.html)
    return replace(rendered, text=text, html=html, calendar=SECRET.sub(r"/\1/…", FOLD.sub("", rendered.calendar)))


def documents_of(cohort: Cohort, about: str) -> Iterator[Document]:
    """What was printed for a person or a group."""
    for one in cohort.documents.values():
        if one.file and about in (one.to, one.about, one.scope):
            yield one
