"""Pool: while recruiting, how many could be matched today, and which recruits would help most. Orders nothing."""

from dataclasses import replace
from typing import Any

from domain.cohort import Cohort
from domain.lifecycles import ProposalState
from domain.people import Role
from domain.proposals import Proposal
from matching.advice import Morning, morning
from matching.candidates import Terms
from office.cohort_tables import markdown_table
from office.match.balance import uncounted
from office.match.candidates import candidates, terms
from office.match.what_if import CannotTell, only_verified

PATIENCE_SECONDS = 10  # a morning's look, not the match itself


def todays_terms(cohort: Cohort) -> Terms:
    """The terms on which a proposal would be made if it were ordered today."""
    return terms(cohort, Proposal("today", 0, ProposalState.ORDERED, cohort.launched_at))


def pool_this_morning(cohort: Cohort) -> Morning:
    """The match as it would be today and the morning's numbers, from one solution; people by their codes."""
    asked = todays_terms(cohort)
    limited = replace(asked, time_limit=min(PATIENCE_SECONDS, asked.time_limit or PATIENCE_SECONDS))
    return morning(candidates(cohort, Role.MENTEE), candidates(cohort, Role.MENTOR), limited)


def pool_today(cohort: Cohort) -> dict[str, Any]:
    """The morning's numbers of a cohort, as matching/advice gives them: plain JSON values, people by their codes."""
    return pool_this_morning(cohort).numbers


def pool_page(cohort: Cohort) -> str:
    """The numbers, who is left over and why, and the recruitment brief, in Markdown; people are codes."""
    try:
        with only_verified(cohort):
            today = pool_today(cohort)
    except CannotTell as reason:
        return f"# {cohort.code}: nothing to tell today\n\n{reason}"
    proven = "" if today["proven"] else " at least"
    lines = [
        f"# {cohort.code}: {today['could_be_matched']} could be matched today",
        "",
        f"{today['mentees']} mentees are accepted, {today['mentors']} mentors with {today['seats']} places;"
        f"{proven} {today['could_be_matched']} of the mentees could have a mentor.",
    ]
    if today["why"]:
        helps = today["would_help"]
        rows = [(code, "; ".join(why), "; ".join(helps.get(code, ()))) for code, why in today["why"].items()]
        heads = ("Mentee", "Why", "What would help")
        lines += ["", "## Who could not, and why", "", *markdown_table(heads, rows)]
    if today["look_for"]:
        lines += ["", "## Whom to look for", "", *(f"- {sentence}" for sentence in today["look_for"])]
    lines += [line for note in uncounted(cohort) for line in ("", note)]
    if today["conflict"]:
        lines += ["", "## Rules that cannot be kept together", "", *(f"- {rule}" for rule in today["conflict"])]
    return "\n".join(lines)
