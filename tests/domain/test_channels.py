"""Channels: a short word of the coordinator's, and the source of whoever came by it."""

import pytest

from domain.channels import channel_of, channel_word, is_open, source_of


@pytest.mark.parametrize(("typed", "word"), [("fair", "fair"), (" Open Day ", "open-day"), ("brno-2027", "brno-2027")])
def test_what_a_coordinator_types_becomes_a_word(typed, word):
    assert channel_word(typed) == word


@pytest.mark.parametrize("typed", ["", "-", "a_b", "jana@firm.example", "x" * 21, "veletrh-ž", "a--b", "a:b"])
def test_what_is_no_short_word_is_refused(typed):
    with pytest.raises(ValueError, match="A channel is a short word"):
        channel_word(typed)


def test_a_source_knows_its_channel():
    assert [channel_of(source) for source in ("list", "open", source_of("fair"))] == ["", "", "fair"]
    assert [is_open(source) for source in ("list", source_of(""), source_of("fair"))] == [False, True, True]
