"""Taking part: what the evaluation tells of how many came, stayed and answered: each as a share of those it could be.

An answer belongs to whoever was asked; of what one of a group is to tell for all (the report, the date of a session) the
group is asked, and has answered once somebody did. What nobody needs any more, as a pair has ended, was not asked.
"""

from collections import defaultdict
from collections.abc import Callable, Iterator
from typing import Any

from documents.sureness import FEW, share
from domain.applications import Application
from domain.cohort import Cohort
from domain.completion import STARTED, completion
from domain.forms import FORMS
from domain.lifecycles import ApplicationState, InvitationState
from domain.people import Role
from domain.saying import say

FOR_ALL_OF_A_GROUP = ("session_date", "offer_times", "session_report")
CALLS = tuple(f"{role.value}_application" for role in Role)  # open to everybody: nobody knows how many were asked
LASTING = (ApplicationState.ACCEPTED, ApplicationState.WAITLISTED)
Counting = Callable[[Application], bool]


def taking_part(cohort: Cohort) -> dict[str, Any]:
    """All of it, by the names under which the document shows it."""
    return {"taking_part": list(_participation(cohort)), "answering": list(_answering(cohort))}


# --- who came and stayed ----------------------------------------------------------------------------------------------


def _participation(cohort: Cohort) -> Iterator[dict[str, Any]]:
    """Rows of shares for mentors and mentees; None where they are too few."""

    def paired(one: Application) -> bool:
        return bool(cohort.pairs_of(one.id, *STARTED))

    def taken(one: Application) -> bool:
        return paired(one) or one.state in LASTING

    def stayed(one: Application) -> bool:
        return cohort.participants[one.id].left is None if one.id in cohort.participants else False

    def completed(one: Application) -> bool:
        return completion(cohort, one.id).complete

    rows: tuple[tuple[str, Counting, Counting], ...] = (
        (say("Accepted or on the waiting list, of those who applied"), taken, lambda one: True),
        (say("Were in a pair, of those who applied"), paired, lambda one: True),
        (say("Stayed to the end, of those in a pair"), stayed, paired),
        (say("Met all conditions of completion, of those in a pair"), completed, paired),
    )
    for words, counts, among in rows:
        shares = {role: _share_of(cohort, role, counts, among) for role in Role}
        if any(shares.values()):
            yield {"words": words, "mentors": shares[Role.MENTOR], "mentees": shares[Role.MENTEE]}


def _share_of(cohort: Cohort, role: Role, counts: Counting, among: Counting) -> dict[str, Any] | None:
    base = [one for one in cohort.applicants(role) if among(one)]
    return share(sum(counts(one) for one in base), len(base))


# --- who answered -----------------------------------------------------------------------------------------------------


def _answering(cohort: Cohort) -> Iterator[dict[str, Any]]:
    """For each form that participants were asked for: how many people, how often it was asked and answered; of too few
    nothing. The final reflection has one name for both roles, and one row."""
    asked: dict[str, dict[str, bool]] = defaultdict(dict)
    people: dict[str, set[str]] = defaultdict(set)
    for one in cohort.invitations.values():
        form, answered = one.form, one.answered_at is not None
        if one.to not in cohort.participants or form in CALLS or FORMS[form].anytime:
            continue
        if answered or one.state is not InvitationState.REVOKED:
            question, title = one.about if form in FOR_ALL_OF_A_GROUP else one.id, FORMS[form].title
            asked[title][question] = asked[title].get(question, False) or answered
            people[title].add(one.to)
    for title in dict.fromkeys(form.title for form in FORMS.values()):
        if len(people[title]) >= FEW and (rate := share(sum(asked[title].values()), len(asked[title]))):
            yield {"words": title, "people": len(people[title]), "share": rate}
