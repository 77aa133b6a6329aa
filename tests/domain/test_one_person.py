"""One person is known again: by any way to write an address, by a name in any order at one place of work."""

import pytest

from domain.one_person import doubles, identity, mailbox


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("jana@firm.example", "JANA@Firm.Example", True),
        ("jana@příklad.cz", "Jana@xn--pklad-zsa96e.cz", True),
        ("jana@straße.example", "jana@xn--strae-oqa.example", True),
        ("jana@firm.example", " jana@firm.example. ", True),
        ("jana@firm.example", "ｊana@firm.example", True),
        ("jana.nova@gmail.com", "j.a.n.a.nova@gmail.com", True),
        ("jana.nova@gmail.com", "Jana.Nova+mentoring@googlemail.com", True),
        ("jana@firm.example", "jana+call@firm.example", True),
        ("jana.nova@firm.example", "jananova@firm.example", False),
        ("jana@firm.example", "jana@firma.example", False),
        ("jana@firm.example", "jan@firm.example", False),
        ("+a@firm.example", "+b@firm.example", False),
    ],
)
def test_an_address_is_one_however_it_was_written(one, other, same):
    assert (mailbox(one) == mailbox(other)) == same


@pytest.mark.parametrize("word", ["", "n/a", "-", "jana", "@", "jana@", "@firm.example"])
def test_what_is_no_address_tells_nobody_from_others(word):
    assert identity("", [word]) == frozenset()


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        (("Jana Nová", "Lumivex"), ("Nová Jana", "LUMIVEX, s.r.o."), True),
        (("Jana Nová", "Lumivex"), ("NOVÁ, Jana", "The Lumivex"), True),
        (("Ing.arch. Jana Nová, Ph.D.", "Lumivex"), ("Mgr.art. jana nova", "lumivex"), True),
        (("Anna Lee", "Lumivex"), ("LEE Anna", "Lumivex"), True),
        (("Jana Nová", "Lumivex"), ("Jana Nová", "Fjordlab"), False),
        (("Jana Nová", ""), ("Jana Nová", ""), False),
        (("Jana Nová", "Lumivex"), ("J. Nová", "Lumivex"), False),
        (("", "Lumivex"), ("", "Lumivex"), False),
    ],
)
def test_a_name_in_any_order_is_one_person_at_one_place_of_work(one, other, same):
    assert bool(identity(one[0], [], one[1]) & identity(other[0], [], other[1])) == same


def test_everybody_is_named_once_even_where_one_record_links_two_others():
    records = {
        "M01": identity("Jana Nová", ["jana@firm.example"]),
        "M02": identity("Petr Malý", ["petr@firm.example"]),
        "M03": identity("Jana Nová", ["nova@gmail.com"], "Lumivex"),
        "M04": identity("Nová Jana", ["JANA@firm.example"], "Lumivex"),
    }

    assert doubles(records) == [("M01", "M03", "M04")]
