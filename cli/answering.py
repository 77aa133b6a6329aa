"""Answering: open or fill in a form from the shell, for somebody who calls and cannot use the page. Same checks as there."""

import re
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from cli.output import AsJson, print_json, tell
from cli.refusals import Refused
from domain.saying import Either, say, sayings, together

if TYPE_CHECKING:
    from pydantic.fields import FieldInfo

    from office.intake import OpenForm
    from office.office import Office

STATES = sayings({"open": "open", "answered": "answered", "closed": "closed"}, context="form")
PARTS = re.compile(r"\s*;\s*")


def answer(
    form: Annotated[
        str, typer.Argument(help="The link from the letter, or an invitation such as P07.3:session_report:N12.")
    ],
    values: Annotated[
        list[str] | None,
        typer.Option("--set", metavar="FIELD=VALUE", help="One answer; several parts as a; b. For uploads a PDF file."),
    ] = None,
    file: Annotated[
        Path | None, typer.Option(help="Answers as YAML or JSON: a mapping of fields, tables included.")
    ] = None,
    cohort: Annotated[str | None, typer.Option(help="Code of the cohort, if there is more than one.")] = None,
    as_json: bool = AsJson,
) -> None:
    """Show a form with what is known; with --set or --file fill it in and send it, exactly as its page would.

    What is not set keeps the value shown.
    """
    from cli.opening import opened
    from office.intake import open_form, take_answer

    office = opened()
    token = _token(office, form, cohort)
    shown = open_form(office, token)
    if not values and file is None:
        print_json(_as_row(shown)) if as_json else _show(shown)
        return
    given = (_from_file(file) if file else {}) | _from_words(office, shown, values or [])
    receipt = take_answer(office, token, {**shown.content, **given})
    if as_json:
        print_json({"taken": shown.invitation.id, "thanks": receipt.thanks, "warnings": receipt.warnings})
        return
    tell(together((shown.invitation.id, receipt.thanks), ": "))
    for name, words in receipt.warnings.items():
        tell(together((f"  {name}", words), ": "))


def _token(office: "Office", form: str, cohort: str | None) -> str:
    """The signed part of a link, or one for an invitation by its id."""
    if "/f/" in form:
        return re.split(r"[/?#]", form.partition("/f/")[2])[0]
    if form.count(":") < 2:
        return form
    from cli.opening import cohort_code

    code = cohort_code(office, cohort)
    invitation = office.store.lookups.invitation(code, form)
    return office.links.form_token(code, form, invitation.generation if invitation else 1)


# --- what was given ---------------------------------------------------------------------------------------------


def _from_file(path: Path) -> dict[str, Any]:
    import yaml

    from cli.refusals import readable
    from office.plain_yaml import read_yaml

    try:
        loaded = read_yaml(readable(path).decode("utf-8"))
    except (yaml.YAMLError, UnicodeDecodeError) as error:
        mark = getattr(error, "problem_mark", None)
        words = say("{path} is not readable as YAML; check indentation, colons and quotes.", path=path)
        if mark:
            words = say(
                "{path}, line {line}, column {column} is not readable as YAML; check indentation, colons and quotes.",
                path=path,
                line=mark.line + 1,
                column=mark.column + 1,
            )
        raise Refused(words) from error
    if not isinstance(loaded, dict):
        raise Refused(say("{path} must hold fields and values such as `outcome: held`.", path=path))
    return loaded


def _from_words(office: "Office", shown: "OpenForm", words: list[str]) -> dict[str, Any]:
    """FIELD=VALUE by field, each as its kind of question wants it."""
    given: dict[str, Any] = {}
    for word in words:
        name, equals, value = word.partition("=")
        if not equals:
            raise Refused(say("--set {word}: write FIELD=VALUE, such as --set outcome=held.", word=repr(word)))
        field = shown.form.model_fields.get(name)
        if field is None:
            raise Refused(
                say(
                    "--set {name}: the form has no such field; it has {fields}.",
                    name=name,
                    fields=", ".join(shown.form.model_fields),
                )
            )
        given[name] = _value(office, shown, name, field, value)
    return given


def _value(office: "Office", shown: "OpenForm", name: str, field: "FieldInfo", value: str) -> Any:
    from domain.forms.form import meta

    match meta(field)["widget"]:
        case "choices" | "ranking":
            return [part for part in PARTS.split(value) if part]
        case "importance":
            return dict(_pair(name, part) for part in PARTS.split(value) if part)
        case "rows":
            raise Refused(
                say("--set {name}: a table does not fit on a line; write it in a file for --file.", name=name)
            )
        case "upload" if Path(value).is_file():
            from office.uploads import keep_file

            with Path(value).open("rb") as stream:
                return keep_file(office, shown.link, name, Path(value).name, stream)
        case _:
            return value


def _pair(name: str, part: str) -> tuple[str, str]:
    code, colon, level = part.partition(":")
    if not colon:
        raise Refused(say("--set {name}: write each as CODE:LEVEL, such as path:3.", name=name))
    return code.strip(), level.strip()


# --- what is shown ----------------------------------------------------------------------------------------------


def _questions(shown: "OpenForm") -> list[dict[str, Any]]:
    """The questions this person is asked, in order, with what is known."""
    from domain.forms.content import is_asked
    from domain.forms.form import meta
    from office.offering import options_of, skips_of

    offered = options_of(shown.form, shown.cohort, shown.invitation)
    skipped = skips_of(shown.form, shown.cohort, shown.invitation)
    asked = [(name, field, meta(field)) for name, field in shown.form.model_fields.items() if name not in skipped]
    return [
        {
            "field": name,
            "title": field.title,
            "hint": field.description or "",
            "kind": declared["widget"],
            "needed": field.is_required() or bool(declared["needed"]),
            "asked": is_asked(declared, shown.content),
            "only_if": declared["only_if"],
            "reader": shown.form.belongs(name, shown.cohort.policy).audience.value,
            "options": dict(offered.get(name) or declared["options"]),
            "value": shown.content.get(name),
        }
        for name, field, declared in asked
    ]


def _as_row(shown: "OpenForm") -> dict[str, Any]:
    return {
        "invitation": shown.invitation.id,
        "form": shown.form.name,
        "title": shown.form.title,
        "to": shown.invitation.to,
        "status": shown.status,
        "closes": shown.invitation.closes,
        "introduction": shown.form.introduction(shown.cohort, shown.invitation),
        "questions": _questions(shown),
    }


def _show(shown: "OpenForm") -> None:
    tell(say("{title}: {code}, {state}", title=shown.form.title, code=shown.invitation.id, state=STATES[shown.status]))
    tell(together(("", shown.form.introduction(shown.cohort, shown.invitation), ""), "\n"))
    for question in _questions(shown):
        _show_question(question)
    if shown.status == "closed":
        tell(say("This form is closed: it takes no more answers."))
    else:
        tell(say("Fill it in with --set FIELD=VALUE or --file answers.yaml; * must be answered."))


def _show_question(question: Mapping[str, Any]) -> None:
    from domain.reading import WHO_READS

    condition = question["only_if"]
    star = "*" if question["needed"] else " "
    about = [question["kind"], WHO_READS[question["reader"]]]
    if condition:
        about.append(say("only if {field} is {values}", field=condition[0], values=Either(condition[1])))
    tell(
        together(
            (star, question["field"] + ":", question["title"], together(("(", together(about, ", "), ")"), "")), " "
        )
    )
    if question["hint"]:
        tell(together(("      ", question["hint"]), ""))
    for code, words in question["options"].items():
        tell(together((f"      {code}", words), " = "))
    if question["value"] not in (None, "", [], (), {}):
        tell(together(("     ", say("known: {value}", value=str(question["value"]))), " "))
