"""Every kind of document is printed: it opens, says what it must, and shows names as they are."""

from dataclasses import replace
from datetime import UTC, datetime
from io import BytesIO

import pytest
from pypdf import PdfReader

from documents.facts import facts_of
from documents.press import KINDS, can_print, print_document, read_document
from domain.cohort import Cohort
from domain.documents import Document
from domain.organisation import Organisation, Picture, as_data
from office.policies import policy
from tests.documents.world import NOW, ORDERS, a_cohort, a_document

SVG = b'<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"><rect width="9" height="9"/></svg>'
ABOUT_INDUSTRY = ("industr", "business", "outside academia", "company", "empresa", "fuera de la academia", "start-up")
WORDS = {
    "certificate": ["Certificate", "Eva Nováková", "6 of 6", "8 hours", "Active participation", "Session reports",
                    "Final feedback", "Anna Kovářová", "10 August 2027", "1 February 2027 to 31 July 2027"],
    "statement": ["Statement of mentoring", "Mentor 1", "a PhD student", "6 of 6"],
    "agreement": ["Mentoring agreement", "Who proposes the dates?", "Once a month", "signed by link on 1 February 2027"],
    "plan": ["Mentoring plan", "Talk to three people in biotech by May.", "action-oriented", "New methods"],
    "handbook": ["Mentor handbook", "How a session runs", "Six sessions", "Sounding board", "Code of conduct",
                 "euraxess.es/node/702307", "two and four months", "Balancing work and private life"],
    "guide": ["Mentee guide", "Action-oriented", "at least 5 of 6 sessions held", "informational interviews"],
    "evaluation": ["Evaluation", "24", "What changed for the mentees", "before", "after", "It opened a door."],
    "standards": ["Clarity of purpose", "Administration and support", "24 of 24", "4 of 4", "Missing",
                  "One coordinator alone"],
}  # fmt: skip


def text_of(pdf: bytes) -> str:
    return " ".join(" ".join(page.extract_text() for page in PdfReader(BytesIO(pdf)).pages).split())


def test_every_kind_has_its_facts_and_its_text() -> None:
    assert set(ORDERS) == KINDS


@pytest.mark.parametrize("kind", sorted(ORDERS))
def test_it_opens_and_says_what_it_must(kind: str) -> None:
    cohort, document = a_document(kind)

    pdf = print_document(kind, facts_of(cohort, document), NOW)

    text = text_of(pdf)
    assert [words for words in WORDS[kind] if words not in text] == []
    assert pdf == print_document(kind, facts_of(cohort, document), NOW)


@pytest.mark.parametrize("kind", ["handbook", "guide"])
def test_handbooks_have_several_pages_and_need_only_the_cohort(kind: str) -> None:
    cohort, document = a_document(kind, a_cohort(pairs=0))

    pages = PdfReader(BytesIO(print_document(kind, facts_of(cohort, document), NOW))).pages

    assert len(pages) >= 3


@pytest.mark.parametrize(
    "name", ["#sys.version $x$ *b* [x] @y", "<b>Eva</b> \\u{41} `code`", "Đặng Ελένη Жанна", "//x /* y */"]
)
def test_names_are_printed_and_never_run(name: str) -> None:
    cohort, document = a_document("certificate", a_cohort(name))

    text = text_of(print_document("certificate", facts_of(cohort, document), NOW))

    assert name in text


@pytest.mark.parametrize("name", ["李小龙 Lee", "Eva 😀", "Nul\x00 Eva", "A" * 120])
def test_a_name_that_no_font_has_still_gets_its_certificate(name: str) -> None:
    cohort, document = a_document("certificate", a_cohort(name))

    pages = PdfReader(BytesIO(print_document("certificate", facts_of(cohort, document), NOW))).pages

    assert len(pages) == 1


def test_the_day_it_bears_is_in_the_file() -> None:
    cohort, document = a_document("certificate")

    pdf = print_document("certificate", facts_of(cohort, document), datetime(2027, 8, 10, tzinfo=UTC))

    metadata = PdfReader(BytesIO(pdf)).metadata
    assert metadata is not None
    assert metadata.creation_date == datetime(2027, 8, 10, tzinfo=UTC)
    assert metadata.title == "Certificate of completion: Pilot 2027"


@pytest.mark.parametrize("kind", ["agreement", "guide", "handbook", "plan"])
def test_running_text_can_be_read_in_a_page_too(kind: str) -> None:
    page = read_document(kind, facts_of(*a_document(kind)))

    assert page.count("<h3>") >= 2
    assert "<h2" not in page  # that of the card in which it stands


def of_a_society(name: str = "Society of #Cells & Co", logo: str = "") -> Cohort:
    cohort = a_cohort()
    runs_it = Organisation(name=name, logo=logo or as_data(Picture("svg", SVG)))
    return replace(cohort, policy=cohort.policy.model_copy(update={"organisation": runs_it}))


@pytest.mark.parametrize("kind", sorted(ORDERS))
def test_every_document_bears_who_runs_the_programme(kind: str) -> None:
    cohort, document = a_document(kind, of_a_society())

    pdf = print_document(kind, facts_of(cohort, document), NOW)

    assert "Society of #Cells & Co" in text_of(pdf)
    assert (PdfReader(BytesIO(pdf)).metadata or {}).get("/Author") == "Society of #Cells & Co"
    assert pdf != print_document(kind, facts_of(a_cohort(), document), NOW)


def test_a_logo_that_is_no_picture_cannot_be_printed() -> None:
    assert can_print(Picture("svg", SVG))
    assert not can_print(Picture("svg", b"<svg"))
    assert not can_print(Picture("png", b"\x89PNG\r\n\x1a\nand nothing more"))


def test_a_table_stays_a_table_and_a_name_is_no_markup_in_a_page() -> None:
    handbook = read_document("handbook", facts_of(*a_document("handbook")))
    agreement = read_document("agreement", facts_of(*a_document("agreement", a_cohort("<img src=x> Eva"))))

    assert "<h3>Four roles you can take</h3>" in handbook
    assert "<th>Role</th>" in handbook
    assert "&lt;img src=x> Eva" in agreement


def test_what_a_pair_settles_is_a_template_as_long_as_nobody_is_named() -> None:
    cohort = a_cohort(pairs=0)
    orders = [Document(f"{kind}:", kind, "", "", "", NOW) for kind in ("agreement", "plan")]

    agreement, plan = (text_of(print_document(order.kind, facts_of(cohort, order), NOW)) for order in orders)

    assert "Mentee and Mentor" in agreement
    assert "Who proposes the dates?" in agreement
    assert "Month by month" in plan


def test_an_unknown_kind_is_an_error_that_names_the_known_ones() -> None:
    with pytest.raises(KeyError, match="certificate"):
        print_document("diploma", {}, NOW)


@pytest.mark.parametrize("language", ["en", "es"])
@pytest.mark.parametrize("kind", ["handbook", "guide"])
def test_among_academics_no_page_speaks_of_industry(kind: str, language: str) -> None:
    cohort, document = a_document(kind, a_cohort(pairs=0, policy=policy("academic-one-to-one"), language=language))
    told = read_document(kind, facts_of(cohort, document)).casefold()

    assert [word for word in ABOUT_INDUSTRY if word in told] == []
    assert ("publishing papers" in told or "publicar artículos" in told) is (kind == "handbook")
