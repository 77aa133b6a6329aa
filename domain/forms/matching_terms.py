"""Terms of matching: what the coordinator weighs, what comes first, which balance is kept, who chooses."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime
from typing import Any

from domain.belonging import Kept, Use
from domain.coherence.numbers import WISHES_SUM_MAX
from domain.cohort import Cohort, Entry
from domain.criteria import WEIGHED
from domain.forms.balance_row import BalanceRow, typed
from domain.forms.form import Form, question
from domain.forms.kinds import Code
from domain.forms.policy_refusals import refused_by
from domain.forms.proposing import order_again, too_late_to_ask, waits_for_review
from domain.invitations import Invitation
from domain.policy import Matching, RuleName
from domain.saying import say, sayings, together

WEIGHT_MAX = 100
ORDERS = sayings(
    {
        "score": "The best sum: as much fit as possible over all pairs",
        "max_min": "The worst pair as good as possible, then the best sum",
        "rank_profile": "As many mentees as possible with the mentor who suits them best, then with the second best, and "
        "so on",
        "generous": "As few mentees as possible with the mentor who suits them least, then with the last but one, and so on",
        "as_it_is": "As the programme has it",
    }
)
STAGES: Mapping[str, tuple[str, ...]] = {
    "score": ("matched", "score"),
    "max_min": ("matched", "max_min", "score"),
    "rank_profile": ("matched", "rank_profile", "score"),
    "generous": ("matched", "rank_profile:generous", "score"),
}
MODES = sayings(
    {
        "automatic": "The office solves by the weights",
        "mixed": "Participants choose first; their choices are one criterion among others",
        "self_choice": "Participants choose first; their choices come before all else",
        "by_hand": "I name every pair myself; the office checks the rules",
    }
)
WITH_CHOICES = ("mixed", "self_choice")
CHOOSERS = sayings({"mentees": "The mentees", "mentors": "The mentors", "both": "Both"})
MEETINGS = sayings(
    {
        "0": "No first meetings",
        "1": "One mentor each",
        "2": "Up to two mentors each",
        "3": "Up to three mentors each",
    }
)
RULES: dict[RuleName, str] = sayings(
    {
        "language": "They share a language",
        "format_and_city": "They can meet: online, or in the same city",
        "employer": "They do not work at the same place",
        "academic_wishes": "Who wants academic careers only gets a mentor who knows them",
        "musts": "What a mentee wishes as a must",
    }
)
STRENGTHS = ("no_matter", "nice", "must")
"""How strictly a rule is held, by the level (0-2) that stands for it on the page."""
NOT_ASKED_ANY_MORE = say(
    "The first proposal has been made already, so participants are not asked any more to choose or to meet; what they "
    "said until now still counts."
)
AFTERWARDS = sayings(
    {"next": "Use them from the next proposal on", "now": "Solve the waiting proposal again, on these terms"}
)


def _weight(criterion: str) -> Any:
    told = WEIGHED[criterion]
    return question(told.title, widget="number", hint=told.meaning, ge=0, le=WEIGHT_MAX)


class MatchingTerms(Form):
    """These terms are this cohort's own. They count from the next proposal on; pairs that exist stay as they are. As
    many mentees as possible get a mentor first, whatever the weights are.

    A weight says how much a criterion counts against the others: 0 not at all, 30 twice as much as 15.
    """

    name = "matching_terms"
    title = "Terms of matching"
    by = "coordinator"
    use = Use.MATCHING
    kept_for = Kept.OFFICE
    anytime = True
    on_desk = True
    reach = "cohort"
    thanks = "Kept. The next proposal is made on these terms."

    tracks: int = _weight("tracks")
    topics: int = _weight("topics")
    needs: int = _weight("needs")
    goals: int = _weight("goals")
    skills: int = _weight("skills")
    wishes: int = _weight("wishes")
    experience: int = _weight("experience")
    free_times: int = _weight("free_times")
    interests: int = _weight("interests")
    choices: int = _weight("choices")
    chemistry: int = _weight("chemistry")
    order: Code = question("Once as many as possible are matched, what comes first?", widget="choice", options=ORDERS)
    rules: dict[Code, int] = question(
        "Rules of a pair",
        {},
        widget="importance",
        options=RULES,
        levels={0: "does not matter", 1: "nice to have", 2: "a must"},
        hint="Nice to have costs a pair 20 points of 100 where it is not so. Supervision, wishes not to be paired and "
        "bad first meetings always rule a pair out.",
        max_length=len(RULES),
    )
    balance: tuple[BalanceRow, ...] = question(
        "Balance",
        (),
        widget="rows",
        rows=2,
        max_length=12,
        hint="People are counted, never scored; gender only of those who agreed. Separate several values by commas. "
        "Without a value the rule holds for each there is, such as at most 2 of each employer.",
    )
    mode: Code = question("Who makes the pairs?", widget="choice", options=MODES)
    choosers: Code = question(
        "Who chooses?", "mentees", widget="choice", options=CHOOSERS, only_if=("mode", WITH_CHOICES)
    )
    meetings_max: int = question(
        "First meetings before the pairs are settled",
        widget="choice",
        options=MEETINGS,
        hint="Each mentee meets that many mentors for a short talk, and both say how it went.",
        ge=0,
        le=3,
    )
    afterwards: Code = question("A proposal waits for you", "next", widget="choice", options=AFTERWARDS)

    @classmethod
    def introduction(cls, cohort: Cohort, invitation: Invitation) -> str:
        told = super().introduction(cohort, invitation)
        return together((told, NOT_ASKED_ANY_MORE)) if too_late_to_ask(cohort) else told

    @classmethod
    def options(cls, cohort: Cohort, invitation: Invitation) -> dict[str, dict[str, str]]:
        known = cohort.policy.matching.stages in STAGES.values()
        return {"order": {code: words for code, words in ORDERS.items() if code != "as_it_is" or not known}}

    @classmethod
    def skips(cls, cohort: Cohort, invitation: Invitation) -> frozenset[str]:
        return frozenset() if waits_for_review(cohort) else frozenset({"afterwards"})

    @classmethod
    def prefilled(cls, cohort: Cohort, invitation: Invitation) -> dict[str, Any]:
        matching = cohort.policy.matching
        order = next((code for code, stages in STAGES.items() if stages == matching.stages), "as_it_is")
        return {
            **{name: matching.weights.get(name, 0) for name in WEIGHED},
            "order": order,
            "rules": {name: STRENGTHS.index(matching.rules.get(name, "must")) for name in RULES},
            "balance": [typed(rule) for rule in matching.balance],
            "mode": matching.mode,
            "choosers": matching.choosers,
            "meetings_max": matching.meetings_max,
            "afterwards": "next",
        }

    def look_twice(self, cohort: Cohort, invitation: Invitation, at: datetime) -> dict[str, str]:
        if not cohort.is_open:
            return {"": say("This cohort is closed; nothing is matched in it any more.")}
        weights = {name: getattr(self, name) for name in WEIGHED}
        if not any(weights.values()):
            return {"tracks": say("Please give at least one criterion a weight above 0.")}
        if self.mode == "self_choice" and sum(weights.values()) - self.choices > WISHES_SUM_MAX:
            words = say(
                "Where choices come before all else, the other weights may add up to {most} at most.",
                most=WISHES_SUM_MAX,
            )
            return {"mode": words}
        if words := self._wrong_balance():
            return {"balance": words}
        return refused_by(cohort, self._changes(cohort))

    def take_in(self, cohort: Cohort, invitation: Invitation, at: datetime) -> Cohort:
        before, changes = cohort.policy.matching, self._changes(cohort)
        matching = before.model_copy(update=changes)
        cohort = replace(cohort, policy=cohort.policy.model_copy(update={"matching": matching}))
        if changed := [name for name in changes if getattr(before, name) != changes[name]]:
            key = f"{invitation.id}:changed:{invitation.answers}"
            cohort = cohort.note(
                Entry(key, "", at, f"change the terms of matching: {', '.join(changed)}", invitation.to)
            )
        waiting = waits_for_review(cohort)
        if waiting is None or self.afterwards != "now":
            return cohort
        return order_again(cohort, waiting, invitation.to, at, by_hand=matching.mode == "by_hand")

    def _changes(self, cohort: Cohort) -> dict[str, Any]:
        """The fields of the policy's matching that this form sets."""
        matching = cohort.policy.matching
        return {
            "weights": matching.weights | {name: getattr(self, name) for name in WEIGHED},
            "stages": STAGES.get(self.order, matching.stages),
            "rules": matching.rules | self._rules(matching),
            "balance": tuple(row.rule() for row in self.balance),
            "mode": self.mode,
            "choosers": self.choosers if self.mode in WITH_CHOICES else matching.choosers,
            "meetings_max": self.meetings_max,
        }

    def _rules(self, matching: Matching) -> dict[RuleName, Any]:
        """How strictly each rule is held, without those that are a must anyway."""
        told = {rule: STRENGTHS[self.rules[rule]] for rule in RULES if rule in self.rules}
        return {rule: strength for rule, strength in told.items() if rule in matching.rules or strength != "must"}

    def _wrong_balance(self) -> str:
        for number, row in enumerate(self.balance, 1):
            if words := row.mistake():
                return say("Row {number}: {words}", number=number, words=words)
        labels = Counter(row.rule().label for row in self.balance)
        twice = next((label for label, count in labels.items() if count > 1), "")
        return say("Two rules are called “{name}”; give each a name of its own.", name=twice) if twice else ""
