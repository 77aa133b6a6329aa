"""Choose partners (docs/programme.md, "Forms"): a ranked choice from a shortlist that the office computes, without names."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime
from string import ascii_uppercase
from typing import Any

from domain.applications import Choosing
from domain.cohort import Cohort
from domain.forms.form import Form, question
from domain.forms.kinds import Code
from domain.forms.profile import in_short, profile_of
from domain.forms.read_by import AS_A_REASON
from domain.forms.verbs import SEATED
from domain.invitations import Invitation
from domain.match.words.reasons import Reader, reasons
from domain.people import Role
from domain.saying import say, together
from domain.text import as_typed

CHOICES_MAX = 5


class ChoosePartners(Form):
    """These people fit you best. You learn names once both of you have accepted. Put those you would like to work with
    in your order; leave out whom you would rather not choose. Your wishes count for a lot, and so do those of others:
    a first wish cannot always come true.
    """

    name = "choose_partners"
    title = "Whom would you like to work with?"
    reach = "cohort"
    thanks = (
        "Thank you. When everybody has chosen, or on the last day, we look for the match that serves the wishes best."
    )

    choices: tuple[Code, ...] = question(
        "Your choice, best first",
        widget="ranking",
        min_length=1,
        max_length=CHOICES_MAX,
        hint="One is enough.",
        **AS_A_REASON,
    )

    @classmethod
    def introduction(cls, cohort: Cohort, invitation: Invitation) -> str:
        profiles: list[str] = []
        for letter, code, lines in _offered(cohort, invitation):
            profiles.append(together((f"- **{letter}**", together(lines, "; ")), ": "))
            profiles += [together(("    - ", as_typed(why)), "") for why in _why(cohort, invitation, code)]
        return together([super().introduction(cohort, invitation), "", *profiles], "\n")

    @classmethod
    def options(cls, cohort: Cohort, invitation: Invitation) -> dict[str, dict[str, str]]:
        return {
            "choices": {
                code: together((letter, together(in_short(cohort, code), ", ")), ": ")
                for letter, code, _ in _offered(cohort, invitation)
            }
        }

    @classmethod
    def prefilled(cls, cohort: Cohort, invitation: Invitation) -> dict[str, Any]:
        offered = cls.options(cohort, invitation)["choices"]
        return {"choices": [code for code in _choosing(cohort, invitation).choices if code in offered]}

    def look_twice(self, cohort: Cohort, invitation: Invitation, at: datetime) -> dict[str, str]:
        choosing = cohort.applications[invitation.about].choosing
        closed = choosing is None or at > choosing.since + cohort.policy.matching.choices_close_after
        if choosing is None or closed or not set(self.choices) <= set(choosing.shortlist):
            return {"choices": say("The time for choosing is over.")}
        return {}

    @classmethod
    def may_change(cls, cohort: Cohort, invitation: Invitation) -> bool:
        # Whoever is left over is matched again by it; for those who have a partner it is over.
        return not cohort.pairs_of(invitation.about, *SEATED)

    def take_in(self, cohort: Cohort, invitation: Invitation, at: datetime) -> Cohort:
        application = cohort.applications[invitation.about]
        return cohort.put(
            replace(application, choosing=replace(_choosing(cohort, invitation), choices=self.choices, at=at))
        )


def _offered(cohort: Cohort, invitation: Invitation) -> Iterator[tuple[str, str, list[str]]]:
    """Those of the shortlist who still take part: a letter that stays theirs, the code, the lines of the profile."""
    for letter, code in zip(ascii_uppercase, _choosing(cohort, invitation).shortlist, strict=False):
        lines = profile_of(cohort, code)
        if lines and cohort.participants[code].takes_part:
            yield letter, code, lines


def _why(cohort: Cohort, invitation: Invitation, code: str) -> list[str]:
    """Why this one would fit, for whoever chooses."""
    application = cohort.applications[invitation.about]
    to: Reader = "mentor" if application.role is Role.MENTOR else "mentee"
    return reasons(_choosing(cohort, invitation).reasons.get(code, ()), to=to)


def _choosing(cohort: Cohort, invitation: Invitation) -> Choosing:
    """What this person chooses from; nobody, where the round was never theirs."""
    application = cohort.applications.get(invitation.about)
    return (application.choosing if application else None) or Choosing(invitation.opens, ())
