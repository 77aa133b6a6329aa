"""Pieces: every letter can be changed without its program; what is lost, strange or leads elsewhere is named."""

from dataclasses import replace

import pytest

from domain.messages import Wording
from notifications.letters import LETTERS, letter, plain, render, worded
from notifications.pieces import mistakes_in, plain_of
from tests.notifications.world import BY_HAND, StraightLinks, a_cohort, asked, message_of, messages

TOMORROW = "pair/tomorrow"


def mistakes(body, subject="You meet soon", name=TOMORROW):
    return mistakes_in(plain(name), Wording(subject, body, "anna"))


@pytest.mark.parametrize(
    "message", [one for one in messages() if one.wording is None], ids=lambda one: f"{one.letter} {one.to}"
)
def test_a_letter_in_its_own_words_is_the_same_letter(message):
    cohort = asked(a_cohort(), message)
    known = plain(message.letter)
    same = replace(message, wording=Wording(known.subject, known.body, "anna"))

    assert mistakes_in(known, same.wording) == []
    assert render(cohort, same, StraightLinks()) == render(cohort, message, StraightLinks())


def test_no_program_is_left_in_what_people_change():
    assert [name for name in sorted(LETTERS) if {"{{", "{%", "|"} & set(_pairs(plain(name)))] == []


def _pairs(known):
    whole = known.subject + known.body
    return [whole[at : at + 2] for at in range(len(whole))] + list(whole)


def test_other_words_keep_what_is_filled_in_the_link_and_the_calendar_entry():
    message = message_of("pair/date_set", "N01")
    cohort = asked(a_cohort(), message)
    standard = render(cohort, message, StraightLinks())
    known = plain("pair/date_set")
    ways = (f"{{{way}}}" if known.pieces[way].startswith("{%") else f"[Go]({{{way}}})" for way in sorted(known.links))
    body = "Hello {first_name}, *well done*.\n\n" + "\n\n".join(ways)

    found = render(cohort, replace(message, wording=Wording("Soon, {first_name}", body, "anna")), StraightLinks())

    assert found.failure == ""
    assert found.subject == "Soon, Eva"
    assert found.text.startswith("Hello Eva, well done.")
    assert (found.calendar, found.calendar_method) == (standard.calendar, standard.calendar_method)
    assert [way for way in known.links if "https://office.example/" not in found.html] == []


def test_the_words_of_a_cohort_hold_for_all_letters_of_the_kind_and_those_of_a_letter_for_it_alone():
    message = message_of(TOMORROW, "N01")
    body = "We see you, {first_name}.\n\n[Change it]({change})"
    cohort = replace(asked(a_cohort(), message), wordings={TOMORROW: Wording("For all", body, "anna")})
    own = replace(message, wording=Wording("For one", body, "anna"))

    assert render(cohort, message, StraightLinks()).subject == "For all"
    assert render(cohort, own, StraightLinks()).subject == "For one"
    assert render(cohort, message_of(TOMORROW, "M01"), StraightLinks()).subject == "For all"


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ("", "Write a subject and a text."),
        ("Hello {salary}.\n\n[Change]({change})", "This letter has nothing for {salary}."),
        ("Hello.", "The way {change} is missing: […]({change})."),
        ("{change} [Change]({change})", "The way {change} may stand as […]({change}) only."),
        (
            "[Change]({change}) [x](https://evil.example/{change})",
            "Nothing leads to https://evil.example/{change} in this letter.",
        ),
        ("[Change]({change}) [x]({partner})", "Nothing leads to {partner} in this letter."),
        ("[Change]({change}) {{ cohort.participants }}", "This letter has nothing for { cohort.participants }."),
        ("[Change]({change}) {% if x %}", "This letter has nothing for {% if x %}."),
        ("[Change]({change}) }", "Braces may stand around placeholders only."),
    ],
    ids=str,
)
def test_what_does_not_fit_a_letter_is_named(body, expected):
    assert expected in [str(one) for one in mistakes(body)]


def test_what_leads_somewhere_only_sometimes_cannot_be_lost():
    known = plain_of("Hello", "Dear {{ to.first_name }},\n\n{% if a %}\n[Go]({{ link }})\n{% endif %}\n\nBye.")

    assert known.body == "Dear {first_name},\n\n{part}\n\nBye."
    assert known.conditions == {"part": "… [Go](…) …"}
    assert mistakes_in(known, Wording("Hello", "Bye.", "anna")) == [
        "The part {part} is missing, which leads somewhere."
    ]
    assert mistakes_in(known, Wording("{part}", "{part}", "anna")) == ["A subject cannot hold ways or parts."]


def test_two_ways_to_say_one_fact_have_two_names():
    assert plain_of("{{ at | day }}", "{{ at | moment }}, {{ at | day }}").body == "{at_2}, {at}"


def test_words_that_no_longer_fit_park_the_letter_instead_of_sending_half_of_it():
    message = replace(message_of(TOMORROW, "N01"), wording=Wording("Hello", "No way.", "anna"))

    assert "in words of its own" in render(asked(a_cohort(), message), message, StraightLinks()).failure


def test_a_letter_is_worded_once():
    words = Wording("Hello", "[Change]({change})", "anna")

    assert worded(TOMORROW, "en", words) is worded(TOMORROW, "en", words)
    assert letter("person/message").subject.render(words=BY_HAND) == "A room of our own, {first_name}"
