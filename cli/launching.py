"""Launching: a plan file becomes a cohort, or a preview of everything it would do. Every mistake is named at once."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from cli.output import AsJson, day, local, print_json, table, tell, tell_how_to_undo
from domain.saying import say, together

if TYPE_CHECKING:
    from domain.cohort import Cohort
    from domain.deeds import Deed
    from office.office import Office
    from office.plans import Plan

APlan = Annotated[Path, typer.Argument(help="The plan, a YAML file such as examples/pilot/plan.yaml.")]
AList = Annotated[Path | None, typer.Option(help="People to invite, with names and addresses: CSV or a workbook.")]


@dataclass(frozen=True)
class TakenIn:
    """People who came in with the launch, by one deed; no deed where everybody was there already."""

    role: str
    number: int
    deed: "Deed | None"


def launch(
    plan: APlan,
    by: Annotated[str, typer.Option(help="Code of the coordinator who launches; else the first of the plan.")] = "",
    mentors: AList = None,
    mentees: AList = None,
    along: Annotated[
        str, typer.Option(help="An earlier cohort: invite those of it who said that they would take part again.")
    ] = "",
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Check everything and show the calendar only.")] = False,
    as_json: bool = AsJson,
) -> None:
    """Launch a cohort from a plan. Launching it again changes nothing and says who was first."""
    from cli.opening import prepared
    from office.launch import cohort_of
    from office.launch import launch as begin
    from office.plan_files import read_plan

    office = prepared()
    raw = read_plan(plan)
    if raw.get("code") in office.store.cohorts():
        _tell(office, str(raw["code"]), True, [], as_json)
        return
    checked, lists = _checked(office, plan, raw, by, {"mentor": mentors, "mentee": mentees})
    if dry_run:
        cohort = cohort_of(office, checked, by or checked.coordinators[0], office.clock.now())
        _tell_the_calendar(office, cohort, lists, as_json)
        return
    if along:
        office.store.load(along, focus=())  # refused before anything is done when there is no such cohort
    launched = begin(office, checked, by or checked.coordinators[0])
    invited = [] if launched.already else list(_invite(office, launched.code, launched.by, lists))
    if along and not launched.already:
        invited += _take_along(office, launched.code, along, launched.by)
    _wake(office, launched.code)
    _tell(office, launched.code, launched.already, invited, as_json)


def _checked(
    office: "Office", source: Path, raw: dict[str, Any], by: str, files: dict[str, Path | None]
) -> tuple["Plan", dict[str, bytes]]:
    """The plan and the lists; Refused names the mistakes of all files together."""
    from cli.refusals import Refused, listed, readable
    from office.contacts import parsed
    from office.launch import check_plan
    from office.plan_files import PlanRefused

    lists = {role: readable(file) for role, file in files.items() if file}
    mistakes = [
        together((str(files[role]), refused.told), ", ")
        for role, raw_list in lists.items()
        for refused in parsed(office, raw_list)[0].refused
    ]
    if by and office.store.register.coordinator(by) is None:
        mistakes.append(say("--by: {by} is not registered; register with `mentoring coordinator add`", by=repr(by)))
    plan = None
    try:
        plan = check_plan(office, raw, source)
    except PlanRefused as refused:
        mistakes = [together((str(source), mistake.told), ", ") for mistake in refused.mistakes] + mistakes
    if plan is None or mistakes:
        raise Refused(listed(say("Nothing was launched:"), mistakes))
    return plan, lists


def _invite(office: "Office", code: str, by: str, lists: dict[str, bytes]) -> Iterator[TakenIn]:
    """Each list comes in as one deed, as at the desk."""
    from domain.people import Role
    from office.taking_in import Brought, take_in_at_once

    for role, raw in lists.items():
        found, deed = take_in_at_once(office, code, by, Brought(Role(role), raw))
        yield TakenIn(role, len(found.fresh), deed)


def _take_along(office: "Office", code: str, earlier: str, by: str) -> Iterator[TakenIn]:
    from office.like_earlier import KINDS, take_along

    known = office.store.load(earlier, focus={""})
    for kind, (role, _, those) in KINDS.items():
        yield TakenIn(role.value, len(those(known)), take_along(office, code, known, kind, by))


def _wake(office: "Office", code: str) -> None:
    """Have Prefect look soon; when it does not run the first hourly round does."""
    from office import wake

    wake.answered(office.settings, code, office.store.lookups.phase_of(code))


# --- telling ----------------------------------------------------------------------------------------------------


def _tell(office: "Office", code: str, already: bool, invited: list[TakenIn], as_json: bool) -> None:
    from cli.people import links_of

    cohort, links = office.store.load(code, focus={""}), links_of(office, code)
    if as_json:
        print_json({"code": code, "already": already, "by": cohort.launched_by, "at": cohort.launched_at}
                   | {"calendar": _calendar(cohort), "links": links}
                   | {"invited": {one.role: sum(o.number for o in invited if o.role == one.role) for one in invited}}
                   | {"deeds": {one.deed.id: one.deed.until for one in invited if one.deed}})  # fmt: skip
        return
    when = local(cohort.launched_at, cohort.zone)
    if already:
        tell(
            say(
                "{code} was launched by {launched_by} on {when} ({zone}). Nothing was changed.",
                code=code,
                launched_by=cohort.launched_by,
                when=when,
                zone=cohort.zone,
            )
        )
        tell(say("To invite more people use `mentoring contacts`; to see how it stands, `mentoring status`."))
    else:
        tell(say("{code} is launched: {name}.", code=code, name=cohort.name))
    for one in invited:
        tell(_will_be_invited(one.role, one.number))
        if one.deed:
            tell_how_to_undo(one.deed, cohort)
    _show_calendar(cohort)
    table(say("Links"), [say("what"), say("link")], [[row["what"], row["link"]] for row in links])
    if not already:
        tell(say("The running office takes it from here; without one, start it with `mentoring serve`."))


def _tell_the_calendar(office: "Office", cohort: "Cohort", lists: dict[str, bytes], as_json: bool) -> None:
    from office.contacts import parsed

    numbers = {role: len(parsed(office, raw)[0].contacts) for role, raw in lists.items()}
    if as_json:
        print_json({"code": cohort.code, "calendar": _calendar(cohort), "would_invite": numbers})
        return
    tell(say("The plan can be launched. Nothing was launched."))
    for role, number in numbers.items():
        tell(_would_be_invited(role, number))
    _show_calendar(cohort)


def _will_be_invited(role: str, n: int) -> str:
    if role == "mentor":
        return say(
            "{n} mentor will be invited when their call opens.",
            "{n} mentors will be invited when their call opens.",
            n=n,
        )
    return say(
        "{n} mentee will be invited when their call opens.", "{n} mentees will be invited when their call opens.", n=n
    )


def _would_be_invited(role: str, n: int) -> str:
    if role == "mentor":
        return say("{n} mentor would be invited.", "{n} mentors would be invited.", n=n)
    return say("{n} mentee would be invited.", "{n} mentees would be invited.", n=n)


def _calendar(cohort: "Cohort") -> dict[str, str]:
    from dataclasses import asdict

    from domain.calendar import told_by
    from domain.dates import day_of

    days = asdict(cohort.milestones).items()
    return {name: day_of(told_by(name, at), cohort.zone).isoformat() for name, at in days}


def _show_calendar(cohort: "Cohort") -> None:
    from office.desk import told_milestones

    rows = [[words, day(at, cohort.zone)] for words, at in told_milestones(cohort)]
    table(say("Calendar ({zone})", zone=cohort.zone), [say("milestone"), say("day")], rows)
