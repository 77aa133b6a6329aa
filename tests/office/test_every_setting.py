"""Every setting: whatever a plan can change changes something that somebody sees or gets. What nothing heeds cannot stay.

Each row names a number, another value for it, and where the difference shows.
"""

import tempfile
from dataclasses import replace
from datetime import timedelta
from functools import cache
from pathlib import Path
from typing import Any, get_args

import pytest
from pydantic import BaseModel

from documents.facts import facts_of as facts_of_a_document
from domain.agenda import expected
from domain.applications import Screening
from domain.as_asked import OWN, as_asked
from domain.carry_out import carry_out
from domain.dates import day_of
from domain.documents import Document
from domain.forms import FORMS
from domain.gatherings import Attendance
from domain.keeping import kept_until, past
from domain.lifecycles import ApplicationState, PairState, Phase, ProposalState
from domain.organisation import Picture, as_data
from domain.people import Away, Coordinator, Participant, Role
from domain.planning import plan_gatherings, plan_sessions
from domain.policy import Policy
from domain.proposals import Proposal
from domain.sheets import preselected, waiting
from domain.steps import rules_of
from office.launch import check_plan, cohort_of, launch
from office.match.candidates import terms
from office.match.choosing import BY_ROUND, next_round
from office.plans import Dates, Plan
from office.reports import timeline
from office.taking_in import Brought, take_in_at_once
from tests.builders import MONDAY, ZONE, a_cohort, answered, asked, days, default_policy, invited
from tests.domain.rules.test_ladders import LADDERS, WORLDS, a_case_to_decide, a_pair, a_pair_half_way
from tests.office.offices import NEW_YEAR, PLAN, an_office
from tests.storage.worlds import NOW, a_message, a_store
from tests.storage.worlds import a_cohort as a_stored_cohort

A_LOGO = as_data(Picture("svg", b"<svg/>"))

# --- where a difference shows -----------------------------------------------------------------------------------------


def calendar(policy):
    return a_cohort().under(policy).build().milestones


def dues(policy):
    """What every rule expects of the world of each ladder, and of one in each phase."""
    worlds = [world(policy)[0] for world in WORLDS.values()]
    worlds += [replace(a_cohort().under(policy).build(), gatherings={}, materials={})]
    worlds += [a_cohort().under(policy).in_recruitment().with_offers(1).build(), after_one_match(policy)]
    worlds += [a_cohort().under(policy).in_recruitment().with_pairs(2).build()]
    worlds += [a_cohort().under(policy).in_follow_up().with_pairs(1).build(), after_it_has_closed(policy)]
    return [[(due.key, due.at, due.until, due.action) for due in expected(w, rules_of(w.phase))] for w in worlds]


def dues_while_away(policy):
    """What is expected of an offer that waits for somebody who is away."""
    cohort = a_cohort().under(policy).in_recruitment().with_offers(1).build()
    at = cohort.pairs["P01"].offered_at
    away = Away(day_of(at, ZONE), day_of(at + days(30), ZONE), at + days(0.1))
    cohort = cohort.put(replace(cohort.participants["N01"], away=(away,)))
    return [(due.key, due.at, due.until) for due in expected(cohort, rules_of(cohort.phase))]


def dues_without_a_recording(policy):
    """What is expected where somebody has asked for the recording of a gathering."""
    cohort = a_cohort().under(policy).in_mentoring().with_pairs(1).build()
    cohort = cohort.put(Attendance("G-networking:N01", "G-networking", "N01", "recording", MONDAY))
    return [(due.key, due.at, due.until) for due in expected(cohort, rules_of(cohort.phase))]


def after_it_has_closed(policy):
    """A cohort in which everybody may be asked later."""
    cohort = a_cohort().under(policy).in_follow_up().with_pairs(1).build()
    told = (replace(one, alumni={"later_questions": True}) for one in cohort.applications.values())
    return replace(cohort.put(*told), phase=Phase.CLOSED, phase_since=cohort.milestones.closes)


def after_one_match(policy):
    """A cohort in which one pair came to nothing, so that a second proposal may be made."""
    cohort = a_cohort().under(policy).in_recruitment().with_offers(2).with_mentors(3).build()
    at = cohort.milestones.matching_on
    over = replace(cohort.pairs["P01"], state=PairState.TURNED_DOWN, ended_at=at + days(3))
    return cohort.put(over, Proposal("match-1", 1, ProposalState.APPROVED, at, decided_at=at + days(1)))


def plans(policy):
    cohort = a_cohort().under(policy).in_mentoring().with_pairs(1).build()
    return plan_sessions(cohort, cohort.pairs["P01"]), cohort.gatherings, cohort.materials


A_QUESTION = {
    "form": "mentee_application",
    "id": "labs",
    "title": "Which lab?",
    "kind": "choice",
    "options": ["Red", "Blue"],
}


def as_they_are_asked(policy):
    """The questions that the programme adds, form by form."""
    fields = {name: as_asked(name, policy).model_fields for name in FORMS}
    return [(name, key, repr(field)) for name in FORMS for key, field in fields[name].items() if key.startswith(OWN)]


def what_applicants_are_asked(policy):
    """Which questions each of them is not asked, and what can be chosen."""
    cohort = a_cohort().under(policy).in_recruitment().with_mentors(1).with_mentees(1).build()
    told = []
    for name, code in (("mentor_application", "M01"), ("mentee_application", "N01")):
        form = as_asked(name, policy)
        told.append((form.skips(cohort, invited(cohort, name, code, code, MONDAY)), repr(form.model_fields)))
    return told


def what_gatherings_lead_to(policy):
    """As they are planned, and what is due about each while it lies ahead and after somebody has missed it."""
    planned = plan_gatherings(a_cohort().under(policy).build())
    cohort = a_cohort().under(policy).in_mentoring().with_pairs(1).build()
    missed = cohort.put(*(replace(one, attended_at=one.starts_at + days(1)) for one in cohort.gatherings.values()))
    dues = (due for known in (cohort, missed) for due in expected(known, rules_of(known.phase)))
    return planned, sorted((due.at, due.key) for due in dues if due.key.startswith("G-"))


def terms_of_matching(policy):
    cohort = a_cohort().under(policy).in_recruitment().build()
    return terms(cohort, Proposal("match-1", 1, ProposalState.ORDERED, MONDAY))


def whom_one_may_choose(policy):
    cohort = a_cohort().under(policy).in_recruitment().with_mentors(6).with_mentees(6).build()
    proposal = Proposal("match-1", 1, ProposalState.ORDERED, cohort.milestones.matching_on)
    return BY_ROUND["choices"](cohort, proposal), BY_ROUND["meetings"](cohort, proposal)


def how_long_one_is_asked(policy):
    """For how many days before mentoring starts participants can still be asked to choose, and to meet."""
    told = policy.model_dump()
    asks = told["matching"] | {"mode": "mixed", "meetings_max": 1}
    cohort = a_cohort().under(Policy.model_validate(told | {"matching": asks})).in_recruitment()
    cohort = cohort.with_mentors(2).with_mentees(2).build()
    starts, order = cohort.milestones.mentoring_starts, Proposal("match-1", 1, ProposalState.ORDERED, MONDAY)
    rounds = [replace(order, rounds=over) for over in (("meetings",), ("choices",))]
    return [[n for n in range(1, 20) if next_round(cohort, order, starts - days(n))] for order in rounds]


def whether_participants_are_asked(policy):
    cohort = a_cohort().under(policy).in_recruitment().with_mentors(2).with_mentees(2).build()
    proposal = Proposal("match-1", 1, ProposalState.ORDERED, cohort.milestones.matching_on)
    return next_round(cohort, proposal, cohort.milestones.matching_on) is None


def certificate(policy):
    cohort = a_cohort().under(policy).in_follow_up().with_pairs(1).build()
    return facts_of_a_document(cohort, Document("certificate:N01", "certificate", "N01", "N01", "N01", MONDAY))


def evaluation(policy):
    cohort = a_cohort().under(policy).in_follow_up().with_pairs(1).build()
    return facts_of_a_document(cohort, Document("evaluation:C01", "evaluation", "", "C01", "", MONDAY))["cost"]


def applications_that_wait(policy):
    """Who needs a look, and who is preselected: of three mentees with marks, beside one accepted mentor."""
    cohort = a_cohort().under(policy).in_recruitment().with_mentors(2).with_mentees(3)
    cohort = cohort.with_applications(ApplicationState.SUBMITTED).build()
    at = cohort.milestones.mentees_close
    marked = [replace(cohort.applications[code], screening=Screening("eva", at, 3)) for code in ("N01", "N02", "N03")]
    accepted = replace(cohort.applications["M01"], state=ApplicationState.ACCEPTED)
    other = cohort.applications["M02"]
    unflagged = replace(other, answers={**other.answers, "cv": "a file"})
    cohort = cohort.put(*marked, accepted, unflagged)
    return [one.id for one in waiting(cohort, Role.MENTOR)], preselected(cohort)


def report_form(policy):
    return FORMS["session_report"].introduction(
        a_pair(policy), invited(a_pair(policy), "session_report", "P01.1", "N01", MONDAY)
    )


def alumni_form(policy):
    cohort = a_pair(policy)
    form, asked_of = FORMS["alumni"], invited(cohort, "alumni", "N01", "N01", MONDAY)
    return form.links(policy), form.skips(cohort, asked_of)


def cases_half_way(policy):
    """The cases of a pair whose answers are three apart."""
    cohort, at, _ = a_pair_half_way(policy)
    for code, told in (("N01", "1"), ("M01", "4")):
        content = {"sessions_so_far": "3", "on_plan": "yes", "partner_prepared": "4", "answers_in_time": "4"}
        cohort = asked(cohort, "midterm_check", "P01", code, at)
        cohort = answered(cohort, "midterm_check", "P01", code, at, **content, expectations_met=told)
    return [case.matter for case in cohort.escalations.values()]


def end_of_a_wait(policy):
    cohort, case, at = a_case_to_decide(policy)
    cohort = cohort.put(replace(case, matter="help"))
    written = answered(cohort, "decide_escalation", case.id, "eva", at, decision="write", words="How is it?")
    return written.escalations[case.id].snoozed_until


def end_of_a_snooze(policy):
    cohort, case, at = a_case_to_decide(policy)
    snoozed = answered(cohort, "decide_escalation", case.id, "eva", at, decision="snooze")
    return snoozed.escalations[case.id].snoozed_until


def first_letter(policy):
    cohort = a_cohort().under(policy).in_mentoring().with_pairs(1).build()
    (due,) = [due for due in expected(cohort, rules_of(Phase.MENTORING)) if due.key == "P01:paired:N01"]
    return carry_out(due, cohort, due.at).messages


def how_long_people_are_kept(policy):
    """The last day of somebody who was in a pair, of somebody who was not, and the months that keep confidences."""
    cohort = a_cohort().under(policy).in_follow_up().with_pairs(1).build()
    stranger = Participant("M09", Role.MENTOR, "Max Muster", "max@firm.example")
    closed = replace(cohort, phase=Phase.CLOSED, phase_since=MONDAY).put(stranger)
    there = [n for n in range(40) if not past(closed, MONDAY + days(31 * n))]
    return kept_until(closed, closed.participants["N01"]), kept_until(closed, stranger), there


def dashboard(policy):
    return timeline(a_cohort().under(policy).build(), MONDAY)


def letters_of_a_week(policy):
    """How many of ten letters to one person leave in five days, one on each."""
    with tempfile.TemporaryDirectory() as folder:
        store = a_store(f"sqlite:///{folder}/office.db", Path(folder))
        store.migrate()
        store.create(replace(a_stored_cohort(), policy=policy))
        letters = [a_message(f"{n}", about=f"P01.{n}", prompt=False) for n in range(10)]
        store.update("2027a", lambda cohort: cohort.post(*letters), {"P01"})
        sent = 0
        for now in (NOW + timedelta(n) for n in range(5)):
            for parcel in store.outbox.claim(now):
                store.outbox.close(parcel.id, "sent", now)
                sent += 1
        store.close()
    return sent


# --- each number, another value, and where it shows -------------------------------------------------------------------

A_GATHERING = {
    "kind": "networking",
    "title": "Hello",
    "audience": "all",
    "anchor": "mentoring_starts",
    "offset": "30 days",
    "at": "17:00",
    "minutes": 60,
    "place": "online",
}
A_MATERIAL = {"id": "goals", "title": "Goals", "hint": "What for"}
A_RULE = {"label": "Women", "trait": "gender", "values": ["woman"], "on": "mentors", "at_least": 1}
SETTINGS = {
    "preset": ("another", dashboard),
    "title": ("Another programme", certificate),
    "calendar.preparation_months": (2, calendar),
    "calendar.recruitment_months": (3, calendar),
    "calendar.mentoring_months": (7, calendar),
    "calendar.follow_up_months": (2, calendar),
    "calendar.mentors_call": ("35 days", calendar),
    "calendar.mentees_call_opens_after": ("15 days", calendar),
    "calendar.mentees_call": ("18 days", calendar),
    "calendar.screening": ("6 days", calendar),
    "recruitment.pairs_aim": (40, dashboard),
    "recruitment.pairs_min": (2, dues),
    "recruitment.mentors_from": (["academia"], what_applicants_are_asked),
    "recruitment.sector": ("any", what_applicants_are_asked),
    "recruitment.closing_reminders": (["4 days"], dues),
    "recruitment.screening_every": ("7 days", dues),
    "recruitment.screening_of_mentors": ("flagged", applications_that_wait),
    "recruitment.preselected_per_mentor": (1, applications_that_wait),
    "matching.mode": ("mixed", whether_participants_are_asked),
    "matching.choosers": ("mentors", whom_one_may_choose),
    "matching.shortlist_max": (3, whom_one_may_choose),
    "matching.choices_close_after": ("7 days", how_long_one_is_asked),
    "matching.meetings_max": (2, whether_participants_are_asked),
    "matching.meetings_close_after": ("11 days", how_long_one_is_asked),
    "matching.weights": ({"tracks": 1}, terms_of_matching),
    "matching.rules": ({"language": "nice"}, terms_of_matching),
    "matching.balance": ([A_RULE], terms_of_matching),
    "matching.stages": (["matched", "max_min", "score"], terms_of_matching),
    "matching.time_limit_seconds": (7, terms_of_matching),
    "matching.offer_lapses_after": ("10 days", dues),
    "matching.offer_waits_for_absence": ("3 days", dues_while_away),
    "matching.rounds_max": (1, dues),
    "sessions.number": (5, plans),
    "sessions.minutes": (90, plans),
    "sessions.meetings": ("online", what_applicants_are_asked),
    "sessions.silence_after": ("20 days", dues),
    "sessions.held_to_complete": (0, certificate),
    "sessions.coordinator_reads": ("summaries", report_form),
    "checks.recontract_months": ([3], dues),
    "checks.midterm_month": (4, dues),
    "checks.midterm_gap": (3, cases_half_way),
    "checks.reflection_opens_before": ("9 days", dues),
    "checks.reflection_closes_after": ("20 days", dues),
    "follow_up.impact_after_months": ([3], dues),
    "follow_up.alumni_group": ("https://alumni.example/mentoring", alumni_form),
    "post.hours_from": ("10:00", dues),
    "post.hours_until": ("07:30", dues),
    "post.letters_per_week_max": (5, letters_of_a_week),
    "post.look_first": (["mentee/paired"], first_letter),
    "post.closed_days": (["2027-03-02"], dues),
    "desk.after_writing": ("5 days", end_of_a_wait),
    "desk.recording_within": ("5 days", dues_without_a_recording),
    "desk.snooze": ("5 days", end_of_a_snooze),
    "keeping.months": (20, how_long_people_are_kept),
    "keeping.without_part_months": (6, how_long_people_are_kept),
    "keeping.confidence_months": (5, how_long_people_are_kept),
    "organisation.name": ("Leaf Society", certificate),
    "organisation.logo": ("", certificate),
    "evaluation.cost": (2000, evaluation),
    "evaluation.currency": ("CZK", evaluation),
    "materials": ([A_MATERIAL], plans),
    "gatherings": ([A_GATHERING], plans),
    "questions": ([A_QUESTION], as_they_are_asked),
}
OF_A_ROW = {
    "gatherings": (
        A_GATHERING,
        what_gatherings_lead_to,
        {
            "kind": "wrapup",
            "title": "Hello again",
            "audience": "mentors",
            "anchor": "mentoring_ends",
            "offset": "31 days",
            "at": "18:00",
            "minutes": 90,
            "place": "Brno",
            "agenda": "Who we are.",
            "voluntary": True,
            "if_missed": "case",
        },
    ),
    "materials": (A_MATERIAL, plans, {"id": "texts", "title": "Texts", "hint": "How"}),
    "questions": (
        A_QUESTION,
        as_they_are_asked,
        {
            "form": "mentor_application",
            "id": "rooms",
            "title": "Which rooms?",
            "hint": "One is enough",
            "kind": "choices",
            "options": ["Red", "Green"],
            "required": True,
            "reader": "partner",
        },
    ),
    "matching.balance": (
        A_RULE,
        terms_of_matching,
        {
            "label": "Men",
            "trait": "employer",
            "values": ["man"],
            "on": "mentees",
            "at_least": 2,
            "at_most": 3,
            "share_at_least_percent": 50,
        },
    ),
}


def leaves(kind: type[BaseModel], prefix: str = "") -> list[str]:
    """Every number of a policy by its dotted place; sections are opened, lists are not."""
    found = []
    for name, field in kind.model_fields.items():
        inner: Any = field.annotation
        is_section = isinstance(inner, type) and issubclass(inner, BaseModel)
        found += leaves(inner, f"{prefix}{name}.") if is_section else [f"{prefix}{name}"]
    return found


@cache
def usual():
    """The default policy, with a weight for what participants could be asked, and a cost."""
    told = default_policy().model_dump() | {"evaluation": {"cost": 1000, "currency": "EUR"}}
    told |= {"organisation": {"name": "Cell Society", "logo": A_LOGO}}
    weights = told["matching"]["weights"] | {"choices": 10, "chemistry": 10}
    return Policy.model_validate(told | {"matching": told["matching"] | {"weights": weights}})


@cache
def usually(shown):
    return shown(usual())


def changed(place, value):
    """The usual policy with one number changed."""
    section, _, name = place.partition(".")
    told = usual().model_dump()
    return Policy.model_validate(told | {section: told[section] | {name: value} if name else value})


def test_every_number_has_its_row():
    rows_of = {place: kind for place in OF_A_ROW for kind in get_args(_kind(place))[:1]}

    assert sorted([*SETTINGS, *LADDERS]) == sorted(leaves(Policy))
    assert {place: sorted(kind.model_fields) for place, kind in rows_of.items()} == {
        place: sorted(others) for place, (_, _, others) in OF_A_ROW.items()
    }


def _kind(place):
    kind: Any = Policy
    for name in place.split("."):
        kind = kind.model_fields[name].annotation
    return kind


@pytest.mark.parametrize("place", SETTINGS)
def test_a_number_that_changes_is_noticed(place):
    value, shown = SETTINGS[place]

    assert shown(changed(place, value)) != usually(shown)


@pytest.mark.parametrize("ladder", LADDERS)
def test_a_ladder_that_changes_is_noticed(ladder):
    assert dues(changed(ladder, [{"after": "1 days"}])) != dues(changed(ladder, [{"after": "5 days"}]))


@pytest.mark.parametrize(("place", "name"), [(place, name) for place, row in OF_A_ROW.items() for name in row[2]])
def test_what_a_row_of_a_list_says_is_noticed(place, name):
    row, shown, others = OF_A_ROW[place]

    assert shown(changed(place, [row | {name: others[name]}])) != shown(changed(place, [row]))


# --- what a plan says beside its policy -------------------------------------------------------------------------------

OTHERWISE = {
    "code": "autumn-27",
    "name": "Autumn 2027",
    "starts_on": "2027-01-05",
    "coordinators": ["karl"],
    "preset": None,  # there is one preset; another one would show in every number
    "time_zone": "Asia/Tokyo",
    "country": "",
    "language": "es",
    "dates": {"mentoring_starts": "2027-04-12"},
    "policy": {"sessions": {"number": 5}},
}


def a_launched(folder, **changes):
    """The cohort of a plan, with one person of a contact list, and what is due in it."""
    office = an_office(folder)
    office.store.register.add_coordinator(Coordinator("karl", "Karl Weiss", "karl@university.example"))
    plan = check_plan(office, PLAN | changes)
    launch(office, plan, "eva")
    take_in_at_once(office, plan.code, "eva", Brought(Role.MENTOR, b"name,email\nJana Vesela,jana@firm.example\n"))
    cohort = office.store.load(plan.code)
    (person,) = cohort.participants.values()
    due = [(due.at, due.key) for due in expected(replace(cohort, phase=Phase.RECRUITMENT), rules_of(Phase.RECRUITMENT))]
    return cohort.code, cohort.name, cohort.lead, cohort.policy, cohort.milestones, cohort.days, person, due


def test_every_field_of_a_plan_has_its_row():
    assert sorted(OTHERWISE) == sorted(Plan.model_fields)


@pytest.fixture(scope="module")
def launched_as_usual(tmp_path_factory):
    return a_launched(tmp_path_factory.mktemp("usual"))


@pytest.mark.parametrize("field", [field for field, value in OTHERWISE.items() if value is not None])
def test_a_field_of_a_plan_that_changes_is_noticed(field, launched_as_usual, tmp_path):
    assert a_launched(tmp_path, **{field: OTHERWISE[field]}) != launched_as_usual


def test_each_day_of_its_own_is_noticed(tmp_path):
    office = an_office(tmp_path)
    for milestone in Dates.model_fields:
        plan = Plan.model_validate(PLAN | {"dates": {milestone: "2029-01-01"}})
        own = cohort_of(office, plan, "eva", NEW_YEAR).milestones

        assert getattr(own, milestone).year in (2028, 2029), milestone
