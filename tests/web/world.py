"""World: an office for the tests of the web: the pilot in its first month of mentoring, and one in recruitment."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import timedelta
from pathlib import Path
from typing import Any

from domain.agenda import settle
from domain.applications import Choosing, FirstMeetings
from domain.cohort import Cohort
from domain.contact_book import Basis, PossibleMentor
from domain.dates import day_of
from domain.escalations import Escalation
from domain.extension import Extension
from domain.forms import FORMS
from domain.invitations import invitation_id
from domain.lifecycles import ApplicationState, ProposalState, SessionState
from domain.match.facts import Funnel, LeftOver, MatchResult, ProposedPair, Reason
from domain.people import Coordinator
from domain.proposals import Proposal
from domain.sessions import SessionReport
from domain.steps import rules_of
from office import sign_in
from office.clock import VirtualClock
from office.office import Office, open_office
from office.settings import Settings
from tests.builders import MONDAY, a_cohort, asked, days

VISIT = "mentoring-visit"
NOW = MONDAY + days(9) + timedelta(hours=10)
CALLING = MONDAY - days(40)


@dataclass
class World:
    """An office with its clock, and the links of its cohort."""

    office: Office
    clock: VirtualClock
    code: str

    @property
    def cohort(self) -> Cohort:
        return self.office.store.load(self.code)

    def form(self, form: str, about: str, to: str, generation: int | None = None) -> str:
        """The path of a form."""
        key = invitation_id(about, form, to)
        cohort = self.cohort
        known, person = cohort.invitations.get(key), cohort.participants.get(to)
        now = known.generation if known else person.links if person else 1
        return f"/f/{self.office.links.form_token(self.code, key, generation or now)}"

    def page(self, who: str) -> str:
        known = self.office.store.load(self.code, focus={who}).participants.get(who)
        return f"/p/{self.office.links.page_token(self.code, who, known.links if known else 1)}"

    def desk(self) -> str:
        return f"/desk/{self.code}"

    def visit(self, who: str = "") -> dict[str, str]:
        """The cookie of a browser in which somebody has signed in just now; without a name the lead."""
        return {VISIT: sign_in.enter(self.office, self.way_in(who).rpartition("/")[2], "", "Firefox, Linux")[0]}

    def way_in(self, who: str = "") -> str:
        """The path of a link that signs somebody in; without a name the lead."""
        link = sign_in.link_for(self.office, who or self.office.store.register.running(self.code)[0])
        return link.removeprefix(self.office.links.base_url)

    def visits(self, who: str) -> list[int]:
        """Where somebody is signed in."""
        return [visit.id for visit in sign_in.visits_of(self.office, who)]

    def change_coordinators(self, *more: str) -> None:
        """These people run the cohort too."""
        people = (Coordinator(code, code.title(), f"{code}@university.example") for code in more)
        self.office.store.update(
            self.code, lambda cohort: replace(cohort, coordinators=(*cohort.coordinators, *people)), focus={""}
        )

    def apply(self, role: str) -> str:
        return f"/apply/{self.office.links.call_token(self.code, role)}"

    def change(self, *records: Any) -> None:
        """Put records as they are, for worlds that the rules would take weeks to reach."""
        self.office.store.update(self.code, lambda cohort: cohort.put(*records))

    def last_answer(self, form: str, about: str, to: str) -> Mapping[str, Any] | None:
        found = self.office.store.lookups.last_answer(self.code, invitation_id(about, form, to))
        return found.content if found else None


def a_world(folder: Path, cohort: Cohort, now=NOW, **settings: Any) -> World:
    """An office in this folder, with this cohort in its store and a clock set by hand."""
    world = opened(folder, cohort.code, now, **settings)
    world.office.store.migrate()
    world.office.store.create(cohort)
    return world


def opened(folder: Path, code: str, now=NOW, **settings: Any) -> World:
    """The office whose store is in this folder already."""
    clock = VirtualClock(now)
    wanted = {"data": folder, "wakes_prefect": False, "secret_keys": "a key for the tests of the web"} | settings
    return World(open_office(Settings(_env_file=None, **wanted), clock), clock, code)


def mentoring(pairs: int = 3) -> Cohort:
    """Pairs in their second week: forms of every kind are open."""
    cohort = a_cohort().in_mentoring().with_pairs(pairs).with_offers(pairs + 1).build()
    for n in range(1, pairs + 1):
        pair, mentor, mentee = f"P{n:02d}", f"M{n:02d}", f"N{n:02d}"
        for form, about, to in (
            ("agreement", pair, mentee),
            ("mentoring_plan", pair, mentee),
            ("session_date", f"{pair}.1", mentee),
            ("session_report", f"{pair}.1", mentee),
            ("session_report", f"{pair}.1", mentor),
            ("midterm_check", pair, mentor),
            ("reflection_mentee", mentee, mentee),
            ("reflection_mentor", mentor, mentor),
        ):
            cohort = asked(cohort, form, about, to, NOW - days(1))
    return asked(cohort, "sign_off", next(iter(cohort.materials)), "eva", NOW - days(3))


def recruitment() -> Cohort:
    """The calls are open; two mentors and two mentees have a link, nobody has applied."""
    cohort = a_cohort().in_recruitment().with_mentors(2).with_mentees(2).build()
    cohort = replace(cohort, code="calling-27", name="Pilot in recruitment", applications={})
    for code, form in (("M01", "mentor"), ("N01", "mentee"), ("N02", "mentee")):
        cohort = asked(cohort, f"{form}_application", code, code, CALLING - days(2))
    return cohort


def screening() -> Cohort:
    """Applications that wait for the coordinator."""
    cohort = a_cohort().in_recruitment().with_mentors(2).with_mentees(2).with_applications(ApplicationState.SUBMITTED)
    built = replace(cohort.build(), code="screening-27")
    for code in ("M01", "M02", "N01", "N02"):
        built = asked(built, "screening", code, "eva", CALLING)
    return built


def with_every_form() -> Cohort:
    """One cohort in which every form there is is open for somebody; no programme reaches this all at once."""
    cohort = mentoring()
    reported = replace(
        cohort.sessions["P02.1"],
        state=SessionState.HELD,
        held_on=NOW.date(),
        reports=(SessionReport("N02", NOW, "held", NOW.date(), 60, topics=("path",), summary="Good <b>talk</b>"),),
    )
    application = replace(cohort.applications["N05"], state=ApplicationState.SUBMITTED)
    case = Escalation("P02.1:missed:1", "P02.1", "missed_session", "P02", NOW - days(1))
    reasons = (Reason("tracks", ("15",), place=1), Reason("skills", ("PCR",)))
    matches = (ProposedPair("M05", "N05", 81, reasons), ProposedPair("M06", "N06", 77))
    result = MatchResult("OPTIMAL", matches, (LeftOver("N07", Funnel("mentor", 0)),))
    proposal = Proposal("match-2", 2, ProposalState.SOLVED, NOW, result=result)
    chooser = replace(cohort.applications["N02"], choosing=Choosing(NOW - days(1), ("M01", "M03")))
    meeter = replace(cohort.applications["M02"], meetings=FirstMeetings(NOW - days(1), ("N01", "N03")))
    until = day_of(cohort.milestones.mentoring_ends, cohort.zone) + days(10)
    longer = replace(cohort.groups["P01"], extension=Extension(until, NOW - days(1), NOW + days(5)))
    cohort = cohort.put(reported, application, case, proposal, chooser, meeter, longer)
    gathering = next(iter(cohort.gatherings))
    for form, about, to in (
        ("mentor_application", "M07", "M07"),
        ("mentee_application", "N07", "N07"),
        ("screening", "N05", "eva"),
        ("review_proposal", "match-2", "eva"),
        ("decide_escalation", case.id, "eva"),
        ("choose_partners", "N02", "N02"),
        ("first_meetings", "M02", "M02"),
        ("proposed_match", "P04", "N04"),
        ("offer_times", "P03.1", "N03"),
        ("recontract", "P01", "N01"),
        ("extension", "P01", "N01"),
        ("meeting_objective", "P01.1", "N01"),
        ("report_confirmation", "P02.1", "M02"),
        ("rsvp", gathering, "N01"),
        ("gathering", gathering, "eva"),
        ("attendance", "G-networking", "eva"),
        ("alumni", "N01", "N01"),
        ("impact", "N01", "N01"),
    ):
        cohort = asked(cohort, form, about, to, NOW - days(1))
    return cohort


def openings(world: World) -> dict[str, str]:
    """A link for each form: of the invitations there are, and of the forms for any time."""
    found = {i.form: world.form(i.form, i.about, i.to) for i in world.cohort.invitations.values()}
    for name, form in FORMS.items():
        if form.anytime:
            found[name] = world.form(name, "", "eva") if form.on_desk else world.form(name, "N01", "N01")
    return found


SOMEBODY = "K00000000000A"


def in_the_book(world: World, **changes: Any) -> PossibleMentor:
    """Somebody in the contact book, whom nobody has asked."""
    known = PossibleMentor(
        SOMEBODY,
        "Marie Dvořáková",
        "marie@works.example",
        "she spoke at our career day",
        Basis.CONSENT,
        "eva",
        world.clock.now(),
        world.code,
        world.clock.now().date() + days(700),
        track=20,
        sector="biotech",
        organisation="Cell Works",
    )
    person = replace(known, **changes)
    world.office.store.book.add([person])
    return person


def settled(world: World) -> World:
    """Everything that is due now has been done: letters lie in the outbox."""
    now = world.clock.now()
    world.office.store.update(world.code, lambda cohort: settle(cohort, now, rules_of(cohort.phase))[0])
    return world
