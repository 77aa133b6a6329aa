"""Free: the database finds who can be matched now, as the rules tell it of everybody who has applied."""

from dataclasses import replace
from datetime import timedelta

import pytest

from domain.applications import Choosing, FirstMeetings
from domain.groups import Acceptance, pair_of
from domain.lifecycles import ApplicationState, PairState
from domain.people import Departure, Role
from domain.rules.pairing import pool
from office.match.standing import _asked
from storage.cohorts.free import Places
from tests.builders import a_cohort, days

EACH = 16
DAY = timedelta(days=1)


@pytest.fixture
def cohort():
    """Mentors for one to three mentees, in pairs of every state; somebody in every state, gone, erased or out of reach."""
    cohort = a_cohort().in_recruitment().with_mentors(EACH).with_mentees(EACH).build()
    now = cohort.milestones.matching_on
    for n, code in enumerate(cohort.applications):
        one = cohort.applications[code]
        capacity = 1 + n % 3 if one.role is Role.MENTOR else 1
        cohort = cohort.put(replace(one, answers=one.answers | {"capacity": capacity}))
    for n, state in enumerate(PairState, 1):
        pair = pair_of(f"P{n:02d}", f"M{n:02d}", f"N{n:02d}", state, "match-1")
        cohort = cohort.put(replace(pair, ended_at=now - DAY))
    ended = replace(cohort.groups["P01"], state=PairState.ENDED, ended_at=now - DAY)
    unanswered = {"state": PairState.TURNED_DOWN, "ended_because": "no_answer"}
    cohort = cohort.put(
        replace(ended, id="P20", ended_because="ended", roster=pair_of("", "M09", "N09", ended.state, "").roster),
        replace(ended, id="P21", ended_because="rematched", roster=pair_of("", "M10", "N10", ended.state, "").roster),
        replace(ended, id="P22", **unanswered, accepted=(Acceptance("N11", now),),
                roster=pair_of("", "M11", "N11", ended.state, "").roster),
        replace(ended, id="P23", **unanswered, roster=pair_of("", "M12", "N12", ended.state, "").roster),
        pair_of("P24", "M02", "N13", PairState.ACTIVE, "match-1", seat=2),
    )  # fmt: skip
    people, applied = cohort.participants, cohort.applications
    return cohort.put(
        replace(people["M12"], mended_at=now),
        replace(people["N12"], mended_at=now - days(3)),
        replace(people["N14"], left=Departure(now)),
        replace(people["M14"], bounced_at=now),
        replace(people["M15"], erased_at=now),
        *(
            replace(applied[code], state=state)
            for code, state in zip(("M16", "N15", "N16", "M13"), list(ApplicationState)[:4], strict=True)
        ),
    )


def test_those_who_can_be_matched_are_those_of_the_rules(store, cohort):
    store.create(cohort)
    known = store.load(cohort.code)
    expected = {role: [one.id for one in pool(known, role)] for role in Role}

    assert store.free.those(cohort.code) == expected
    assert store.free.number(cohort.code) == Places(len(expected[Role.MENTEE]), len(expected[Role.MENTOR]))
    pages = [store.free.mentees(cohort.code, start, 2) for start in range(0, EACH, 2)]
    assert [code for page in pages for code in page] == expected[Role.MENTEE]
    assert 3 < len(expected[Role.MENTEE]) < EACH
    assert 3 < len(expected[Role.MENTOR]) < EACH


def test_whoever_was_asked_before_the_match_is_counted(store, cohort):
    since = cohort.milestones.matching_on
    asked = [
        replace(cohort.applications[f"N{n:02d}"], choosing=Choosing(since, ("M01",), at=since if n % 2 else None))
        for n in range(1, 15)
    ]
    met = [replace(cohort.applications[f"M{n:02d}"], meetings=FirstMeetings(since, ("N01",))) for n in range(1, 4)]
    store.create(cohort.put(*asked, *met))
    known = store.load(cohort.code)

    for name, task in (("choices", "choosing"), ("meetings", "meetings")):
        assert store.free.asked(cohort.code, task, 99) == _asked(known, name)
    assert store.free.asked(cohort.code, "choosing", 2).first == _asked(known, "choices").first[:2]


def test_nobody_is_free_in_a_cohort_without_applications(store):
    store.create(a_cohort().build())

    assert store.free.number(a_cohort().build().code) == Places(0, 0)
