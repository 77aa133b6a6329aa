"""Notice: what the office keeps of people, line by line, from the declarations: for the privacy notice and for docs/."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from domain.applications import Choosing
from domain.belonging import Belonging, Use, declared
from domain.contact_book import PossibleMentor
from domain.documents import Document
from domain.escalations import Remark
from domain.forms.form import Form
from domain.groups import Group
from domain.invitations import Answer
from domain.keeping import for_how_long
from domain.match.facts import LeftOver, ProposedPair, Reason
from domain.messages import Message, Rendered
from domain.people import Move, Participant
from domain.policy import Policy
from domain.reading import WHO_READS
from domain.saying import say, sayings, together

WHAT_FOR: Mapping[str, str] = sayings(
    {
        Use.ADDRESS: "to write to you and to say who you are",
        Use.MATCHING: "to find somebody who fits you",
        Use.PROFILE: "to tell somebody about you before you both accept",
        Use.PARTNER: "so that those you meet with know you and can prepare",
        Use.MEETING: "to keep dates, reminders and the next steps right",
        Use.CARE: "so that the coordinator sees how it goes and can help",
        Use.COMPLETION: "to tell when a certificate is earned",
        Use.EVALUATION: "to count for the evaluation",
        Use.CONSENT: "to keep on record that you agreed",
        Use.DECISION: "to decide, and to know later what was decided",
        Use.KEEPING: "to know how long to keep it",
    }
)

# What no form asks, in the order of the page.
BESIDES: tuple[tuple[type[Any], str, str], ...] = (
    (Participant, "email", say("Your e-mail address")),
    (Move, "to", say("Another e-mail address that you gave, until you confirm it")),
    (Move, "before", say("The e-mail address that you had before")),
    (Answer, "agreed", say("The words of what you agreed to, their version, day and purpose")),
    (Message, "address", say("An e-mail address of yours that no longer counts")),
    (Rendered, "text", say("The words of letters to you")),
    (Group, "reasons", say("Why those who meet fit")),
    (ProposedPair, "reasons", say("Why the two of a match that was only proposed would fit")),
    (Choosing, "reasons", say("Why those whom you may choose from would fit you")),
    (Reason, "shared", say("What the two have in common")),
    (LeftOver, "why", say("Why no match was found for somebody")),
    (Remark, "words", say("Words about a case that the coordinator decides")),
    (PossibleMentor, "name", say("In the contact book of possible mentors: your name")),
    (PossibleMentor, "email", say("In the contact book: your e-mail address")),
    (PossibleMentor, "source", say("In the contact book: how we came to know you")),
    (PossibleMentor, "organisation", say("In the contact book: where you work")),
    (PossibleMentor, "notes", say("In the contact book: what coordinators noted about asking you")),
    (Document, "file", say("Certificates and other documents with your name")),
)


@dataclass(frozen=True)
class Line:
    """One thing that is kept, in words."""

    title: str
    reads: str
    what_for: str
    how_long: str


def lines_of(form: type[Form], policy: Policy) -> Iterator[Line]:
    """The questions of a form."""
    for name, field in form.model_fields.items():
        yield _line(field.title or name, form.belongs(name, policy), policy)


def lines_besides(policy: Policy) -> Iterator[Line]:
    """What is kept and was not asked in a form."""
    for kind, name, title in BESIDES:
        told = declared(kind)[name]
        assert isinstance(told, Belonging), f"{kind.__name__}.{name} is told by a form"
        yield _line(title, told, policy)


def _line(title: str, told: Belonging, policy: Policy) -> Line:
    uses = together((WHAT_FOR[use] for use in told.uses), "; ")
    return Line(title, WHO_READS[told.audience], uses, for_how_long(told.kept, policy.keeping))
