"""A match changed by hand: who moves, and which pairs are kept from then on."""

from domain.match.arranging import changed, held, moves, pairs_of, swap

MATCH = {"N01": "M01", "N02": "M02"}


def test_two_mentees_exchange_their_mentors_and_nobody_else_moves():
    after = changed(MATCH | {"N03": "M03"}, swap(MATCH, "N01", "N02"))

    assert after == {"N01": "M02", "N02": "M01", "N03": "M03"}
    assert moves(MATCH | {"N03": "M03"}, after) == [("N01", "M01", "M02"), ("N02", "M02", "M01")]


def test_somebody_left_over_takes_the_place_of_another():
    after = changed(MATCH, swap(MATCH, "N01", "N04"))

    assert after == {"N02": "M02", "N04": "M01"}
    assert moves(MATCH, after) == [("N01", "M01", ""), ("N04", "", "M01")]


def test_what_was_made_by_hand_is_kept_from_then_on_and_what_is_gone_is_not():
    after = changed(MATCH, {"N01": "M03"})

    assert held((("M01", "N01"), ("M02", "N02")), MATCH, after) == (("M02", "N02"), ("M03", "N01"))
    assert pairs_of(after) == (("M03", "N01"), ("M02", "N02"))
