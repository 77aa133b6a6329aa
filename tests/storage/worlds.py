"""Worlds for storage tests: cohorts with pairs, sessions and open forms, in as few lines as a story needs."""

import json
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import yaml
from sqlalchemy import text

from domain.applications import Application
from domain.cohort import Cohort, Entry
from domain.groups import Group, GroupKind, Member, MemberRole, pair_of
from domain.invitations import Invitation, invitation_id
from domain.lifecycles import ApplicationState, PairState, Phase
from domain.messages import Message
from domain.people import Coordinator, Participant, Role
from domain.policy import Policy
from domain.sessions import Session
from storage.store import Store

NOW = datetime(2027, 3, 1, 9, tzinfo=UTC)
HOUR, DAY = timedelta(hours=1), timedelta(days=1)
POLICY = Policy.model_validate(yaml.safe_load(Path("policies/industry-one-to-one.yaml").read_text(encoding="utf-8")))
ANNA = Coordinator("C1", "Anna Example", "anna@example.org", "Europe/Prague")


def a_store(url: str, files: Path, **more) -> Store:
    """A store whose clock stands still."""
    return Store(url, files, clock=lambda: NOW, mail_domain="office.test", **more)


def a_cohort(pairs: int = 1, code: str = "2027a") -> Cohort:
    """A cohort in mentoring with so many active pairs, each with a session and a form open to its mentee."""
    cohort = Cohort(
        code, "Spring 2027", POLICY, date(2027, 1, 4), "Europe/Prague", NOW, "C1", (ANNA,),
        phase=Phase.MENTORING, phase_since=NOW,
    )  # fmt: skip
    for n in range(1, pairs + 1):
        cohort = cohort.put(*a_pair(n))
    return cohort


def a_pair(n: int):
    """Mentor, mentee, their applications, the pair, its first session and an open form."""
    mentor, mentee, pair = f"M{n:02}", f"N{n:02}", f"P{n:02}"
    yield Participant(mentor, Role.MENTOR, f"Mentor {n}", f"mentor{n}@example.org")
    yield Participant(mentee, Role.MENTEE, f"Mentee {n}", f"mentee{n}@example.org")
    yield Application(mentor, Role.MENTOR, ApplicationState.ACCEPTED, NOW, {"capacity": 2})
    yield Application(mentee, Role.MENTEE, ApplicationState.ACCEPTED, NOW)
    yield pair_of(pair, mentor, mentee, PairState.ACTIVE, "match-1", starts_on=date(2027, 3, 1))
    yield Session(f"{pair}.1", pair, 1, NOW, NOW + 30 * DAY)
    yield an_invitation(f"{pair}.1", "session_date", mentee, pair)


def a_circle(mentors: int, mentees: int, code: str = "C01"):
    """A circle of new people M51.. and N51.., mentees first, with its first session."""
    roster = (
        *(Member(f"N{n}", MemberRole.MENTEE) for n in range(51, 51 + mentees)),
        *(Member(f"M{n}", MemberRole.MENTOR) for n in range(51, 51 + mentors)),
    )
    for one in roster:
        role = Role(one.role.value)
        yield Participant(one.code, role, f"Member {one.code}", f"{one.code}@example.org")
        yield Application(one.code, role, ApplicationState.ACCEPTED, NOW)
    yield Group(code, GroupKind.CIRCLE, roster, PairState.ACTIVE, "match-1", starts_on=date(2027, 3, 1))
    yield Session(f"{code}.1", code, 1, NOW, NOW + 30 * DAY)


def an_invitation(about: str, form: str, to: str, scope: str) -> Invitation:
    """A form open from now on."""
    return Invitation(invitation_id(about, form, to), form, to, about, scope, NOW)


def a_message(key: str, to: str = "N01", **more) -> Message:
    """A letter to be sent from now on, for two weeks: an answer, which need not wait for the next day."""
    values = {"prompt": True, "letter": "pair/date_wanted", "about": "P01.1", "scope": "P01", "until": NOW + 14 * DAY}
    return Message(key=key, to=to, **({"written_at": NOW, "not_before": NOW} | values | more))


def noted(cohort: Cohort, key: str, scope: str = "P01") -> Cohort:
    """The cohort with one more line in its journal."""
    return cohort.note(Entry(key, scope, NOW, "did it"))


def launched_earlier(db, policy):
    """The row of a cohort as earlier offices kept it, whatever the tables of today are."""
    cohort = a_cohort()
    row = {"code": cohort.code, "name": cohort.name, "policy": json.dumps(policy)}
    row |= {"day": cohort.starts_on, "at": cohort.launched_at}
    db.execute(
        text(
            "INSERT INTO cohorts (code, name, policy, starts_on, zone, launched_at, launched_by, country, language,"
            " phase, moved, version) VALUES (:code, :name, :policy, :day, 'UTC', :at, 'C1', '', 'en', 'mentoring',"
            " '[]', 1)"
        ),
        row,
    )
    for scope in ("", *(f"{letter}0{n}" for letter in "MNP" for n in (1, 2, 3))):
        at = {"code": cohort.code, "scope": scope}
        db.execute(text("INSERT INTO scopes (cohort, scope, version, woken) VALUES (:code, :scope, 1, 0)"), at)
