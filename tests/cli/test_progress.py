"""Long work says that it goes on, on standard error only; short work says nothing."""

import time

from cli.progress import Progress


def test_short_work_says_nothing(capsys):
    with Progress("Matching"):
        pass

    assert capsys.readouterr() == ("", "")


def test_long_work_says_that_it_goes_on_and_with_what(capsys):
    with Progress("Matching 3 mentees", patience=0) as progress:
        time.sleep(0.05)
        progress.say("what balance costs")
        time.sleep(0.05)

    said = capsys.readouterr()
    assert (said.out, said.err) == ("", "Matching 3 mentees, 0 s\nMatching 3 mentees: what balance costs, 0 s\n")


def test_very_long_work_says_so_again_and_again(capsys):
    with Progress("Matching", patience=0, again=0.02):
        time.sleep(0.2)

    assert set(capsys.readouterr().err.splitlines()) == {"Matching, 0 s"}


def test_a_mistake_ends_the_watch(capsys):
    progress = Progress("Matching", patience=60)
    try:
        with progress:
            raise KeyError("anything")
    except KeyError:
        pass

    assert not progress.watch.is_alive()
