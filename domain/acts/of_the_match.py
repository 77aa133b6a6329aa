"""Acts on the match that waits: to approve it. What else may become of it is an answer to its review (domain/forms)."""

from datetime import datetime

from domain.acts.act import Act
from domain.cohort import Cohort
from domain.forms.proposing import approved, waits_for_review
from domain.forms.verbs import revoke
from domain.invitations import Invitation


class ApproveMatch(Act):
    """Both sides of each pair are asked whether they accept. Who the other one is they learn once both have."""

    name = "approve_match"
    title = "Approve the match"
    on = "cohort"
    offered_on = "/match"
    reach = "cohort"

    @classmethod
    def offered(cls, cohort: Cohort, about: str, at: datetime) -> bool:
        waiting = waits_for_review(cohort)
        return waiting is not None and bool(waiting.matches)

    def take_in(self, cohort: Cohort, invitation: Invitation, at: datetime) -> Cohort:
        proposal = waits_for_review(cohort)
        assert proposal is not None  # it is not offered otherwise
        cohort = revoke(cohort, lambda open_: open_.form == "review_proposal" and open_.about == proposal.id)
        return approved(cohort, proposal, invitation.to, at)


ACTS: tuple[type[Act], ...] = (ApproveMatch,)
