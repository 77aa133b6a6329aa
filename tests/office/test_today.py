"""Today in a large cohort: page by page the database tells the same list as the whole cohort does."""

from dataclasses import replace

import pytest

from domain.escalations import Escalation, Remark
from domain.flags import needs_a_look
from domain.gatherings import Attendance
from domain.lifecycles import EscalationState, SessionState
from domain.people import Departure
from domain.today.waiting import asleep, decided, today, with_story
from office.today import SHOWN_MAX, day
from tests.builders import asked, days
from tests.web.desk_pages import furnished
from tests.web.world import NOW, a_world, mentoring

PAIRS = 40


def told_by_the_cohort(office, code):
    """The list as the whole cohort tells it, with every story."""
    cohort, now = office.store.load(code), office.clock.now()
    items = today(cohort, now)
    return [with_story(cohort, item, lambda scope: office.store.ledger.journal(code, scope, 60), now) for item in items]


def told_by_the_pages(office, code):
    """The list as the pages tell it, one after the other."""
    first = day(office, "eva", code)
    others = [day(office, "eva", code, start) for start in range(SHOWN_MAX, first.total, SHOWN_MAX)]
    assert [one.start for one in others] == list(range(SHOWN_MAX, first.total, SHOWN_MAX))
    return [item for page in (first, *others) for item in page.items]


def with_cases(cohort):
    """Cases of all kinds: alike and not, awake and asleep, written about, of somebody who cannot be reached, decided."""
    kinds = ["no_date", "no_report", "missed_session", "poor_fit", "question", "left", "no_signature", "no_plan"]
    pairs = sorted(cohort.pairs)
    for n, pair in enumerate(pairs):
        matter, age = kinds[n % len(kinds)], days(1 + n % 7)
        about = f"N{pair[1:]}" if matter == "no_plan" else pair if matter == "no_signature" else f"{pair}.{1 + n % 2}"
        case = Escalation(f"{about}:{matter}", about, matter, pair, NOW - age)
        eva, wrote = cohort.lead.code, (Remark(cohort.lead.code, NOW - days(0.5), "Please tell me", passed_on=True),)
        told = {
            5: {"remarks": wrote, "snoozed_until": NOW - days(0.1), "decided_at": NOW - days(0.6), "decided_by": eva},
            6: {"snoozed_until": NOW + days(2), "decided_at": NOW - days(2), "decided_by": eva},
            7: {"snoozed_until": NOW + days(2), "decided_at": NOW - days(2), "decided_by": eva,
                "remarks": (Remark(f"N{pair[1:]}", NOW - days(1), "Now I can"),)},
            8: {"state": EscalationState.RESOLVED, "outcome": "resumed", "decided_at": NOW - days(n), "decided_by": eva},
        }.get(n % 9, {})  # fmt: skip
        case = replace(case, **told)
        cohort = cohort.put(case)
        if n % 3:
            cohort = asked(cohort, "decide_escalation", case.id, "eva", case.opened_at)
        if n % 5 == 0 and about in cohort.sessions:
            cohort = cohort.put(replace(cohort.sessions[about], state=SessionState.CANCELLED))
    early = Escalation("P03.1:missed:early", "P03.1", "missed_session", "P03", NOW - days(20), EscalationState.RESOLVED)
    cohort = cohort.put(
        replace(early, remarks=(Remark(cohort.lead.code, NOW - days(19), "How are you?", passed_on=True),))
    )
    for code in ("N01", "M01", "N09"):
        cohort = cohort.put(replace(cohort.participants[code], bounced_at=NOW - days(1)))
    return cohort.put(replace(cohort.participants["N17"], left=Departure(NOW)))


def with_gatherings(cohort):
    """A gathering without a place, another whose form waits too, one that many have missed."""
    networking, instruction, wrapup = (cohort.gatherings[id] for id in ("G-networking", "G-instruction", "G-wrapup"))
    cohort = cohort.put(replace(networking, starts_at=NOW - days(3), attended_at=NOW - days(2)))
    cohort = cohort.put(*(Attendance(f"G-networking:N{n:02d}", "G-networking", f"N{n:02d}", "coming", NOW, came=n > 20)
                          for n in range(1, PAIRS)))  # fmt: skip
    for gathering, matter in ((networking, "missed_gathering"), (instruction, "no_place"), (wrapup, "no_place")):
        case = Escalation(f"{gathering.id}:{matter}", gathering.id, matter, "", NOW - days(4))
        cohort = asked(cohort.put(case), "decide_escalation", case.id, "eva", case.opened_at)
    return asked(cohort, "gathering", "G-wrapup", "eva", NOW - days(4))


@pytest.fixture(scope="module")
def world(tmp_path_factory):
    cohort = with_gatherings(with_cases(mentoring(PAIRS)))
    world = furnished(a_world(tmp_path_factory.mktemp("today"), cohort))
    yield world
    world.office.store.close()


def as_shown(item):
    """What of an item a page shows: of many that are alike the first, of many people some."""
    parts = tuple(as_shown(part) for part in item.parts[:12])
    more = item.more + len(item.parts) - len(parts)
    whom = item.whom if item.parts else item.whom[:8]
    return replace(
        item, parts=parts, whom=() if parts else whom, more=more if parts else item.more + len(item.whom[8:])
    )


def test_the_pages_tell_what_the_whole_cohort_tells(world):
    pages = [as_shown(item) for item in told_by_the_pages(world.office, world.code)]
    whole = [as_shown(item) for item in told_by_the_cohort(world.office, world.code)]

    assert [item.place for item in pages] == [item.place for item in whole]
    assert pages == whole
    assert len(whole) > SHOWN_MAX, "more than one page"
    assert {len(item.parts) > 0 for item in whole} == {True, False}


def test_what_sleeps_and_what_was_decided_is_the_same(world):
    cohort, found = world.cohort, day(world.office, "eva", world.code)

    sleeps, over = asleep(cohort, world.clock.now()), decided(cohort, world.clock.now())
    assert [case for _, case in found.asleep] == sleeps[:SHOWN_MAX]
    assert [case for _, case in found.decided] == over[:SHOWN_MAX]
    assert (found.more_asleep, found.more_decided) == (len(sleeps[SHOWN_MAX:]), len(over[SHOWN_MAX:]))


def test_a_page_is_found_by_what_stands_on_it(world):
    items = told_by_the_cohort(world.office, world.code)
    for n, item in enumerate(items):
        for about in {part.about for part in item.parts or (item,)} - {""}:
            assert day(world.office, "eva", world.code, about=about).start == n // SHOWN_MAX * SHOWN_MAX


@pytest.mark.parametrize("start", [-5, 3, 10**9])
def test_a_page_begins_where_there_is_one(world, start):
    found = day(world.office, "eva", world.code, start)

    assert found.start % SHOWN_MAX == 0
    assert 0 < len(found.items) <= SHOWN_MAX
    assert found.start + len(found.items) <= found.total


def test_all_that_wait_for_a_verdict_are_one(world):
    wait = [one for one in world.cohort.applications.values() if needs_a_look(world.cohort, one)]
    (item,) = [item for item in told_by_the_pages(world.office, world.code) if item.form == "screening"]

    first = sorted(wait, key=lambda one: (one.submitted_at, one.id))[:8]
    assert (item.whom, item.more, item.since) == (tuple(one.id for one in first), len(wait) - 8, first[0].submitted_at)
