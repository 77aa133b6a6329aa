"""Desk: what a coordinator sees of one cohort, and the few things done there that are not forms."""

from collections import Counter
from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cached_property
from typing import ClassVar

from domain.calendar import told_by
from domain.cohort import Cohort, Entry
from domain.deeds import key_at
from domain.desk_roles import DeskRole
from domain.forms import FORMS
from domain.forms.verbs import SEATED
from domain.groups import Group
from domain.invitations import Invitation, invitation_id
from domain.lifecycles import APPLICATION, InvitationState, MessageState, PairState
from domain.matters import case_named
from domain.people import Coordinator, Role
from domain.saying import say, sayings, together
from domain.sessions import Session
from office.believed import Doubt, doubt
from office.believed import go_on as believe
from office.calls import call_link
from office.errors import UnknownCohort
from office.mail_server import standstill
from office.office import Office
from office.pages import FormLink
from storage.post.letters import Letters, Post

# Ticks come every hour; after three that did not come something is wrong.
SILENT_AFTER = timedelta(hours=3)
LETTERS_MAX = 2**63 - 1  # as far as databases count
COUNTED_MAX = 10_000  # letters in one state; a page need not know more


@dataclass(frozen=True)
class Task:
    """One thing that waits for the coordinator."""

    kind: str  # the form's name
    title: str
    about: str
    detail: str
    link: str
    since: datetime


@dataclass(frozen=True)
class PairRow:
    """One pair in the table of the desk, with the people's names: this page is the coordinator's alone."""

    pair: Group
    mentee: str
    mentor: str
    sessions: list[Session]
    open_cases: int


@dataclass(frozen=True)
class Access:
    """Somebody who is signed in, at the desk of one cohort that they run or look on. `cohort`: its code."""

    cohort: str
    coordinator: Coordinator
    role: DeskRole
    proof: str = ""

    @property
    def here(self) -> str:
        """The path of this desk."""
        return f"/desk/{self.cohort}"

    @property
    def acts(self) -> bool:
        """Whether they run the cohort: pages show buttons, and what people wrote, to nobody else."""
        return self.role.acts


@dataclass(frozen=True)
class Desk:
    """A cohort as its coordinator sees it."""

    cohort: Cohort
    coordinator: Coordinator
    milestones: list[tuple[str, datetime]]
    calls: dict[str, str]
    terms: FormLink
    questions: FormLink
    neutral: FormLink
    last_tick: datetime | None
    tick_is_late: bool
    post_paused: str
    doubt: Doubt | None
    access: Access
    letters: Letters

    counted_max: ClassVar[int] = COUNTED_MAX

    @cached_property
    def post(self) -> dict[str, int]:
        """How many letters there are in each state, up to COUNTED_MAX; counted for the pages that show it."""
        counts = self.letters.counts_up_to(self.cohort.code, COUNTED_MAX)
        return {state.value: number for state, number in counts.items()}

    @cached_property
    def drafts(self) -> dict[str, int]:
        """How many letters of each kind wait for a look."""
        return self.letters.draft_counts(self.cohort.code)

    @property
    def here(self) -> str:
        """The path of the desk."""
        return self.access.here


MILESTONES = sayings(
    {
        "preparation_starts": "Preparation starts",
        "recruitment_opens": "Recruitment opens",
        "mentors_close": "Call for mentors closes",
        "mentees_open": "Call for mentees opens",
        "mentees_close": "Call for mentees closes",
        "matching_on": "Matching",
        "mentoring_starts": "Mentoring starts",
        "mentoring_ends": "Mentoring ends",
        "closes": "The cohort closes",
    }
)


def access(office: Office, cohort: str, coordinator: Coordinator, proof: str = "") -> Access | None:
    """The way to a desk for somebody who runs this cohort or looks on; None for anybody else."""
    try:
        known = office.store.load(cohort, focus=())
    except UnknownCohort:
        return None
    role = known.role_of(coordinator.code, office.clock.now())
    return None if role is None else Access(cohort, coordinator, role, proof)


def desk_alone(office: Office, access: Access, focus: Collection[str] = ()) -> Desk:
    """The desk with these people and groups and nobody else: what every page shows, for those that look up the rest
    themselves."""
    return desk_of(office, access, office.store.load(access.cohort, focus=focus))


def desk_of(office: Office, access: Access, cohort: Cohort) -> Desk:
    """The desk with as much of the cohort as was loaded."""
    coordinator = access.coordinator
    now = office.clock.now()
    last, is_late = last_look(office, cohort)
    return Desk(
        cohort=cohort,
        coordinator=coordinator,
        milestones=told_milestones(cohort),
        calls={role.value: call_link(office, cohort, role) for role in Role},
        terms=anytime_form(office, cohort, coordinator, "matching_terms", now),
        questions=anytime_form(office, cohort, coordinator, "own_questions", now),
        neutral=anytime_form(office, cohort, coordinator, "neutral_person", now),
        last_tick=last,
        tick_is_late=is_late,
        post_paused=standstill(office),
        doubt=doubt(office),
        access=access,
        letters=office.store.letters,
    )


def last_look(office: Office, cohort: Cohort) -> tuple[datetime | None, bool]:
    """When the office last looked after a cohort, and whether that is too long ago."""
    last = office.store.leases.last_beat(f"tick:{cohort.code}")
    return last, cohort.is_open and last is not None and office.clock.now() - last > SILENT_AFTER


def told_milestones(cohort: Cohort) -> list[tuple[str, datetime]]:
    """The calendar in words, each with a moment of the day by which people speak of it: what ends, by its last day."""
    return [(words, told_by(name, getattr(cohort.milestones, name))) for name, words in MILESTONES.items()]


def tasks(office: Office, cohort: Cohort) -> list[Task]:
    """What waits for a person to decide, oldest first."""
    coordinators = {coordinator.code for coordinator in cohort.coordinators}
    waiting = [
        invitation
        for invitation in cohort.invitations.values()
        if invitation.to in coordinators
        and invitation.state is InvitationState.OPEN
        and not FORMS[invitation.form].on_desk
    ]
    return [_task(office, cohort, invitation) for invitation in sorted(waiting, key=lambda i: i.opens)]


def _task(office: Office, cohort: Cohort, invitation: Invitation) -> Task:
    form = FORMS[invitation.form]
    link = office.links.form(cohort.code, invitation)
    return Task(form.name, form.title, invitation.about, _detail(cohort, invitation), link, invitation.opens)


def _detail(cohort: Cohort, invitation: Invitation) -> str:
    """Whom or what it is about, in a few words."""
    about = invitation.about
    if about in cohort.participants:
        return cohort.participants[about].name
    if about in cohort.materials:
        return cohort.materials[about].title
    if about in cohort.gatherings:
        return cohort.gatherings[about].title
    if case := cohort.escalations.get(about):
        return case_named(cohort, case)
    if proposal := cohort.proposals.get(about):
        proposed = say("{n} pair proposed", "{n} pairs proposed", n=len(proposal.matches))
        left_over = say("{n} person left over", "{n} people left over", n=len(proposal.unmatched))
        return together((proposed, left_over), ", ")
    return about


def pair_rows(cohort: Cohort, pairs: Collection[str]) -> list[PairRow]:
    """Rows of these pairs in their order, from a part of the cohort in which they are."""
    return [_row(cohort, cohort.groups[pair]) for pair in pairs]


def _row(cohort: Cohort, pair: Group) -> PairRow:
    cases = sum(case.is_open and case.scope == pair.id for case in cohort.escalations.values())
    names = [cohort.participants[code].name for code in pair.members]
    return PairRow(pair, names[0], names[1], cohort.sessions_of(pair.id), cases)


def verdict_form(office: Office, cohort: Cohort, code: str) -> FormLink | None:
    """The way to the sheet on somebody's application, as long as it waits for a verdict; a verdict that was given is changed
    by an act (domain/acts), which shows what that will cause."""
    asked = [form for form in cohort.invitations.values() if (form.form, form.about) == ("screening", code)]
    sheet = next((form for form in asked if form.state is InvitationState.OPEN), None)
    application = cohort.applications.get(code)
    if sheet is None or application is None or cohort.pairs_of(code, *SEATED):
        return None
    if APPLICATION.is_final(application.state) or not cohort.is_open:
        return None
    return FormLink(FORMS["screening"].title, office.links.form(cohort.code, sheet))


def form_link(office: Office, cohort: Cohort, form: str, about: str) -> str:
    """The way to an open form of the lead's; "" when it is not open yet."""
    invitation = cohort.invitation(about, form, cohort.lead.code)
    return office.links.form(cohort.code, invitation) if invitation else ""


def anytime_form(office: Office, cohort: Cohort, coordinator: Coordinator, form: str, now: datetime) -> FormLink:
    """The link to a form that a coordinator finds on the desk at any time."""
    key = invitation_id("", form, coordinator.code)
    known = cohort.invitations.get(key) or office.store.lookups.invitation(cohort.code, key)
    invitation = known or Invitation(key, form, coordinator.code, "", "", now)
    return FormLink(FORMS[form].title, office.links.form(cohort.code, invitation))


def draft_letters(office: Office, access: Access, letter: str, start: int, size: int) -> list[Post]:
    """A page of the letters of one kind that wait for a look, to be read before they go."""
    return office.store.letters.drafts_of(access.cohort, letter, start, size)


def release(office: Office, access: Access, letter: str) -> int:
    """Let the drafts of one letter go; how many went to the queue."""
    now, by = office.clock.now(), access.coordinator.code
    gone = office.store.letters.release_drafts(access.cohort, letter, by)
    if gone:

        def noted(cohort: Cohort) -> Cohort:
            key = key_at(f"drafts:{letter}", now, cohort.journal)
            return cohort.note(Entry(key, "", now, f"let {gone} drafts of {letter} go", by))

        office.store.update(access.cohort, noted, focus={""})
    return gone


def go_on(office: Office, access: Access) -> None:
    """The coordinator says that the clock is right, so that rounds and post go on."""
    believe(office, access.coordinator.code)


def send_again(office: Office, access: Access, letter: int) -> bool:
    """Put a letter of this cohort that failed back into the queue; False when it is not one of those any more."""
    post = office.store.letters.post(letter) if letter <= LETTERS_MAX else None
    if post is None or post.cohort != access.cohort or not may_go_again(post):
        return False
    now, by = office.clock.now(), access.coordinator.code
    if not office.store.letters.send_again(post.id, now):
        return False

    def noted(cohort: Cohort) -> Cohort:
        key = key_at(f"{post.key}:again", now, cohort.journal)
        return cohort.note(Entry(key, post.scope, now, f"send {post.letter} again", by))

    office.store.update(access.cohort, noted, focus={post.scope})
    return True


def may_go_again(post: Post) -> bool:
    """Whether sending once more makes sense: it failed on the way, and was not one that could never be written."""
    return post.state is MessageState.FAILED and not post.rendered.failure


def summary(cohort: Cohort) -> dict[str, int]:
    """Counts of a cohort for `mentoring status` and the dashboard; no personal data."""
    pairs = Counter(pair.state for pair in cohort.pairs.values())
    sessions = Counter(session.state for session in cohort.sessions.values())
    return {
        "mentors": sum(a.role is Role.MENTOR for a in cohort.applications.values()),
        "mentees": sum(a.role is Role.MENTEE for a in cohort.applications.values()),
        "pairs_active": pairs[PairState.ACTIVE] + pairs[PairState.COMPLETED],
        **{f"sessions_{state.value}": number for state, number in sorted(sessions.items())},
        "open_cases": sum(case.is_open for case in cohort.escalations.values()),
        "open_forms": sum(i.state is InvitationState.OPEN for i in cohort.invitations.values()),
    }
