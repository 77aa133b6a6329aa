"""Profile: what somebody may know of a possible partner before both have accepted. No name, no employer, no CV."""

from collections.abc import Mapping
from typing import Any

from domain.applications import Application
from domain.belonging import Reader
from domain.careers import ANY_PROFESSION, CAREER_TRACKS, EMPLOYER_TYPES, FORMATS, LANGUAGES, SUB_SECTORS
from domain.cohort import Cohort
from domain.formats import employers
from domain.forms.form import Form
from domain.forms.mentee_application import MenteeApplication
from domain.forms.mentor_application import MentorApplication
from domain.people import Role
from domain.reading import told_to
from domain.saying import say, together
from domain.text import as_typed

APPLICATIONS: dict[Role, type[Form]] = {Role.MENTOR: MentorApplication, Role.MENTEE: MenteeApplication}
TRACKS_MAX = 2  # in a short line
TRACKS = {str(number): words for number, words in CAREER_TRACKS.items()}


def told_before(cohort: Cohort, application: Application) -> Mapping[str, Any]:
    """What somebody answered, as far as it is told before both have accepted."""
    return told_to(Reader.SUGGESTED, APPLICATIONS[application.role], application.answers, cohort.policy)


def profile_of(cohort: Cohort, code: str) -> list[str]:
    """Lines "Career tracks: …" about a mentor (profession, sub-sectors) or a mentee (field of research); [] if unknown."""
    application = cohort.applications.get(code)
    if application is None:
        return []
    told = told_before(cohort, application)
    by_role = {
        Role.MENTOR: [
            (say("Profession"), _words(ANY_PROFESSION, told.get("profession"))),
            (say("Kind of employer"), _kind_of_employer(cohort, told)),
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


def in_short(cohort: Cohort, code: str) -> list[str]:
    """What tells somebody from others in a list, without a name: what they do, where, and the first career tracks."""
    application = cohort.applications.get(code)
    if application is None:
        return []
    told = told_before(cohort, application)
    tracks = _words(TRACKS, told.get("tracks"))[:TRACKS_MAX]
    if application.role is Role.MENTEE:
        return [*([str(told["field"])] if told.get("field") else []), *tracks]
    sectors = _words(SUB_SECTORS, told.get("sub_sectors"))[:TRACKS_MAX]
    kind = _kind_of_employer(cohort, told)
    return [*_words(ANY_PROFESSION, told.get("profession")), *kind, *sectors, *tracks]


def _kind_of_employer(cohort: Cohort, told: Mapping[str, Any]) -> list[str]:
    """For whom a mentor works, where a programme tells kinds of employer apart."""
    return _words(EMPLOYER_TYPES, told.get("employer_type")) if employers(cohort.policy.recruitment) else []


def _words(options: dict[str, str], chosen: Any) -> list[str]:
    many = chosen if isinstance(chosen, list | tuple) else [chosen]
    return [options[str(one)] for one in many if str(one) in options]
