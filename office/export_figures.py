"""Export figures: the numbers of the evaluation as a table, row by row as its document has them, with intervals."""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from documents.evaluation import evaluation
from documents.spreadsheet import Cell, Sheet
from domain.cohort import Cohort
from domain.saying import say, sayings, together

FIGURES = (say("Of what"), say("What"), say("Figure"), say("95 % from"), say("95 % to"), say("Answers"))
TOPIC_SHARES = sayings(
    {
        "wished": "Mentees who wished for a topic",
        "spoken": "Pairs that spoke of a topic",
        "as_wished": "Pairs that spoke of a topic, of those whose mentee wished for it",
        "planned": "Plans in which a topic stands",
        "as_planned": "Pairs that spoke of a topic, of those that planned it",
        "missing": "People who missed a topic half-way",
    }
)


def figures_of(cohort: Cohort) -> Sheet:
    """The sheet of all of them."""
    return Sheet("evaluation", say("Evaluation"), FIGURES, list(_all_columns(_figures(cohort))))


def _all_columns(rows: Iterable[tuple[Cell, ...]]) -> Iterator[tuple[Cell, ...]]:
    """A figure that was counted has neither interval nor answers."""
    yield from ((*row, *(None,) * (len(FIGURES) - len(row))) for row in rows)


def _figures(cohort: Cohort) -> Iterator[tuple[Cell, ...]]:
    """The numbers of the evaluation, as its document has them."""
    found = evaluation(cohort)
    for row in found["people"]:
        yield say("Mentors"), row["words"], row["mentors"]
        yield say("Mentees"), row["words"], row["mentees"]
    for row in found["pairs"]:
        yield say("Pairs"), row["words"], row["number"]
    for row in found["sessions"]:
        session = say("Session {number}", number=str(row["number"]))
        yield session, say("pairs that had it in their plan"), row["pairs"]
        yield session, say("held"), row["held"]
    for row in found["taking_part"]:
        yield from _shares_of_both(row)
    for row in found["answering"]:
        yield from _share(say("Answered, of those asked"), row["words"], row["share"])
    for row in found["cost"]:
        yield say("Cost"), together((row["words"], row["currency"]), ", "), row["cost"]
    for row in found["outcomes"]:
        for when, words in (("before", say("before")), ("after", say("after"))):
            yield from _marks(say("Outcomes"), together((row["words"], words), ", "), row[when])
    for row in found["satisfaction"]:
        yield from _marks(say("Satisfaction"), row["words"], row["marks"])
    for row in found["half_way"]:
        yield from _marks(say("On the way"), row["words"], row["marks"])
    yield from _share(say("On the way"), say("On plan half-way, or mostly"), found["on_plan"])
    for row in found["topics"]:
        for name, words in TOPIC_SHARES.items():
            yield from _share(words, row["words"], row[name])
    for row in found["afterwards"]:
        yield from _shares_of_both(row)
    for asked in found["own"]:
        for row in asked["rows"]:
            yield from _share(asked["words"], row["words"], row["share"])
            yield from _marks(asked["words"], row["words"], row["marks"])
    for row in found["employers"]:
        yield say("Where the mentors work"), row["words"], row["number"]


def _shares_of_both(row: Mapping[str, Any]) -> Iterator[tuple[Cell, ...]]:
    yield from _share(say("Mentors"), row["words"], row["mentors"])
    yield from _share(say("Mentees"), row["words"], row["mentees"])


def _share(of: str, words: str, found: Mapping[str, Any] | None) -> Iterator[tuple[Cell, ...]]:
    """A share in percent with its interval and how many it rests on; nothing of too few."""
    if found:
        yield of, together((words, say("percent")), ", "), found["percent"], found["low"], found["high"], found["of"]


def _marks(of: str, words: str, found: Mapping[str, Any] | None) -> Iterator[tuple[Cell, ...]]:
    """An average and the share of its upper two marks, each with its interval; nothing of too few."""
    if found:
        yield of, together((words, say("average")), ", "), found["average"], found["low"], found["high"], found["of"]
        yield from _share(of, together((words, say("upper two marks")), ", "), found["upper"])
