"""Profile: what somebody may know of a possible partner before both have accepted. No name, no employer, no CV."""

from typing import Any

from domain.careers import CAREER_TRACKS, FORMATS, LANGUAGES, PROFESSIONS, SUB_SECTORS
from domain.cohort import Cohort
from domain.people import Role
from domain.text import as_typed

TRACKS = {str(number): words for number, words in CAREER_TRACKS.items()}


def profile_of(cohort: Cohort, code: str) -> list[str]:
    """Lines "Career tracks: …" about a mentor (profession, sub-sectors) or a mentee (field of research); [] if unknown."""
    application = cohort.applications.get(code)
    if application is None:
        return []
    told = application.answers
    by_role = {
        Role.MENTOR: [
            ("Profession", _words(PROFESSIONS, told.get("profession"))),
            ("Sub-sector", _words(SUB_SECTORS, told.get("sub_sectors"))),
        ],
        Role.MENTEE: [("Field of research", [as_typed(str(told["field"]))] if told.get("field") else [])],
    }
    both = [
        ("Career tracks", _words(TRACKS, told.get("tracks"))),
        ("Languages", _words(LANGUAGES, told.get("languages"))),
        ("Meetings", _words(FORMATS, told.get("format"))),
    ]
    return [f"{title}: {', '.join(words)}" for title, words in (*by_role[application.role], *both) if words]


def _words(options: dict[str, str], chosen: Any) -> list[str]:
    many = chosen if isinstance(chosen, list | tuple) else [chosen]
    return [options[str(one)] for one in many if str(one) in options]
