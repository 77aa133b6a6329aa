"""Stage: the office of a rehearsal: what happens at a moment, and which moment is next; crashes, outages and probes.

The people before it are company.py's; the clock is clockwork.py's to move; what happened is reported to history.py.
"""

import heapq
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from itertools import count

from domain.cohort import Cohort
from office.clock import VirtualClock
from office.office import Office
from office.round import play_round
from rehearsal.acting.cast import Cast
from rehearsal.history import History, Probe, Turn
from rehearsal.staging.company import Company
from rehearsal.staging.faults import Crash, Nemesis
from rehearsal.staging.kept import ALL, kept_of, posted
from rehearsal.staging.mailroom import Mailroom
from rehearsal.staging.probes import order_does_not_matter, ticks_twice
from rehearsal.staging.witness import WatchedStore

ROUNDS_MAX = 50
STUCK_STEP = timedelta(hours=1)
AT_ONCE = timedelta(hours=3)  # so early may somebody act instead, to come between the reading and the writing of a turn


@dataclass(order=True)
class Act:
    """Something a person will do."""

    at: datetime
    order: int
    do: Callable[[], None] = field(compare=False)


class Stage:
    """One rehearsal under way."""

    def __init__(
        self,
        open_: Callable[[], Office],
        code: str,
        cast: Cast,
        clock: VirtualClock,
        mailroom: Mailroom,
        nemesis: Nemesis,
    ) -> None:
        self.open, self.code, self.clock = open_, code, clock
        self.mailroom, self.nemesis = mailroom, nemesis
        self.office = open_()
        self.acts: list[Act] = []
        self.counter = count()
        self.turns: list[Turn] = []
        self.probes: list[Probe] = []
        self.failures: list[str] = []
        self.outages: list[tuple[datetime, datetime]] = []
        self.probe_days: list[datetime] = []
        self.until = self.mentoring_starts = clock.now()
        self.crossed, self.crossings = False, 0
        self.company = Company(self, cast)
        mailroom.readers[code] = self.company
        self._watch()

    # --- time -----------------------------------------------------------------------------------------------------

    def settle(self) -> None:
        """Tick and deliver until nothing is due, across crashes; nothing happens while the office is down."""
        now = self.clock.now()
        down_until = self.nemesis.is_down(now, self.mentoring_starts)
        if down_until is not None:
            if not self.outages or self.outages[-1][1] != down_until:
                self.outages.append((now, down_until))
            return
        asks = bool(self.probe_days) and now >= self.probe_days[0]
        if asks:
            self.probe_days.pop(0)
            self._ask(order_does_not_matter)
        self._across_crashes(self._round)
        if asks:
            self._ask(ticks_twice)

    def _ask(self, probe: Callable[[Office, str], Probe]) -> None:
        self._across_crashes(lambda: self.probes.append(probe(self.office, self.code)))

    def _across_crashes(self, do: Callable[[], None]) -> None:
        """Do this; when the process dies of it, another one begins and does it anew."""
        for _ in range(ROUNDS_MAX):
            try:
                do()
                break
            except Crash:
                self._open_again()

    def _round(self) -> None:
        self._play()
        self.mailroom.deliver(self.office)

    def _play(self) -> None:
        tally = play_round(self.office, self.code).tally
        self.failures += [f"{f.rule} over {f.record}: {f.error}" for f in tally.failures]

    def _open_again(self) -> None:
        """The process died; another one begins on the same files."""
        self.office.store.close()
        self.office = self.open()
        self._watch()
        self.mailroom.look(self.office)

    def _watch(self) -> None:
        store = self.office.store
        assert isinstance(store, WatchedStore)
        store.taken = self.turns
        store.listeners = [self.mailroom.expect, self._shows]
        store.meanwhile = self.cross

    def _shows(self, turn: Turn, cohort: Cohort) -> None:
        self.company.sees(turn, cohort.days)

    def cross(self) -> None:
        """Somebody else comes between the reading and the writing of a turn: another worker, or the next person to act."""
        if self.crossed or self.nemesis.is_down(self.clock.now(), self.mentoring_starts):
            return
        self.crossed = True  # nobody comes between those who came between
        try:
            match self.nemesis.crosses():
                case "worker":
                    self.crossings += 1
                    self._play()
                case "answer" if self.acts and self.acts[0].at <= self.clock.now() + AT_ONCE:
                    self.crossings += 1
                    self._act(heapq.heappop(self.acts))
        except Crash:
            pass  # the other worker died; this one goes on
        finally:
            self.crossed = False

    def next_moment(self) -> datetime | None:
        """The next moment at which something happens, before the rehearsal ends."""
        now = self.clock.now()
        down_until = self.nemesis.is_down(now, self.mentoring_starts)
        found = [act.at for act in self.acts[:1]]
        if down_until is not None:
            found.append(down_until)
        else:
            for due in (self.office.store.dues.next_at(self.code), self.mailroom.next_at):
                if due is not None:
                    found.append(due if due > now else now + STUCK_STEP)
        coming = min(found, default=None)
        return None if coming is None or coming >= self.until else max(coming, now + timedelta(microseconds=1))

    def act_out(self, now: datetime) -> None:
        """Everybody whose moment has come does what they do."""
        while self.acts and self.acts[0].at <= now:
            try:
                self._act(heapq.heappop(self.acts))
            except Crash:
                self._open_again()

    def _act(self, act: Act) -> None:
        """What a person does. When the process dies under it, the browser sends it again; the person has not gone away."""
        try:
            act.do()
        except Crash:
            self.plan(self.clock.now() + timedelta(minutes=1), act.do)
            raise

    def plan(self, at: datetime, do: Callable[[], None]) -> None:
        heapq.heappush(self.acts, Act(at, next(self.counter), do))

    def begin(self) -> None:
        """Plan what people do of themselves, once the dates are known."""
        self.company.begin()

    def take_over(self) -> None:
        """Go on with a cohort that lives already."""
        kept = kept_of(self.office, self.code)
        self.turns += kept.turns
        self.mailroom.expect(kept.turns[0], kept.cohort)
        self.company.take_over(kept)
        self.mailroom.look(self.office)

    # --- afterwards -------------------------------------------------------------------------------------------------

    def history(self) -> History:
        """All that happened, for the laws and the chronicle."""
        store = self.office.store
        return History(
            cohort=store.load(self.code),
            turns=tuple(self.turns),
            letters=tuple(posted(self.office, self.code)),
            deliveries=tuple(self.mailroom.deliveries),
            entries=tuple(store.ledger.journal(self.code, limit=ALL)),
            answers=tuple(store.ledger.answers(self.code)),
            probes=tuple(self.probes),
            crashes=tuple(at for at, _ in self.nemesis.crashed),
            turned_away=self.mailroom.turned_away,
            crossings=self.crossings,
            unclear=frozenset(self.mailroom.unclear),
            outages=tuple(self.outages),
            ended_at=self.clock.now(),
            failures=tuple(self.failures),
            refused=tuple(self.company.refused),
            pressed=tuple(self.company.pressed),
        )
