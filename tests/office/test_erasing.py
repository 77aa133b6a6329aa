"""Erasing: letters to others that wait are written anew, with all that they speak about; no empty letter leaves."""

from dataclasses import replace

from domain.lifecycles import MessageState, PairState, SessionState
from office.round import play_round
from tests.builders import days
from tests.web.world import NOW, a_world, mentoring


def a_waiting_date(folder):
    """P02 has a date; the mentor of P01, whose pair is over, is a namesake of the mentor of P02."""
    cohort = mentoring()
    ended = replace(cohort.pairs["P01"], state=PairState.ENDED, ended_at=NOW, ended_because="ended")
    namesake = replace(cohort.participants["M01"], name=cohort.participants["M02"].name)
    world = a_world(folder, cohort.put(ended, namesake))
    play_round(world.office, world.code)
    first = world.cohort.sessions["P02.1"]
    world.change(replace(first, state=SessionState.DATED, starts_at=NOW + days(4), dated_at=NOW))
    play_round(world.office, world.code)
    return world


def letter_of(world, letter, to):
    [post] = [post for post in world.office.store.letters.posts(world.code, to, limit=500) if post.letter == letter]
    return post


def test_a_namesakes_letters_still_say_what_they_said(tmp_path):
    world = a_waiting_date(tmp_path)
    before = letter_of(world, "pair/date_set", "N02")

    world.office.store.erasure.erase(world.code, "M01", NOW)

    assert letter_of(world, "pair/date_set", "N02") == before
    assert "session 1 with Martin Kolář takes place" in before.rendered.text


def test_the_name_goes_from_what_still_waits(tmp_path):
    world = a_waiting_date(tmp_path)
    assert "Martin Kolář" in letter_of(world, "pair/ended", "N01").rendered.text

    world.office.store.erasure.erase(world.code, "M01", NOW)

    post = letter_of(world, "pair/ended", "N01")
    assert (post.state, post.rendered.failure) == (MessageState.QUEUED, "")
    assert "your mentoring with your partner ends here" in post.rendered.text


def test_a_letter_that_can_no_longer_be_written_is_parked(tmp_path):
    world = a_waiting_date(tmp_path)
    world.change(replace(world.cohort.sessions["P02.1"], starts_at=None))

    world.office.store.erasure.erase(world.code, "M01", NOW)

    post = letter_of(world, "pair/date_set", "N02")
    assert post.state is MessageState.FAILED
    assert post.detail.startswith("pair/date_set about P02.1 could not be written")
