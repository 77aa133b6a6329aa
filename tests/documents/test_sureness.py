"""Shares and averages come with how many they rest on and an interval, and not at all where few said anything."""

import pytest

from documents.sureness import average, each_once, groups_to_show, share


@pytest.mark.parametrize(
    ("count", "of", "low", "high"),
    [(0, 10, 0, 28), (5, 10, 24, 76), (10, 10, 72, 100), (15, 100, 9, 23), (71, 100, 61, 79)],
)
def test_a_share_has_the_interval_of_wilson(count: int, of: int, low: int, high: int) -> None:
    """The bounds are those of the published formula, worked out by hand to whole percent."""
    assert share(count, of) == {"percent": round(100 * count / of), "low": low, "high": high, "count": count, "of": of}


def test_an_average_has_the_interval_of_student() -> None:
    """Five marks with mean 3 and a deviation of 1.58: t of four degrees is 2.776, so 3 plus or minus 1.96."""
    found = average([1, 2, 3, 4, 5], 1, 5)

    assert found is not None
    assert (found["average"], found["low"], found["high"], found["of"]) == (3.0, 1.0, 5.0, 5)
    assert found["upper"]["percent"] == 40


def test_an_interval_ends_where_the_scale_does() -> None:
    found = average([5, 5, 5, 5, 1], 1, 5)

    assert found is not None
    assert (found["low"], found["high"]) == (2.0, 5)


@pytest.mark.parametrize("few", [0, 1, 2, 3, 4])
def test_of_fewer_than_five_there_is_nothing(few: int) -> None:
    assert share(few, few) is None
    assert average([3] * few, 1, 5) is None


def test_whoever_marks_several_times_counts_once() -> None:
    assert each_once([("N01", 1), ("N02", 4), ("N01", 2)]) == [1.5, 4]


def test_no_group_is_shown_by_which_a_small_one_could_be_found_out() -> None:
    assert groups_to_show({"a": 8, "b": 6, "c": 5}, whole=19) == {"a": 8, "b": 6, "c": 5}
    assert groups_to_show({"a": 8, "b": 6, "c": 2}, whole=16) == {"a": 8}
    assert groups_to_show({"a": 8, "b": 4}, whole=12) == {}
