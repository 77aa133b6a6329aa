"""Pool: while recruiting, how many could be matched today, and which recruits would help most. Orders nothing.

Prefect shows the page: people are codes, balance rules are numbers, and no employer is named.
"""

from dataclasses import fields, is_dataclass, replace
from datetime import datetime
from typing import Any

from domain.cohort import Cohort
from domain.lifecycles import ProposalState
from domain.match.facts import Counted
from domain.match.findings import Morning, Recruit
from domain.match.words.clashes import clash
from domain.match.words.help import in_full
from domain.match.words.left_over import left_over
from domain.people import Role
from domain.proposals import Proposal
from domain.saying import said_by, say, together
from matching.advice import morning
from matching.candidates import Terms
from office.cohort_tables import markdown_table
from office.match.balance import uncounted
from office.match.brief import brief, no_brief
from office.match.candidates import candidates, terms
from office.match.report import titled
from office.match.what_if import CannotTell, only_verified
from words import tongue

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
    """How many could be matched, who is left over and why, and the recruitment brief, in Markdown; people are codes. In the
    language of the cohort."""
    unnamed = _with_numbered_rules(cohort)
    try:
        with only_verified(cohort):
            lines = _told(unnamed, _without_employers(pool_this_morning(unnamed)), now)
    except CannotTell as reason:
        lines = [titled("#", say("{code}: nothing to tell today", code=cohort.code)), "", said_by(reason)]
    return "\n".join(map(tongue(cohort.language).say, lines))


def _with_numbered_rules(cohort: Cohort) -> Cohort:
    """The same cohort with balance rules called by their number: their names were typed by a coordinator."""
    matching = cohort.policy.matching
    named = ((rule, say("rule {number}", number=str(n))) for n, rule in enumerate(matching.balance, 1))
    rules = tuple(rule.model_copy(update={"label": label}) for rule, label in named)
    terms = matching.model_copy(update={"balance": rules})
    return replace(cohort, policy=cohort.policy.model_copy(update={"matching": terms}))


def _without_employers(found: Any) -> Any:
    """What was found without the employers that people typed: of a rule for each employer its number is left."""
    match found:
        case Counted(trait="employer"):
            return replace(found, values=())
        case Recruit():
            return replace(found, profile=tuple(pair for pair in found.profile if pair[0] != "employer"))
        case tuple() | list():
            return type(found)(map(_without_employers, found))
        case dict():
            return {key: _without_employers(value) for key, value in found.items()}
        case _ if is_dataclass(found) and not isinstance(found, type):
            return replace(found, **{one.name: _without_employers(getattr(found, one.name)) for one in fields(found)})
    return found


def _told(cohort: Cohort, today: Morning, now: datetime) -> list[str]:
    found = today.result
    matched, proven = len(found.matches), found.status == "OPTIMAL"
    could = say("{matched} of the mentees could have a mentor.", matched=matched)
    could = could if proven else say("At least {matched} of the mentees could have a mentor.", matched=matched)
    accepted = say(
        "Accepted: {mentees} and {mentors}, with {places}.",
        mentees=say("{n} mentee", "{n} mentees", n=found.mentees),
        mentors=say("{n} mentor", "{n} mentors", n=found.mentors),
        places=say("{n} place", "{n} places", n=found.places),
    )
    lines = [
        titled("#", say("{code}: {matched} could be matched today", code=cohort.code, matched=matched)),
        "",
        together((accepted, could), " "),
    ]
    if found.unmatched:
        helps = {code: [in_full(one, str) for one in ways] for code, ways in today.would_help.items()}
        rows = [
            (one.code, together(left_over(one), "; "), together(helps.get(one.code, ()), "; "))
            for one in found.unmatched
        ]
        heads = (say("Mentee"), say("Why"), say("What would help"))
        lines += ["", titled("##", say("Who could not, and why")), "", *markdown_table(heads, rows, cohort.language)]
    if wanted := brief(cohort, today.look_for, now):
        lines += ["", titled("##", say("Whom to look for")), "", *(titled("-", one) for one in wanted)]
    elif today.look_for:
        lines += ["", no_brief(cohort, now)]
    lines += [line for note in uncounted(cohort) for line in ("", note)]
    if found.clashes:
        lines += ["", titled("##", say("Rules that cannot be kept together")), ""]
        lines += [titled("-", clash(one, str)) for one in found.clashes]
    return lines
