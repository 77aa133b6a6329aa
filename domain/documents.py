"""Documents: what the press prints for somebody: handbook, agreement, certificate, statement, evaluation."""

from dataclasses import dataclass
from datetime import datetime

from domain.lifecycles import DocumentState


@dataclass(frozen=True)
class Document:
    """One printed piece. `kind` names its text in documents/texts; `file` is the id under which the store keeps it."""

    id: str  # "certificate:N12"
    kind: str
    about: str
    to: str
    scope: str
    ordered_at: datetime
    state: DocumentState = DocumentState.ORDERED
    file: str = ""
    printed_at: datetime | None = None
    failure: str = ""


@dataclass(frozen=True)
class Material:
    """One item of the preparation checklist (course card) that the coordinator signs off."""

    id: str  # "material-handbook"
    title: str
    hint: str
    due: datetime
    signed_at: datetime | None = None
    signed_by: str = ""
    note: str = ""

    @property
    def scope(self) -> str:
        return ""
