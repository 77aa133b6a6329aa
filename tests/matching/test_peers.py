"""Peer groups of people: who names no language or track joins any group, and what comes before what."""

from dataclasses import replace

from domain.match.words.peers import around
from matching.candidates import Candidate
from matching.peers import peer_groups


def test_who_names_no_language_joins_any_group_and_a_language_of_ones_own_none():
    spoken = {"N1": {"en"}, "N2": {"EN "}, "N3": set(), "N4": {"de", "en"}, "N5": {"de"}, "N6": {"fi"}}
    people = [Candidate(code, frozenset(own), employer=f"lab {code}") for code, own in spoken.items()]

    found = peer_groups(people)

    assert found.status == "OPTIMAL"
    assert [(group.codes, group.languages) for group in found.groups] == [(("N1", "N2", "N3", "N4"), ("en",))]
    assert found.alone == ("N5", "N6")
    assert peer_groups([replace(one, languages=frozenset()) for one in people]).alone == ()


def test_one_track_for_all_comes_before_skills_in_common_and_nobody_alone_before_that():
    def peer(code, track, *skills):
        return Candidate(code, tracks=(track,), skills=skills, employer=f"lab {code}")

    tracks = [
        peer(f"N{k}", 9 if k < 3 else 15, *(("R", "SQL", "writing") if k % 2 else ("PCR", "NMR"))) for k in range(6)
    ]

    apart, short = peer_groups(tracks), peer_groups(tracks[:5])

    assert [(group.codes, group.track) for group in apart.groups] == [(("N0", "N1", "N2"), 9), (("N3", "N4", "N5"), 15)]
    assert (apart.on_track, apart.alone) == (6, ())
    assert (short.on_track, short.alone, len(short.groups)) == (0, (), 1)


def test_who_names_no_track_joins_any_group():
    people = [Candidate(f"N{k}", tracks=(9,) if k else (), employer=f"lab {k}") for k in range(3)]

    (group,) = peer_groups(people).groups

    assert (group.track, group.fans) == (9, 2)
    assert around(group.track, group.fans, 3) == "2 of 3 wish for: Science writing"


def test_a_hundred_languages_are_no_trouble():
    people = [
        Candidate(f"N{k}", frozenset({f"l{k // 2}", f"m{k // 3}", "en"}), employer=f"lab {k}") for k in range(100)
    ]

    assert peer_groups(people, time_limit=5).alone == ()
