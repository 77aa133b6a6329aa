"""Groups of two to eight through the real store: sessions, the missed ladder, absence, leaving and erasure."""

from dataclasses import replace
from datetime import timedelta

import pytest
from icalendar import Calendar
from sqlalchemy import text

from domain.groups import GroupKind, MentoringPlan
from domain.invitations import invitation_id
from domain.lifecycles import MessageState, PairState, SessionState
from domain.people import Away
from domain.sessions import SessionReport
from office.intake import take_answer
from office.round import play_round
from tests.builders import MONDAY, a_cohort, cases, days, together
from tests.office.offices import an_office

MORNING = timedelta(hours=9)
SECRET = "Zebedee"  # what the one who goes is called, and wrote

# By size: the code, the kind, the members in their order, and those among them who take turns.
GROUPS = {
    2: ("P01", GroupKind.PAIR, "N01 M01", "N01"),
    3: ("G03", GroupKind.PEER_GROUP, "N01 N02 N03", "N01 N02 N03"),
    4: ("C04", GroupKind.CIRCLE, "N01 N02 N03 M01", "N01 N02 N03"),
    5: ("G05", GroupKind.PEER_GROUP, "N01 N02 N03 N04 N05", "N01 N02 N03 N04 N05"),
    6: ("C06", GroupKind.CIRCLE, "N01 N02 N03 N04 N05 M01", "N01 N02 N03 N04 N05"),
    7: ("C07", GroupKind.CIRCLE, "N01 N02 N03 N04 N05 N06 M01", "N01 N02 N03 N04 N05 N06"),
    8: ("C08", GroupKind.CIRCLE, "N01 N02 N03 N04 N05 N06 M01 M02", "N01 N02 N03 N04 N05 N06"),
}
every_size = pytest.mark.parametrize("size", GROUPS)
larger = pytest.mark.parametrize("size", [size for size in GROUPS if size > 2])


class Played:
    """An office in which one group meets, from the first morning of mentoring on."""

    def __init__(self, folder, size):
        self.group, kind, members, turns = GROUPS[size]
        self.members, self.turns = tuple(members.split()), tuple(turns.split())
        self.folder = "pair" if kind is GroupKind.PAIR else "group"
        mentors = sum(code.startswith("M") for code in self.members)
        world = a_cohort().in_mentoring(since=MONDAY).with_mentors(mentors).with_mentees(size - mentors)
        cohort = (
            world.with_pairs(1).build() if size == 2 else together(world.build(), self.group, *self.members, kind=kind)
        )
        assert cohort.groups[self.group].members == self.members
        self.office = an_office(folder, MONDAY + MORNING)
        self.office.store.create(cohort)
        self.code = cohort.code
        play_round(self.office, self.code)

    @property
    def cohort(self):
        return self.office.store.load(self.code)

    def change(self, *records):
        self.office.store.update(self.code, lambda cohort: cohort.put(*records))
        play_round(self.office, self.code)

    def until(self, day):
        """A round each morning up to this day of mentoring."""
        while self.office.clock.now() < MONDAY + days(day) + MORNING:
            self.office.clock.move_to(self.office.clock.now() + days(1))
            play_round(self.office, self.code)

    def answers(self, form, about, who, **content):
        token = self.office.links.form_token(self.code, invitation_id(about, form, who), 1)
        take_answer(self.office, token, content)
        play_round(self.office, self.code)

    def letters(self, matter, about):
        """To whom this letter went about this record, in the order in which it was written."""
        posts = self.office.store.letters.posts(self.code, limit=5000)[::-1]
        assert [post.key for post in posts if post.state is MessageState.FAILED or post.rendered.failure] == []
        return [post.to for post in posts if post.letter == f"{self.folder}/{matter}" and post.about == about]

    def post(self, matter, about, to):
        posts = self.office.store.letters.posts(self.code, to, limit=5000)
        return next(post for post in posts if post.letter == f"{self.folder}/{matter}" and post.about == about)

    def meets(self, number, day):
        """Whoever is asked dates the session, tells of it, and one other says that it is right."""
        session = f"{self.group}.{number}"
        (host,) = self.letters("date_wanted", session)
        dated = (MONDAY + days(day)).date()
        self.answers("session_date", session, host, day=dated.isoformat(), time="17:00")
        self.until(day + 1)
        (reporter,) = self.letters("report_wanted", session)
        self.answers("session_report", session, reporter, outcome="held", held_on=dated.isoformat())
        (other,) = self.letters("confirm_report", session)
        self.answers("report_confirmation", session, other, agrees="yes")
        return host, reporter, other


@every_size
def test_each_session_is_seen_to_by_one_in_turn_and_confirmed_by_another(size, tmp_path):
    played = Played(tmp_path, size)
    played.until(7)
    first = played.meets(1, 9)
    played.until(40)
    second = played.meets(2, 42)

    hosts = [first[0], second[0]]
    assert hosts == [played.turns[0], played.turns[1 % len(played.turns)]]
    for host, reporter, other in (first, second):
        assert reporter == host
        assert other in played.members
        assert other != reporter
    sessions = played.cohort.sessions_of(played.group)[:2]
    assert [(s.state, s.confirmation.agrees) for s in sessions] == [(SessionState.HELD, True)] * 2
    assert [case for case in cases(played.cohort) if case[0] != "no_signature"] == []


@every_size
def test_all_who_meet_have_the_same_entry_in_their_calendars(size, tmp_path):
    played = Played(tmp_path, size)
    played.until(7)
    (host,) = played.letters("date_wanted", f"{played.group}.1")
    played.answers("session_date", f"{played.group}.1", host, day="2027-03-10", time="17:00")

    assert sorted(played.letters("date_set", f"{played.group}.1")) == sorted(played.members)
    everybody = {f"mailto:{played.cohort.participants[code].email}" for code in played.members}
    for code in played.members:
        [event] = Calendar.from_ical(played.post("date_set", f"{played.group}.1", code).rendered.calendar).walk(
            "VEVENT"
        )
        assert set(event["ATTENDEE"]) == everybody
        assert str(event["UID"]) == f"pilot-27-{played.group}.1@{played.office.store.snapshots.issuer.domain}"


@every_size
def test_silence_reaches_the_one_whose_turn_it_is_then_all_then_the_coordinator(size, tmp_path):
    played = Played(tmp_path, size)
    played.until(58)

    session = f"{played.group}.1"
    assert played.letters("date_wanted", session)[0] == played.turns[0]
    assert played.letters("missed_turn", session) == [played.turns[0]]
    assert sorted(played.letters("missed_both", session)) == sorted(played.members)
    assert ("missed_session", session) in cases(played.cohort)
    assert played.cohort.groups[played.group].state is PairState.ACTIVE


@every_size
def test_an_absence_stops_the_clock_of_two_and_of_nobody_else(size, tmp_path):
    """Of two neither can meet without the other; of more the turn passes on, and whoever is away is left in peace."""
    played = Played(tmp_path, size)
    here = played.cohort.sessions[f"{played.group}.1"]
    away = Away((MONDAY + days(1)).date(), (MONDAY + days(46)).date())
    played.change(replace(played.cohort.participants[played.turns[0]], away=(away,)))
    played.until(46)

    session = played.cohort.sessions[f"{played.group}.1"]
    if size == 2:
        assert session.state is SessionState.PLANNED or session.missed_at > here.closes
        assert played.letters("missed_turn", session.id) == []
        return
    assert session.state is SessionState.MISSED
    assert played.letters("date_wanted", session.id)[0] == played.turns[1]
    assert played.letters("missed_turn", session.id) == [played.turns[1]]
    assert played.turns[0] not in played.letters("missed_both", session.id)


@larger
def test_what_each_is_asked_waits_for_whoever_is_away_and_for_no_other(size, tmp_path):
    played = Played(tmp_path, size)
    away = Away((MONDAY + days(1)).date(), (MONDAY + days(30)).date())
    first, *others = played.members
    played.change(replace(played.cohort.participants[first], away=(away,)))
    played.until(16)

    assert sorted(played.letters("agreement_reminder", played.group)) == sorted(2 * others)
    played.until(46)
    assert first in played.letters("agreement_reminder", played.group)


GOES_ON = {3: False, 4: True, 5: True, 6: True, 7: True, 8: True}


def goes(played, code):
    """A session is dated; then one of the group has to stop."""
    played.until(7)
    (host,) = played.letters("date_wanted", f"{played.group}.1")
    played.answers("session_date", f"{played.group}.1", host, day="2027-03-20", time="17:00")
    played.answers("stop", code, code, sure="yes", reason="A new job.")


@every_size
def test_when_one_leaves_two_part_and_enough_go_on(size, tmp_path):
    played = Played(tmp_path, size)
    gone = played.turns[0]
    others = [code for code in played.members if code != gone]
    goes(played, gone)
    played.until(9)

    group, session = played.cohort.groups[played.group], f"{played.group}.1"
    goes_on = GOES_ON.get(size, False)
    assert group.state is (PairState.ACTIVE if goes_on else PairState.ENDED)
    assert ("left", played.group) in cases(played.cohort)
    assert gone in played.letters("date_cancelled", session)
    if not goes_on:
        assert sorted(played.letters("ended", played.group)) == sorted(others)
        assert sorted(played.letters("date_cancelled", session)) == sorted(played.members)
        return
    assert group.members == tuple(others)
    assert sorted(played.letters("one_left", played.group)) == sorted(others)
    assert played.letters("date_cancelled", session) == [gone]
    assert played.cohort.sessions[session].state is SessionState.DATED
    played.until(21)
    assert sorted(played.letters("tomorrow", session)) == sorted(others)
    assert played.letters("report_wanted", session) == [played.turns[1]]


def test_a_circle_without_its_only_mentor_is_over_and_one_of_two_mentors_can_go(tmp_path):
    one, two = Played(tmp_path / "one", 7), Played(tmp_path / "two", 8)
    goes(one, "M01")
    goes(two, "M01")

    assert one.cohort.groups["C07"].state is PairState.ENDED
    assert two.cohort.groups["C08"].state is PairState.ACTIVE
    assert two.cohort.groups["C08"].members == tuple(code for code in two.members if code != "M01")


def test_a_circle_of_two_mentees_goes_on_and_of_one_does_not(tmp_path):
    played = Played(tmp_path, 4)
    goes(played, "N01")
    assert played.cohort.groups["C04"].state is PairState.ACTIVE

    played.answers("stop", "N02", "N02", sure="yes")
    assert played.cohort.groups["C04"].state is PairState.ENDED


@every_size
def test_nothing_is_found_of_whoever_left_and_was_erased_and_the_others_keep_theirs(size, tmp_path):
    played = Played(tmp_path, size)
    gone, kept = played.turns[0], next(code for code in played.members if code != played.turns[0])
    played.change(replace(played.cohort.participants[gone], name=f"{SECRET} Smith", email=f"{SECRET}@example.org"))
    goes(played, gone)
    now, cohort = played.office.clock.now(), played.cohort
    reports = (SessionReport(gone, now, "held", summary=SECRET), SessionReport(kept, now, "held", summary="Kept."))
    plans = {code: MentoringPlan(words, (), "", "", now, code) for code, words in ((gone, SECRET), (kept, "Kept."))}
    played.change(
        replace(cohort.sessions[f"{played.group}.1"], reports=reports, objectives={gone: SECRET, kept: "Kept."}),
        replace(cohort.groups[played.group], plans=plans, midterm={gone: {"words": SECRET}, kept: {"words": "Kept."}}),
    )
    played.until(9)
    assert found_in(played) != []

    played.office.store.erasure.erase(played.code, gone, played.office.clock.now())

    assert found_in(played) == []
    cohort = played.cohort
    group, session = cohort.groups[played.group], cohort.sessions[f"{played.group}.1"]
    assert gone in group.everybody
    assert [report.summary for report in session.reports] == ["", "Kept."]
    assert (session.objectives, group.midterm[kept]) == ({kept: "Kept."}, {"words": "Kept."})
    assert {code: plan.goals for code, plan in group.plans.items()} == {gone: "", kept: "Kept."}
    played.until(30)
    assert played.letters("date_wanted", f"{played.group}.1") == [played.turns[0]]


def found_in(played):
    """The tables in which the secret stands."""
    with played.office.store.db.reading() as db:
        names = db.scalars(text("SELECT name FROM sqlite_master WHERE type = 'table'")).all()
        return [name for name in names if SECRET in str(db.execute(text(f'SELECT * FROM "{name}"')).all())]
