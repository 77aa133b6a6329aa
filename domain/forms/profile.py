"""Profile: what somebody may know of a possible partner before both have accepted. No name, no employer, no CV."""

from typing import Any

from domain.careers import CAREER_TRACKS, FORMATS, LANGUAGES, PROFESSIONS, SUB_SECTORS
from domain.cohort import Cohort
from domain.people import Role
from domain.saying import say, together
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
            (say("Profession"), _words(PROFESSIONS, told.get("profession"))),
            (say("Sub-sector"), _words(SUB_SECTORS, told.get("sub_sectors"))),
        ],
        Role.MENTEE: [(say("Field of research"), [as_typed(str(told["field"]))] if told.get("field") else [])],
    }
    both = [
        (say("Career tracks"), _words(TRACKS, told.get("tracks"))),
        (say("Languages"), _words(LANGUAGES, told.get("languages"))),
        (say("Meetings"), _words(FORMATS, told.get("format"))),
    ]
    told_of = (*by_role[application.role], *both)
    return [together((title, together(words, ", ")), ": ") for title, words in told_of if words]


def _words(options: dict[str, str], chosen: Any) -> list[str]:
    many = chosen if isinstance(chosen, list | tuple) else [chosen]
    return [options[str(one)] for one in many if str(one) in options]
