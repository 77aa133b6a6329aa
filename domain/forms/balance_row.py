"""Balance row: one balance rule as a coordinator types it, and as the policy keeps it."""

from collections.abc import Mapping
from typing import Any

from pydantic import BaseModel, ConfigDict, field_validator

from domain.balance import EACH
from domain.careers import COMPANY_SIZES, EMPLOYER_TYPES, GENDERS, SUB_SECTORS
from domain.forms.form import question
from domain.forms.kinds import Code, Line
from domain.policy import BalanceRule
from domain.saying import say, sayings, together

TRAITS = sayings(
    {
        "gender": "Gender",
        "sub_sector": "Sub-sector",
        "company_size": "Company size",
        "employer_type": "Kind of employer",
        "employer": "Employer",
    }
)
VALUES: Mapping[str, Mapping[str, str]] = {
    "gender": {code: words for code, words in GENDERS.items() if code != "no_answer"},
    "sub_sector": SUB_SECTORS,
    "company_size": COMPANY_SIZES,
    "employer_type": EMPLOYER_TYPES,
}
SIDES = sayings({"mentors": "Mentors", "mentees": "Mentees"})
PEOPLE_MAX = 10_000


class BalanceRow(BaseModel):
    """One balance rule as it is typed: values in words, numbers where the rule asks any."""

    model_config = ConfigDict(frozen=True, extra="forbid", str_strip_whitespace=True)

    label: Line = question("Name of the rule", "")
    trait: Code = question("Counts people by", "", options=TRAITS)
    values: Line = question("Which", "")
    on: Code = question("Among", "mentors", options=SIDES)
    at_least: int | None = question("At least", None, widget="number", ge=0, le=PEOPLE_MAX)
    at_most: int | None = question("At most", None, widget="number", ge=0, le=PEOPLE_MAX)
    share_at_least_percent: int | None = question("At least %", None, widget="number", ge=1, le=100)

    @field_validator("at_least", "at_most", "share_at_least_percent", mode="before")
    @classmethod
    def _none_when_empty(cls, value: Any) -> Any:
        return None if value == "" else value

    def mistake(self) -> str:
        """What does not make a rule, in one sentence; "" when it does."""
        if self.trait not in TRAITS or self.on not in SIDES | {"": ""}:
            return say("choose by what it counts people, and among whom.")
        known = VALUES.get(self.trait)
        if strangers := [word for word in self._typed if known and _code(word, known) is None]:
            return say(
                "{trait} cannot be “{value}”; write some of: {known}.",
                trait=TRAITS[self.trait],
                value=strangers[0],
                known=together((known or {}).values(), ", "),
            )
        if self.at_least is self.at_most is self.share_at_least_percent is None:
            return say("say how many there must be: at least, at most, or a share.")
        if self.at_least is not None and self.at_most is not None and self.at_least > self.at_most:
            return say("at least {least} and at most {most} cannot both be.", least=self.at_least, most=self.at_most)
        return ""

    def rule(self) -> BalanceRule:
        """The rule, in the codes of the policy."""
        known = VALUES.get(self.trait, {})
        return BalanceRule(
            label=self.label or self._usual_label,
            trait=self.trait,
            values=tuple(dict.fromkeys(_code(word, known) or word for word in self._typed)),
            on=self.on or "mentors",
            at_least=self.at_least,
            at_most=self.at_most,
            share_at_least_percent=self.share_at_least_percent,
        )

    @property
    def _typed(self) -> list[str]:
        return [word for part in self.values.split(",") if (word := part.strip())]

    @property
    def _usual_label(self) -> str:
        return ", ".join(self._typed) or str(EACH[self.trait])


def _code(word: str, known: Mapping[str, str]) -> str | None:
    """The code of a value typed as code or in words."""
    folded = word.casefold()
    return next((code for code, words in known.items() if folded in (code, words.casefold())), None)


def typed(rule: BalanceRule) -> dict[str, Any]:
    """A rule of the policy as a row to be changed."""
    known = VALUES.get(rule.trait, {})
    told = rule.model_dump(exclude_none=True)
    name = "" if rule.label in EACH.values() else rule.label
    return told | {"label": name, "values": ", ".join(known.get(value, value) for value in rule.values)}
