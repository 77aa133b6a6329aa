"""Recruiting: who is missing is counted from wishes and places; no number of gender points at one person."""

from dataclasses import replace

from domain.careers import CAREER_TRACKS
from domain.lifecycles import ApplicationState
from domain.people import Role
from domain.policy import BalanceRule
from domain.recruiting import by_gender
from domain.traits import GENDER
from tests.builders import a_cohort
from tests.domain.pools import against_target, tallies

APPROVAL, WRITING = 20, 9


def a_pool(mentors=2, mentees=4, capacity=1):
    return a_cohort().in_recruitment().with_mentors(mentors, capacity).with_mentees(mentees).build()


def told(cohort, **answers):
    """The cohort with more answers, by code."""
    known = cohort.applications
    changed = (replace(known[code], answers={**known[code].answers, **more}) for code, more in answers.items())
    return cohort.put(*changed)


def of(cohort, **policy):
    return against_target(cohort.policy.model_copy(update=policy), cohort.applications.values())


def drawn(bars):
    return {bar.title: [(part.count, part.words.format(n=part.count)) for part in bar.parts] for bar in bars}


def test_two_mentors_in_drug_approval_are_missing():
    cohort = told(
        a_pool(mentors=1, mentees=3),
        M01={"tracks": [APPROVAL, WRITING]},
        N01={"tracks": [APPROVAL, WRITING]},
        N02={"tracks": [APPROVAL]},
        N03={"tracks": [APPROVAL]},
    )

    assert drawn(of(cohort).tracks) == {
        CAREER_TRACKS[APPROVAL]: [(1, "wish, with a place"), (2, "mentors are missing")],
        CAREER_TRACKS[WRITING]: [(1, "place more than wished for")],
    }


def test_where_most_is_missing_stands_first():
    cohort = told(
        a_pool(mentors=1, mentees=3),
        M01={"tracks": [1]},
        **{code: {"tracks": [track]} for code, track in (("N01", WRITING), ("N02", APPROVAL), ("N03", APPROVAL))},
    )

    titles = [bar.title for bar in of(cohort).tracks]

    assert titles == [CAREER_TRACKS[APPROVAL], CAREER_TRACKS[WRITING], CAREER_TRACKS[1]]


def test_a_mentor_for_three_serves_three_wishes():
    cohort = told(
        a_pool(mentors=1, mentees=3, capacity=3),
        **{code: {"tracks": [WRITING]} for code in ("M01", "N01", "N02", "N03")},
    )

    assert drawn(of(cohort).tracks) == {CAREER_TRACKS[WRITING]: [(3, "wishes, with places")]}
    assert drawn(of(cohort).capacities) == {"For three mentees": [(1, "mentor")]}


def test_whoever_is_content_with_several_asks_for_none_of_them():
    cohort = told(
        a_pool(mentors=1, mentees=3),
        M01={"sub_sectors": ["health"]},
        N01={"sub_sectors": ["pharma"], "wish_sub_sectors": "must"},
        N02={"sub_sectors": ["pharma", "biotech"], "wish_sub_sectors": "must"},
        N03={"sub_sectors": ["biotech"], "wish_sub_sectors": "no_matter"},
    )

    assert drawn(of(cohort).sub_sectors) == {
        "Pharma": [(1, "mentor is missing")],
        "Health": [(1, "place more than wished for")],
    }


def test_places_and_mentees_stand_against_the_pairs_hoped_for():
    cohort = a_pool(mentors=2, mentees=3, capacity=2)
    waits = replace(cohort.applications["M02"], state=ApplicationState.SUBMITTED)
    cohort = cohort.put(waits, replace(cohort.applications["N03"], state=ApplicationState.DECLINED))

    assert drawn(of(cohort).hoped_for) == {
        "Places with mentors": [
            (2, "places with accepted mentors"),
            (2, "places not decided on yet"),
            (11, "places are missing"),
        ],
        "Mentees": [(2, "mentees accepted"), (13, "mentees are missing")],
    }


def genders(**numbers):
    """What is told of mentees of these genders; `refused` of whom did not agree to be counted."""
    cohort = a_pool(mentors=0, mentees=sum(numbers.values()))
    answers = [gender for gender, number in numbers.items() for _ in range(number)]
    known = [
        replace(one, answers={**one.answers, "gender": "man" if gender == "refused" else gender,
                              "gender_consent": gender != "refused"})
        for one, gender in zip(cohort.applications.values(), answers, strict=True)
    ]  # fmt: skip
    agreed = {trait.code: tally for (_, trait), tally in tallies(known).items() if trait.what == GENDER}
    return by_gender(agreed, len(known))


def test_gender_is_counted_of_those_who_agreed():
    assert genders(woman=4, man=3, refused=3) == {"woman": 4, "man": 3, "": 3}


def test_no_number_points_at_one_person():
    assert genders(woman=5, man=1) == {}
    assert genders(woman=5, man=1, refused=1) == {}
    assert genders(woman=2, man=2) == {}
    assert genders(woman=5, man=1, refused=2) == {"woman": 5, "": 3}
    assert genders(woman=5) == {"woman": 5}


def test_the_page_says_of_whom_nothing_is_shown():
    cohort = told(a_pool(mentors=1, mentees=0), M01={"gender": "woman", "gender_consent": True})

    found = of(cohort)

    assert (found.genders, found.unshown) == ([], (Role.MENTOR,))


def test_a_balance_rule_is_a_target_too_unless_it_would_point_at_somebody():
    women = BalanceRule(label="Women", trait="gender", values=("woman",), at_least=5)
    large = BalanceRule(label="Large", trait="company_size", values=("large",), at_least=3)
    cohort = told(
        a_pool(mentors=4, mentees=0),
        **{code: {"gender": "woman", "gender_consent": True, "company_size": "sme"} for code in ("M01", "M02", "M03")},
        M04={"gender": "woman", "gender_consent": True, "company_size": "large"},
    )
    rules = {"matching": cohort.policy.matching.model_copy(update={"balance": (women, large)})}

    assert drawn(of(cohort, **rules).rules) == {
        "Women": [(4, "mentors"), (1, "mentor is missing")],
        "Large": [(1, "mentor"), (2, "mentors are missing")],
    }
    few = cohort.put(replace(cohort.applications["M01"], state=ApplicationState.DECLINED))
    few = few.put(replace(few.applications["M02"], state=ApplicationState.DECLINED))
    assert "Women" not in drawn(of(few, **rules).rules)


def test_a_rule_for_every_value_there_is_has_no_number_of_its_own():
    each = BalanceRule(label="Each company size", trait="company_size", at_least=2)
    matching = a_pool().policy.matching.model_copy(update={"balance": (each,)})

    assert of(a_pool(), matching=matching).rules == []
