"""Permissions: what somebody agreed to, behind their personal link, and taking one back. Also after they have left, and after
the programme has closed. What follows is told by the declarations (domain/taking_back.py).
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from itertools import groupby

from domain.as_asked import as_asked
from domain.cohort import Cohort
from domain.forms import FORMS, Form
from domain.invitations import Answer, Invitation, invitation_id
from domain.people import Participant
from domain.permission import Permission
from domain.policy import Policy
from domain.saying import say
from domain.taking_back import given_in, permissions_of, taken_back, words_of
from office import wake
from office.links import LinkRefused
from office.office import Office
from office.pages import open_page


@dataclass(frozen=True)
class Given:
    """One permission, and in which form it was given. `words`: as they stood there; in answers of before words were kept, as
    the form has them today (`as_kept` is False then). `ended_at`: when it was taken back.
    """

    key: str
    form: type[Form]
    permission: Permission
    words: str
    purpose: str
    version: str
    as_kept: bool
    at: datetime
    ended_at: datetime | None = None

    @property
    def may_be_taken_back(self) -> bool:
        return bool(self.permission.after) and self.ended_at is None


@dataclass(frozen=True)
class Permissions:
    """What somebody agreed to, the newest first. `leaving`: where they leave; "" for whoever has left, or when it is over."""

    cohort: Cohort
    person: Participant
    given: list[Given]
    leaving: str


def permissions(office: Office, token: str) -> Permissions:
    """Everything that the holder of this personal link agreed to. LinkRefused when it is none of ours."""
    cohort, person = open_page(office, token)
    found = [one for told in _answers(office, cohort, person.id) for one in _given(told, cohort.policy)]
    return Permissions(
        cohort, person, sorted(found, key=lambda one: (one.at, one.key), reverse=True), _leaving(office, cohort, person)
    )


def take_back(office: Office, token: str, key: str) -> None:
    """End one permission. Nothing happens when it has ended already; LinkRefused for one that nobody can end by itself."""
    cohort, person = open_page(office, token)
    invitation, _, question = key.rpartition("/")
    now = office.clock.now()

    def turn(current: Cohort) -> Cohort:
        # Looked up in the turn: after a conflict there may be a newer answer.
        last = office.store.lookups.last_answer(cohort.code, invitation)
        form = as_asked(last.form, current.policy) if last is not None and last.form in FORMS else None
        if last is None or form is None or last.by != person.id or not _is_optional(form, question):
            raise LinkRefused(say("there is nothing of this kind to take back"))
        known = current.invitations.get(invitation)
        if question not in given_in(form, last.content) or known is None:
            return current
        return taken_back(current, form, replace(last, version=max(last.version, known.answers)), question, now)

    after = office.store.update(cohort.code, turn, focus={person.id})
    wake.answered(office.settings, cohort.code, after.phase)


def _is_optional(form: type[Form], question: str) -> bool:
    permission = permissions_of(form).get(question)
    return permission is not None and bool(permission.after)


def _answers(office: Office, cohort: Cohort, who: str) -> Iterator[list[Answer]]:
    """All versions of each answer that they gave themselves, oldest first."""
    mine = [one for one in office.store.ledger.answers_of(cohort.code, who) if one.by == who and one.form in FORMS]
    in_order = sorted(mine, key=lambda one: (one.invitation, one.version))
    for _, versions in groupby(in_order, key=lambda one: one.invitation):
        yield list(versions)


def _given(versions: Sequence[Answer], policy: Policy) -> Iterator[Given]:
    form = as_asked(versions[-1].form, policy)
    for name, permission in permissions_of(form).items():
        since, ended = None, None
        for one in versions:
            if name in given_in(form, one.content):
                since, ended = (since if ended is None else None) or one, None
            elif since is not None and ended is None:
                ended = one.at
        if since is not None:
            kept = since.agreed.get(name)
            yield Given(
                key=f"{since.invitation}/{name}",
                form=form,
                permission=permission,
                words=kept.words if kept else words_of(form, name),
                purpose=kept.purpose if kept else permission.purpose,
                version=kept.version if kept else "",
                as_kept=kept is not None,
                at=since.at,
                ended_at=ended,
            )


def _leaving(office: Office, cohort: Cohort, person: Participant) -> str:
    if person.left is not None or not cohort.is_open:
        return ""
    key = invitation_id(person.id, "stop", person.id)
    asked = cohort.invitations.get(key) or Invitation(
        key, "stop", person.id, person.id, person.id, office.clock.now(), generation=person.links
    )
    return office.links.form(cohort.code, asked)
