"""The face for the office: rules hold, reasons are told in words, nobody is left over without a why, recruits are
named."""

from dataclasses import replace
from itertools import permutations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from domain.match.facts import Although, Asked, Clash, Counted, Funnel, Reason
from domain.match.findings import Change, Remedy
from domain.match.words.balance import counted
from domain.match.words.clashes import clash, way_out
from domain.match.words.help import recruit as recruit_in_words
from domain.match.words.left_over import left_over
from domain.match.words.reasons import reasons as in_words
from domain.match.words.rules import BROKEN, TAKEN
from matching.advice import morning
from matching.by_hand import by_hand
from matching.candidates import Balance, Candidate, Terms
from matching.constraints import RULES, check, held
from matching.criteria import CRITERIA
from matching.insight.recruits import recruits
from matching.pairs import suggest
from matching.peers import peer_groups, similarity
from matching.pool import pool
from matching.scoring import breakdown, reasons, score
from matching.shortlist import meetings, shortlists

WEIGHTS = {criterion.name: 10 for criterion in CRITERIA}


def mentee(code="N1", **more):
    return replace(Candidate(code, frozenset({"en"}), tracks=(15, 20, 3), topics={"start": 3, "path": 1}), **more)


def mentor(code="M1", **more):
    return replace(
        Candidate(code, frozenset({"en"}), tracks=(15,), topics=frozenset({"start"}), roles=frozenset({"adviser"})),
        **more,
    )


def test_a_pair_is_proposed_with_its_strongest_reasons():
    suggestion = suggest(
        [mentee()], [mentor(mentoring_experience="informal")], Terms({"tracks": 50, "topics": 20, "experience": 5})
    )

    (match,) = suggestion.matches
    assert (match.mentor, match.mentee, suggestion.status) == ("M1", "N1", "OPTIMAL")
    assert match.reasons == (Reason("tracks", ("15",), place=1), Reason("topics", ("start",)), Reason("experience"))
    assert in_words(match.reasons) == [
        "the mentor can speak about Research in industry, the career wished for most",
        "both want to talk about: Starting a successful career, in research and in general",
        "the mentor has mentored before",
    ]


def test_a_wished_kind_of_employer_counts_and_as_a_must_rules_others_out():
    mentors = [mentor("M1", employer_types=frozenset({"industry"})), mentor("M2", employer_types=frozenset({"policy"}))]
    wishing = mentee(employer_types=frozenset({"policy", "academia"}), wishes={"employer_type": "nice"})
    insisting = replace(wishing, wishes={"employer_type": "must"})

    (match,) = suggest([wishing], mentors, Terms({"wishes": 10})).matches
    alone = suggest([insisting], mentors[:1], Terms({"wishes": 10}))

    assert (match.mentor, in_words(match.reasons)) == ("M2", ["the mentor is what was wished for: Science policy"])
    assert [*alone.matches] == []


def test_the_kinds_of_employer_can_be_balanced():
    kinds = ("industry", "industry", "policy")
    mentors = [
        mentor(f"M{n}", employer_types=frozenset({kind}), counts_as={"employer_type": frozenset({kind})})
        for n, kind in enumerate(kinds, 1)
    ]
    asked = Terms({"tracks": 10}, quotas=(Balance("Policy", "employer_type", frozenset({"policy"}), at_least=1),))

    suggestion = suggest([mentee("N1"), mentee("N2")], mentors, asked)

    assert "M3" in {match.mentor for match in suggestion.matches}


def test_every_rule_takes_its_pairs_away_and_says_so():
    broken = {
        "same_person": (mentee(identity=frozenset({"a@b.org"})), mentor(identity=frozenset({"a@b.org", "c@b.org"}))),
        "language": (mentee(languages=frozenset({"de"})), mentor()),
        "format_and_city": (mentee(format="onsite", city="Brno"), mentor(format="onsite", city="Praha")),
        "employer": (mentee(employer="Uni A"), mentor(employer=" uni  a")),
        "supervisor": (mentee(supervisor="Prof. Black"), mentor(answers_to=frozenset({"prof. black"}))),
        "not_with": (mentee(), mentor(not_with=frozenset({"n1"}))),
        "first_meeting": (mentee(impressions={"M1": 2}), mentor(impressions={"N1": 0})),
        "academic_wishes": (mentee(tracks=(1, 6)), mentor()),
        "musts": (mentee(profession="consultant", wishes={"profession": "must"}), mentor(profession="expert")),
        "forbidden": (mentee(), mentor()),
    }
    assert list(broken) == [rule.key for rule in RULES] == list(TAKEN) == [key for key in BROKEN if key != "pin"]
    for key, (one, other) in broken.items():
        terms = Terms(WEIGHTS, forbidden=frozenset({("M1", "N1")}) if key == "forbidden" else frozenset())

        found = suggest([one], [other], terms)

        assert check([("M1", "N1")], [one], [other], terms) == [Clash(key, "M1", "N1")]
        assert found.matches == ()
        assert found.unmatched[0].why == Funnel("mentor", 1, ((key, 1),))
        assert left_over(found.unmatched[0]) == ["1 mentor takes part", f"1: {TAKEN[key]}", "no mentor is left"]


def test_a_supervisor_is_never_the_mentor_however_the_name_is_written():
    novak = mentor(answers_to=frozenset({"Jan Novák, PhD", "novak@example.org"}))
    written = ["Prof. J. Novák", "jan novak", "Novák, Jan", "doc. Novák", "Novak@Example.org", "m1"]
    mentees = [mentee(f"N{k}", supervisor=name) for k, name in enumerate([*written, "Prof. J. Dvořák", ""])]

    assert [one.code for one in mentees if suggest([one], [novak], Terms(WEIGHTS)).matches] == ["N6", "N7"]
    assert [one.code for one in mentees if suggest([novak], [one], Terms(WEIGHTS)).matches] == ["N6", "N7"]


def test_whoever_was_named_as_not_to_meet_is_kept_apart_alone_or_with_a_whole_house():
    ana = mentor(answers_to=frozenset({"Ana María Costa"}), employer="Lumivex Pharma, s.r.o.")
    words = ["Dr. A. Costa", "Costa Ana", "The Lumivex Pharma", "Lumivex Bio", "Ana María Silva", "Ana"]

    apart = [
        word
        for word in words
        if not suggest([mentee(not_with=frozenset({word}))], [ana], Terms(WEIGHTS)).matches
        and not suggest([replace(ana, code="N1")], [mentor(not_with=frozenset({word}))], Terms(WEIGHTS)).matches
    ]

    assert apart == ["Dr. A. Costa", "Costa Ana", "The Lumivex Pharma", "Ana"]


def test_a_likeness_that_only_seems_so_can_be_overruled_by_a_pin_that_stands():
    people = [mentee(supervisor="J. Novák")], [mentor(answers_to=frozenset({"Jiří Novák"}))]
    pinned = Terms(WEIGHTS, pins=frozenset({("M1", "N1")}))

    assert suggest(*people, pinned).clashes == (Clash("supervisor", "M1", "N1"),)
    assert [match.mentor for match in suggest(*people, replace(pinned, pins_stand=True)).matches] == ["M1"]


def test_nobody_is_paired_with_themselves_even_where_pins_stand():
    herself = frozenset({"jana@firm.example"})
    people = [mentee(identity=herself), mentee("N2")], [mentor(identity=herself, capacity=2), mentor("M2")]
    pinned = Terms(WEIGHTS, pins=frozenset({("M1", "N1")}), pins_stand=True)

    assert [(one.mentor, one.mentee) for one in suggest(*people, Terms(WEIGHTS)).matches] == [
        ("M2", "N1"),
        ("M1", "N2"),
    ]
    assert suggest(*people, pinned).clashes == (Clash("same_person", "M1", "N1"),)
    assert by_hand(*people, pinned).clashes == (Clash("same_person", "M1", "N1"),)
    assert shortlists(*people, Terms(WEIGHTS))["N1"] == ("M2",)
    assert ("M1", "N1") not in meetings(*people, Terms(WEIGHTS))


def test_one_person_twice_is_in_two_peer_groups_or_none():
    twice = [Candidate(f"N{k}", identity=frozenset({"jana@firm.example"})) for k in (1, 2)]
    others = [Candidate(f"N{k}") for k in (3, 4, 5)]

    (group,) = peer_groups([*twice, *others]).groups

    assert len({"N1", "N2"} & {*group.codes}) == 1


@pytest.mark.parametrize(
    ("one", "other", "pairs"),
    [
        (["other"], ["other"], 0),
        (["other"], ["en"], 0),
        (["en", "other"], ["other"], 0),
        (["en", "other"], ["en", "other"], 1),
        (["other"], [], 1),
        (["hu"], ["hu"], 1),
    ],
)
def test_another_language_is_shared_with_nobody_by_itself(one, other, pairs):
    found = suggest([mentee(languages=frozenset(one))], [mentor(languages=frozenset(other))], Terms(WEIGHTS))

    assert len(found.matches) == pairs
    assert [left.why.taken for left in found.unmatched] == [(("language", 1),)] * (1 - pairs)


def test_another_language_is_no_change_that_would_help_and_nobody_to_look_for():
    people = [mentee(languages=frozenset({"other"}))], [mentor(languages=frozenset({"other", "de"}))]

    assert morning(*people, Terms(WEIGHTS)).would_help == {"N1": (Remedy(Change("language", "de"), ("M1",), 1),)}
    assert recruits(*people, Terms(WEIGHTS)) == []


def test_peers_who_both_speak_another_language_need_not_share_one():
    strangers = [Candidate(f"N{k}", languages=frozenset({"other"}), needs=frozenset({"other"})) for k in range(3)]
    english = [replace(one, languages=frozenset({"other", "en"})) for one in strangers]

    assert peer_groups(strangers).groups == ()
    assert [group.languages for group in peer_groups(english).groups] == [("en",)]
    assert similarity(english).tolist() == [[0] * 3] * 3


def test_what_names_nothing_is_no_reason():
    nameless = {"profession": "other", "sub_sectors": frozenset({"other", "pharma"})}
    wishing = mentee(**nameless, wishes={"profession": "nice", "sub_sector": "nice"}, interests=frozenset({"other"}))
    found = suggest(
        [wishing], [mentor(**nameless, interests=frozenset({"other"}))], Terms({"wishes": 1, "interests": 1})
    )

    assert found.matches[0].reasons == (Reason("wishes", ("pharma",)),)


def test_one_employer_is_one_with_or_without_its_legal_form():
    people = [mentee(employer="Lumivex Pharma")], [mentor(employer="LUMIVEX Pharma, s.r.o.")]

    assert check([("M1", "N1")], *people, Terms(WEIGHTS)) == [Clash("employer", "M1", "N1")]


def test_meeting_is_possible_online_or_in_the_same_city():
    for one, other in [("online", "either"), ("either", "either"), ("online", "online")]:
        assert suggest([mentee(format=one)], [mentor(format=other)], Terms(WEIGHTS)).matches
    assert suggest([mentee(format="onsite", city="Brno")], [mentor(city="brno")], Terms(WEIGHTS)).matches


def test_a_match_by_hand_is_checked_for_seats_and_pins():
    terms = Terms(WEIGHTS, pins=frozenset({("M2", "N3")}), taken={"M1": 1})
    people = [mentee("N1"), mentee("N2"), mentee("N3")], [mentor("M1", capacity=2), mentor("M2")]

    assert check([("M1", "N1"), ("M1", "N2"), ("M9", "N1")], *people, terms) == [
        Clash("unknown", "M9", "N1"),
        Clash("capacity", "M1", many=2, places=1),
        Clash("one_mentor", mentee="N1", many=2),
        Clash("missing", "M2", "N3"),
    ]


def test_gender_balances_the_pool_and_never_scores():
    woman, man = (
        mentor("M1", counts_as={"gender": "woman"}),
        mentor("M2", counts_as={"gender": "man"}, mentoring_experience="formal_more"),
    )
    terms = Terms(WEIGHTS, quotas=(Balance("women", "gender", frozenset({"woman"}), at_least=1),))

    assert [match.mentor for match in suggest([mentee()], [woman, man], Terms(WEIGHTS)).matches] == ["M2"]
    assert [match.mentor for match in suggest([mentee()], [woman, man], terms).matches] == ["M1"]
    assert (
        score([mentee()], [woman, replace(woman, counts_as={})], WEIGHTS)[0]
        .tolist()
        .count(score([mentee()], [woman], WEIGHTS)[0, 0])
        == 2
    )


def test_at_most_two_mentors_of_one_employer():
    mentors = [mentor(f"M{k}", employer="Big" if k < 4 else f"Small {k}") for k in range(6)]
    terms = Terms(WEIGHTS, quotas=(Balance("one employer", "employer", at_most=2),))

    chosen = [match.mentor for match in suggest([mentee(f"N{k}") for k in range(4)], mentors, terms).matches]

    assert len(chosen) == 4
    assert sum(code in {"M0", "M1", "M2", "M3"} for code in chosen) == 2


def labels_of(mentors, *quotas):
    return [counted(whom) for whom in pool([mentee()], mentors, Terms(WEIGHTS, quotas=quotas)).counted.values()]


def test_one_employer_is_called_as_most_of_its_people_write_it_whatever_their_order():
    written = ["FjordLab", "fjordlab", "Fjordlab AS", "fjordlab", "Brisa Biotech", "brisa biotech"]
    mentors = [mentor(f"M{k}", employer=name) for k, name in enumerate(written)]
    rule = Balance("one employer", "employer", at_most=2)

    for order in list(permutations(mentors))[::48]:
        assert labels_of(order, rule) == ["one employer: Brisa Biotech", "one employer: fjordlab"]
    (brisa, fjordlab) = pool([mentee()], mentors, Terms(WEIGHTS, quotas=(rule,))).problem.quotas
    assert (fjordlab.members.tolist(), brisa.members.tolist()) == ([True] * 4 + [False] * 2, [False] * 4 + [True] * 2)


def test_a_balance_rule_speaks_of_kinds_in_words_and_finds_an_employer_however_written():
    mentors = [mentor(employer="Brisa Biotech, s.r.o.", counts_as={"sub_sector": frozenset({"ip"})}), mentor("M2")]
    brisa = Balance("Brisa", "employer", frozenset({"brisa biotech"}), at_most=1)

    assert labels_of(mentors, Balance("one sector", "sub_sector", at_most=1)) == [
        "one sector: Intellectual property and consulting"
    ]
    assert [q.members.tolist() for q in pool([mentee()], mentors, Terms(WEIGHTS, quotas=(brisa,))).problem.quotas] == [
        [True, False]
    ]


def test_reasons_name_the_career_and_keep_the_words_as_people_wrote_them():
    one = mentee(tracks=(1, 20, 9), skills=frozenset({"pcr", "Flow  cytometry"}), goals=frozenset({"GCP"}))
    other = mentor(skills=frozenset({"PCR", "flow cytometry", "gcp"}))

    assert in_words(reasons(one, replace(other, tracks=(20,)), {"tracks": 3, "skills": 2, "goals": 1})) == [
        "both work with: Flow cytometry; PCR",
        "the mentor knows what the goals are about: GCP",
        "the mentor can speak about Drug/device approval and production, the second career wished for",
    ]
    assert in_words(reasons(one, replace(other, tracks=(9,)), {"tracks": 1})) == [
        "the mentor can speak about Science writing, the third career wished for",
    ]


words = st.frozensets(st.sampled_from(["pcr", "python", "pharma", "writing"]), max_size=3)
people = st.builds(
    Candidate,
    st.just("X"),
    tracks=st.lists(st.integers(1, 20), max_size=3, unique=True).map(tuple),
    skills=words,
    goals=words,
    topics=st.dictionaries(st.sampled_from(["start", "path", "balance"]), st.integers(0, 3)),
    interests=words,
    sub_sectors=words,
    needs=st.frozensets(st.sampled_from(["explore", "network"])),
    roles=st.frozensets(st.sampled_from(["adviser", "introducer"])),
    wishes=st.dictionaries(
        st.sampled_from(["sub_sector", "profession"]), st.sampled_from(["must", "nice", "no_matter"])
    ),
    free_times=words,
    profession=st.sampled_from(["", "expert"]),
    mentoring_experience=st.sampled_from(["none", "formal_once"]),
    choices=st.sampled_from([(), ("X",)]),
)


@settings(max_examples=60, deadline=None)
@given(one=people, other=people)
def test_every_criterion_stays_between_0_and_100_and_the_table_agrees_with_the_breakdown(one, other):
    for name, points in breakdown(one, other).items():
        assert 0 <= points <= 100
        assert int(score([one], [other], {name: 7})[0, 0]) // 100 == points


def test_a_recruitment_brief_names_whom_to_look_for():
    mentees = [
        mentee("N1"),
        mentee("N2", languages=frozenset({"de"}), tracks=(20,)),
        mentee("N3", languages=frozenset({"de"}), tracks=(20,)),
    ]

    found = recruits(mentees, [mentor("M1")], Terms(WEIGHTS))
    today = morning(mentees, [mentor("M1")], Terms(WEIGHTS)).result

    assert [recruit_in_words(one) for one in found] == [
        "2 mentors who can speak about Drug/device approval and production, speak German and can meet online "
        "would let 2 more mentees be matched"
    ]
    assert (len(today.matches), {one.code for one in today.unmatched}) == (1, {"N2", "N3"})


def test_peer_groups_bring_together_people_who_do_not_know_each_other():
    people = [mentee(f"N{k}", employer=f"lab {k % 4}", tracks=(15 if k < 4 else 9,)) for k in range(8)]
    people[0] = replace(people[0], answers_to=frozenset({"Eva Malá"}))
    people[1] = replace(people[1], not_with=frozenset({"E. Mala"}))

    found = peer_groups(people)

    assert (found.status, found.alone) == ("OPTIMAL", ())
    for group in found.groups:
        labs = [int(code[1:]) % 4 for code in group.codes]
        assert 3 <= len(labs) <= 5
        assert len(set(labs)) == len(labs)
        assert not {"N0", "N1"} <= set(group.codes)


def test_terms_that_contradict_each_other_are_named_with_a_way_out():
    women = Balance("women", "gender", frozenset({"woman"}), at_least=2)
    mentors = [mentor("M1", counts_as={"gender": "woman"}), mentor("M2"), mentor("M3")]

    suggestion = suggest([mentee("N1"), mentee("N2")], mentors, Terms(WEIGHTS, quotas=(women,)))

    assert suggestion.status == "INFEASIBLE"
    assert suggestion.clashes == (Clash("balance", counted=Counted("women", "gender"), asked=(Asked("at_least", 2),)),)
    assert [clash(one, str) for one in suggestion.clashes] == ["women: at least 2"]
    assert list(map(way_out, suggestion.ways_out)) == ["women: at least 2; at least 1 would do"]


def test_a_shortlist_holds_the_best_possible_mentors_and_a_chemistry_round_shares_them():
    mentees = [mentee(f"N{k}") for k in range(3)]
    mentors = [
        mentor("M1"),
        mentor("M2", tracks=(20,)),
        mentor("M3", languages=frozenset({"de"})),
        mentor("M4", tracks=(9,)),
    ]

    lists = shortlists(mentees, mentors, Terms({"tracks": 10}), most=2)
    met = meetings(mentees, mentors, Terms({"tracks": 10}), each=2, mentor_most=2)

    assert lists["N0"] == ("M1", "M2")
    assert len(met) == len(set(met)) == 6
    assert all([m for m, _ in met].count(code) == 2 for code in ("M1", "M2", "M4"))


def test_wishes_and_first_impressions_of_both_sides_count_half_each():
    gladly = mentee(choices=("M1",), impressions={"M1": 3}), mentor(impressions={"N1": 2})
    assert {name: breakdown(*gladly)[name] for name in ("choices", "chemistry")} == {"choices": 50, "chemistry": 80}


def test_a_pin_that_breaks_a_rule_is_named_and_stands_when_a_person_says_so():
    people = [mentee(employer="ACME")], [mentor(employer="ACME")]
    terms = Terms(WEIGHTS, pins=frozenset({("M1", "N1")}))

    assert suggest(*people, terms).clashes == (Clash("employer", "M1", "N1"),)
    assert [match.mentor for match in suggest(*people, replace(terms, pins_stand=True)).matches] == ["M1"]


def test_shortlists_serve_either_side_best_first():
    people = [mentee("N1"), mentee("N2", tracks=(3,))], [mentor("M1"), mentor("M2", tracks=(3,))]

    assert shortlists(*people, Terms({"tracks": 1})) == {"N1": ("M1", "M2"), "N2": ("M2", "M1")}
    assert shortlists(*people, Terms({"tracks": 1}), 1, "mentors") == {"M1": ("N1",), "M2": ("N2",)}


def test_a_programme_may_hold_some_rules_less_strictly():
    strict, colleague = mentor("M1"), mentor("M2", employer="ACME", roles=frozenset({"adviser", "introducer"}))
    one, terms = mentee(employer="ACME", needs=frozenset({"network"})), Terms({"needs": 1})
    assert [match.mentor for match in suggest([one], [strict, colleague], terms).matches] == ["M1"]

    nice = suggest([one], [strict, colleague], replace(terms, rules={"employer": "nice"})).matches[0]
    assert (nice.mentor, nice.score) == ("M2", 80)
    assert nice.reasons[-1] == Although("employer")
    assert in_words(nice.reasons)[-1] == "although they work at the same place"
    assert in_words(nice.reasons, to="mentee") == in_words(nice.reasons[:-1], to="mentee")

    free = suggest([one], [strict, colleague], replace(terms, rules={"employer": "no_matter"})).matches[0]
    assert (free.mentor, free.score) == ("M2", 100)


def test_what_protects_people_always_holds():
    terms = Terms(WEIGHTS, rules={rule.key: "no_matter" for rule in RULES})
    kept = {"same_person", "supervisor", "not_with", "first_meeting", "forbidden"}
    assert {rule.key for rule in held(terms)} == kept


def test_whoever_is_left_over_for_balance_is_told_so_on_both_sides():
    mentors = [mentor(f"M{k}", employer="House") for k in (1, 2)]
    one_of_each = Balance("one employer", "employer", at_most=1)

    found = suggest([mentee("N1"), mentee("N2")], mentors, Terms(WEIGHTS, quotas=(one_of_each,)))

    house = Counted("one employer", "employer", ("House",))
    (left,), (spare,) = found.unmatched, found.spare
    assert found.balance[0].counted == house
    assert left.why == Funnel("mentor", 2, (), possible=2, occupied=1, barred_by=(house,))
    assert spare.why == Funnel("mentee", 2, (), possible=2, occupied=1, barred_by=(house,))
    assert left_over(left)[1:] == [
        "1 mentor would be possible, whose place is taken",
        "1 would be possible and has a place left, but one pair more would break the balance rule “one employer: House”",
    ]
    assert left_over(spare)[1:] == [
        "1 mentee would be possible, who has a mentor",
        "1 would be possible and has no mentor, but one pair more would break the balance rule “one employer: House”",
    ]


def test_whoever_is_left_over_for_a_fixed_pair_hears_that_the_place_is_taken():
    found = suggest(
        [mentee("N1", languages=frozenset({"cs"})), mentee("N2")],
        [mentor("M1")],
        Terms(WEIGHTS, pins=frozenset({("M1", "N1")}), pins_stand=True),
    )

    assert left_over(found.unmatched[0])[-1] == "1 mentor would be possible, whose place is taken"
