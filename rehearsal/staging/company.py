"""Company: the acted people of a rehearsal before their mailboxes and at their desk: who hears of what, and when they act.

Nothing here changes a record: people act through open_form and take_answer, as from the web. Time is stage.py's.
"""

import re
from collections import Counter
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Protocol

from domain.cohort import Cohort
from domain.dates import Days, posting
from domain.finding import seeks_a_date
from domain.forms.offer_times import OfferTimes
from domain.forms.session_date import SessionDate
from domain.groups import Group
from domain.invitations import Invitation
from domain.lifecycles import InvitationState, SessionState
from domain.messages import Parcel
from domain.saying import said_by, say, together
from office.clock import VirtualClock
from office.intake import Closed, Mistakes, OpenForm, open_form, take_answer
from office.links import LinkRefused
from office.office import Office
from office.returns import take_bounce
from rehearsal.acting.answers import answer
from rehearsal.acting.cast import Actor, Cast
from rehearsal.acting.initiative import of_passers_by, of_somebody, of_the_cast
from rehearsal.acting.people import cv_of
from rehearsal.acting.scenes import Scene
from rehearsal.acting.sittings import TOGETHER, clicks_on_the_desk, sit_down
from rehearsal.decisions import Pressed
from rehearsal.history import History, Turn

FORM_LINK = re.compile(r"/f/([A-Za-z0-9_.\-]+)")
RETURNED_AFTER = timedelta(minutes=7)
OFFERS_TIMES = 0.2  # the share of dates for which those who are asked would rather offer times (own)
AGREE_BY_MAIL_AFTER = timedelta(days=5)


class Stage(Protocol):
    """Where and when they act (stage.py)."""

    code: str
    clock: VirtualClock
    office: Office
    until: datetime
    mentoring_starts: datetime

    def plan(self, at: datetime, do: Callable[[], None]) -> None: ...


class Company:
    """Everybody who plays in one cohort: whom the office knows by which code, what they read and wrote."""

    def __init__(self, stage: Stage, cast: Cast) -> None:
        self.stage, self.cast = stage, cast
        self.code, self.clock, self.plan = stage.code, stage.clock, stage.plan
        self.codes: dict[str, str] = {}  # email -> code
        self.actors: dict[str, Actor] = {}  # code -> actor
        self.groups: dict[str, Group] = {}
        self.away: dict[str, tuple[datetime, datetime]] = {}
        self.letters_about: Counter[tuple[str, str]] = Counter()
        self.forms_answered: Counter[tuple[str, str]] = Counter()
        self.offering: set[str] = set()  # dates for which somebody has offered times first
        self.sittings: set[str] = set()  # the forms for which the coordinator will sit down
        self.lying: set[str] = set()  # what they leave for the person who takes over
        self.pressed: list[Pressed] = []
        self.refused: list[tuple[datetime, str, str]] = []

    @property
    def office(self) -> Office:
        """The office as it stands: another one after each crash."""
        return self.stage.office

    # --- who is there -----------------------------------------------------------------------------------------------

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

    def take_over(self, kept: History) -> None:
        """Take the places of people who live already: they find in their mailbox what they had not answered."""
        self.meet()
        self.sees(kept.turns[0], kept.cohort.days)
        self.forms_answered.update((answer.by, answer.form) for answer in kept.answers if answer.version == 1)
        for letter in kept.sent:
            if letter.invitation and letter.sent_at and letter.to in self.actors:
                self._has_read(letter.to, kept.cohort.invitations[letter.invitation], letter.sent_at)

    def begin(self) -> None:
        """Plan what people do of themselves, once the dates are known."""
        for at, do in (*of_the_cast(self), *of_passers_by(self)):
            self.plan(at, do)

    def day(self, days: float) -> datetime:
        return self.stage.mentoring_starts + timedelta(days=days)

    # --- what they read ---------------------------------------------------------------------------------------------

    def _has_read(self, code: str, form: Invitation, at: datetime) -> None:
        """Somebody got a letter about this form before the rehearsal began; what it moves them to may still be to come."""
        self.letters_about[code, form.id] += 1
        actor = self.actors[code]
        delay = actor.temper.delay(form.id, self.letters_about[code, form.id])
        if delay is not None and form.state is InvitationState.OPEN:
            token = self.office.links.form_token(self.code, form.id, form.generation)
            self._plan_answer(max(at + delay, self.clock.now()), code, actor, token, form.id)

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
                self.refused.append((now, parcel.key, say("the letter's link is broken")))
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

    def sees(self, turn: Turn, days: Days) -> None:
        """The coordinator sees a new form on the desk."""
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
                at = posting(turn.at + timedelta(hours=random.uniform(*self.cast.decides_within)), days)
                if invitation.form in self.cast.left_lying and turn.at > self.stage.until - self.cast.desk_left_for:
                    self.lying.add(invitation.id)
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

    # --- what they write --------------------------------------------------------------------------------------------

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
            if opened.form is OfferTimes and not seeks_a_date(opened.cohort.sessions[opened.invitation.about]):
                return  # the date was found meanwhile
            if opened.status == "closed":
                raise Closed(say("this form is closed"))
            if opened.status == "answered" and version == 1 and actor is not None:
                return  # answered from an earlier letter; nobody does the same twice without a reason
            if self._offers_times_first(now, code, actor, token, opened, version):
                return
            if (
                opened.form is SessionDate
                and version == 1
                and not _lacks_a_date(opened.cohort, opened.invitation.about)
            ):
                return  # told in a report, or by the other; or the meeting before it was moved, and comes first
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

    def _offers_times_first(
        self, now: datetime, code: str | None, actor: Actor | None, token: str, opened: OpenForm, version: int
    ) -> bool:
        """Some would rather say when they could than agree by mail; when nothing has come of it after some days, they agree
        by mail all the same. Nobody does both at once."""
        form, invitation = opened.form, opened.invitation
        if actor is None or code is None or version > 1 or form not in (SessionDate, OfferTimes):
            return False
        would = actor.temper.random("offers times", invitation.about).random() < OFFERS_TIMES
        other = any(offer.by != code for offer in opened.cohort.sessions[invitation.about].offers)
        if form is OfferTimes:
            return not (would or other)
        search = opened.cohort.invitation(invitation.about, OfferTimes.name, code)
        if not would or search is None or invitation.id in self.offering:
            return False
        self.offering.add(invitation.id)
        self._plan_answer(now + AGREE_BY_MAIL_AFTER, code, actor, token, invitation.id)
        return True

    def refuse(self, what: str, refusal: Exception) -> None:
        """Note an answer that the office did not take."""
        said = refusal.fields.values() if isinstance(refusal, Mistakes) else (said_by(refusal),)
        self.refused.append((self.clock.now(), what, together(said, " ")))

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


def _lacks_a_date(cohort: Cohort, id: str) -> bool:
    """Whether this session is the next to be agreed on: it has no date, and the one before is not still to come."""
    session = cohort.sessions[id]
    before = cohort.sessions.get(f"{session.group}.{session.number - 1}")
    return session.starts_at is None and (before is None or before.state is not SessionState.DATED)
