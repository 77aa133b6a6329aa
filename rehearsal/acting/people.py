"""People: who plays a participant. Reads the rows of examples/pilot, or invents people by seed. Gives nobody a habit.

A person is an address and the content of an application, as a browser would send it; the real form checks it later.
"""

import csv
import io
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from pathlib import Path
from random import Random
from typing import Any

from domain.careers import (
    ACADEMIC_TRACKS,
    CAREER_TRACKS,
    COMPANY_SIZES,
    EMPLOYER_TYPES,
    FREE_TIMES,
    MENTOR_INTERESTS,
    MENTOR_ROLES,
    MENTORING_EXPERIENCE,
    NEEDS,
    PROFESSIONS,
    SUB_SECTORS,
    TOPICS,
)
from domain.formats import employers, professions, topics
from domain.forms import FORMS
from domain.forms.form import meta
from domain.people import Role
from domain.policy import Recruitment

EXAMPLES = Path(__file__).resolve().parents[2] / "examples" / "pilot"
FILES = {Role.MENTOR: "mentors.csv", Role.MENTEE: "mentees.csv"}
LISTS = ("choices", "ranking")


@dataclass(frozen=True)
class Person:
    """Somebody who will be invited. `application` is complete but for the upload: `cv` names a file of examples."""

    role: Role
    name: str
    email: str
    application: Mapping[str, Any]
    cv: str


@lru_cache(maxsize=4)
def examples(role: Role) -> tuple[Person, ...]:
    """The people of the pilot, in the order of their file."""
    with (EXAMPLES / FILES[role]).open(encoding="utf-8", newline="") as lines:
        return tuple(person_of(role, row) for row in csv.DictReader(lines))


def person_of(role: Role, row: Mapping[str, str]) -> Person:
    """One row of a CSV file whose columns are the fields of the application form, `name` (its full_name) and `email`."""
    form = FORMS[f"{role.value}_application"]
    content: dict[str, Any] = {}
    for name, field in form.model_fields.items():
        cell = (row.get(name) or "").strip()
        match meta(field)["widget"]:
            case widget if widget in LISTS:
                content[name] = listed(cell)
            case "importance":
                content[name] = dict(part.split(":") for part in listed(cell))
            case _:
                content[name] = cell
    return Person(role, row["name"], row["email"], content | {"full_name": row["name"]}, row["cv"])


def listed(cell: str) -> list[str]:
    """The parts of a cell "a; b; c"."""
    return [part.strip() for part in cell.split(";") if part.strip()]


def contact_list(people: Iterable[Person]) -> bytes:
    """These people as the coordinator's CSV list of addresses."""
    out = io.StringIO()
    lines = csv.writer(out)
    lines.writerow(("email", "name", "language", "time_zone"))
    for person in people:
        told = person.application
        lines.writerow((person.email, person.name, told.get("language", "en"), told.get("time_zone", "")))
    return out.getvalue().encode()


def cv_of(person: Person) -> bytes:
    """The PDF that this person uploads."""
    return (EXAMPLES / "cvs" / person.cv).read_bytes()


def reading_in(person: Person, language: str) -> Person:
    """The same person with letters in this language."""
    return replace(person, application={**person.application, "language": language})


# --- invented people --------------------------------------------------------------------------------------------------

FIRST_NAMES = (
    *("Ada", "Alba", "Amir", "Astrid", "Bogdan", "Carla", "Casper", "Dana", "Emil", "Farah", "Felix", "Greta", "Hana"),
    *(
        "Igor",
        "Iris",
        "Jana",
        "Jonas",
        "Kaja",
        "Leo",
        "Livia",
        "Luca",
        "Maja",
        "Milan",
        "Nadia",
        "Noor",
        "Olga",
        "Otto",
    ),
    *(
        "Petra",
        "Rafael",
        "Rosa",
        "Silvan",
        "Tereza",
        "Theo",
        "Uma",
        "Vera",
        "Viktor",
        "Wanda",
        "Yusuf",
        "Zora",
        "Žofie",
    ),
)
LAST_NAMES = (
    *("Almeida", "Bauer", "Bianchi", "Byström", "Černý", "Costa", "Dvořák", "Eriksen", "Fontaine", "García", "Haas"),
    *("Horvat", "Ionescu", "Jansen", "Keller", "Kowalska", "Laine", "Lindqvist", "Maier", "Moreau", "Nagy", "Novák"),
    *("O'Brien", "Okonkwo", "Pereira", "Petrov", "Quinn", "Rossi", "Ruiz", "Sato", "Schmidt", "Silva", "Sørensen"),
    *("Toth", "Urbani", "Vogel", "Weber", "Yılmaz", "Zieliński", "Zimmer"),
)
SKILLS = (
    *("cell culture", "statistics", "Python", "R", "mass spectrometry", "microscopy", "project management", "GCP"),
    *("science writing", "genomics", "bioinformatics", "pharmacology", "patents", "market analysis", "public speaking"),
)
FIELDS = ("Immunology", "Plant biology", "Neuroscience", "Biochemistry", "Epidemiology", "Ecology", "Genetics")
HOUSES = ("Aldura", "Bravena", "Corvix", "Delphina", "Estarra", "Fenwick", "Gallora", "Helixa", "Iverna", "Junipera")
USUAL = Recruitment()
AMONG_ACADEMICS: Mapping[Role, Mapping[str, str]] = {
    Role.MENTOR: {"job_title": "Head of a research group"},
    Role.MENTEE: {
        "expectations": "An honest view from somebody I do not work with.",
        "motivation_text": "I would like to hear how others went on in research before I have to choose.",
    },
}
ZONES = ("Europe/Prague", "Europe/Madrid", "Europe/Lisbon", "Europe/Helsinki", "Asia/Kolkata", "America/Sao_Paulo")


def invented(role: Role, number: int, seed: int, recruitment: Recruitment = USUAL) -> Iterator[Person]:
    """`number` people who do not exist. The same seed gives the same people; everybody speaks English and meets online."""
    random = Random(f"{seed}:{role.value}")  # noqa: S311 (a rehearsal must repeat, not surprise)
    make = {Role.MENTOR: _mentor, Role.MENTEE: _mentee}[role]
    cvs = sorted(path.name for path in (EXAMPLES / "cvs").glob("*.pdf"))
    for n in range(1, number + 1):
        name = f"{random.choice(FIRST_NAMES)} {random.choice(LAST_NAMES)}"
        email = f"{role.value}-{n}@example.org"
        told = {"full_name": name, **_shared(random), **make(random)}
        yield Person(role, name, email, _suited(told, role, recruitment, f"{seed}:{email}"), random.choice(cvs))


def _suited(told: dict[str, Any], role: Role, recruitment: Recruitment, seed: str) -> dict[str, Any]:
    """The same application from somebody of a programme whose mentors do not come from practice alone."""
    random = Random(seed)  # noqa: S311 (a rehearsal must repeat, not surprise)
    if recruitment.mentors_from and role is Role.MENTOR:
        kind = random.choice(recruitment.mentors_from)
        works_as = list(professions(Recruitment(mentors_from=(kind,))))[:-1]
        talks_of = _some(random, list(topics(recruitment)), 2, 5)
        told |= {"employer_type": kind, "profession": random.choice(works_as), "topics": talks_of}
    if recruitment.mentors_from and role is Role.MENTEE:
        told |= {"topics": {code: random.randint(0, 3) for code in topics(recruitment)}}
        if kinds := list(employers(recruitment)):
            wish = random.choice(("nice", "nice", "no_matter"))
            told |= {"employer_type": _some(random, kinds, 1, 2), "wish_employer_type": wish}
    if recruitment.is_academic:
        known = [*sorted(ACADEMIC_TRACKS), 13, 17]
        told |= {"tracks": random.sample(known, 3), **AMONG_ACADEMICS[role]}
        if role is Role.MENTEE:
            told["goals"] = f"Find out whether {CAREER_TRACKS[told['tracks'][0]].lower()} is for me."
    return told


def _some(random: Random, options: Sequence[Any], least: int, most: int) -> list[Any]:
    return sorted(random.sample(options, random.randint(least, most)), key=str)


def _shared(random: Random) -> dict[str, Any]:
    return {
        "language": "en",
        "time_zone": random.choice(ZONES),
        "languages": ["en", *_some(random, ["cs", "de", "es", "fr", "pt"], 0, 2)],
        "employer": f"{random.choice(HOUSES)} {random.randint(1, 400)}",
        "skills": ", ".join(_some(random, SKILLS, 2, 5)),
        "format": "online",
        "free_times": _some(random, list(FREE_TIMES), 1, 3),
        "privacy": "yes",
        "rules": "yes",
    }


def _mentor(random: Random) -> dict[str, Any]:
    return {
        "country": random.choice(("CZ", "ES", "DE", "PT", "FI")),
        "job_title": random.choice(("Project leader", "Medical writer", "Founder", "Data scientist", "Consultant")),
        "profession": random.choice(list(PROFESSIONS)),
        "sub_sectors": _some(random, list(SUB_SECTORS), 1, 3),
        "company_size": random.choice(list(COMPANY_SIZES)),
        "employer_type": random.choice(list(EMPLOYER_TYPES)),
        "life_sciences": random.choice(("now", "now", "earlier")),
        "years_outside": random.randint(1, 25),
        "tracks": _some(random, list(CAREER_TRACKS), 1, 5),
        "topics": _some(random, list(TOPICS), 2, 5),
        "interests": _some(random, [code for code in MENTOR_INTERESTS if code != "other"], 1, 3),
        "expectations": "Curious people who say what they need.",
        "roles": _some(random, list(MENTOR_ROLES), 1, 3),
        "mentoring_experience": random.choice(list(MENTORING_EXPERIENCE)),
        "capacity": random.choice((1, 1, 1, 2)),
        "instruction": random.choice(("come", "recording", "not_needed")),
    }


def _mentee(random: Random) -> dict[str, Any]:
    tracks = random.sample(list(CAREER_TRACKS), 3)
    return {
        "myidp": random.choice(("done", "started", "not_yet")),
        "doctoral_programme": random.choice(("Life Sciences", "Molecular Medicine", "Environment and Health")),
        "stage": random.choice(("second_year", "third_year", "later")),
        "field": random.choice(FIELDS),
        "doctorate": "yes",
        "supervisor": f"Prof. {random.choice(LAST_NAMES)} {random.randint(1, 900)}",
        "tracks": tracks,
        "certainty": random.randint(1, 5),
        "goals": f"Find out whether {CAREER_TRACKS[tracks[0]].lower()} is for me.",
        "goal_words": ", ".join(_some(random, SKILLS, 1, 3)),
        "needs": _some(random, [code for code in NEEDS if code != "other"], 1, 3),
        "expectations": "An honest view from outside the university.",
        "topics": {code: random.randint(0, 3) for code in TOPICS},
        "sub_sectors": _some(random, list(SUB_SECTORS), 1, 2),
        "wish_sub_sectors": "nice",
        "peer_group": random.choice(("no", "yes", "if_not_matched")),
        "contribution": "Time, questions, and a fresh view.",
        "motivation_text": "I would like to know the working life outside the university before I have to choose.",
        "outcome_specifics": random.randint(1, 3),
        "outcome_reflect": random.randint(1, 4),
        "outcome_confident": random.randint(1, 3),
        "commitment": "yes",
    }
