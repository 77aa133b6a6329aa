"""One letter of several: each thing under its heading with its links, one greeting, one signature, one reason."""

import re
from dataclasses import replace

import pytest

from notifications.letters import LETTERS, render
from notifications.one_letter import whole
from tests.notifications.world import StraightLinks, a_cohort, asked, message_of, messages
from words import languages

WANTED, INVITED = "pair/recontract_wanted", "person/gathering_invited"


def rendered(name, to="N01"):
    message = message_of(name, to)
    return render(asked(a_cohort(), message), message, StraightLinks())


def test_a_letter_of_several_things_says_what_comes_first_and_names_everything():
    first, second = rendered(WANTED), rendered(INVITED)

    found = whole([first, second])

    assert found.subject == f"{first.subject} And one more thing"
    assert found.text.count("Dear Eva,") == 1
    assert found.text.startswith("Dear Eva,\n\nThere are 2 things today, so you get one letter:\n\n1. ")
    assert f"\n\n2. {second.subject}\n\n" in found.text
    assert set(re.findall(r"https://\S+/f/\S+", first.text + second.text)) <= set(
        re.findall(r"https://\S+", found.text)
    )
    assert found.text.count("\n-- \n") == 1
    assert found.text.count("You get this letter because") == 1
    assert "you take part in" in found.text.partition("\n-- \n")[2]


def test_of_three_things_the_subject_says_how_many_more_there_are():
    date, *others = (rendered(name) for name in ("pair/date_set", WANTED, INVITED))

    found = whole([date, *others])

    assert found.subject == f"{date.subject}, and 2 more things"
    assert (found.calendar, found.calendar_method) == (date.calendar, "REQUEST")


def test_what_goes_along_is_attached():
    assert whole([rendered(WANTED, "M01"), rendered("mentor/handbook", "M01")]).attachments == ("handbook:mentors",)


def test_a_letter_that_is_put_together_anew_counts_and_attaches_only_what_is_in_it_now():
    first, second, third = rendered(WANTED, "M01"), rendered("mentor/handbook", "M01"), rendered(INVITED, "M01")
    refused = whole([first, second, third])

    assert whole([refused, third]) == whole([first, third])
    assert f"1. {first.subject}\n" in whole([refused, third]).text
    assert f"2. {first.subject}\n" in whole([third, refused]).text
    assert whole([refused]) == whole([first])


def alone():
    """Every letter to a participant that may stand with others."""
    return [pytest.param(m, id=f"{m.letter}-{m.to}") for m in messages() if not m.letter.startswith("coordinator/")]


@pytest.mark.parametrize("message", alone())
def test_every_letter_reads_the_same_alone_whether_or_not_it_was_to_be_told_with_others(message):
    """Its piece lacks nothing that the letter has: greeting, words, reason, links."""
    found = render(asked(a_cohort(), message), message, StraightLinks())
    if found.piece is None:
        return

    again = whole([found])

    assert again.subject == found.subject
    assert re.sub(r"\nFewer letters: .*", "", found.text) == again.text


@pytest.mark.parametrize("language", languages())
def test_nearly_every_letter_can_stand_with_others(language):
    """Only what a coordinator wrote by hand has a greeting of its own."""
    cohort = a_cohort()
    people = {code: replace(person, language=language) for code, person in cohort.participants.items()}
    cohort = replace(cohort, participants=people)
    without = {m.letter for m in messages() if render(asked(cohort, m), m, StraightLinks()).piece is None}

    assert {name for name in without if not name.startswith("coordinator/")} == {
        name for name in LETTERS if name.startswith("person/message")
    }
