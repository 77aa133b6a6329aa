"""Doing: what is shown is what happens, and what is taken back has not happened."""

from dataclasses import replace
from datetime import timedelta

import pytest

from domain.lifecycles import MessageState, PairState
from domain.people import Coordinator
from office.acts.doing import LETTERS_WAIT, UNDO_WITHIN, Changed, NotNow, Order, carry_out, look, look_in, undo
from office.intake import Mistakes
from office.post import deliver_post
from office.round import play_round
from office.running_it import take_on
from tests.builders import MONDAY, a_cohort, days
from tests.moments import NOW
from tests.office.acts.worlds import EVERY_ACT, MOMENTS, names_done, orders, without_what_is_kept_beside
from tests.web.world import a_world, mentoring

IN_OFFICE_HOURS = NOW + timedelta(hours=10)
EXCUSE = Order("excuse_session", "P01", "eva", {"session": "P01.1"})
END = Order("end_group", "P01", "eva", {})


@pytest.fixture
def pilot(tmp_path):
    world = a_world(tmp_path, mentoring())
    play_round(world.office, world.code)
    return world


def done(world, order):
    return carry_out(world.office, world.code, order, look(world.office, world.code, order).caused.mark)


def letters(world):
    return {post.key: post for post in world.office.store.letters.posts(world.code, limit=1000)}


def test_every_act_is_possible_at_some_moment():
    assert EVERY_ACT - names_done() == {"let_go_on", "go_on_again"}, "these two follow another act"


@pytest.mark.parametrize("moment", MOMENTS)
def test_what_is_shown_happens_and_can_be_taken_back(tmp_path, moment):
    """For everything that can be done at this moment: the records and letters of the look are those of the deed."""
    world = a_world(tmp_path, MOMENTS[moment], IN_OFFICE_HOURS)
    play_round(world.office, world.code)
    for order in [order for order in orders(world.cohort, IN_OFFICE_HOURS) if order.act != "erase_person"]:
        shown = look(world.office, world.code, order)
        before, waiting = world.cohort, letters(world)
        assert shown.caused.mark == look_in(before, order, IN_OFFICE_HOURS).caused.mark, f"{order.act} reaches farther"

        deed = carry_out(world.office, world.code, order, shown.caused.mark)

        after = world.cohort
        assert {name: records_of(after, name, shown) for name in KINDS} == {
            name: dict(shown_of(shown, name)) for name in KINDS
        }, order.act
        fresh = letters(world).keys() - waiting.keys()
        assert fresh == {message.key for message in shown.at_once.messages}, order.act
        if deed.until > IN_OFFICE_HOURS:
            undo(world.office, world.code, deed.id, "eva")
            assert without_what_is_kept_beside(world.cohort) == without_what_is_kept_beside(before), order.act
            assert {key: letters(world)[key].state for key in waiting} == {
                key: one.state for key, one in waiting.items()
            }
            assert {post.state for key, post in letters(world).items() if key not in waiting} <= {MessageState.DROPPED}
        else:
            break  # what cannot be taken back has changed the world for the others


KINDS = (
    "participants",
    "applications",
    "groups",
    "sessions",
    "gatherings",
    "attendances",
    "escalations",
    "invitations",
)


def shown_of(shown, name):
    cohort = shown.at_once
    return [(record.id, record) for record in cohort.here(getattr(cohort, name).values())]


def records_of(after, name, shown):
    return {id: getattr(after, name).get(id) for id, _ in shown_of(shown, name)}


@pytest.mark.parametrize("order", [EXCUSE, END], ids=lambda order: order.act)
def test_what_follows_with_the_next_post_is_shown_too(tmp_path, order):
    """In the evening nothing is written; the look tells of the morning, and in the morning that is what is written."""
    evening = NOW + timedelta(hours=20)
    with_it, without = (a_world(tmp_path / name, mentoring(), evening) for name in ("with", "without"))
    for world in (with_it, without):
        play_round(world.office, world.code)
    shown = look(with_it.office, with_it.code, order)

    carry_out(with_it.office, with_it.code, order, shown.caused.mark)
    for world in (with_it, without):
        world.clock.move_to(evening + timedelta(hours=13))
        play_round(world.office, world.code)

    assert letters(with_it).keys() - letters(without).keys() == {message.key for message in shown.caused.letters}


def test_letters_of_an_act_wait_and_then_leave(pilot):
    deed = done(pilot, END)

    assert (
        deed.until == NOW + timedelta(hours=10) - timedelta(hours=10) + LETTERS_WAIT or deed.until > pilot.clock.now()
    )
    deliver_post(pilot.office)
    assert {post.state for post in letters(pilot).values() if post.letter == "pair/ended"} == {MessageState.QUEUED}

    pilot.clock.move_to(deed.until + timedelta(days=1))  # whoever has had a letter today gets this one tomorrow
    deliver_post(pilot.office)

    assert {post.state for post in letters(pilot).values() if post.letter == "pair/ended"} == {MessageState.SENT}
    with pytest.raises(NotNow, match="letters have left"):
        undo(pilot.office, pilot.code, deed.id, "eva")


def test_both_addresses_hear_of_a_correction_and_the_old_one_gets_no_key(pilot):
    order = Order("correct_details", "N01", "eva", {"full_name": "Tereza Malá", "email": "tereza@home.example"})

    deed = done(pilot, order)

    told = {post.letter: post for post in letters(pilot).values() if post.letter.startswith("person/address")}
    assert {name: post.to_email for name, post in told.items()} == {
        "person/address_changed": "tereza@home.example",
        "person/address_left": "n01@university.example",
    }
    left = told["person/address_left"].rendered
    assert "/p/" not in left.text + left.html
    pilot.clock.move_to(deed.until)
    deliver_post(pilot.office)
    assert {letters(pilot)[post.key].state for post in told.values()} == {MessageState.SENT}


def test_a_deed_is_in_the_journal_with_who_did_it_and_who_took_it_back(pilot):
    deed = done(pilot, END)
    undo(pilot.office, pilot.code, deed.id, "kb")

    lines = [
        (line.did, line.by)
        for line in pilot.office.store.ledger.journal(pilot.code, "P01")
        if "P01:end_group" in line.key
    ]
    assert sorted(line for line in lines if "end_group" in line[0]) == [
        ("end_group P01", "eva"),
        ("undo end_group P01", "kb"),
    ]


def test_what_was_taken_back_can_be_done_again_with_its_letters(pilot):
    undo(pilot.office, pilot.code, done(pilot, END).id, "eva")

    done(pilot, END)

    ended = [post.state for post in letters(pilot).values() if post.letter == "pair/ended"]
    assert sorted(ended) == sorted([MessageState.DROPPED] * 2 + [MessageState.QUEUED] * 2)


def test_nobody_gets_the_code_of_somebody_whose_coming_was_taken_back(pilot):
    """Letters to the first one stay in the book of letters, under the code."""
    jan = {"full_name": "Jan Pozdní", "email": "jan@late.example", "role": "mentee", "last": "2027-04-20"}
    undo(pilot.office, pilot.code, done(pilot, Order("add_latecomer", "", "eva", jan)).id, "eva")
    assert [post.to for post in letters(pilot).values() if post.letter == "person/late_link"] == ["N08"]

    done(pilot, Order("add_latecomer", "", "eva", jan | {"full_name": "Ida Pozdní", "email": "ida@late.example"}))

    assert pilot.cohort.participants["N09"].name == "Ida Pozdní"
    assert "N08" not in pilot.cohort.participants


def test_nothing_is_done_that_was_not_shown(pilot):
    seen = look(pilot.office, pilot.code, END).caused.mark
    pilot.change(replace(pilot.cohort.sessions["P01.1"], state="cancelled", settled_at=pilot.clock.now()))

    with pytest.raises(Changed) as changed:
        carry_out(pilot.office, pilot.code, END, seen)

    assert pilot.cohort.groups["P01"].state is PairState.ACTIVE
    assert carry_out(pilot.office, pilot.code, END, changed.value.look.caused.mark).act == "end_group"


def test_the_same_is_shown_a_minute_later(pilot):
    first = look(pilot.office, pilot.code, END).caused.mark
    pilot.clock.move_to(pilot.clock.now() + timedelta(minutes=1))

    assert look(pilot.office, pilot.code, END).caused.mark == first


def test_a_second_click_does_nothing(pilot):
    seen = look(pilot.office, pilot.code, END).caused.mark
    carry_out(pilot.office, pilot.code, END, seen)

    with pytest.raises(NotNow, match="not possible"):
        carry_out(pilot.office, pilot.code, END, seen)


ONE_MORE = {"first": "2027-05-03", "last": "2027-05-20"}


def test_two_deeds_in_one_second_are_two_whoever_does_them(pilot):
    """The second, of a colleague, and the third, of the same coordinator: each can be found, and taken back by itself."""
    take_on_a_colleague(pilot)

    deeds = [done(pilot, Order("add_session", "P01", who, ONE_MORE)) for who in ("eva", "jan", "eva")]

    assert len({deed.id for deed in deeds}) == 3
    assert [pilot.office.store.deeds.one(pilot.code, deed.id).by for deed in deeds] == ["eva", "jan", "eva"]
    undo(pilot.office, pilot.code, deeds[2].id, "eva")
    assert [s.number for s in pilot.cohort.sessions_of("P01")] == [1, 2, 3, 4, 5, 6, 7, 8]
    undo(pilot.office, pilot.code, deeds[1].id, "jan")
    again = done(pilot, Order("add_session", "P01", "jan", ONE_MORE))
    assert again.id not in {deed.id for deed in deeds}


def test_who_is_told_of_two_deeds_in_one_second_hears_of_both(pilot):
    first = done(pilot, Order("move_milestone", "", "eva", {"milestone": "mentoring_ends", "day": "2027-09-30"}))
    second = done(pilot, Order("move_milestone", "", "eva", {"milestone": "mentoring_ends", "day": "2027-10-15"}))

    told = [post.to for post in letters(pilot).values() if post.letter == "person/dates_moved"]
    assert first.id != second.id
    assert sorted(told) == sorted([*{*told}, *{*told}])


def take_on_a_colleague(world):
    world.office.store.register.add_coordinator(Coordinator("jan", "Jan Novák", "jan@university.example"))
    take_on(world.office, world.code, "jan", "eva")


def test_looking_changes_nothing(pilot):
    before, waiting = pilot.cohort, letters(pilot)

    look(pilot.office, pilot.code, END)

    assert (pilot.cohort, letters(pilot)) == (before, waiting)


def test_what_somebody_has_gone_on_from_is_not_taken_back(pilot):
    deed = done(pilot, Order("note_absence", "N01", "eva", {"first": "2027-04-01", "last": "2027-04-02"}))
    pilot.change(replace(pilot.cohort.participants["N01"], name="Tereza Nová"))

    with pytest.raises(NotNow, match="gone on from there"):
        undo(pilot.office, pilot.code, deed.id, "eva")
    assert pilot.cohort.participants["N01"].away != ()


def test_what_causes_no_letter_can_be_taken_back_for_a_day(pilot):
    deed = done(pilot, Order("pause_group", "P01", "eva", {"last": "2027-03-30"}))

    assert deed.until <= pilot.clock.now() + UNDO_WITHIN
    pilot.clock.move_to(deed.until)
    with pytest.raises(NotNow):
        undo(pilot.office, pilot.code, deed.id, "eva")


def test_an_answer_that_cannot_be_is_refused(pilot):
    with pytest.raises(Mistakes, match="choose from the list"):
        look(pilot.office, pilot.code, Order("excuse_session", "P01", "eva", {"session": "P99.1"}))
    with pytest.raises(NotNow, match="nothing of this name"):
        look(pilot.office, pilot.code, Order("fly", "P01", "eva", {}))


def test_whoever_is_erased_is_gone_for_good(pilot):
    order = Order("erase_person", "N01", "eva", {"sure": "true"})
    shown = look(pilot.office, pilot.code, order)

    deed = carry_out(pilot.office, pilot.code, order, shown.caused.mark)

    person = pilot.cohort.participants["N01"]
    assert (person.name, person.email, person.erased_at) == ("", "", pilot.clock.now())
    assert "N01" not in {message.to for message in shown.caused.letters}
    with pytest.raises(NotNow):
        undo(pilot.office, pilot.code, deed.id, "eva")


def test_no_copy_of_how_it_was_outlives_its_use(pilot):
    deed = done(pilot, Order("note_absence", "N01", "eva", {"first": "2027-04-01", "last": "2027-04-02"}))
    assert pilot.office.store.deeds.one(pilot.code, deed.id).traces is not None

    pilot.office.store.deeds.let_traces_go(until=deed.until)

    assert pilot.office.store.deeds.one(pilot.code, deed.id).traces is None


def test_a_deed_of_an_hour_of_its_own_is_shown_with_its_letter(tmp_path):
    """A verdict is told an hour later: the look goes as far as that."""
    cohort = a_cohort().in_recruitment().with_mentors(1).with_mentees(1).build()
    at = cohort.milestones.matching_on - days(5) + timedelta(hours=9)
    known = replace(cohort.applications["N01"], state="declined", decided_at=at - days(2))
    world = a_world(tmp_path, cohort.put(known), at)

    shown = look(world.office, world.code, Order("change_verdict", "N01", "eva", {"verdict": "accept"}))

    assert [(message.letter, message.to) for message in shown.caused.letters] == [
        ("mentee/application_accepted", "N01")
    ]
    assert at < MONDAY
