"""Pool: while recruiting, how many could be matched today, and which recruits would help most. Orders nothing."""

from dataclasses import replace
from datetime import datetime

from domain.cohort import Cohort
from domain.lifecycles import ProposalState
from domain.match.findings import Morning
from domain.match.words.clashes import clash
from domain.match.words.help import in_full
from domain.match.words.left_over import left_over
from domain.people import Role
from domain.proposals import Proposal
from matching.advice import morning
from matching.candidates import Terms
from office.cohort_tables import markdown_table
from office.match.balance import uncounted
from office.match.brief import brief, no_brief
from office.match.candidates import candidates, terms
from office.match.what_if import CannotTell, only_verified

PATIENCE_SECONDS = 10  # a morning's look, not the match itself


def todays_terms(cohort: Cohort) -> Terms:
    """The terms on which a proposal would be made if it were ordered today."""
    return terms(cohort, Proposal("today", 0, ProposalState.ORDERED, cohort.launched_at))


def pool_this_morning(cohort: Cohort) -> Morning:
    """The match as it would be today, and what would help, from one solution; people by their codes."""
    asked = todays_terms(cohort)
    limited = replace(asked, time_limit=min(PATIENCE_SECONDS, asked.time_limit or PATIENCE_SECONDS))
    return morning(candidates(cohort, Role.MENTEE), candidates(cohort, Role.MENTOR), limited)


def pool_page(cohort: Cohort, now: datetime) -> str:
    """How many could be matched, who is left over and why, and the recruitment brief, in Markdown; people are codes."""
    try:
        with only_verified(cohort):
            today = pool_this_morning(cohort)
    except CannotTell as reason:
        return f"# {cohort.code}: nothing to tell today\n\n{reason}"
    found = today.result
    matched, proven = len(found.matches), "" if found.status == "OPTIMAL" else " at least"
    lines = [
        f"# {cohort.code}: {matched} could be matched today",
        "",
        f"{found.mentees} mentees are accepted, {found.mentors} mentors with {found.places} places;"
        f"{proven} {matched} of the mentees could have a mentor.",
    ]
    if found.unmatched:
        helps = {code: [in_full(one, str) for one in ways] for code, ways in today.would_help.items()}
        rows = [(one.code, "; ".join(left_over(one)), "; ".join(helps.get(one.code, ()))) for one in found.unmatched]
        heads = ("Mentee", "Why", "What would help")
        lines += ["", "## Who could not, and why", "", *markdown_table(heads, rows)]
    if wanted := brief(cohort, today.look_for, now):
        lines += ["", "## Whom to look for", "", *(f"- {one}" for one in wanted)]
    elif today.look_for:
        lines += ["", no_brief(cohort, now)]
    lines += [line for note in uncounted(cohort) for line in ("", note)]
    if found.clashes:
        lines += ["", "## Rules that cannot be kept together", "", *(f"- {clash(one, str)}" for one in found.clashes)]
    return "\n".join(lines)
