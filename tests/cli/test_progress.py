"""Long work says that it goes on, on standard error only; short work says nothing."""

import time

from cli.progress import Progress


def test_short_work_says_nothing(capsys):
    with Progress("Matching"):
        pass

    assert capsys.readouterr() == ("", "")


def test_long_work_says_once_that_it_goes_on_where_nobody_watches(capsys):
    with Progress("Matching 3 mentees", patience=0):
        time.sleep(0.05)

    assert capsys.readouterr() == ("", "Matching 3 mentees ...\n")


def test_a_mistake_ends_the_watch(capsys):
    progress = Progress("Matching", patience=60)
    try:
        with progress:
            raise KeyError("anything")
    except KeyError:
        pass

    assert not progress.watch.is_alive()
