"""Pairing: who could be matched, without changing anything: from two lists, or among the people of a cohort today."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from cli.looking import ACohort
from cli.output import AsJson, counted, print_json, table

if TYPE_CHECKING:
    from domain.cohort import Cohort
    from domain.policy import Policy
    from matching.candidates import Suggestion


def match(
    mentors: Annotated[Path, typer.Option(help="CSV; columns as in examples/pilot/mentors.csv, only name is needed.")],
    mentees: Annotated[Path, typer.Option(help="CSV; columns as in examples/pilot/mentees.csv, only name is needed.")],
    policy: Annotated[Path | None, typer.Option(help="YAML with numbers that differ from the preset.")] = None,
    as_json: bool = AsJson,
) -> None:
    """Match two lists of people, without any cohort. Exit code 1 when the rules leave no match."""
    from cli.applicants import cohort_of
    from domain.people import Role

    cohort = cohort_of(_policy(policy), {Role.MENTOR: mentors, Role.MENTEE: mentees})
    _tell("The best match", cohort, as_json, with_names=True)


def pool(cohort: ACohort = None, as_json: bool = AsJson) -> None:
    """Who of a cohort could be matched today, who could not, and why. Orders nothing; people are codes."""
    from cli.opening import cohort_code, opened

    office = opened()
    code = cohort_code(office, cohort)
    found = office.store.load(code)
    _tell(f"{code} today", found, as_json, with_names=False)
    if not as_json:
        from office.pool import pool_today

        for sentence in pool_today(found)["look_for"]:
            print(f"Look for: {sentence}")


def _policy(path: Path | None) -> "Policy":
    from office.launch import read_plan
    from office.policies import policy

    changes = read_plan(path) if path else {}
    return policy(str(changes.get("preset", "industry-one-to-one")), changes)


def _suggested(cohort: "Cohort") -> "Suggestion":
    """The best match of everybody who is free now, on the cohort's own terms."""
    from domain.people import Role
    from matching.pairs import suggest
    from office.candidates import candidates
    from office.pool import todays_terms

    return suggest(candidates(cohort, Role.MENTEE), candidates(cohort, Role.MENTOR), todays_terms(cohort))


def _tell(title: str, cohort: "Cohort", as_json: bool, *, with_names: bool) -> None:
    found = _suggested(cohort)

    def who(code: str) -> str:
        return f"{code} {cohort.participants[code].name}" if with_names else code

    if as_json:
        print_json(_as_row(found))
    else:
        pairs = [[who(m.mentee), who(m.mentor), m.score, "\n".join(m.reasons)] for m in found.matches]
        if pairs:
            table(f"{title}: {counted(len(pairs), 'pair')}", ["mentee", "mentor", "score", "reasons"], pairs)
        left = [[who(one.code), "\n".join(one.why)] for one in (*found.unmatched, *found.spare)]
        if left:
            table("Left over", ["who", "why"], left)
        print(_verdict(found))
    if found.status == "INFEASIBLE":
        raise typer.Exit(1)


def _as_row(found: "Suggestion") -> dict[str, Any]:
    return {
        "status": found.status,
        "gap": found.gap,
        "matches": found.matches,
        "unmatched": found.unmatched,
        "spare": found.spare,
        "report": found.report,
    }


def _verdict(found: "Suggestion") -> str:
    match found.status:
        case "OPTIMAL" if not found.matches:
            return "Nobody can be matched: proven."
        case "OPTIMAL":
            return "No other match is better: proven."
        case "FEASIBLE":
            return f"The time was up. A better match, if there is one, gains at most {found.gap}."
        case _:
            return f"No match keeps all rules at once. In conflict: {', '.join(found.report.get('conflict', []))}."
