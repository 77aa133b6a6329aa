"""Formats: what a programme asks and offers by where its mentors come from (policy.Recruitment). Every list here is a part of
one in careers.py, in its order, so that what was answered once is always understood.

The course card is about careers outside academia, in the life sciences; the article on academic mentoring is about academia
itself, and the EURAXESS page about a society with mentors from four kinds of employer. Who asks is left to as_asked.py.
"""

from collections.abc import Mapping

from domain.careers import ANY_PROFESSION, EMPLOYER_TYPES, OTHER, OUTCOMES, PROFESSIONS, TOPICS, TOPICS_OF_ACADEMIA
from domain.policy import Policy, Recruitment
from domain.saying import sayings

PROFESSIONS_IN: Mapping[str, tuple[str, ...]] = {
    "academia": ("researcher", "professor", "lecturer", "postdoc", "core_facility"),
    "communication": ("writer", "outreach"),
    "policy": ("policy_adviser", "funding_officer"),
}
"""By kind of employer, where they are not those of practice (own)."""
OF_A_CHANGE = "differences"
"""The topic of going from academia to somewhere else."""
AMONG_ACADEMICS = sayings({"reflect": "I can reflect on my plans and consider more than one way"})
ABOUT_THE_SECTOR = {
    "mentor_application": frozenset({"life_sciences", "sub_sectors", "company_size"}),
    "mentee_application": frozenset(
        {"doctorate", "sub_sectors", "wish_sub_sectors", "company_size", "wish_company_size"}
    ),
}


def professions(recruitment: Recruitment) -> dict[str, str]:
    """What a mentor may be by profession."""
    if not recruitment.mentors_from:
        return PROFESSIONS
    known = {code for kind in recruitment.mentors_from for code in PROFESSIONS_IN.get(kind, PROFESSIONS)}
    found = {code: words for code, words in ANY_PROFESSION.items() if code in known and code != OTHER}
    return found | {OTHER: PROFESSIONS[OTHER]}


def topics(recruitment: Recruitment) -> dict[str, str]:
    """What a mentor and a mentee may talk about."""
    if recruitment.leads_out:
        return TOPICS
    known = {code: words for code, words in TOPICS.items() if code != OF_A_CHANGE or not recruitment.is_academic}
    return known | TOPICS_OF_ACADEMIA


def outcomes(recruitment: Recruitment) -> dict[str, str]:
    """What mentees say of themselves before and after."""
    return OUTCOMES | (AMONG_ACADEMICS if recruitment.is_academic else {})


def employers(recruitment: Recruitment) -> dict[str, str]:
    """The kinds of employer that are told apart; none where it does not matter which."""
    several = recruitment.mentors_from if len(recruitment.mentors_from) > 1 else ()
    return {code: words for code, words in EMPLOYER_TYPES.items() if code in several}


def not_asked(form: str, policy: Policy) -> frozenset[str]:
    """The questions of an application that make no sense in such a programme."""
    recruitment = policy.recruitment
    found = ABOUT_THE_SECTOR.get(form, frozenset()) if recruitment.sector == "any" else frozenset()
    if policy.sessions.meetings == "online":
        found |= {"format", "city"}
    if form == "mentor_application" and recruitment.is_academic:
        found |= {"years_outside"}
    if form == "mentee_application" and not employers(recruitment):
        found |= {"employer_type", "wish_employer_type"}
    return found
