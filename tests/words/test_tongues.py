"""Tongues: what is ours is said with its facts, what people typed is left alone, and what is not spoken comes in English."""

import copy
import pickle
from datetime import UTC, date, datetime, time

import pytest

from domain.saying import Either, Said, said_by, say, sayings, together
from domain.states import became
from domain.text import as_typed
from tests.words.made_up import LANGUAGE, silent, spoken
from words import ENGLISH, languages, spoken_here, tongue, unsaid
from words.catalogues import locale_of
from words.tongues import Tongue

OTHER = sayings({"other": "Other"}, context="profession")


@pytest.fixture
def strange(monkeypatch, tmp_path):
    spoken(monkeypatch, tmp_path)
    yield tongue(LANGUAGE)
    silent()


def test_a_saying_is_english_to_whoever_does_not_ask():
    said = say("{n} case of {who}", "{n} cases of {who}", n=2, who=("Anna", "Eva"))

    assert (said, tongue(ENGLISH).say(said)) == ("2 cases of Anna and Eva",) * 2


def test_one_is_said_otherwise_than_many():
    assert [tongue(ENGLISH).say(say("{n} case", "{n} cases", n=n)) for n in (0, 1, 2)] == [
        "0 cases",
        "1 case",
        "2 cases",
    ]


def test_it_is_said_in_the_language_with_its_facts_and_what_is_inside(strange):
    said = say("Row {number}: {words}", number=3, words=say("Please answer this."))

    assert strange.say(said) == "⟦Соц 3: ⟦Плдатд антцдс узит.⟧⟧"


def test_what_somebody_typed_is_never_translated(strange):
    assert (strange.say("Other"), strange.say(OTHER["other"])) == ("Other", "⟦Оуздс⟧")
    assert strange.say(together(("Other", OTHER["other"]), ": ")) == "Other: ⟦Оуздс⟧"


def test_what_became_of_a_letter_is_kept_in_english_and_said_in_the_language(strange):
    assert strange.say(became("given up: data: 450 try again later")) == "⟦жихдн фп⟧: data: 450 try again later"
    assert strange.say(became("the reader has left")) == "⟦узд сдагдс зат лдеу⟧"
    assert became("") == ""


def test_the_plural_is_that_of_the_language(strange):
    assert strange.locale.plural_form(5) == "many"
    assert strange.say(say("{n} open case", "{n} open cases", n=5)) == "⟦5 опдн ватдт⟧"


def test_a_text_that_the_catalogue_lacks_is_said_in_english(strange):
    assert strange.say(Said("Nobody translated {this}.", facts={"this": "it"})) == "Nobody translated it."


def test_a_language_that_nobody_speaks_is_english():
    assert (tongue("xx"), languages(), unsaid(ENGLISH)) == (tongue(ENGLISH), ("en", "es"), ())


def test_a_language_is_whole_when_nothing_is_unsaid(strange):
    assert (languages(), unsaid(LANGUAGE)) == (("en", LANGUAGE), ())


@pytest.mark.parametrize(
    ("language", "day", "listed", "either", "number"),
    [
        ("en", "Sunday, 31 January 2027", "a, b and c", "a, b or c", "1,234.5"),
        ("cs", "neděle 31. ledna 2027", "a, b a\xa0c", "a, b nebo c", "1\xa0234,5"),
        ("de", "Sonntag, 31. Januar 2027", "a, b und c", "a, b oder c", "1.234,5"),
        ("es", "domingo, 31 de enero de 2027", "a, b y c", "a, b o c", "1.234,5"),
    ],
)
def test_days_lists_and_numbers_are_written_as_the_language_writes_them(language, day, listed, either, number):
    found = Tongue(language, locale_of(language), tongue(ENGLISH).known)

    assert found.day(date(2027, 1, 31)) == day
    assert (found.listed("abc"), found.listed(Either("abc")), found.number(1234.5)) == (listed, either, number)


def test_the_last_and_of_a_spanish_list_sounds_right():
    spanish = Tongue("es", locale_of("es"), tongue(ENGLISH).known)
    lists = [("Ana", "Irene"), ("Eva", "Hilario"), ("nieve", "hielo"), ("Irene", "Ana"), ("Iris",), ()]

    assert [spanish.listed(names) for names in lists] == [
        "Ana e Irene",
        "Eva e Hilario",
        "nieve y hielo",
        "Irene y Ana",
        "Iris",
        "",
    ]
    assert [spanish.listed(Either(names)) for names in [("siete", "ocho"), ("10", "11"), ("10", "110")]] == [
        "siete u ocho",
        "10 u 11",
        "10 o 110",
    ]


def test_a_moment_is_written_on_the_clock_that_is_meant():
    closes = datetime(2027, 1, 31, 23, tzinfo=UTC)

    assert tongue(ENGLISH).moment(closes, "Europe/Prague") == "Monday, 1 February 2027, 00:00"
    assert tongue(ENGLISH).written(time(14, 30)) == "14:30"


def test_small_numbers_are_words_and_nothing_is_no():
    english = tongue(ENGLISH)

    assert [english.spelled(n) for n in (6, 14)] == ["six", "14"]
    assert [english.counted(n, one="item", other="items") for n in (0, 1, 1200)] == [
        "no items",
        "1 item",
        "1,200 items",
    ]


def test_a_sentence_begins_with_a_capital_and_ends_with_a_stop():
    assert [tongue(ENGLISH).sentence(words) for words in ("it is gone", "Why?")] == ["It is gone.", "Why?"]


def test_a_saying_keeps_what_it_is_made_of_wherever_it_goes():
    said = say("{n} case", "{n} cases", n=2)

    for kept in (pickle.loads(pickle.dumps(said)), copy.deepcopy(said), as_typed(said), said_by(ValueError(said))):
        assert (kept.message, kept.many, kept.facts) == ("{n} case", "{n} cases", {"n": 2})


def test_of_a_text_of_ours_only_the_facts_are_made_literal():
    said = say("**{name}**: {days}", name="*Eva*", days=["_a_", 2])

    assert as_typed(said) == r"**\*Eva\***: \_a\_ and 2"


@pytest.mark.parametrize(
    ("environment", "asked"),
    [
        ({}, "en"),
        ({"LANG": "C.UTF-8"}, "en"),
        ({"LANG": f"{LANGUAGE}_PL.UTF-8"}, LANGUAGE),
        ({"LANG": f"{LANGUAGE}_PL.UTF-8", "LC_ALL": "en_GB.UTF-8"}, "en"),
        ({"LANGUAGE": f"{LANGUAGE}:de", "LC_ALL": "en_GB.UTF-8"}, LANGUAGE),
    ],
)
def test_the_shell_says_which_language_it_wants(strange, environment, asked):
    assert spoken_here(environment).language == asked
