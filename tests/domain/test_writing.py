"""What a coordinator writes by hand: once to each, to nobody who cannot be reached, in words from a closed list."""

from dataclasses import replace

from domain.messages import TO_MANY, TO_ONE, Wording
from domain.people import Departure
from domain.writing import Readers, key_of, strange_in, written_to
from tests.builders import MONDAY, a_cohort, days

HELLO = Wording("A room of our own", "Dear {first_name},\n\nwe moved.", "eva")


def sent(cohort, people, wording=HELLO):
    after = written_to(cohort, people, TO_ONE, wording, MONDAY, "eva")
    return after, [message.to for message in after.messages]


def test_the_same_words_go_to_the_same_person_once():
    cohort = a_cohort().in_mentoring().with_pairs(2).build()

    first, to_some = sent(cohort, ["N01", "M01"])
    _, to_more = sent(first.settled(), ["N01", "M01", "N02"])
    _, other_words = sent(first.settled(), ["N01"], replace(HELLO, body="We moved again."))

    assert (to_some, to_more, other_words) == (["N01", "M01"], ["N02"], ["N01"])


def test_the_journal_says_who_wrote_to_whom_and_no_word_of_it():
    after, _ = sent(a_cohort().in_mentoring().with_pairs(1).build(), ["N01"])

    (deed,) = after.deeds
    assert [(line.key, line.scope, line.did, line.by) for line in after.entries] == [
        (key_of("N01", HELLO), "N01", "write person/message to N01", "eva"),
        (deed.id, "N01", "send person/message to 1", "eva"),
    ]
    assert "moved" not in f"{after.entries}"


def test_nobody_who_left_or_cannot_be_reached_is_written_to():
    cohort = a_cohort().in_mentoring().with_pairs(3).build()
    gone = replace(cohort.participants["N01"], left=Departure(MONDAY))
    lost = replace(cohort.participants["N02"], bounced_at=MONDAY)

    assert sent(cohort.put(gone, lost), ["N01", "N02", "N03"])[1] == ["N03"]


def test_a_message_waits_for_the_hours_of_the_post_and_not_for_ever():
    cohort = a_cohort().in_mentoring().with_pairs(1).build()
    night = MONDAY - days(1.2)

    (message,) = written_to(cohort, ["N01"], TO_ONE, HELLO, night, "eva").messages

    assert night < message.not_before < message.until < night + days(15)


def test_what_nobody_can_fill_in_is_found():
    assert strange_in("For {first_name}", "{name}, {salary} and {{ config }} {first name}") == [
        " config ",
        "first name",
        "salary",
    ]
    assert strange_in("No braces", "{}: {cohort.name}") == ["", "cohort.name"]


def test_whoever_is_named_gets_a_letter_and_many_get_news():
    assert Readers(people=("N01",)).letter == Readers(group="P01").letter == TO_ONE
    assert Readers().letter == Readers(role="mentee").letter == TO_MANY
