"""Documents: what the press prints for somebody: handbook, agreement, certificate, statement, evaluation."""

from dataclasses import dataclass, field
from datetime import datetime

from domain.belonging import Audience, Code, Use, answer_to, of_the_office, personal
from domain.lifecycles import DocumentState


@dataclass(frozen=True)
class Document:
    """One printed piece. `kind` names its text in documents/texts; `file` is the id under which the store keeps it."""

    id: Code  # "certificate:N12", and of what is printed anew "agreement:P07:N12:2027-03-04T1512"
    kind: Code
    about: Code
    to: Code
    scope: Code
    ordered_at: datetime
    state: DocumentState = DocumentState.ORDERED
    file: str = field(default="", metadata=personal("to", "scope", audience=Audience.NOBODY, use=Use.COMPLETION))
    printed_at: datetime | None = None
    failure: Code = ""


@dataclass(frozen=True)
class Material:
    """One item of the preparation checklist (course card) that the coordinator signs off."""

    id: Code  # "material-handbook"
    title: str = field(metadata=of_the_office())
    hint: str = field(metadata=of_the_office())
    due: datetime
    signed_at: datetime | None = None
    signed_by: Code = ""
    note: str = field(default="", metadata=answer_to("sign_off.note", "signed_by"))

    @property
    def scope(self) -> str:
        return ""
