"""Faults: what goes wrong in a rehearsal, drawn by seed. Says what and when; stage.py and witness.py make it happen."""

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from random import Random


class Crash(BaseException):
    """The process dies here. Not an Exception, so that nothing on the way up can take it for an error to report."""


# Where a process may die: while a turn is computed, right after it was written, with claimed letters in its hands,
# and between the mail server's yes and our mark.
POINTS = ("turn", "written", "claimed", "accepted")
# How often a short play (three months, four pairs) passes each point, roughly; a whole cohort of fifteen five times that.
EARLY = 40  # passes of a turn before recruitment closes
PASSED = {"turn": 350, "written": 350, "claimed": 250, "accepted": 250}


@dataclass(frozen=True)
class Faults:
    """`post`: share of letters whose sending fails for now, or ends unclear; `crashes`: how many processes die;
    `crossing`: share of turns between whose reading and writing somebody answers, or another worker plays the same round;
    `outages`: when nothing ticks and no post leaves, in days from the start of mentoring: (day, length);
    `at_the_door`: share of dead addresses that the mail server refuses at once instead of sending letters back;
    `blocks`: when the mail server refuses all that we send, in days from the first day: (day, length)."""

    post: float = 0.0
    crashes: int = 0
    crossing: float = 0.0
    outages: tuple[tuple[int, int], ...] = ()
    at_the_door: float = 0.0
    blocks: tuple[tuple[float, float], ...] = ()


SWARM = ("post", "crashes", "crossing", "outage", "refusals", "block")
OF_THE_SERVER = ("refusals", "block")  # drawn apart, so that a seed keeps the other faults it always had


def faults(seed: int, *kinds: str) -> Faults:
    """A drawn set of faults; of the given kinds, or of a drawn subset of all (so that each is also seen alone)."""
    random = Random(f"{seed}:faults")  # noqa: S311 (must repeat)
    drawn = tuple(kind for kind in SWARM if kind not in OF_THE_SERVER and random.random() < 0.6) or ("post",)
    server = Random(f"{seed}:server")  # noqa: S311 (must repeat)
    chosen = kinds or (*drawn, *(kind for kind in OF_THE_SERVER if server.random() < 0.6))
    return Faults(
        post=round(random.uniform(0.02, 0.15), 3) if "post" in chosen else 0.0,
        crashes=random.randint(3, 8) if "crashes" in chosen else 0,
        crossing=round(random.uniform(0.02, 0.15), 3) if "crossing" in chosen else 0.0,
        outages=((random.randint(5, 150), 5),) if "outage" in chosen else (),
        at_the_door=0.7 if "refusals" in chosen else 0.0,
        blocks=((server.uniform(60, 240), server.uniform(0.2, 3)),) if "block" in chosen else (),
    )


@dataclass
class Nemesis:
    """Carries out the crashes and post faults of one rehearsal. `hits` counts how often each point was passed."""

    faults: Faults
    seed: int
    hits: dict[str, int] = field(default_factory=dict)
    crashed: list[tuple[datetime, str]] = field(default_factory=list)
    _plan: set[tuple[str, int]] | None = None

    def here(self, point: str, now: datetime) -> None:
        """Die, if this is one of the drawn moments."""
        self.hits[point] = self.hits.get(point, 0) + 1
        if (point, self.hits[point]) in self._drawn():
            self.crashed.append((now, point))
            raise Crash(f"{point}, for the {self.hits[point]}th time")

    def _drawn(self) -> set[tuple[str, int]]:
        if self._plan is None:
            random = Random(f"{self.seed}:crashes")  # noqa: S311 (must repeat)
            draws = (random.choice(POINTS) for _ in range(self.faults.crashes))
            # Half of them early, so that a short play is hit too, and one so early that also a cohort without pairs is.
            self._plan = {(point, random.randint(1, PASSED[point] * random.choice((1, 5)))) for point in draws}
            if self.faults.crashes:
                self._plan.add((random.choice(("turn", "written")), random.randint(1, EARLY)))
        return self._plan

    def outcome(self, key: str, attempt: int) -> str:
        """What becomes of sending this letter: "" (well), "later" (refused for now), "lost" or "kept" (unclear: the
        server did not, or did, keep a copy)."""
        random = Random(f"{self.seed}:{key}:{attempt}")  # noqa: S311 (must repeat)
        if random.random() >= self.faults.post:
            return ""
        return random.choice(("later", "later", "lost", "kept"))

    def is_refused(self, address: str) -> bool:
        """Whether the mail server refuses this dead address at once; else letters to it come back."""
        return Random(f"{self.seed}:door:{address}").random() < self.faults.at_the_door  # noqa: S311 (must repeat)

    def is_blocked(self, since: timedelta) -> bool:
        """Whether the mail server takes nothing from us, so long after the first day."""
        days = since / timedelta(days=1)
        return any(begins <= days < begins + length for begins, length in self.faults.blocks)

    def crosses(self) -> str:
        """Who comes between the reading and the writing of this turn: "" (nobody), "worker" or "answer"."""
        if not self.faults.crossing:
            return ""
        passed = self.hits["crossing"] = self.hits.get("crossing", 0) + 1
        random = Random(f"{self.seed}:crossing:{passed}")  # noqa: S311 (must repeat)
        if random.random() >= self.faults.crossing:
            return ""
        return random.choice(("worker", "answer"))

    def is_down(self, now: datetime, mentoring_starts: datetime) -> datetime | None:
        """The end of the outage in which `now` lies; None when the office is up."""
        for day, length in self.faults.outages:
            begins = mentoring_starts + timedelta(days=day)
            if begins <= now < begins + timedelta(days=length):
                return begins + timedelta(days=length)
        return None
