"""Looking: how cohorts stand and what is coming. Codes and counts only; names are on the coordinator's desk."""

from typing import TYPE_CHECKING, Annotated, Any

import typer

from cli.output import AsJson, day, local, print_json, table, tell
from domain.saying import say, sayings

if TYPE_CHECKING:
    from domain.cohort import Cohort
    from office.office import Office

COUNTS = sayings(
    {
        "mentors": "mentors",
        "mentees": "mentees",
        "pairs_active": "pairs active",
        "sessions_planned": "sessions planned",
        "sessions_dated": "sessions dated",
        "sessions_held": "sessions held",
        "sessions_missed": "sessions missed",
        "sessions_cancelled": "sessions cancelled",
        "open_cases": "open cases",
        "open_forms": "open forms",
    }
)
ACohort = Annotated[str | None, typer.Argument(help="Code of the cohort; may be left out when there is only one.")]


def cohorts(as_json: bool = AsJson) -> None:
    """List the cohorts of this office and the phase each is in."""
    from cli.opening import opened

    office = opened()
    from domain.states import PHASES

    heads = [office.store.load(code, focus={""}) for code in office.store.cohorts()]
    if as_json:
        print_json([_head(cohort) for cohort in heads])
        return
    rows = [[c.code, c.name, PHASES[c.phase], day(c.phase_since or c.launched_at, c.zone), _held(c)] for c in heads]
    table(say("Cohorts"), [say("code"), say("name"), say("phase"), say("since"), ""], rows)


def _head(cohort: "Cohort") -> dict[str, Any]:
    return {
        "code": cohort.code,
        "name": cohort.name,
        "phase": cohort.phase,
        "since": cohort.phase_since,
        "launched_by": cohort.launched_by,
        "launched_at": cohort.launched_at,
        "on_hold_since": cohort.hold.at if cohort.hold else None,
    }


def _held(cohort: "Cohort") -> str:
    return say("on hold since {day}", day=day(cohort.hold.at, cohort.zone)) if cohort.hold else ""


def status(cohort: ACohort = None, as_json: bool = AsJson) -> None:
    """How a cohort stands: calendar, counts, what waits for the coordinator, the post, the last tick."""
    from cli.opening import cohort_code, opened

    office = opened()
    if cohort is None and len(office.store.cohorts()) != 1:
        cohorts(as_json)
        return
    stands = _stands(office, office.store.load(cohort_code(office, cohort)))
    if as_json:
        print_json(stands)
    else:
        _show(stands)


def _stands(office: "Office", cohort: "Cohort") -> dict[str, Any]:
    from office.desk import summary, tasks, told_milestones
    from office.mail_server import standstill

    return {
        **_head(cohort),
        "zone": cohort.zone,
        "milestones": dict(told_milestones(cohort)),
        "counts": summary(cohort),
        "waiting": [
            {"form": t.kind, "title": t.title, "about": t.about, "since": t.since} for t in tasks(office, cohort)
        ],
        "cases": [
            {"matter": case.matter, "about": case.about, "state": case.state, "since": case.opened_at}
            for case in cohort.escalations.values()
            if case.is_open
        ],
        "post": office.store.letters.counts(cohort.code).get(cohort.code, {}),
        "post_paused": standstill(office),
        "last_tick": office.store.leases.last_beat(f"tick:{cohort.code}"),
        "now": office.clock.now(),
    }


def _show(stands: dict[str, Any]) -> None:
    from domain.escalations import MATTERS
    from domain.states import CASES, LETTERS, PHASES

    zone, now = stands["zone"], stands["now"]
    tell(
        say(
            "{name} ({code}): {phase}, since {day}",
            name=stands["name"],
            code=stands["code"],
            phase=PHASES[stands["phase"]],
            day=day(stands["since"], zone),
        )
    )
    when = local(stands["launched_at"], zone)
    tell(say("launched by {who} on {when} ({zone})", who=stands["launched_by"], when=when, zone=zone))
    if stands["on_hold_since"]:
        since = local(stands["on_hold_since"], zone)
        tell(say("ON HOLD since {when}: nothing happens until it is lifted on the desk", when=since))
    passed = [[words, day(at, zone), "" if at > now else say("passed")] for words, at in stands["milestones"].items()]
    print()
    table(say("Calendar"), [say("milestone"), say("day"), ""], passed)
    table(say("Counts"), [say("what"), say("how many")], [[COUNTS[name], n] for name, n in stands["counts"].items()])
    waiting = [[task["title"], task["about"], local(task["since"], zone)] for task in stands["waiting"]]
    table(say("Waiting for the coordinator"), [say("what"), say("about"), say("since")], waiting)
    cases = [
        [MATTERS.get(c["matter"], c["matter"]), c["about"], CASES[c["state"]], local(c["since"], zone)]
        for c in stands["cases"]
    ]
    table(say("Open cases"), [say("matter"), say("about"), say("state"), say("since")], cases)
    letters = [[LETTERS[state], number] for state, number in stands["post"].items()]
    table(say("Post"), [say("state"), say("letters")], letters)
    if stands["post_paused"]:
        tell(say("The post is paused: {why}", why=stands["post_paused"]))
    tell(say("Last tick: {when}", when=local(stands["last_tick"], zone)))


def forecast(
    cohort: ACohort = None,
    days: Annotated[int, typer.Option(min=1, max=800, help="How far to look ahead.")] = 30,
    as_json: bool = AsJson,
) -> None:
    """What is due now and what is coming as things stand: when, which step, the key, and to whom (by code).

    Answers change it; what a later phase will bring is not in it. `mentoring preview` shows a whole plan.
    """
    from datetime import timedelta

    from cli.coming import coming as what_comes
    from cli.opening import cohort_code, opened

    office = opened()
    code = cohort_code(office, cohort)
    snapshot, now = office.store.load(code), office.clock.now()
    coming = [row for row in what_comes(snapshot, now) if row["at"] <= now + timedelta(days)]
    if as_json:
        print_json(coming)
        return
    from domain.steps import step_named

    if snapshot.hold:
        since = local(snapshot.hold.at, snapshot.zone)
        tell(say("{code} is on hold since {when}: nothing is due until it is lifted.", code=code, when=since))
    rows = [
        [
            say("now") if row["at"] <= now else local(row["at"], snapshot.zone),
            step_named(row["step"]),
            row["what"],
            row["to"],
            row["key"],
        ]
        for row in coming
    ]
    title = say("{code}: the next {n} day", "{code}: the next {n} days", n=days, code=code)
    table(title, [say("when"), say("step"), say("what"), say("to"), say("key")], rows)
