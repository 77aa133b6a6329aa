"""Stage: the office of a rehearsal and its people: what happens at a moment, and which moment is next. The clock is
clockwork.py's to move; what happened is reported to history.py.

Nothing here changes a record: people act through open_form and take_answer, as from the web; time through tick and post.
"""

import heapq
import re
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from itertools import count

from domain.cohort import Cohort
from domain.dates import posting
from domain.groups import Group
from domain.invitations import Invitation
from domain.lifecycles import InvitationState
from domain.messages import Parcel
from office.clock import VirtualClock
from office.intake import Closed, Mistakes, open_form, take_answer
from office.links import LinkRefused
from office.office import Office
from office.returns import take_bounce
from office.round import play_round
from rehearsal.acting.answers import answer
from rehearsal.acting.cast import Actor, Cast
from rehearsal.acting.initiative import of_passers_by, of_somebody, of_the_cast
from rehearsal.acting.people import cv_of
from rehearsal.acting.scenes import Scene
from rehearsal.acting.sittings import TOGETHER, clicks_on_the_desk, sit_down
from rehearsal.decisions import Pressed
from rehearsal.history import History, Probe, Turn
from rehearsal.staging.faults import Crash, Nemesis
from rehearsal.staging.kept import ALL, kept_of, posted
from rehearsal.staging.mailroom import Mailroom
from rehearsal.staging.probes import order_does_not_matter, ticks_twice
from rehearsal.staging.witness import WatchedStore

FORM_LINK = re.compile(r"/f/([A-Za-z0-9_.\-]+)")
ROUNDS_MAX = 50
STUCK_STEP = timedelta(hours=1)
RETURNED_AFTER = timedelta(minutes=7)
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
        self.open, self.code, self.cast, self.clock = open_, code, cast, clock
        self.mailroom, self.nemesis = mailroom, nemesis
        self.office = open_()
        self.acts: list[Act] = []
        self.counter = count()
        self.turns: list[Turn] = []
        self.probes: list[Probe] = []
        self.failures: list[str] = []
        self.refused: list[tuple[datetime, str, str]] = []
        self.pressed: list[Pressed] = []
        self.sittings: set[str] = set()  # the forms for which the coordinator will sit down
        self.outages: list[tuple[datetime, datetime]] = []
        self.letters_about: Counter[tuple[str, str]] = Counter()
        self.forms_answered: Counter[tuple[str, str]] = Counter()
        self.codes: dict[str, str] = {}  # email -> code
        self.actors: dict[str, Actor] = {}  # code -> actor
        self.groups: dict[str, Group] = {}
        self.away: dict[str, tuple[datetime, datetime]] = {}
        self.probe_days: list[datetime] = []
        self.until = self.mentoring_starts = clock.now()
        self.crossed, self.crossings = False, 0
        mailroom.readers[code] = self
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
        store.listeners = [self.sees]
        store.meanwhile = self.cross

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

    # --- people ---------------------------------------------------------------------------------------------------

    def meet(self) -> None:
        """Learn the codes the office has given to those it knows by now, and plan what life brings them."""
        for person in self.office.store.load(self.code).participants.values():
            if person.email in self.codes:
                continue
            actor = self.cast.by_email.get(person.email)
            self.codes[person.email] = person.id
            if actor is not None:
                self.actors[person.id] = actor
                for at, do in of_somebody(self, person.id, actor):
                    self.plan(at, do)

    def take_over(self) -> None:
        """Go on with a cohort that lives already: people find in their mailbox what they had not answered yet."""
        self.meet()
        kept = kept_of(self.office, self.code)
        self.turns += kept.turns
        self.sees(kept.turns[0], kept.cohort)
        self.forms_answered.update((answer.by, answer.form) for answer in kept.answers if answer.version == 1)
        for letter in kept.sent:
            if letter.invitation and letter.sent_at and letter.to in self.actors:
                self._has_read(letter.to, kept.cohort.invitations[letter.invitation], letter.sent_at)
        self.mailroom.look(self.office)

    def _has_read(self, code: str, form: Invitation, at: datetime) -> None:
        """Somebody got a letter about this form before the rehearsal began; what it moves them to may still be to come."""
        self.letters_about[code, form.id] += 1
        actor = self.actors[code]
        delay = actor.temper.delay(form.id, self.letters_about[code, form.id])
        if delay is not None and form.state is InvitationState.OPEN:
            token = self.office.links.form_token(self.code, form.id, form.generation)
            self._plan_answer(max(at + delay, self.clock.now()), code, actor, token, form.id)

    def begin(self) -> None:
        """Plan what people do of themselves, once the dates are known."""
        for at, do in (*of_the_cast(self), *of_passers_by(self)):
            self.plan(at, do)

    def day(self, days: float) -> datetime:
        return self.mentoring_starts + timedelta(days=days)

    def hears(self, parcel: Parcel, to_email: str) -> None:
        """A letter arrived. Whoever it is for may answer, sooner or later."""
        now = self.clock.now()
        if to_email == self.cast.coordinator.email:
            return  # the coordinator works from the desk
        code = self.codes.get(to_email) or self.codes.get(to_email.removeprefix("new."))
        actor = self.actors.get(code or "")
        if code is None or actor is None:
            return
        for token in dict.fromkeys(FORM_LINK.findall(parcel.rendered.text)):
            try:
                _, invitation, _ = self.office.links.read_form(token)
            except LinkRefused:
                self.refused.append((now, parcel.key, "the letter's link is broken"))
                continue
            self.letters_about[code, invitation] += 1
            delay = actor.temper.delay(invitation, self.letters_about[code, invitation])
            if delay is not None:
                self._plan_answer(now + delay, code, actor, token, invitation)

    def bounces(self, to_email: str) -> bool:
        """Whether letters to this address come back by now."""
        actor = self.cast.by_email.get(to_email)
        after = actor.temper.life.bounces_after if actor else None
        return after is not None and self.clock.now() >= self.day(after)

    def gets_back(self, report: bytes) -> None:
        """The mail server's report about a letter arrives some minutes later."""
        self.plan(self.clock.now() + RETURNED_AFTER, lambda: self._take_back(report))

    def _take_back(self, report: bytes) -> None:
        take_bounce(self.office, report)

    def sees(self, turn: Turn, cohort: Cohort) -> None:
        """The outbox has new letters; the coordinator sees a new form on the desk."""
        self.mailroom.expect(turn, cohort)
        for change in turn.changes:
            invitation = change.after
            if isinstance(invitation, Group):
                self.groups[invitation.id] = invitation
            if not isinstance(invitation, Invitation) or invitation.to != self.cast.coordinator.code:
                continue
            if invitation.form in self.cast.neglects:
                continue
            fresh = not isinstance(change.before, Invitation) or change.before.state is not InvitationState.OPEN
            if invitation.state is InvitationState.OPEN and fresh:
                random = self.cast.coordinator_temper.random(invitation.id, invitation.answers)
                at = posting(turn.at + timedelta(hours=random.uniform(*self.cast.decides_within)), cohort.days)
                if invitation.form in self.cast.left_lying and turn.at > self.until - self.cast.desk_left_for:
                    continue
                if invitation.form in TOGETHER:
                    self._plan_a_sitting(at, invitation.form)
                    continue
                token = self.office.links.form_token(self.code, invitation.id, invitation.generation)
                self.plan(at, lambda token=token, id=invitation.id: self.answer(None, token, id, 1))  # type: ignore[misc]

    def _plan_a_sitting(self, at: datetime, form: str) -> None:
        """The first that waits has the coordinator come; what comes until then is seen to in the same sitting."""
        if form not in self.sittings:
            self.sittings.add(form)
            self.plan(at, lambda: self._sit_down(form))

    def _sit_down(self, form: str) -> None:
        self.sittings.discard(form)
        sit_down(self, form)

    def _plan_answer(
        self, at: datetime, code: str, actor: Actor, token: str, invitation: str, version: int = 1
    ) -> None:
        self.plan(at, lambda: self.answer(code, token, invitation, version))

    def answer(self, code: str | None, token: str, invitation: str, version: int) -> None:
        """Open the form behind the link and send an answer, as a browser would."""
        now = self.clock.now()
        actor = self.actors.get(code or "")
        if actor is not None and code is not None:
            if self._keeps_silent(actor, code):
                return
            back = self.away.get(code)
            if back is not None and back[0] <= now < back[1]:
                self._plan_answer(back[1], code, actor, token, invitation, version)
                return
        temper = actor.temper if actor else self.cast.coordinator_temper
        try:
            opened = open_form(self.office, token)
            if opened.status == "closed":
                raise Closed("this form is closed")
            if opened.status == "answered" and version == 1 and actor is not None:
                return  # answered from an earlier letter; nobody does the same twice without a reason
            scene = Scene(
                cohort=opened.cohort,
                invitation=opened.invitation,
                form=opened.form,
                known=opened.content,
                at=now,
                random=temper.random(invitation, opened.invitation.answers),
                persona=temper.persona,
                person=actor.person if actor else None,
                earlier=self.forms_answered[code or "", opened.form.name],
                version=max(version, opened.invitation.answers + 1),
                prefers=() if actor else self.cast.prefers,
                upload=lambda: self._upload(actor, code),
            )
            content = answer(scene)
            take_answer(self.office, token, content)
        except (Closed, LinkRefused, Mistakes) as refusal:
            self.refuse(invitation, refusal)
            return
        self.letters_about.pop((code or "", invitation), None)  # asked for it again, they begin to count anew
        if version == 1:
            self.forms_answered[code or "", opened.form.name] += 1
        if actor is None:
            about = (opened.invitation.about,)
            self.pressed.append(Pressed(now, opened.form.name, about, clicks_on_the_desk(scene, content)))
        if code is not None and actor is not None:
            self._think_again(now, code, actor, token, invitation, version, content.get("answer") == "question")

    def refuse(self, what: str, refusal: Exception) -> None:
        """Note an answer that the office did not take."""
        self.refused.append((self.clock.now(), what, f"{type(refusal).__name__}: {refusal}"))

    def _think_again(
        self, now: datetime, code: str, actor: Actor, token: str, invitation: str, version: int, asked: bool
    ) -> None:
        if asked:
            self._plan_answer(now + timedelta(days=2, hours=3), code, actor, token, invitation, version + 1)
        elif version == 1 and (later := actor.temper.second_delay(invitation)) is not None:
            self._plan_answer(now + later, code, actor, token, invitation, 2)

    def _keeps_silent(self, actor: Actor, code: str) -> bool:
        days = [actor.temper.life.silent_after]
        days += [day for id, day in self.cast.quiet.items() if id in self.groups and code in self.groups[id].members]
        return any(day is not None and self.clock.now() >= self.day(day) for day in days)

    def _upload(self, actor: Actor | None, code: str | None) -> str:
        assert actor is not None, "the coordinator uploads nothing"
        assert code is not None, "only people the office knows apply"
        return self.office.store.files.put(cv_of(actor.person), actor.person.cv, "application/pdf", self.code, code)

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
            refused=tuple(self.refused),
            pressed=tuple(self.pressed),
        )
