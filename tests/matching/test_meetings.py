"""First meetings: everybody gets as many as the rules and the mentors' time allow, a first before anybody's second."""

from collections import Counter
from random import Random

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from matching.candidates import Candidate, Terms
from matching.shortlist import meetings
from tests.allocation.yardsticks import most_even_meetings

BY_TRACKS = {"tracks": 10}


def people(mentees, mentors, possible):
    """Mentees and mentors with random wishes, and terms by which only the pairs marked are possible."""
    dice = Random(f"{mentees} {mentors}")
    rows = [Candidate(f"N{i}", tracks=(*dice.sample((2, 3, 8, 9, 20), 3),)) for i in range(mentees)]
    cols = [Candidate(f"M{j}", tracks=(dice.choice((2, 3, 8, 9, 20)),)) for j in range(mentors)]
    forbidden = frozenset((f"M{j}", f"N{i}") for i, j in zip(*np.nonzero(~possible), strict=True))
    return rows, cols, Terms(BY_TRACKS, forbidden=forbidden)


def counts(met, mentees):
    number = Counter(mentee for _, mentee in met)
    return sorted(number[f"N{i}"] for i in range(mentees))


def test_a_favourite_is_given_up_by_whoever_can_meet_others_instead():
    """N1 may meet M1 and M2 only, and N2, whom both fit best, anybody."""
    choosy = Candidate("N1", tracks=(9,), not_with=frozenset({"M3", "M4"}))
    anybody = Candidate("N2", tracks=(15,))
    mentors = [Candidate(code, tracks=(15,) if code in ("M1", "M2") else (20,)) for code in ("M1", "M2", "M3", "M4")]

    met = meetings([choosy, anybody], mentors, Terms(BY_TRACKS), each=2, mentor_most=1)

    assert sorted(met) == [("M1", "N1"), ("M2", "N1"), ("M3", "N2"), ("M4", "N2")]


def test_mentors_meet_a_second_and_third_mentee_where_that_gives_everybody_their_number():
    rows, cols, terms = people(17, 12, np.ones((17, 12), bool))

    met = meetings(rows, cols, terms, each=2)

    assert counts(met, 17) == [2] * 17
    assert max(Counter(mentor for mentor, _ in met).values()) == 3


def test_where_time_is_short_nobody_gets_a_third_before_everybody_has_a_second():
    rows, cols, terms = people(10, 8, np.ones((10, 8), bool))

    met = meetings(rows, cols, terms, each=3)

    assert counts(met, 10) == [2] * 6 + [3] * 4
    assert {mentor for mentor, _ in met} == {mentor.code for mentor in cols}


def test_the_meetings_do_not_depend_on_the_order_of_the_lists():
    rows, cols, terms = people(9, 6, np.arange(54).reshape(9, 6) % 4 > 0)

    assert meetings(rows, cols, terms) == meetings(rows[::-1], cols[::-1], terms)


@st.composite
def crowds(draw):
    mentees, mentors = draw(st.integers(1, 7)), draw(st.integers(1, 6))
    cells = draw(st.lists(st.booleans(), min_size=mentees * mentors, max_size=mentees * mentors))
    return np.array(cells).reshape(mentees, mentors), draw(st.integers(1, 3)), draw(st.integers(1, 3))


@given(crowds())
def test_nobody_can_have_more_without_somebody_who_has_no_more_than_they_losing_one(crowd):
    possible, each, mentor_most = crowd
    rows, cols, terms = people(*possible.shape, possible)

    met = meetings(rows, cols, terms, each, mentor_most)

    assert len(set(met)) == len(met)
    assert max(Counter(mentor for mentor, _ in met).values(), default=0) <= mentor_most
    assert all(possible[int(mentee[1:]), int(mentor[1:])] for mentor, mentee in met)
    assert counts(met, len(rows)) == most_even_meetings(possible, each, mentor_most)
