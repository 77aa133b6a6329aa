"""Reached: what a proposal reaches of the balance that was asked, and which mentors it leaves without a mentee, in words.

Counts nothing: the matchmaker's report holds the numbers.
"""

from collections.abc import Iterator

from domain.cohort import Cohort
from domain.proposals import Proposal
from domain.verdicts import named

NAMED_MAX = 20


def asks(rule: str, number: float, on: str) -> str:
    """ "at least 6 of the mentors"; a share stands between 0 and 1."""
    return f"{asks_for(rule, number)} of the {on}"


def asks_for(rule: str, number: float) -> str:
    """ "at least 10", "at least 60 %"; a share stands between 0 and 1."""
    if rule == "share_at_least":
        return f"at least {round(100 * float(number), 2):g} %"
    return f"{rule.replace('_', ' ')} {number:g}"


def balance_reached(proposal: Proposal) -> Iterator[str]:
    """Every balance rule with what it asks and what these pairs reach."""
    for told in proposal.report.get("balance") or ():
        asked = asks(told["rule"], told["number"], told["on"])
        yield f"{told['label']}: {asked}; {told['reached']} of {told['of']} reached"


def without_a_mentee(cohort: Cohort, proposal: Proposal) -> str:
    """How many mentors these pairs leave without anybody, and who they are; "" for none."""
    codes = [str(one["code"]) for one in proposal.report.get("spare") or ()]
    if not codes:
        return ""
    more = [f"{len(codes) - NAMED_MAX} more"] if len(codes) > NAMED_MAX else []
    names = ", ".join([*(named(cohort, code) for code in codes[:NAMED_MAX]), *more])
    return f"{len(codes)} mentor{'' if len(codes) == 1 else 's'} without a mentee: {names}"
