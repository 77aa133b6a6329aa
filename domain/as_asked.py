"""As asked: the forms as one cohort asks them, with the questions of its own that its policy adds (policy.OwnQuestion), and
with the lists and words that fit where its mentors come from (formats.py).

A form in which nothing differs is the form itself. Nothing else knows that there are two kinds of questions: pages, exports,
copies and the evaluation read the fields of the class that they get from here.
"""

from functools import lru_cache
from typing import Any

from pydantic import Field, create_model
from pydantic.fields import FieldInfo

from domain.belonging import Audience, Use
from domain.careers import PROFESSIONS, TOPICS
from domain.formats import employers, outcomes, professions, topics
from domain.forms import FORMS
from domain.forms.form import Form, meta, question
from domain.forms.kinds import Code, Line, Text
from domain.forms.mistakes import ANSWER_THIS
from domain.policy import COUNTABLE, OwnQuestion, Policy, Recruitment
from domain.saying import say

OWN = "own_"
MANY = ("choices", "importance")
AT_THE_END = say("Questions of this programme")  # the last page of a form that has pages
MARKS = {n: str(n) for n in range(1, 6)}
READERS = {"coordinator": Audience.COORDINATOR, "partner": Audience.PARTNER, "statistics": Audience.STATISTICS}
KINDS: dict[str, tuple[Any, Any, dict[str, Any]]] = {
    "line": (Line, "", {}),
    "text": (Text, "", {}),
    "yes": (bool, False, {}),
    "choice": (Code, "", {}),
    "choices": (tuple[Code, ...], (), {}),
    "scale": (int, 0, {"le": 5}),
}
"""By kind: the type of an answer, what stands where none was given, and its limits."""


def as_asked(name: str, policy: Policy) -> type[Form]:
    """The form of this name as it is asked under this policy."""
    form = FORMS[name]
    own = tuple(one for one in policy.questions if one.form == name)
    mentors_from = policy.recruitment.mentors_from
    fitting = _fitting(form, mentors_from) if mentors_from else form
    return _with(fitting, own) if own else fitting


@lru_cache(maxsize=256)
def _fitting(form: type[Form], mentors_from: tuple[Any, ...]) -> type[Form]:
    """The form with what a mentor may be and talk about in such a programme, with its words for the outcomes; and nobody
    leaves out for what kind of employer they work."""
    recruitment = Recruitment(mentors_from=mentors_from)
    lists = ((PROFESSIONS, professions(recruitment)), (TOPICS, topics(recruitment)))
    fields: dict[str, Any] = {}
    asks_a_mentor = form.name == "mentor_application"
    for name, field in form.model_fields.items():
        declared, words = meta(field), outcomes(recruitment).get(name.removeprefix("outcome_"), field.title)
        options = next((here for known, here in lists if declared["options"] == known), declared["options"])
        if name == "employer_type" and not asks_a_mentor:
            options = employers(recruitment) or options
        needed = ANSWER_THIS if name == "employer_type" and asks_a_mentor else declared["needed"]
        if (options, needed, words) != (declared["options"], declared["needed"], field.title):
            extra: Any = {**declared, "options": options, "needed": needed}
            most = _as_many_more(field, len(options) - len(declared["options"])) if declared["widget"] in MANY else {}
            fits = Field(title=words, json_schema_extra=extra, **most)
            fields[name] = (field.annotation, FieldInfo.merge_field_infos(field, fits))
    return _made(form, fields) if fields else form


def _as_many_more(field: FieldInfo, more: int) -> dict[str, Any]:
    """The limit of a question whose list has grown by so many."""
    limits = [limit.max_length for limit in field.metadata if hasattr(limit, "max_length")]
    return {"max_length": limits[0] + more} if limits else {}


def _made(form: type[Form], fields: dict[str, Any]) -> type[Form]:
    made: type[Form] = create_model(form.__name__, __base__=form, __module__=__name__, __doc__=form.__doc__, **fields)
    return made


def own_questions_of(name: str, policy: Policy) -> dict[str, OwnQuestion]:
    """The questions that a policy adds to a form, by the name of their field."""
    return {f"{OWN}{one.id}": one for one in policy.questions if one.form == name}


@lru_cache(maxsize=256)
def _with(form: type[Form], own: tuple[OwnQuestion, ...]) -> type[Form]:
    has_steps = any(_step_of(field) for field in form.model_fields.values())
    fields: dict[str, Any] = {f"{OWN}{one.id}": _field(one, has_steps=has_steps) for one in own}
    return _made(form, fields)


def _step_of(field: FieldInfo) -> Any:
    extra = field.json_schema_extra
    return extra.get("step") if isinstance(extra, dict) else ""


def _field(one: OwnQuestion, *, has_steps: bool) -> tuple[Any, Any]:
    """The field of one question. Its words are the programme's own: they are said as they stand, in every language."""
    kind, nothing, limits = KINDS[one.kind]
    least: dict[str, Any] = {"ge": 1 if one.required else 0} if one.kind == "scale" else {}
    if one.required and one.kind in ("line", "text", "choice", "choices"):
        least = {"min_length": 1}
    declared = question(
        "",
        widget=one.kind,
        reader=READERS[one.reader],
        use=_uses(one),
        step=AT_THE_END if has_steps else "",
    )
    words = MARKS if one.kind == "scale" else dict.fromkeys(one.options)
    options = {str(code): said or str(code) for code, said in words.items()}
    return kind, Field(
        ... if one.required and one.kind != "yes" else nothing,
        title=one.title,
        description=one.hint,
        json_schema_extra={**meta(declared), "options": options},
        **limits,
        **least,
    )


def _uses(one: OwnQuestion) -> tuple[Use, ...]:
    counted = (Use.EVALUATION,) if one.kind in COUNTABLE else ()
    read = {"partner": (Use.PARTNER,), "coordinator": (Use.CARE,)}.get(one.reader, ())
    return (*read, *counted)
