"""Exports: a cohort as a file to take along, from the desk. What is in each, office/exports.py and office/handover.py tell."""

from functools import partial
from typing import Any

from fastapi import APIRouter
from fastapi.responses import Response
from starlette.exceptions import HTTPException

from domain.saying import sayings
from domain.states import DOCUMENTS
from office import desk as office_desk
from office.export_files import EXPORTS, WITHOUT_WORDS, export_file, printed_for_all
from web.desk import desk_page
from web.doors import TheOffice
from web.files import as_download
from web.signed_in import LookingOn, OnlyLooksOn

router = APIRouter(default_response_class=Response)
looks = partial(router.api_route, methods=["GET", "HEAD"])
WORDS = sayings(
    {
        "handover": "A page to read without a program, for whoever takes over: what waits, what comes, every pair.",
        "xlsx": "A workbook for a spreadsheet: people, groups, sessions, the answers to each form, figures.",
        "standards": "What this cohort has to show today for each of the six EMCC standards, and what is missing.",
        "csv": "The same tables as CSV, in one ZIP, for other programs.",
    }
)
TITLES = sayings({"handover": "Handover", "xlsx": "Workbook", "csv": "Tables", "standards": "EMCC standards"})


@looks("/desk/{cohort}/exports")
def show(at: LookingOn, office: TheOffice) -> Response:
    """What can be taken along."""
    facts: dict[str, Any] = {
        "kinds": {kind: words for kind, words in WORDS.items() if at.acts or kind in WITHOUT_WORDS},
        "titles": TITLES,
        "printed": printed_for_all(office, at.cohort) if at.acts else [],
        "documents": DOCUMENTS,
    }
    tab = "notes" if at.acts else "glance"
    return desk_page(office, "desk_exports", tab, office_desk.desk_alone(office, at), **facts)


@looks("/desk/{cohort}/exports/{kind}")
def file(kind: str, at: LookingOn, office: TheOffice) -> Response:
    """One of the files, as it is now, in the language of the cohort; the words in it are for those who run it."""
    if kind not in EXPORTS:
        raise HTTPException(404)
    if not at.acts and kind not in WITHOUT_WORDS:
        raise OnlyLooksOn(at)
    language = office.store.load(at.cohort, focus=()).language
    made = export_file(office, at.cohort, kind, language, words=at.acts)
    return as_download(made.content, made.name, made.media_type)
