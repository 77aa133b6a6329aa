"""Playing: a whole cohort on a virtual clock in a folder that is gone afterwards; as a chronicle, or letter by letter."""

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from cli.output import AsJson, local, print_json, table, tell
from domain.saying import say, together

if TYPE_CHECKING:
    from office.plans import Plan
    from rehearsal.preview import Preview

Seed = Annotated[int, typer.Option(min=0, help="The same seed plays the same people.")]


def rehearse(
    seed: Seed = 7,
    plan: Annotated[Path | None, typer.Option(help="A plan to rehearse; else the preset alone.")] = None,
    preset: Annotated[
        str, typer.Option(help="The numbers of the programme, when there is no plan.")
    ] = "industry-one-to-one",
    mentors: Annotated[int, typer.Option(min=1, max=2000)] = 15,
    mentees: Annotated[int, typer.Option(min=1, max=2000)] = 18,
    faults: Annotated[
        bool, typer.Option("--faults", help="Let the mail fail, processes die, and the office be down.")
    ] = False,
    as_json: bool = AsJson,
) -> None:
    """Play a whole cohort with acted people, in seconds. Exit code 1 when a law did not hold."""
    from office.policies import as_launched, policy
    from rehearsal.acting.cast import cast, speaking
    from rehearsal.preview import as_played
    from rehearsal.rehearse import plan_of
    from rehearsal.rehearse import rehearse as play
    from rehearsal.staging.faults import SWARM
    from rehearsal.staging.faults import faults as drawn
    from rehearsal.telling.pages import as_text

    what = _plan_alone(plan) if plan else plan_of(policy(preset))
    wanted = as_launched(what.preset, what.policy, what.language).recruitment
    people = speaking(cast(seed, mentors, mentees, recruitment=wanted), what.language)
    what = as_played(what, people)
    told = play(what, people, seed, faults=drawn(seed, *SWARM) if faults else None)
    print(told.as_json() if as_json else as_text(told))
    if told.broken:
        sys.exit(1)


def _plan_alone(path: Path) -> "Plan":
    """A plan without an office: its dates may be past and its coordinators unknown; PlanRefused when it is no plan."""
    from pydantic import ValidationError

    from office.plan_files import Mistake, PlanRefused, lines_of, names_written_twice, read_plan
    from office.plans import Plan
    from office.policies import in_words

    raw = read_plan(path)
    text = path.read_text(encoding="utf-8")
    wrong = names_written_twice(text)
    try:
        plan = Plan.model_validate(raw)
    except ValidationError as error:
        wrong += in_words(error)
    if wrong:
        lines = lines_of(text)
        raise PlanRefused([Mistake(place, words, lines.get(place)) for place, words in wrong], str(path))
    return plan


# --- preview ----------------------------------------------------------------------------------------------------


def preview(
    plan: Annotated[Path, typer.Argument(help="The plan, a YAML file such as examples/pilot/plan.yaml.")],
    seed: Seed = 7,
    texts: Annotated[bool, typer.Option("--texts", help="Show one of each kind of letter in full.")] = False,
    out: Annotated[
        Path | None, typer.Option(help="A folder for every letter as HTML and as text, with an index to open.")
    ] = None,
    as_json: bool = AsJson,
) -> None:
    """Rehearse a plan before launching it: every letter with its date, and what to think over. Nothing is launched.

    The people are invented, as many as the plan aims for; who answers when is drawn by the seed.
    """
    from dataclasses import asdict

    from cli.opening import prepared
    from office.launch import check_plan
    from office.plan_files import read_plan
    from rehearsal.preview import preview as played

    real = prepared()
    checked = check_plan(real, read_plan(plan), plan)
    told = played(checked, real.store.register.coordinator(checked.coordinators[0]), seed)
    if out is not None:
        from rehearsal.telling.leaves import write_leaves

        number = write_leaves(told, checked.name, checked.time_zone, out)
        tell(
            say(
                "{n} file in {folder}; open {index}.",
                "{n} files in {folder}; open {index}.",
                n=number,
                folder=str(out),
                index=str(out / "index.html"),
            )
        )
        return
    if as_json:
        letters = [asdict(one) for one in told.letters]
        print_json({"letters": letters, "warnings": told.warnings, "cases": told.cases, "pairs": told.pairs})
        return
    _show(checked, told, texts)


def _show(plan: "Plan", told: "Preview", texts: bool) -> None:
    zone, letters = plan.time_zone, told.letters
    rows = [[local(one.at, zone), one.letter, one.to, one.subject] for one in letters]
    title = say("{name}: every letter ({zone})", name=plan.name, zone=zone)
    table(title, [say("when"), say("letter"), say("to"), say("subject")], rows)
    sent = say("{n} letter", "{n} letters", n=len(letters))
    pairs = say("{n} pair", "{n} pairs", n=len(told.pairs))
    cases = say("{n} case", "{n} cases", n=len(told.cases))
    tell(say("{letters}, {pairs}, {cases} for the coordinator.", letters=sent, pairs=pairs, cases=cases))
    if texts:
        for name, one in sorted({one.letter: one for one in reversed(letters)}.items()):
            print(f"\n{'=' * 100}\n{name}")
            tell(say("Subject: {subject}", subject=one.subject))
            print(f"\n{one.text}")
    print()
    tell(say("To think over:") if told.warnings else say("Nothing to think over."))
    for words in told.warnings:
        tell(together(("  - ", words), ""))
