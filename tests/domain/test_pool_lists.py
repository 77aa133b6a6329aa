"""Pool lists: whom a number of the recruiting page counts, and that no list goes by a gender."""

from dataclasses import replace

from domain.policy import BalanceRule
from domain.pool_lists import pool_list
from tests.builders import a_cohort
from tests.domain.pools import against_target, those

APPROVAL, PATENTS = 20, 21


def a_pool(**answers):
    """Three mentors and two mentees who have applied; by code what each told."""
    cohort = a_cohort().in_recruitment().with_mentors(3).with_mentees(2).build()
    told = (
        replace(one, answers={**one.answers, "tracks": [PATENTS], **answers.get(code, {})})
        for code, one in cohort.applications.items()
    )
    return cohort.put(*told)


def codes(cohort, way, policy=None):
    kind, _, what = way.partition("/")
    assert kind == "pool"
    _, picked = pool_list(policy or cohort.policy, what.split("/"))
    return those(cohort.applications.values(), picked)


def test_the_wishes_behind_a_gap_are_listed_and_so_are_the_places_beyond_it():
    cohort = a_pool(N01={"tracks": [APPROVAL, PATENTS]}, M01={"tracks": [APPROVAL], "capacity": 3})

    bars = {bar.title: bar for bar in against_target(cohort.policy, cohort.applications.values()).tracks}
    ways = {part.way for bar in bars.values() for part in bar.parts}

    assert codes(cohort, f"pool/wished/tracks/{APPROVAL}") == ["N01"]
    assert codes(cohort, f"pool/offered/tracks/{APPROVAL}") == ["M01"]
    assert {f"pool/wished/tracks/{APPROVAL}", f"pool/offered/tracks/{APPROVAL}"} <= ways


def test_whoever_offers_two_places_is_behind_the_number_of_those_who_do():
    cohort = a_pool(M02={"capacity": 2})

    assert codes(cohort, "pool/capacity/2") == ["M02"]


def test_a_rule_of_balance_has_its_mentors_behind_it_unless_it_goes_by_gender():
    cohort = a_pool(M03={"company_size": "startup"}, M01={"gender": "woman", "gender_consent": True})
    rules = [
        BalanceRule(label="Two from small ones", on="mentors", trait="company_size", values=("startup",), at_least=2),
        BalanceRule(label="Women", on="mentors", trait="gender", values=("woman",), at_least=2),
    ]
    policy = cohort.policy.model_copy(
        update={"matching": cohort.policy.matching.model_copy(update={"balance": tuple(rules)})}
    )

    assert codes(cohort, "pool/rule/0", policy) == ["M03"]
    assert pool_list(policy, ["rule", "1"]) is None
