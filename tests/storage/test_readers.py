"""For whom a message would be: every condition is asked of the database and holds for each of them."""

from dataclasses import replace

import pytest

from domain.applications import Application
from domain.lifecycles import ApplicationState, InvitationState, PairState
from domain.people import Departure, Role
from domain.writing import Readers, Together
from tests.storage.worlds import DAY, NOW, a_circle, a_cohort

EVERYBODY = ["M01", "M02", "M03", "N01", "N02", "N03"]


@pytest.fixture
def asked(store):
    """Three pairs, the third of which has ended; N02 has answered the form that is open to N01 and N03."""
    cohort = a_cohort(pairs=3)
    ended = replace(cohort.groups["P03"], state=PairState.ENDED)
    answered = replace(cohort.invitations["P02.1:session_date:N02"], state=InvitationState.ANSWERED)
    wishes = Application("N02", Role.MENTEE, ApplicationState.WAITLISTED, NOW, {"tracks": [15, 7]})
    told = {"follow_up_events": True, "linkedin": False, "next_time": ["speaker"]}
    alumna = Application("N01", Role.MENTEE, ApplicationState.ACCEPTED, NOW, alumni=told)
    leads = Application("M02", Role.MENTOR, ApplicationState.ACCEPTED, NOW, {"would_lead_circle": True})
    store.create(cohort.put(ended, answered, wishes, alumna, leads))

    def codes(now=NOW, **wanted):
        return [one.code for one in store.readers.found("2027a", Readers(**wanted), now)]

    codes.store = store
    return codes


def test_everybody_unless_something_is_asked(asked):
    assert asked() == EVERYBODY


@pytest.mark.parametrize(
    ("wanted", "expected"),
    [
        ({"people": ("N02", "M01", "X9")}, ["M01", "N02"]),
        ({"group": "P02"}, ["M02", "N02"]),
        ({"group": "P03"}, []),
        ({"role": Role.MENTEE}, ["N01", "N02", "N03"]),
        ({"track": 7}, ["N02"]),
        ({"said": "follow_up_events"}, ["N01"]),
        ({"said": "not_in_the_group"}, ["N01"]),
        ({"said": "speaker"}, ["N01"]),
        ({"said": "mentor"}, []),
        ({"said": "later_questions"}, []),
        ({"said": "would_lead_circle"}, ["M02"]),
        ({"application": ApplicationState.WAITLISTED}, ["N02"]),
        ({"together": Together.YES}, ["M01", "M02", "N01", "N02"]),
        ({"together": Together.NO}, ["M03", "N03"]),
        ({"open_form": "session_date"}, ["N01", "N03"]),
        ({"open_form": "nothing"}, []),
        ({"session": 1, "standing": "planned"}, ["M01", "M02", "N01", "N02"]),
        ({"session": 1, "standing": "late"}, []),
        ({"session": 1, "standing": "late", "now": NOW + 40 * DAY}, ["M01", "M02", "N01", "N02"]),
        ({"session": 2, "standing": "planned"}, []),
        ({"role": Role.MENTEE, "together": Together.YES, "open_form": "session_date"}, ["N01"]),
    ],
    ids=str,
)
def test_what_is_asked_holds_of_each(asked, wanted, expected):
    assert asked(**wanted) == expected


def test_who_left_a_circle_is_not_in_it(asked):
    asked.store.update("2027a", lambda cohort: cohort.put(*a_circle(1, 3)))
    gone = asked.store.load("2027a").groups["C01"]
    roster = tuple(replace(one, left_at=NOW) if one.code == "N51" else one for one in gone.roster)
    asked.store.update("2027a", lambda cohort: cohort.put(replace(gone, roster=roster)))

    assert asked(group="C01") == ["M51", "N52", "N53"]


def test_whoever_gets_none_is_told_with_the_reason_and_the_erased_are_nobody(asked):
    store = asked.store
    people = store.load("2027a").participants
    store.update(
        "2027a",
        lambda cohort: cohort.put(
            replace(people["N01"], left=Departure(NOW)),
            replace(people["N02"], bounced_at=NOW),
            replace(people["M01"], opted_out_at=NOW),
            replace(people["M02"], erased_at=NOW),
        ),
    )

    def left_out(**wanted):
        return {one.code: one.left_out for one in store.readers.found("2027a", Readers(**wanted), NOW) if one.left_out}

    assert left_out() == {"M01": "wants no news", "N01": "has left", "N02": "the address does not work"}
    assert left_out(people=("M01",)) == {}
    assert asked() == ["M01", "M03", "N01", "N02", "N03"]
