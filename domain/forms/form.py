"""Form: the base of every form. A form is a class, its docstring the introduction; the web renders any of them.

A form declares its questions once (`question`), and with each whose the answer is, who reads it, what uses it and how long
it is kept (domain/belonging.py). It checks an answer (pydantic, then `look_twice`), and takes it in: cohort
in, cohort out. It knows nothing of HTML, links or the database. The words of mistakes are in mistakes.py.
"""

from collections.abc import Mapping
from datetime import datetime
from typing import Any, ClassVar, Literal, Self

from pydantic import BaseModel, ConfigDict, Field, ValidationInfo, field_validator, model_validator
from pydantic.fields import FieldInfo

from domain.belonging import Audience, Belonging, Kept, Use
from domain.cohort import Cohort
from domain.forms.content import is_asked, tidied
from domain.forms.mistakes import mistaken
from domain.invitations import Invitation
from domain.permission import Permission
from domain.policy import Policy
from domain.saying import Said, ours, say, sayings

Widget = Literal[
    "line",  # one line of text
    "text",  # several lines
    "email",
    "date",
    "time",
    "number",
    "yes",  # one checkbox: bool
    "language",  # one of the languages in which we write: a choice of those that the office speaks (office/offering)
    "choice",  # one of options: radio buttons, a select when there are many
    "choices",  # any of options: tuple[str, ...]
    "ranking",  # the first n of options in order: tuple[str, ...]
    "scale",  # a number shown as radio buttons with the words of options: {"1": "not at all", ...}
    "importance",  # a number 0-3 for each of options: dict[str, int]; `levels` has the words for 0-3
    "rows",  # a table: tuple[Row, ...] of a small pydantic model
    "upload",  # the id of a stored file
]
Whose = Literal["author", "subject"]  # whoever answers; those whom the form is about
NOTHING: tuple[Any, ...] = (None, "", (), {})
IMPORTANCE = sayings({0: "not at all", 1: "a little", 2: "rather", 3: "very"}, context="importance")


def question(
    title: str,
    default: Any = ...,
    *,
    widget: Widget = "line",
    hint: str = "",
    options: Mapping[Any, str] | None = None,
    levels: Mapping[int, str] | None = None,
    reader: Audience | str = "",
    use: Use | tuple[Use, ...] = (),
    kept: Kept | None = None,
    step: str = "",
    only_if: tuple[str, tuple[Any, ...]] | None = None,
    needed: str = "",
    accept: str = "",
    rows: int = 0,
    permission: Permission | None = None,
    **limits: Any,
) -> Any:
    """Declare one question. Its texts are ours and are said in the language of whoever reads the form.

    `default=...` makes it required. `options` maps codes to words; `reader`, `use` and `kept` say who reads the answer (it
    stands beside the field), what uses it and for how long, where the form does not say it for all; `step` is the page of
    a long form; `only_if` = (field, values) shows it only for those answers, and its content counts only then;
    `needed`: the sentence for somebody who is asked and leaves it empty (for questions that are not always asked);
    `accept`: "pdf" for uploads; `rows`: how many rows a table starts with;
    `permission`: whoever answers gives one, which can be taken back. `limits` are pydantic's (max_length, ge).
    """
    extra: dict[str, Any] = {
        "widget": widget,
        "options": {str(code): ours(words) for code, words in options.items()} if options else {},
        "levels": {str(n): ours(words) for n, words in (levels or IMPORTANCE).items()}
        if widget == "importance"
        else {},
        "reader": reader,
        "use": (use,) if isinstance(use, Use) else use,
        "kept": kept,
        "step": ours(step),
        "only_if": [only_if[0], [str(value) for value in only_if[1]]] if only_if else None,
        "needed": ours(needed),
        "accept": accept,
        "rows": rows,
        "permission": permission,
    }
    return Field(default, title=ours(title), description=ours(hint), json_schema_extra=extra, **limits)


def meta(field: FieldInfo) -> Mapping[str, Any]:
    """What `question` declared beyond pydantic's own: widget, options, levels, step, only_if, needed, accept, rows,
    permission.

    Whose the answer is and who reads it is told by `Form.belongs`, which knows what holds for the whole form.
    """
    extra = field.json_schema_extra
    assert isinstance(extra, dict), "declare every field of a form with question()"
    return extra


class Form(BaseModel):
    """Base of all forms.

    `name` is its key in FORMS and in invitations, `title` the heading. `anytime` forms need no invitation of the
    office: a participant finds them on the personal page, or with `on_desk` a coordinator on the desk; `after_leaving`
    those that somebody who has left still needs. `reach`: "scope" when the answer concerns one pair or person, "cohort"
    when taking it in needs the whole cohort. `version` goes up when the meaning of an answer changes. `by` says who is
    asked; `desk_page` is the page of the desk on which coordinators answer it, where a form by itself would not do. `whose`,
    `reader`, `use` and `kept_for` hold for every question that does not declare its own.
    """

    model_config = ConfigDict(frozen=True, extra="forbid", str_strip_whitespace=True)

    name: ClassVar[str]
    title: ClassVar[str]
    version: ClassVar[int] = 1
    anytime: ClassVar[bool] = False
    on_desk: ClassVar[bool] = False
    after_leaving: ClassVar[bool] = False
    reach: ClassVar[Literal["scope", "cohort"]] = "scope"
    by: ClassVar[Literal["participant", "coordinator"]] = "participant"
    desk_page: ClassVar[str] = ""
    whose: ClassVar[tuple[Whose, ...]] = ("author",)
    reader: ClassVar[Audience | str] = Audience.COORDINATOR
    use: ClassVar[Use] = Use.CARE
    kept_for: ClassVar[Kept] = Kept.PROGRAMME
    thanks: ClassVar[str] = say("Thank you. Your answer has arrived.")

    @classmethod
    def __pydantic_init_subclass__(cls, **kwargs: Any) -> None:
        """The title, the thanks and the docstring are ours, as the texts of questions are."""
        super().__pydantic_init_subclass__(**kwargs)
        for name in ("title", "thanks"):
            if name in vars(cls):
                setattr(cls, name, ours(vars(cls)[name]))

    # --- belongs ------------------------------------------------------------------------------------------------

    @classmethod
    def belongs(cls, name: str, policy: Policy | None = None) -> Belonging:
        """Whose the answer to a question is, who reads it under this policy, what uses it, how long it is kept."""
        own = meta(cls.model_fields[name])
        return Belonging(
            cls.whose, Audience(own["reader"] or cls.reader), own["use"] or (cls.use,), own["kept"] or cls.kept_for
        )

    @classmethod
    def may_be_looked_at(cls, cohort: Cohort, about: str) -> bool:
        """Whether the coordinator looks at what was answered about this; a form may promise less than always."""
        return True

    # --- shown --------------------------------------------------------------------------------------------------

    @classmethod
    def introduction(cls, cohort: Cohort, invitation: Invitation) -> str:
        """The text above the questions, in Markdown; the docstring unless a form knows more."""
        return Said("\n\n".join(" ".join(part.split()) for part in (cls.__doc__ or "").split("\n\n")).strip())

    @classmethod
    def links(cls, policy: Policy) -> dict[str, str]:
        """Addresses elsewhere that help to answer, by question."""
        return {}

    @classmethod
    def mended_in(cls, cohort: Cohort, invitation: Invitation) -> str:
        """The form, open at any time, in which what stands in the way here can be changed; "" for none."""
        return ""

    @classmethod
    def options(cls, cohort: Cohort, invitation: Invitation) -> dict[str, dict[str, str]]:
        """Options that depend on the cohort, by field name; they replace the declared ones. "pins.mentor" names the
        column of a table."""
        return {}

    @classmethod
    def hints(cls, cohort: Cohort, invitation: Invitation) -> dict[str, str]:
        """Hints that depend on the cohort or on who reads them, by field name; they replace the declared ones."""
        return {}

    @classmethod
    def skips(cls, cohort: Cohort, invitation: Invitation) -> frozenset[str]:
        """Questions that this person or moment is not asked: not shown, and not taken when sent all the same."""
        return frozenset()

    @classmethod
    def prefilled(cls, cohort: Cohort, invitation: Invitation) -> dict[str, Any]:
        """What is known already and only needs a look."""
        return {}

    @classmethod
    def still_asked(cls, answers: Mapping[str, Any]) -> dict[str, Any]:
        """Of earlier answers those to questions that this version of the form still has."""
        return {name: value for name, value in answers.items() if name in cls.model_fields}

    # --- checked ------------------------------------------------------------------------------------------------

    @classmethod
    def check(cls, content: Mapping[str, Any], cohort: Cohort, invitation: Invitation, at: datetime) -> Self:
        """The answer as a form; pydantic.ValidationError names each field that needs another look (see `mistakes`)."""
        skips = cls.skips(cohort, invitation)
        context = {"options": cls.options(cohort, invitation), "skips": skips}
        form = cls.model_validate(dict(content), context=context)
        found = form._left_empty(skips) | form.look_twice(cohort, invitation, at)
        if found:
            raise mistaken(cls.__name__, found)
        return form

    def look_twice(self, cohort: Cohort, invitation: Invitation, at: datetime) -> dict[str, str]:
        """What only the cohort or the moment can tell to be wrong: field -> sentence. Empty when all is well."""
        return {}

    def warnings(self, cohort: Cohort) -> dict[str, str]:
        """What a person may want to think over, without being refused: field -> sentence."""
        return {}

    # --- taken in -----------------------------------------------------------------------------------------------

    @classmethod
    def may_change(cls, cohort: Cohort, invitation: Invitation) -> bool:
        """Whether another answer in place of the one that was given would still count; what would not is not offered."""
        return True

    def take_in(self, cohort: Cohort, invitation: Invitation, at: datetime) -> Cohort:
        """The cohort after this answer. The office has already marked the invitation as answered."""
        raise NotImplementedError

    def kept(self) -> dict[str, Any]:
        """The answer as plain JSON values, as records keep it."""
        return self.model_dump(mode="json")

    # --- inside -------------------------------------------------------------------------------------------------

    def _left_empty(self, skips: frozenset[str]) -> dict[str, str]:
        content = {name: getattr(self, name) for name in type(self).model_fields}
        return {
            name: meta(field)["needed"]
            for name, field in type(self).model_fields.items()
            if meta(field)["needed"]
            and name not in skips
            and (content[name] is False or content[name] in NOTHING)
            and is_asked(meta(field), content)
        }

    @model_validator(mode="before")
    @classmethod
    def _tidied(cls, content: Any, info: ValidationInfo) -> Any:
        """What a browser sends, as it was meant: see content.py."""
        skips = (info.context or {}).get("skips") or frozenset()
        return tidied(content, cls.model_fields, skips) if isinstance(content, dict) else content

    @field_validator("*", mode="after")
    @classmethod
    def _from_the_list(cls, value: Any, info: ValidationInfo) -> Any:
        """Whatever is chosen must be among the options."""
        assert info.field_name is not None
        field = cls.model_fields[info.field_name]
        declared, levels = meta(field)["options"], meta(field)["levels"]
        offered = ((info.context or {}).get("options") or {}).get(info.field_name, declared)
        left_empty = not field.is_required() and value == field.default
        if not offered or left_empty:
            return value
        chosen = value if isinstance(value, tuple | list | frozenset | dict) else [value]
        if any(str(code) not in offered for code in chosen):
            raise ValueError(say("Please choose from the list."))
        if isinstance(value, dict) and any(str(level) not in levels for level in value.values()):
            raise ValueError(say("Please choose from the list."))
        if isinstance(value, tuple) and len(set(value)) != len(value):
            raise ValueError(say("Please choose each one only once."))
        return value
