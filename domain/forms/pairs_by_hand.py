"""Pairs by hand: rows of a mentee and a mentor that a coordinator chooses, and what is wrong with them, in words."""

from collections import Counter
from collections.abc import Mapping

from pydantic import BaseModel, ConfigDict

from domain.careers import CAREER_TRACKS, SUB_SECTORS
from domain.cohort import Cohort
from domain.forms.form import question
from domain.forms.kinds import Code
from domain.match.words.people import named
from domain.people import Role
from domain.rules.pairing import free_places, pool
from domain.saying import say, together

KNOWN_FOR: Mapping[Role, tuple[str, Mapping[str, str]]] = {
    Role.MENTOR: ("sub_sectors", SUB_SECTORS),
    Role.MENTEE: ("tracks", {str(number): words for number, words in CAREER_TRACKS.items()}),
}
"""What tells people apart at a glance: the first answer to one question of their application."""


class CodesRow(BaseModel):
    """A mentee and a mentor by their codes. A row without a mentor asks nothing."""

    model_config = ConfigDict(frozen=True, extra="forbid", str_strip_whitespace=True)

    mentee: Code = question("Mentee", "")
    mentor: Code = question("Mentor", "")

    @property
    def codes(self) -> tuple[str, str]:
        return self.mentor.upper(), self.mentee.upper()


def row_of(mentor: str, mentee: str) -> dict[str, str]:
    """A pair as the form shows it; "" for whom is still to be chosen."""
    return {"mentee": mentee, "mentor": mentor}


def pairs_of(rows: tuple[CodesRow, ...]) -> tuple[tuple[str, str], ...]:
    """(mentor, mentee) of every row in which a mentor is chosen, each once."""
    return tuple(dict.fromkeys(row.codes for row in rows if row.mentor))


def cannot_be(cohort: Cohort, pairs: tuple[tuple[str, str], ...]) -> str:
    """What is wrong with pairs that must be, in a sentence; "" when nothing is."""
    if words := unknown(cohort, pairs):
        return words
    free = {a.id: free_places(cohort, a) for role in Role for a in pool(cohort, role)}
    for code, times in Counter(code for pair in pairs for code in pair).items():
        if code not in free:
            who = named(cohort, code)
            return say("{who} cannot be paired now: not taking part, or no free place.", who=who)
        if cohort.applications[code].role is Role.MENTEE and times > 1:
            who = named(cohort, code)
            return say("{who} stands there with {times} mentors; choose one.", who=who, times=times)
        if times > free[code]:
            return say(
                "{who} has one free place, and stands there with {times} mentees.",
                "{who} has {n} free places, and stands there with {times} mentees.",
                n=free[code],
                who=named(cohort, code),
                times=times,
            )
    return ""


def unknown(cohort: Cohort, pairs: tuple[tuple[str, str], ...]) -> str:
    """The first code of these pairs that is nobody's of that role, in a sentence; "" when all are somebody's."""
    roles = {code: application.role for code, application in cohort.applications.items()}
    for mentor, mentee in pairs:
        if roles.get(mentor) is not Role.MENTOR:
            return say("Nobody who applied as a mentor has the code {code}.", code=mentor or say("(empty)"))
        if roles.get(mentee) is not Role.MENTEE:
            return say("Nobody who applied as a mentee has the code {code}.", code=mentee or say("(empty)"))
    return ""


def choices(cohort: Cohort, role: Role) -> dict[str, str]:
    """Everybody of one role who can be paired now: "M03 Anna Lee · Pharma"."""
    known_for, words = KNOWN_FOR[role]
    found = {}
    for application in pool(cohort, role):
        told = [words.get(str(one), str(one)) for one in application.answers.get(known_for) or ()]
        found[application.id] = together(
            [f"{application.id} {cohort.participants[application.id].name}", *told[:1]], " · "
        )
    return found
