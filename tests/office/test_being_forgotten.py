"""Being forgotten: who asks is erased, in a pair or not; and what is past its time goes by itself."""

from dataclasses import replace
from datetime import timedelta

import pytest

from domain.lifecycles import PairState, Phase
from domain.people import Departure
from office.erasing import UnknownPerson, erase
from office.keeping import let_go
from tests.builders import MONDAY, a_cohort, answered, days
from tests.full import answers_full_of
from tests.office.offices import an_office
from tests.web.world import World, settled

NOW = MONDAY + days(9)
CLOSED = NOW + days(200)


def an_office_with(cohort, folder):
    office = an_office(folder, NOW)
    office.store.create(cohort)
    return office


@pytest.fixture
def office(tmp_path):
    cohort = a_cohort().in_mentoring().with_pairs(2).with_offers(3).with_mentees(7).build()
    return an_office_with(cohort, tmp_path)


def states(office):
    return {pair.id: pair.state for pair in office.store.load("pilot-27").pairs.values()}


def test_whoever_is_in_a_pair_leaves_it_first_and_is_then_erased(office):
    erase(office, "pilot-27", "N01")

    cohort = office.store.load("pilot-27")
    person = cohort.participants["N01"]
    assert (person.name, person.email, person.left is None, person.erased_at) == ("", "", False, NOW)
    assert states(office)["P01"] is PairState.ENDED
    assert states(office)["P02"] is PairState.ACTIVE
    assert [case.matter for case in cohort.escalations.values()] == ["left"]


def test_an_offer_lapses_and_somebody_without_a_pair_just_goes(office):
    erase(office, "pilot-27", "M03", by="eva")
    erase(office, "pilot-27", "N07")

    assert states(office)["P03"] is PairState.TURNED_DOWN
    assert office.store.load("pilot-27").participants["N07"].erased_at == NOW
    lines = {entry.key: entry.by for entry in office.store.ledger.journal("pilot-27")}
    assert (lines["M03:erased"], lines["N07:erased"]) == ("eva", "N07")


def test_every_letter_that_follows_can_still_be_written(office):
    erase(office, "pilot-27", "N01")
    for day in range(20):
        office.clock.move_to(NOW + days(day))
        settled(World(office, office.clock, "pilot-27"))

    posts = office.store.letters.posts("pilot-27", limit=500)
    assert [post.rendered.failure for post in posts if post.rendered.failure] == []
    assert [post.key for post in posts if post.to == "N01" and post.state.value == "queued"] == []
    assert "pair/ended" in {post.letter for post in posts if post.to == "M01"}
    left = next(post for post in posts if post.letter == "coordinator/escalation")
    assert "Someone does not go on: N01 and Jana Veselá." in left.rendered.text


def test_nobody_is_erased_who_is_not_there(office):
    with pytest.raises(UnknownPerson, match="nobody in pilot-27 has the code N99"):
        erase(office, "pilot-27", "N99")


# --- what is past its time --------------------------------------------------------------------------------------------


def closed(**changes):
    """A cohort that closed with one pair, an applicant without one, and a case told in confidence."""
    cohort = a_cohort().in_mentoring().with_pairs(1).with_mentees(2).build()
    told = answers_full_of("session_report", "Zebedee") | {"outcome": "held", "held_on": "2027-03-08"}
    cohort = answered(cohort, "session_report", "P01.1", "N01", NOW, **told)
    pair = replace(cohort.pairs["P01"], state=PairState.COMPLETED)
    return replace(cohort.put(pair), **{"phase": Phase.CLOSED, "phase_since": CLOSED} | changes)


def at(office, moment):
    office.clock.move_to(moment)
    tally = let_go(office)
    cohort = office.store.load("pilot-27")
    return tally.done, {code: person.name for code, person in cohort.participants.items()}, cohort


def test_while_a_cohort_goes_on_and_shortly_after_nothing_is_forgotten(tmp_path):
    office = an_office_with(closed(phase=Phase.FOLLOW_UP), tmp_path)
    assert at(office, CLOSED + days(2000))[0] == {}

    office = an_office_with(replace(closed(), code="other"), tmp_path / "other")
    office.clock.move_to(CLOSED + days(50))
    assert let_go(office).done == {}


def test_confidences_go_first_then_those_without_a_pair_then_everybody(tmp_path):
    office = an_office_with(closed(), tmp_path)

    done, names, cohort = at(office, CLOSED + days(100))
    assert done == {"people forgotten": 1, "cohorts without confidences": 1}
    assert (names["N01"] != "", names["N02"]) == (True, "")
    report = cohort.sessions["P01.1"].report
    assert (report.private, report.summary, report.outcome) == ("", "Zebedee", "held")
    assert {remark.words for case in cohort.escalations.values() for remark in case.remarks} == {""}
    assert at(office, CLOSED + days(102))[0] == {}

    done, names, cohort = at(office, CLOSED + days(370))
    assert (done, set(names.values())) == ({"people forgotten": 2}, {""})
    assert cohort.sessions["P01.1"].report.summary == ""


def test_they_hear_a_month_before_and_once_also_who_has_left(tmp_path):
    cohort = closed()
    stopped = replace(cohort.participants["M01"], left=Departure(NOW))
    office = an_office_with(cohort.put(stopped), tmp_path)
    last = CLOSED + days(365)

    assert "people told that what is kept of them goes" not in at(office, last - days(40))[0]
    assert [at(office, last - days(early))[0] for early in (25, 20)] == [
        {"people told that what is kept of them goes": 2},
        {},
    ]
    posts = [post for post in office.store.letters.posts("pilot-27", limit=50) if post.letter == "person/keeping_ends"]
    assert sorted(post.to for post in posts) == ["M01", "N01"]
    assert "after Tuesday, 26 September 2028 we delete" in posts[0].rendered.text
    assert "/kept" in posts[0].rendered.text


def test_who_chose_a_day_is_kept_until_that_day(tmp_path):
    cohort = closed()
    application = cohort.applications["N01"]
    keep_until = (CLOSED + days(900)).date().isoformat()
    office = an_office_with(cohort.put(replace(application, alumni={"keep_until": keep_until})), tmp_path)

    assert at(office, CLOSED + days(400))[1]["N01"] != ""
    assert at(office, CLOSED + days(902))[1]["N01"] == ""


def test_it_looks_once_a_day_and_takes_a_few_at_a_time(tmp_path, monkeypatch):
    monkeypatch.setattr("office.keeping.PEOPLE_MAX", 1)
    office = an_office_with(closed(), tmp_path)

    office.clock.move_to(CLOSED + days(400))
    assert [let_go(office).done["people forgotten"] for _ in range(3)] == [1, 1, 1]
    assert let_go(office).done == {}
    office.clock.move_to(CLOSED + days(400) + timedelta(hours=1))
    assert let_go(office).done == {}
