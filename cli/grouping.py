"""Grouping: peer groups among mentees and circles around mentors, from lists alone. Changes nothing."""

import re
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from cli.output import AsJson, print_json, table, tell
from cli.twice import Twice, TwiceInAList
from domain.saying import say, sayings, together

if TYPE_CHECKING:
    from collections.abc import Sequence

    from allocation import Open
    from cli.match_files import Request

PEERS, CIRCLES = (3, 5), (3, 6)
SMALLEST, LARGEST_GROUP, LARGEST_CIRCLE = 2, 12, 999
"""Groups beyond twelve are not packed (allocation/grouping); a circle is as large as its mentor likes."""
PROVEN, TIME_UP = 0, 3
PROVEN_BEST = sayings(
    {
        "group": "No other groups leave fewer people out; none that leave as few bring more people together around one "
        "track; and of those none have more in common. This is proven.",
        "circle": "No other circles leave fewer people out, and none that leave as few have a better score. This is proven.",
    }
)
Row = dict[str, Any]


def groups(
    mentees: Annotated[Path, typer.Option(help="CSV; columns as in examples/pilot/mentees.csv, only name is needed.")],
    mentors: Annotated[Path | None, typer.Option(help="CSV of those who would lead a circle; needs --circles.")] = None,
    circles: Annotated[bool, typer.Option("--circles", help="Circles of mentees, each around one mentor.")] = False,
    sizes: Annotated[str, typer.Option(help="Smallest and largest: 3-5 for peer groups, 3-6 for circles.")] = "",
    policy: Annotated[Path | None, typer.Option(help="YAML: weights that differ from the preset (circles).")] = None,
    time_limit: Annotated[float | None, typer.Option(min=0.1, help="Seconds; the policy says 60.")] = None,
    encoding: Annotated[str | None, typer.Option(help="Of the lists, if not UTF-8 or Windows Latin: cp1250.")] = None,
    twice: TwiceInAList = Twice.REFUSE,
    as_json: bool = AsJson,
) -> None:
    """Peer groups of mentees who do not know each other, or circles around mentors. Nobody is left alone where possible.

    Exit codes: 0 proven to be the best, 2 bad input, 3 the time was up (the best found, and how far it may be off).
    """
    from cli.match_files import groups_asked_of
    from cli.progress import Progress
    from cli.refusals import BadInput

    if circles != (mentors is not None):
        raise BadInput(say("Circles need both, --circles and --mentors; peer groups need neither."))
    least, most = _sizes(sizes, LARGEST_CIRCLE if circles else LARGEST_GROUP) or (CIRCLES if circles else PEERS)
    request = groups_asked_of(mentees, mentors, policy, time_limit, encoding=encoding, twice=twice)
    with Progress(say("Grouping {n} mentee", "Grouping {n} mentees", n=len(request.asked.mentees))):
        told = _circles(request, (least, most)) if circles else _peers(request, (least, most))
    if as_json:
        print_json(told | {"names": request.names, "notes": request.notes})
    else:
        _show(told, request, circles)
    raise typer.Exit(PROVEN if told["status"] == "OPTIMAL" else TIME_UP)


def _sizes(text: str, largest: int) -> tuple[int, int] | None:
    from cli.refusals import BadInput

    if not text:
        return None
    found = re.fullmatch(r"(\d{1,3})\s*-\s*(\d{1,3})", text.strip())
    if not found or not SMALLEST <= int(found[1]) <= int(found[2]) <= largest:
        words = say(
            "--sizes {typed}: write the smallest and the largest size, both from {least} to {most}, such as {example}.",
            typed=repr(text),
            least=SMALLEST,
            most=largest,
            example="3-5",
        )
        raise BadInput(words)
    return int(found[1]), int(found[2])


def _peers(request: "Request", sizes: tuple[int, int]) -> Row:
    from domain.match.words.peers import around
    from matching.peers import peer_groups

    found = peer_groups(request.asked.mentees, sizes, request.asked.terms.time_limit)
    rows = [
        {
            "mentor": None,
            "mentees": one.codes,
            "track": one.track,
            "languages": one.languages,
            "reason": around(one.track, one.fans, len(one.codes)),
        }
        for one in found.groups
    ]
    return {"on_track": found.on_track, **_proof(found.status, found.open), "groups": rows, "alone": found.alone}


def _circles(request: "Request", sizes: tuple[int, int]) -> Row:
    from allocation import circles

    asked = request.asked
    problem, mentees = asked.problem, asked.mentees
    found = circles(
        problem.scores,
        problem.feasible,
        sizes,
        (list(problem.keys[0]), list(problem.keys[1])),
        asked.terms.time_limit,
    )
    rows = [
        {
            "mentor": asked.mentors[j].code,
            "mentees": [mentees[i].code for i in seated],
            "score": _mean(problem, j, seated),
        }
        for j, seated in found.circles
    ]
    alone = [mentees[i].code for i in found.alone]
    return {**_proof(found.status, found.open), "groups": rows, "alone": alone}


def _proof(status: str, left: "Open | None") -> Row:
    return {"status": status, "gap": round(left.share, 5) if left else 0, "open": asdict(left) if left else None}


def _mean(problem: Any, mentor: int, seated: "Sequence[int]") -> int:
    """The mean score of a circle, 0-100."""
    return sum(int(problem.scores[i, mentor]) for i in seated) // (100 * len(seated))


def _show(told: Row, request: "Request", circles: bool) -> None:
    from domain.careers import LANGUAGES

    def who(codes: "Sequence[str]") -> str:
        return "\n".join(map(request.named, codes))

    thing = "circle" if circles else "group"
    if circles:
        rows = [[who([one["mentor"]]), who(one["mentees"]), one["score"]] for one in told["groups"]]
        columns = [say("mentor"), say("mentees"), say("mean score")]
    else:
        spoken = [together([LANGUAGES.get(code, code) for code in one["languages"]], ", ") for one in told["groups"]]
        rows = [
            [n, who(one["mentees"]), one["reason"], words]
            for n, (one, words) in enumerate(zip(told["groups"], spoken, strict=True), start=1)
        ]
        columns = [say("group"), say("mentees"), say("what they share"), say("languages")]
    if rows:
        title = (
            say("{n} circle", "{n} circles", n=len(rows)) if circles else say("{n} group", "{n} groups", n=len(rows))
        )
        table(title, columns, rows)
    for code in told["alone"]:
        name = request.named(code)
        tell(say("In no circle: {name}", name=name) if circles else say("In no group: {name}", name=name))
    tell(_sentence(told["open"], thing))


def _sentence(left: Row | None, thing: str) -> str:
    """What is proven, or the first thing that is not."""
    if left is None:
        return PROVEN_BEST[thing]
    percent = float(f"{100 * left['short'] / max(1, left['whole']):.2g}")
    what = {
        "alone": say("perhaps up to {short} fewer could be left out", short=left["short"]),
        "theme": say("perhaps up to {short} more could be in a group around one track", short=left["short"]),
        "common": say("perhaps others fit better, by {percent} % at most", percent=percent),
    }[left["aim"]]
    return say("The time was up before the proof: {what}.", what=what)
