"""Acting: whatever a coordinator can do at the desk without a case, from the shell: the same look at what it will cause first,
the same deed, and the same way back. What an act means is left to domain/acts, what it causes to office/acts.
"""

import sys
from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Annotated, Any

import typer

from cli.output import AsJson, local, print_json, table, tell, tell_how_to_undo
from cli.refusals import Refused
from domain.saying import said_by, say, sayings, together

if TYPE_CHECKING:
    from domain.acts import Act
    from domain.cohort import Cohort
    from domain.deeds import Deed
    from office.acts.doing import Look, Order
    from office.acts.telling import Told
    from office.office import Office

PLACES = sayings(
    {"group": "a pair or group", "person": "a person", "gathering": "a gathering", "cohort": "the whole cohort"},
    context="done to",
)


def act(
    name: Annotated[
        str | None, typer.Argument(help="What to do, such as pause_group; without it, what can be done.")
    ] = None,
    about: Annotated[
        str, typer.Option(help="To what: the code of a pair, a person or a gathering, such as P07; else the cohort.")
    ] = "",
    values: Annotated[
        list[str] | None, typer.Option("--set", metavar="FIELD=VALUE", help="One answer; what is known stays.")
    ] = None,
    by: Annotated[str, typer.Option(help="Code of the coordinator who does it; else the lead.")] = "",
    undo: Annotated[str, typer.Option(help="Take a deed back, by its id, as long as its letters wait.")] = "",
    yes: Annotated[bool, typer.Option("--yes", help="Do it without asking.")] = False,
    cohort: Annotated[str | None, typer.Option(help="Code of the cohort, if there is more than one.")] = None,
    as_json: bool = AsJson,
) -> None:
    """Do something without a case, as on the desk: first what it will cause, then, with --yes, the deed.

    Nothing is done that was not shown. Until its letters leave it can be taken back with --undo.
    """
    from cli.opening import cohort_code, opened

    office = opened()
    code = cohort_code(office, cohort)
    by = _who(office, code, by)
    if undo:
        _take_back(office, code, undo, by, as_json)
    elif name is None:
        _offered(office, code, about, as_json)
    else:
        _act(office, code, _order(office, code, name, about, by, values or []), yes, as_json)


def _who(office: "Office", code: str, by: str) -> str:
    running = office.store.register.running(code)
    if by and by not in running:
        raise Refused(
            say("{by} does not run {cohort}; there is {codes}.", by=by, cohort=code, codes=", ".join(running))
        )
    return by or running[0]


# --- what can be done -----------------------------------------------------------------------------------------------


def _offered(office: "Office", code: str, about: str, as_json: bool) -> None:
    """What is possible now, to one thing or to the cohort."""
    from office.acts.doing import offers

    cohort, now = office.store.load(code), office.clock.now()
    place = _place(cohort, about)
    found = offers(cohort, place, about, now)
    if as_json:
        print_json([{"act": one.name, "title": one.title, "on": one.on} for one in found])
        return
    title = say("What can be done with {what}", what=about) if about else PLACES["cohort"]
    table(title, [say("act"), say("what")], [[one.name, one.title] for one in found])
    if not about:
        tell(say("More can be done to one pair, person or gathering: name it with --about."))


def _place(cohort: "Cohort", about: str) -> Any:
    places = {
        "group": cohort.groups,
        "person": cohort.participants,
        "gathering": cohort.gatherings,
        "cohort": {"": None},
    }
    place = next((name for name, known in places.items() if about in known), None)
    if place is None:
        raise Refused(say("There is no pair, person or gathering {about}.", about=about))
    return place


# --- doing it -------------------------------------------------------------------------------------------------------


def _order(office: "Office", code: str, name: str, about: str, by: str, words: list[str]) -> "Order":
    """The order with what is known already, and over it what was given."""
    from domain.acts import ACTS
    from domain.acts.act import order_of
    from office.acts.doing import Order

    kind = ACTS.get(name.replace("-", "_"))
    if kind is None:
        raise Refused(say("There is nothing called {name} to do; `mentoring act` shows what there is.", name=name))
    cohort, now = office.store.load(code), office.clock.now()
    place = _place(cohort, about)
    if place != kind.on:
        raise Refused(say("{name} is done to {place}: name it with --about.", name=kind.name, place=PLACES[kind.on]))
    if not kind.offered(cohort, about, now):
        raise Refused(say("This is not possible, or not any more."))
    known = kind.prefilled(cohort, order_of(kind, cohort, about, by, now))
    return Order(kind.name, about, by, {**known, **_given(kind, words)})


def _given(kind: type["Act"], words: list[str]) -> dict[str, str]:
    found = {}
    for word in words:
        name, equals, value = word.partition("=")
        if not equals:
            raise Refused(say("--set {word}: write FIELD=VALUE, such as --set last=2027-05-31.", word=repr(word)))
        if name not in kind.model_fields:
            there = ", ".join(kind.model_fields) or say("none")
            raise Refused(say("--set {name}: there is no such field; there are {fields}.", name=name, fields=there))
        found[name] = value
    return found


def _act(office: "Office", code: str, order: "Order", yes: bool, as_json: bool) -> None:
    """Show what it will cause; with a yes, do that and nothing else."""
    from office.acts.doing import Changed, carry_out, look
    from office.acts.telling import tell as in_words
    from office.intake import Mistakes
    from words import spoken_here

    try:
        seen = look(office, code, order)
    except Mistakes as mistakes:
        raise Refused(_needed(office, code, order, mistakes.fields)) from mistakes
    told = in_words(office, seen)
    if not as_json:
        _show(seen, told)
    if not yes and not (not as_json and sys.stdin.isatty() and typer.confirm(spoken_here().say(say("Do it?")))):
        if as_json:
            print_json(_as_row(order, told))
        else:
            tell(say("Nothing was done. Repeat with --yes to do it."))
        return
    try:
        deed = carry_out(office, code, order, seen.caused.mark)
    except Changed as changed:
        raise Refused(said_by(changed)) from changed
    if as_json:
        print_json(_as_row(order, told) | {"deed": deed.id, "until": deed.until})
    else:
        _done(seen.soon, deed)


def _needed(office: "Office", code: str, order: "Order", wrong: Mapping[str, str]) -> str:
    """What an act asks for, with its choices, and what is wrong with what was given."""
    from domain.acts import ACTS
    from domain.acts.act import order_of
    from domain.forms.form import meta
    from office.offering import options_of

    kind, cohort = ACTS[order.act], office.store.load(code)
    offered = options_of(kind, cohort, order_of(kind, cohort, order.about, order.by, office.clock.now()))
    lines: list[str] = [say("The answer needs another look:")]
    lines += [together((f"  {name or '-'}", words), ": ") for name, words in wrong.items()]
    for name, field in kind.model_fields.items():
        lines.append(together((f"  --set {name}=", field.title or ""), " "))
        choices = offered.get(name) or meta(field)["options"]
        lines += [together((f"      {value}", words), " = ") for value, words in choices.items()]
    return together(lines, "\n")


def _show(seen: "Look", told: "Told") -> None:
    """The look: letters by kind with their readers, and everything else that becomes another thing."""
    tell(together((seen.act.title, say("{n} letter", "{n} letters", n=told.number)), ": "))
    for letter in told.letters:
        when = local(letter.leaves_at, seen.soon.zone)
        tell(say("  “{kind}” to {names}, on {when} at the earliest", kind=letter.kind, names=letter.names, when=when))
    for line in told.lines:
        tell(together(("  - ", line), ""))


def _as_row(order: "Order", told: "Told") -> dict[str, Any]:
    return {
        "act": order.act,
        "about": order.about,
        "by": order.by,
        "letters": [{"letter": one.kind, "to": one.names, "leaves_at": one.leaves_at} for one in told.letters],
        "causes": list(_plain(told)),
    }


def _plain(told: "Told") -> Iterator[str]:
    from words import spoken_here

    return (spoken_here().say(line) for line in told.lines)


def _done(cohort: "Cohort", deed: "Deed") -> None:
    tell(say("Done."))
    tell_how_to_undo(deed, cohort)


def _take_back(office: "Office", code: str, deed: str, by: str, as_json: bool) -> None:
    from office.acts.doing import undo

    undo(office, code, deed, by)
    if as_json:
        print_json({"taken_back": deed, "cohort": code})
    else:
        tell(say("Taken back: everything is as if it had not been done, and no letter of it leaves."))
