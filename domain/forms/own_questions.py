"""Own questions: the coordinator adds questions of the programme's own to forms of participants, or takes some away."""

import re
import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import datetime
from typing import Any

from pydantic import BaseModel, ConfigDict, ValidationError

from domain.belonging import Kept, Use
from domain.cohort import Cohort, Entry
from domain.forms.form import Form, question
from domain.forms.kinds import Code, Short
from domain.forms.mistakes import mistakes
from domain.invitations import Invitation
from domain.policy import QUESTIONS_MAX, OwnQuestion
from domain.saying import say, sayings

ID_MAX = 30
KINDS = sayings(
    {
        "text": "Several lines",
        "line": "One line",
        "yes": "A tick",
        "choice": "One of several",
        "choices": "Any of several",
        "scale": "A mark from 1 to 5",
    },
    context="kind of question",
)
FORMS_OF_PEOPLE = sayings(
    {
        "mentor_application": "Application of mentors",
        "mentee_application": "Application of mentees",
        "midterm_check": "Half-way",
        "reflection_mentor": "Final reflection of mentors",
        "reflection_mentee": "Final reflection of mentees",
    }
)
READERS = sayings({"coordinator": "Coordinators", "partner": "Partner and coordinators", "statistics": "Counted only"})
NEEDED = sayings({"no": "No", "yes": "Yes"}, context="must be answered")


class QuestionRow(BaseModel):
    """One question as it is typed; `id` is made from its words when nobody gives one."""

    model_config = ConfigDict(frozen=True, extra="forbid", str_strip_whitespace=True)

    title: Short = question("Question", "")
    form: Code = question("In", "", options=FORMS_OF_PEOPLE)
    kind: Code = question("Answer", "text", options=KINDS)
    options: Short = question("To choose from", "")
    reader: Code = question("Who reads it", "coordinator", options=READERS)
    needed: Code = question("Must be answered", "no", options=NEEDED)
    hint: Short = question("Hint", "")
    id: Code = question("Short name", "")

    def asked(self, id: str) -> OwnQuestion:
        """The question as the policy keeps it; ValidationError when its parts do not fit together."""
        options = tuple(part for one in self.options.split(";") if (part := one.strip()))
        return OwnQuestion.model_validate(
            {
                "form": self.form,
                "id": id,
                "title": self.title,
                "hint": self.hint,
                "kind": self.kind or "text",
                "options": options,
                "required": self.needed == "yes",
                "reader": self.reader or "coordinator",
            }
        )


class OwnQuestions(Form):
    """These questions are added at the end of the forms you choose, in your words and in every language as you write them.
    Answers stand with all others: on the page of the person, in the workbook, and, where they can be counted, in the
    evaluation. Whoever has answered a form already is not asked again.
    """

    name = "own_questions"
    title = "Questions of your own"
    by = "coordinator"
    use = Use.DECISION
    kept_for = Kept.OFFICE
    anytime = True
    on_desk = True
    reach = "cohort"
    thanks = "Kept. Whoever opens these forms from now on finds the questions in them."

    questions: tuple[QuestionRow, ...] = question(
        "Questions",
        (),
        widget="rows",
        rows=3,
        max_length=QUESTIONS_MAX,
        hint="Separate what can be chosen by semicolons. Delete the words of a question to take it away; what was answered "
        "is kept as long as other answers, and shown no more.",
    )

    @classmethod
    def prefilled(cls, cohort: Cohort, invitation: Invitation) -> dict[str, Any]:
        return {"questions": [_typed(one) for one in cohort.policy.questions]}

    def look_twice(self, cohort: Cohort, invitation: Invitation, at: datetime) -> dict[str, str]:
        if not cohort.is_open:
            return {"": say("This cohort is closed; nothing is asked in it any more.")}
        for number, row in enumerate(self.questions, 1):
            if row.title and (words := _mistake(row, cohort)):
                return {"questions": say("Row {number}: {words}", number=number, words=words)}
        ids = [(one.form, one.id) for one in self._asked()]
        twice = next((id for form, id in ids if ids.count((form, id)) > 1), "")
        if twice:
            return {"questions": say("Two questions of one form have the short name {name}.", name=twice)}
        return {}

    def take_in(self, cohort: Cohort, invitation: Invitation, at: datetime) -> Cohort:
        asked = tuple(self._asked())
        if asked == cohort.policy.questions:
            return cohort
        cohort = replace(cohort, policy=cohort.policy.model_copy(update={"questions": asked}))
        key = f"{invitation.id}:changed:{invitation.answers}"
        return cohort.note(Entry(key, "", at, f"ask {len(asked)} questions of its own", invitation.to))

    def _asked(self) -> Iterator[OwnQuestion]:
        rows = [row for row in self.questions if row.title]
        taken = {(row.form, row.id) for row in rows if row.id}
        for row in rows:
            id = row.id or _free(row, taken)
            taken.add((row.form, id))
            yield row.asked(id)


def _mistake(row: QuestionRow, cohort: Cohort) -> str:
    """What does not make a question, in one sentence; "" when it does."""
    if row.form not in FORMS_OF_PEOPLE:
        return say("choose the form it belongs to.")
    try:
        asked = row.asked(row.id or "x")
    except ValidationError as error:
        return next(iter(mistakes(error).values()))
    before = next((one for one in cohort.policy.questions if (one.form, one.id) == (asked.form, asked.id)), None)
    if before and before.kind != asked.kind:
        return say("it may have been answered in the other way already; add a new question instead.")
    return ""


def _free(row: QuestionRow, taken: set[tuple[str, str]]) -> str:
    """A short name from the first words of a question that none of the same form has."""
    plain = unicodedata.normalize("NFKD", row.title.casefold()).encode("ascii", "ignore").decode()
    words = re.sub(r"[^a-z0-9]+", "_", plain).strip("_")
    first = (words if words[:1].isalpha() else f"q_{words}")[: ID_MAX - 3].strip("_") or "q"
    names = (first, *(f"{first}_{n}" for n in range(2, QUESTIONS_MAX + 2)))
    return next(name for name in names if (row.form, name) not in taken)


def _typed(one: OwnQuestion) -> Mapping[str, Any]:
    """A question of the policy as a row to be changed."""
    told = one.model_dump(exclude={"options", "required"})
    return told | {"options": "; ".join(one.options), "needed": "yes" if one.required else "no"}
