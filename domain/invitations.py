"""Invitations: an open form for one person about one thing. The signed link to it is the login (office/links)."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from domain.belonging import Code, answers_to
from domain.lifecycles import InvitationState
from domain.permission import AGREED, Words


@dataclass(frozen=True)
class Invitation:
    """`id` is "about:form:to" and never changes; `generation` goes up when the old link must die."""

    id: Code
    form: Code  # a name in domain.forms.FORMS
    to: Code  # a participant's or coordinator's code
    about: Code  # the id of the record the form is about
    scope: Code
    opens: datetime
    closes: datetime | None = None
    state: InvitationState = InvitationState.OPEN
    generation: int = 1
    answered_at: datetime | None = None
    answers: int = 0  # how many versions were given

    def takes_answers(self, now: datetime) -> bool:
        """Open or answered, and not past its closing: an answer may be given or corrected."""
        if self.state not in (InvitationState.OPEN, InvitationState.ANSWERED):
            return False
        return self.closes is None or now < self.closes


@dataclass(frozen=True)
class Answer:
    """One version of an answer, kept as given. `version` counts from 1 for each invitation and is never rewritten.

    `agreed`: by question, the words of the permissions it gives; empty in answers of before words were kept.
    """

    invitation: Code
    version: int
    form: Code
    by: Code
    at: datetime
    content: Mapping[str, Any] = field(default_factory=dict, metadata=answers_to(whose="by"))
    agreed: Mapping[str, Words] = field(default_factory=dict, metadata=AGREED)


def invitation_id(about: str, form: str, to: str) -> str:
    """The id of the invitation for `form` about `about` to `to`."""
    return f"{about}:{form}:{to}"


def addressee(invitation: str) -> str:
    """The code of the one whom the invitation with this id is for."""
    return invitation.rpartition(":")[2]
