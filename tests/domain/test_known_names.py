"""Names are known again however they were written; when in doubt, two names may be one person."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.known_names import ASIDE, forget, named, organisation
from domain.titles import WHOLE_TITLES
from matching.likeness import alike

JAN_NOVAK = [
    "Jan Novák",
    "jan novak",
    "JAN NOVÁK",
    "Novák Jan",
    "Novák, Jan",
    "Prof. Jan Novák",
    "doc. Ing. Jan Novák, CSc.",
    "MUDr. Jan Novák Ph.D., MBA",
    "Univ.-Prof. Dipl.-Ing. Dr. rer. nat. habil. Jan Novák",
    "Jan Novak, M.D.",
    "Jan Novák MSc",
    "Jan Pavel Novák",
    "Jan P. Novák",
    "Jan Novák-Malý",
    "Jan Novák (Vltava University)",
    "Jan Novák, Vltava University",
    "Petr Dvořák; Jan Novák",
    "Prof. Dvořák and Prof. Jan Novák",
    "Jan Novák <jan@example.org>",
]
A_J_NOVAK = ["J. Novák", "Prof. J. Novák", "J.Novák", "Novák, J.", "Novak J", "Novák JP"]
A_NOVAK = ["Novák", "Prof. Novák", "Novák, PhD"]
OTHERS = [
    "Petr Novák",
    "P. Novák",
    "Jan Dvořák",
    "Jana Nováková",
    "Jan Petr Svoboda",
    "Vltava University",
    "Prof.",
    "PhD",
    "jan@example.org",
    "",
]


def may_be_one(one: str, other: str) -> bool:
    found = [bool(alike([named(frozenset({a}))], [named(frozenset({b}))])) for a, b in ((one, other), (other, one))]
    assert found[0] == found[1]
    return found[0]


@pytest.mark.parametrize("written", JAN_NOVAK + A_J_NOVAK + A_NOVAK)
def test_a_person_is_known_again_however_the_name_is_written(written):
    assert [name for name in JAN_NOVAK if not may_be_one(written, name)] == []


def test_others_are_not_taken_for_that_person():
    assert [other for other in OTHERS if may_be_one(other, "Jan Novák")] == []


def test_an_initial_may_be_anybody_whose_name_begins_so_and_a_bare_surname_everybody_of_that_name():
    assert may_be_one("J. Novák", "Jiří Novák")
    assert may_be_one("J. Novák", "J. Novák")
    assert may_be_one("Novák", "Petr Novák")
    assert not may_be_one("Jan Novák", "Jiří Novák")
    assert not may_be_one("Novák", "Petra Nováková")


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("Müller, Karl", "Karl Mueller", True),
        ("Søren Kjær", "Soeren Kjaer", True),
        ("Łukasz Żak", "Lukasz Zak", True),
        ("D’Angelo, Maria", "Maria D'Angelo", True),
        ("Jean-Luc Picard", "J.-L. Picard", True),
        ("Я. Иванов", "Ян Иванов", True),
        ("王伟", "王伟", True),
        ("Luis García", "García Pérez, Luis", True),
        ("L. García", "Luis García Pérez", True),
        ("Jan van der Berg", "Dr. Jan Berg", True),
        ("Jan van der Berg", "Petr van der Meer", False),
        ("José Luis García", "José Luis Martín", False),
        ("Jack Ma", "Jack Smith", False),
        ("Md Rahman", "Abdul Rahman", False),
        ("Emerson Silva", "Silva Emerson, PhD", True),
        ("Emerson Silva", "Paula Silva", False),
        ("Jan Novák, MD", "Petr Černý, MD", False),
        ("Jan Novák, Vltava University", "Petr Malý, Vltava University", False),
    ],
)
def test_names_of_many_kinds(one, other, same):
    assert may_be_one(one, other) == same


letters = st.text(st.sampled_from("abdfhiklmnoprtvzáčěíňřšýžöß"), min_size=3, max_size=8).filter(
    lambda word: not (WHOLE_TITLES.search(word) or ASIDE.search(word))
)
titles = st.sampled_from(["", "Prof. ", "Dr. ", "doc. ", "MUDr. ", "Prof. Dr. med. ", "Dipl.-Ing. ", "Mgr. et Mgr. "])
degrees = st.sampled_from(["", ", PhD", " Ph.D.", ", CSc.", ", MSc, MBA", ", DrSc."])
orders = st.sampled_from(["{0} {1}", "{1} {0}", "{1}, {0}", "{0[0]}. {1}", "{1}, {0[0]}.", "{1} {0[0]}", "{1}"])


@given(given_name=letters, surname=letters, title=titles, degree=degrees, order=orders, shout=st.booleans())
def test_titles_order_case_and_initials_never_hide_a_person(given_name, surname, title, degree, order, shout):
    plain = f"{given_name.title()} {surname.title()}"
    written = title + order.format(given_name.title(), surname.title()) + degree

    assert may_be_one(written.upper() if shout else written, plain)


@given(st.text(max_size=60), st.text(max_size=60))
def test_any_text_is_a_name_that_is_like_itself_and_liking_is_mutual(one, other):
    may_be_one(one, other)
    assert may_be_one(one, one) == bool(one)


def test_codes_and_addresses_count_as_they_stand():
    ana = named(frozenset({"Ana Costa", "ana@example.org"}), "ana")
    asked = [named(frozenset({word})) for word in ("ANA", "ana@Example.org", "Ana Silva", "other@example.org")]

    assert alike(asked, [ana])[:, 0].tolist() == [True, True, False, False]


@pytest.mark.parametrize(
    "written",
    ["Škoda Lab", "skoda lab", "The Škoda-Lab", "ŠKODA LAB, s.r.o.", "Škoda Lab spol. s r. o.", "Škoda Lab a. s."]
    + [f"Škoda Lab {form}" for form in ("Ltd", "GmbH", "Inc.", "SpA", "S.p.A.", "B.V.", "AG", "SE", "plc", "v.v.i.")]
    + ["Škoda Lab GmbH & Co. KG", "Škoda Lab Co., Ltd."],
)
def test_an_organisation_is_known_again_without_its_legal_form(written):
    assert organisation(written) == organisation("Škoda Lab")


def test_what_is_only_a_legal_form_is_still_a_name():
    assert [organisation(name) for name in ("SE", "AS Roma", "The", "Škoda", "")] == [
        "se",
        "asroma",
        "the",
        "skoda",
        "",
    ]


def test_no_name_is_kept_when_people_are_looked_at_anew():
    named(frozenset({"Jan Novák"}))
    organisation("Fjordlab AS")

    forget()

    assert (named.cache_info().currsize, organisation.cache_info().currsize) == (0, 0)
