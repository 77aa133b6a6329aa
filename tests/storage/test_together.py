"""Together: those who come while a commit is under way share the next; each gets its own answer."""

from concurrent.futures import ThreadPoolExecutor
from threading import Event

import pytest

from storage.post.together import Together


def test_whoever_comes_alone_goes_alone():
    lists = []
    double = Together(lambda ones: lists.append(ones) or [2 * one for one in ones])

    assert [double(n) for n in (1, 2, 3)] == [2, 4, 6]
    assert lists == [[1], [2], [3]]


def test_those_who_wait_share_the_next():
    lists, begun, may_end = [], Event(), Event()

    def slow(ones):
        lists.append(ones)
        begun.set()
        assert may_end.wait(10)
        return [2 * one for one in ones]

    double = Together(slow)
    with ThreadPoolExecutor(4) as pool:
        first = pool.submit(double, 0)
        assert begun.wait(10)
        others = [pool.submit(double, n) for n in (1, 2, 3)]
        while len(double._waiting) < 3:
            pass
        may_end.set()
        assert [one.result() for one in (first, *others)] == [0, 2, 4, 6]

    assert lists[0] == [0]
    assert sorted(lists[1]) == [1, 2, 3]


def test_what_goes_wrong_is_told_to_everybody_who_shared_it_and_to_nobody_after():
    def work(ones):
        if 13 in ones:
            raise OSError("the disk is full")
        return ones

    same = Together(work)
    with pytest.raises(OSError, match="disk is full"):
        same(13)
    assert same(14) == 14
