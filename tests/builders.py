"""Builders: worlds for tests in domain words, from real records, the real forms and the default policy.

cohort = a_cohort().in_mentoring(since=MONDAY).with_pairs(2).build()
cohort = answered(cohort, "session_report", "P01.1", "N01", MONDAY + days(9), outcome="held", held_on="2027-03-08")
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, timedelta
from functools import lru_cache
from pathlib import Path
from typing import Any

import yaml
from dateutil.relativedelta import relativedelta

from domain.applications import Application
from domain.cohort import Cohort
from domain.dates import day_of
from domain.forms import FORMS
from domain.groups import Acceptance, Group, GroupKind, Member, MemberRole, pair_of
from domain.invitations import Invitation, invitation_id
from domain.lifecycles import INVITATION, ApplicationState, InvitationState, PairState, Phase
from domain.people import Coordinator, Participant, Role
from domain.planning import plan_gatherings, plan_materials, plan_sessions
from domain.policy import Policy
from tests.answers import mentee_answers, mentor_answers

PRESET = Path(__file__).parents[1] / "policies" / "industry-one-to-one.yaml"
ZONE = "Europe/Prague"
MONDAY = datetime(2027, 2, 28, 23, tzinfo=UTC)  # midnight of Monday 1 March 2027 in Prague
EVA = Coordinator("eva", "Eva Horáková", "eva.horakova@university.example", ZONE)

MENTORS = (
    "Jana Veselá", "Martin Kolář", "Sofia Rossi", "Tomáš Beneš", "Ingrid Lund", "Pavel Urban", "Clara Weiss",
    "David Okafor", "Lucie Marešová", "Henrik Dahl", "Petra Šimková", "Anton Berger", "Monika Zelená",
    "Rafael Costa", "Eliška Hrubá",
)  # fmt: skip
MENTEES = (
    "Tereza Malá", "Jakub Černý", "Aisha Rahman", "Ondřej Král", "Nina Petrovic", "Lukáš Dvořák", "Maria Lopez",
    "Adam Svoboda", "Yuki Tanaka", "Barbora Fialová", "Samuel Novák", "Ida Holm", "Filip Jelínek", "Leila Haddad",
    "Karolína Bílá", "Oskar Lindgren", "Veronika Pokorná", "Daniel Moser",
)  # fmt: skip


def days(number: float) -> timedelta:
    return timedelta(days=number)


@lru_cache(maxsize=8)
def default_policy(preset: Path = PRESET) -> Policy:
    return Policy.model_validate(yaml.safe_load(preset.read_text(encoding="utf-8")))


@dataclass(frozen=True)
class Builder:
    """Each step returns a new builder; `build` makes the cohort."""

    phase: Phase = Phase.PREPARATION
    mentoring_starts: date = date(2027, 3, 1)
    mentors: int = 0
    mentees: int = 0
    pairs: int = 0
    offers: int = 0
    capacity: int = 1
    state: ApplicationState | None = None
    policy: Policy = field(default_factory=default_policy)

    def in_preparation(self) -> "Builder":
        return replace(self, phase=Phase.PREPARATION)

    def in_recruitment(self) -> "Builder":
        return replace(self, phase=Phase.RECRUITMENT)

    def in_mentoring(self, since: datetime = MONDAY) -> "Builder":
        return replace(self, phase=Phase.MENTORING, mentoring_starts=day_of(since, ZONE))

    def in_follow_up(self) -> "Builder":
        return replace(self, phase=Phase.FOLLOW_UP)

    def with_mentors(self, number: int, capacity: int = 1) -> "Builder":
        return replace(self, mentors=number, capacity=capacity)

    def with_mentees(self, number: int) -> "Builder":
        return replace(self, mentees=number)

    def with_pairs(self, number: int) -> "Builder":
        """Active pairs P01… of M01 and N01 and so on, with their sessions."""
        return replace(self, pairs=number)

    def with_offers(self, number: int) -> "Builder":
        """Offered pairs, numbered after the active ones."""
        return replace(self, offers=number)

    def with_applications(self, state: ApplicationState) -> "Builder":
        """The applications of those without a pair stand in this state."""
        return replace(self, state=state)

    def under(self, policy: Policy) -> "Builder":
        return replace(self, policy=policy)

    def build(self) -> Cohort:
        lengths = self.policy.calendar
        before = relativedelta(months=lengths.preparation_months + lengths.recruitment_months)
        bare = Cohort(
            code="pilot-27",
            name="Pilot 2027",
            policy=self.policy,
            starts_on=self.mentoring_starts - before,
            zone=ZONE,
            launched_at=MONDAY - timedelta(days=120),
            launched_by=EVA.code,
            coordinators=(EVA,),
            country="CZ",
            phase=self.phase,
        )
        cohort = replace(bare, phase_since=self._phase_since(bare))
        gatherings = (replace(gathering, place="Room 4") for gathering in plan_gatherings(cohort))
        cohort = cohort.put(*plan_materials(cohort), *gatherings, *self._people(cohort))
        for pair in self._pairs(cohort):
            cohort = cohort.put(pair)
            if pair.state is PairState.ACTIVE:
                cohort = cohort.put(*plan_sessions(cohort, pair))
        return cohort

    def _phase_since(self, cohort: Cohort) -> datetime:
        stones = cohort.milestones
        return {
            Phase.PREPARATION: stones.preparation_starts,
            Phase.RECRUITMENT: stones.recruitment_opens,
            Phase.MENTORING: stones.mentoring_starts,
            Phase.FOLLOW_UP: stones.mentoring_ends,
        }[self.phase]

    def _people(self, cohort: Cohort) -> Iterator[Participant | Application]:
        together = self.pairs + self.offers
        for role, number, names in (
            (Role.MENTOR, max(self.mentors, together), MENTORS),
            (Role.MENTEE, max(self.mentees, together), MENTEES),
        ):
            for n in range(1, number + 1):
                code = f"{role.letter}{n:02d}"
                name = names[(n - 1) % len(names)]
                email = f"{code.lower()}@{'firm' if role is Role.MENTOR else 'university'}.example"
                yield Participant(code, role, name, email, time_zone=ZONE, invited_at=cohort.milestones.mentors_open)
                yield self._application(cohort, code, role, name)

    def _application(self, cohort: Cohort, code: str, role: Role, name: str) -> Application:
        paired = int(code[1:]) <= self.pairs + self.offers
        state = ApplicationState.ACCEPTED if paired or self.state is None else self.state
        content = (
            mentor_answers(name, capacity=self.capacity)
            if role is Role.MENTOR
            else mentee_answers(name, university_email=f"{code.lower()}@university.example")
        )
        form = FORMS[f"{role.value}_application"].model_validate(content)
        decided = None if state is ApplicationState.SUBMITTED else cohort.milestones.matching_on
        return Application(code, role, state, cohort.milestones.mentees_open, form.kept(), decided_at=decided)

    def _pairs(self, cohort: Cohort) -> Iterator[Group]:
        began, offered = cohort.milestones.mentoring_starts, cohort.milestones.matching_on
        for n in range(1, self.pairs + self.offers + 1):
            mentor, mentee = f"M{n:02d}", f"N{n:02d}"
            pair = pair_of(f"P{n:02d}", mentor, mentee, PairState.OFFERED, "match-1", score=80, offered_at=offered)
            if n <= self.pairs:
                accepted = (Acceptance(mentee, began), Acceptance(mentor, began))
                first = self.mentoring_starts
                pair = replace(pair, state=PairState.ACTIVE, accepted=accepted, starts_on=first, activated_at=began)
            yield pair


def a_cohort() -> Builder:
    return Builder()


def together(cohort: Cohort, code: str, *people: str, kind: GroupKind = GroupKind.CIRCLE, **more: Any) -> Cohort:
    """The cohort with these people in an active group since mentoring began, with its sessions."""
    began, peers = cohort.milestones.mentoring_starts, kind is GroupKind.PEER_GROUP
    roles = {"M": MemberRole.MENTOR, "N": MemberRole.MENTEE}
    roster = tuple(Member(one, MemberRole.PEER if peers else roles[one[0]]) for one in people)
    accepted = tuple(Acceptance(one, began) for one in people)
    group = Group(
        code, kind, roster, PairState.ACTIVE, "match-1", offered_at=began - days(9), accepted=accepted,
        starts_on=day_of(began, ZONE), activated_at=began,
    )  # fmt: skip
    cohort = cohort.put(replace(group, **more))
    return cohort.put(*plan_sessions(cohort, group))


def between(pair: Group, mentor: str = "", mentee: str = "") -> Group:
    """The same pair of other people."""
    people = {MemberRole.MENTOR: mentor, MemberRole.MENTEE: mentee}
    return replace(pair, roster=tuple(replace(one, code=people[one.role] or one.code) for one in pair.roster))


def invited(cohort: Cohort, form: str, about: str, to: str, at: datetime) -> Invitation:
    """The invitation as the office would have it: the one there is, or an open one."""
    known = cohort.invitation(about, form, to)
    scope = cohort.scope_of(about) or (to if about in cohort.gatherings else "")  # of a gathering each one's own
    return known or Invitation(invitation_id(about, form, to), form, to, about, scope, at)


def answered(cohort: Cohort, form: str, about: str, to: str, at: datetime, **content: Any) -> Cohort:
    """Somebody answers a form, as the office takes it: checked, the invitation marked, taken in."""
    invitation = invited(cohort, form, about, to, at)
    answer = FORMS[form].check(content, cohort, invitation, at)
    before = InvitationState.OPEN if FORMS[form].anytime else invitation.state
    state = INVITATION.check(before, InvitationState.ANSWERED)
    told = replace(invitation, state=state, answered_at=at, answers=invitation.answers + 1)
    return answer.take_in(cohort.put(told), told, at)


def asked(cohort: Cohort, form: str, about: str, to: str, at: datetime) -> Cohort:
    """The cohort with this form open for this person."""
    return cohort.put(invited(cohort, form, about, to, at))


def cases(cohort: Cohort) -> list[tuple[str, str]]:
    """(matter, about) of every open case."""
    return [(case.matter, case.about) for case in cohort.escalations.values() if case.is_open]


def changed(before: Cohort, after: Cohort, name: str) -> Mapping[str, Any]:
    """The records of one collection that differ."""
    old = getattr(before, name)
    return {key: record for key, record in getattr(after, name).items() if old.get(key) != record}
