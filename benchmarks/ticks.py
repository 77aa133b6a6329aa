"""A tick and an answer at 15, 150 and 1,500 pairs. The yardstick is the smallest cohort in the same run."""

import time
from datetime import timedelta
from statistics import median

from benchmarks.world import SIZES, an_office
from office.intake import take_answer
from office.office import Office
from office.round import play_round

ANSWERS = 15


def seconds(call, *args) -> float:  # type: ignore[no-untyped-def]
    start = time.perf_counter()
    call(*args)
    return time.perf_counter() - start


def measure() -> list[tuple[str, str]]:
    """Rows of (what, figure). A busy tick asks every pair for something; a settled tick finds nothing to do."""
    busy, settled, answer = {}, {}, {}
    for pairs in SIZES:
        with an_office(pairs) as (office, clock, code):
            busy[pairs] = seconds(play_round, office, code)
            clock.move(timedelta(minutes=10))
            settled[pairs] = median(seconds(play_round, office, code) for _ in range(5))
            answer[pairs] = median(seconds(_answer, office, code, n) for n in range(1, ANSWERS + 1))
    return [
        *_rows("a tick in which every pair is written to, per pair", {n: busy[n] / n for n in SIZES}),
        *_rows("a settled tick, per pair", {n: settled[n] / n for n in SIZES}),
        *_rows("one answer", answer),
    ]


def _answer(office: Office, code: str, number: int) -> None:
    invitation = office.store.lookups.invitation(code, f"P{number:02d}.1:session_date:N{number:02d}")
    assert invitation is not None, "the tick has asked every pair for a date"
    token = office.links.form_token(code, invitation.id, invitation.generation)
    take_answer(office, token, {"day": "2027-03-18", "time": "16:00", "minutes": "60", "place": "online"})


def _rows(what: str, figures: dict[int, float]) -> list[tuple[str, str]]:
    yardstick = figures[SIZES[0]]
    return [
        (f"{what}, {n} pairs", f"{figure / yardstick:.2f} x of {SIZES[0]} pairs ({figure * 1000:.2f} ms)")
        for n, figure in figures.items()
    ]
