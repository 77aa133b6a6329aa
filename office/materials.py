"""Materials: what is signed off before recruitment, as people will read it: documents as they are printed, and what forms ask.
Texts to publish are written in promotion.py. Prints only to look at: nothing is kept, and what is sent is ordered by a rule
(domain/rules/handbooks.py).
"""

from dataclasses import dataclass, replace

from domain.cohort import Cohort
from domain.documents import Document
from domain.forms import FORMS
from domain.forms.form import Form
from domain.rules.handbooks import HANDBOOKS
from domain.states import DOCUMENTS
from office.office import Office

OF_MATERIAL = {"handbook": ("handbook", "guide"), "templates": ("agreement", "plan")}
"""By material, the documents that belong to it."""
LOOKED_AT = frozenset(kind for kinds in OF_MATERIAL.values() for kind in kinds)
FORMS_OF = {"templates": ("agreement", "mentoring_plan", "session_report")}
LETTERS_OF = {"promotion": ("mentor/call", "mentee/call"), "handbook": ("mentor/handbook", "mentee/handbook")}
"""By material, the letters of the office that go with it."""


@dataclass(frozen=True)
class Readable:
    """A document to read in place. `html`: safe."""

    kind: str
    title: str
    html: str


@dataclass(frozen=True)
class Asked:
    """What a form asks, question by question."""

    title: str
    questions: tuple[str, ...]


def documents_of(office: Office, cohort: Cohort, material: str) -> list[Readable]:
    """The documents of a material, to be read in place."""
    from documents.facts import facts_of  # loads the press: only the checklist looks at documents
    from documents.press import read_document

    orders = (_order(office, cohort, kind) for kind in OF_MATERIAL.get(material, ()))
    return [Readable(o.kind, DOCUMENTS[o.kind], read_document(o.kind, facts_of(cohort, o))) for o in orders]


def handbook_of(cohort: Cohort, document: Document, reader: str) -> str:
    """A handbook or guide as safe HTML in the language of its reader; "" for a document that is no such reading."""
    from documents.facts import facts_of
    from documents.press import read_document

    theirs = replace(document, to=reader)
    return read_document(document.kind, facts_of(cohort, theirs)) if document.kind in HANDBOOKS.values() else ""


def conduct(language: str) -> str:
    """The code of conduct as safe HTML: people promise to keep to it when they apply."""
    from documents.press import read_document

    return read_document("conduct", {"language": language})


def printed(office: Office, cohort: Cohort, kind: str) -> bytes:
    """One of them as PDF, as it would be printed now; KeyError for a kind that is no material."""
    from documents.facts import facts_of
    from documents.press import print_document

    if kind not in LOOKED_AT:
        raise KeyError(kind)
    return print_document(kind, facts_of(cohort, _order(office, cohort, kind)), office.clock.now())


def _order(office: Office, cohort: Cohort, kind: str) -> Document:
    """As a rule would order it, for a whole role; what a pair settles about nobody: the template."""
    to = next((f"{role.value}s" for role, theirs in HANDBOOKS.items() if theirs == kind), "")
    return Document(f"{kind}:{to}", kind, "", to, "", office.clock.now())


def forms_of(material: str) -> list[Asked]:
    """What the forms of a material ask."""
    return [_asked(FORMS[name]) for name in FORMS_OF.get(material, ())]


def _asked(form: type[Form]) -> Asked:
    return Asked(form.title, tuple(field.title for field in form.model_fields.values() if field.title))
