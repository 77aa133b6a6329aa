"""World: one small cohort in which every letter has something to speak about, and the message of each letter."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from functools import lru_cache
from pathlib import Path

import yaml

from domain.applications import Application
from domain.cohort import Cohort
from domain.contact_book import ASKED, ENDS, Basis, PossibleMentor, as_guest
from domain.documents import Document, Material
from domain.escalations import Escalation, Remark
from domain.extension import Extension
from domain.gatherings import Gathering
from domain.groups import Group, GroupKind, Member, MemberRole, pair_of
from domain.invitations import Invitation, invitation_id
from domain.lifecycles import ApplicationState, DocumentState, PairState, Phase, ProposalState, SessionState
from domain.match.facts import Funnel, LeftOver, MatchResult, ProposedPair, Reason
from domain.messages import Message, Parcel, Rendered, Wording
from domain.people import Away, Coordinator, Participant, Role
from domain.policy import Policy
from domain.proposals import Proposal
from domain.sessions import Offer, Session, SessionReport, Span, Unsuited

PRESET = Path(__file__).parents[2] / "policies" / "industry-one-to-one.yaml"
NOW = datetime(2027, 3, 2, 9, tzinfo=UTC)
MEETING = datetime(2027, 3, 11, 16, tzinfo=UTC)
REASONS = (
    Reason("tracks", ("15",), place=1),
    Reason("goals", ("clinical trials",)),
    Reason("free_times", ("weekday_evening",)),
)
AWAY = (Away(date(2027, 3, 10), date(2027, 3, 19), NOW),)  # over the date of P01's session
PRINTED = (
    ("certificate", "N01"),
    ("statement", "M01"),
    ("handbook", "mentors"),
    ("guide", "mentees"),
    ("evaluation", "anna"),
    *((kind, code) for kind in ("agreement", "plan") for code in ("N01", "M01")),
)

# What each letter is about, to whom it goes and which form it asks for. Letters of both roles: {r} is mentor or mentee.
ABOUT = {
    "coordinator/checklist": ("", ""),
    "coordinator/checklist_reminder": ("", ""),
    "coordinator/today": ("", ""),
    "coordinator/role": ("lead:anna", ""),
    "coordinator/role_ended": ("ended:anna", ""),
    "coordinator/proposal_ready": ("match-1", "review_proposal"),
    "coordinator/proposal_reminder": ("match-1", "review_proposal"),
    "coordinator/escalation": ("P01.2:missed", "decide_escalation"),
    "coordinator/phase_opened": ("", ""),
    "coordinator/gathering_wanted": ("G-networking", "gathering"),
    "coordinator/gathering_reminder": ("G-networking", "gathering"),
    "coordinator/attendance_wanted": ("G-networking", "attendance"),
    "coordinator/attendance_reminder": ("G-networking", "attendance"),
    "coordinator/colleague_unreachable": ("anna", ""),
    "coordinator/extended": ("P01", ""),
    "coordinator/not_extended": ("P01", ""),
    "coordinator/evaluation_ready": ("evaluation:anna", ""),
    "coordinator/sign_in": ("a-key", ""),
    "{r}/call": ("{me}", "{r}_application"),
    "{r}/application_link": ("{me}", "{r}_application"),
    "{r}/call_again": ("{me}", "{r}_application"),
    "{r}/call_reminder": ("{me}", "{r}_application"),
    "{r}/call_closing": ("{me}", "{r}_application"),
    "{r}/application_received": ("{me}", ""),
    "{r}/application_incomplete": ("{me}", "{r}_application"),
    "{r}/application_accepted": ("{me}", ""),
    "{r}/application_declined": ("{me}", ""),
    "{r}/application_lapsed": ("{me}", ""),
    "{r}/waitlisted": ("{me}", ""),
    "{r}/choose": ("{me}", "choose_partners"),
    "{r}/choose_reminder": ("{me}", "choose_partners"),
    "{r}/meet": ("{me}", "first_meetings"),
    "{r}/meet_reminder": ("{me}", "first_meetings"),
    "{r}/offer": ("P02", "proposed_match"),
    "{r}/offer_reminder": ("P02", "proposed_match"),
    "{r}/paired": ("P01", ""),
    "{r}/handbook": ("", ""),
    "{r}/reflection_wanted": ("{me}", "reflection_{r}"),
    "{r}/reflection_reminder": ("{me}", "reflection_{r}"),
    "{r}/not_complete": ("{me}", ""),
    "{r}/certificate": ("{certificate}:{me}", ""),
    "{r}/alumni": ("{me}", "alumni"),
    "pair/agreement_wanted": ("P01", "agreement"),
    "pair/agreement_reminder": ("P01", "agreement"),
    "pair/agreement_signed": ("P01", ""),
    "pair/plan_written": ("P01", ""),
    "pair/plan_wanted": ("P01", "mentoring_plan"),
    "pair/plan_reminder": ("P01", "mentoring_plan"),
    "pair/date_wanted": ("P01.2", "session_date"),
    "pair/date_reminder": ("P01.2", "session_date"),
    "pair/times_wanted": ("P01.2", "offer_times"),
    "pair/times_apart": ("P01.2", "offer_times"),
    "pair/date_unsuited": ("P01.2", ""),
    "pair/date_set": ("P01.2", ""),
    "pair/date_cancelled": ("P01.2", ""),
    "pair/objective_wanted": ("P01.2", "meeting_objective"),
    "pair/objective_shared": ("P01.2", ""),
    "pair/tomorrow": ("P01.2", ""),
    "pair/report_wanted": ("P01.2", "session_report"),
    "pair/report_reminder": ("P01.2", "session_report"),
    "pair/confirm_report": ("P01.1", "report_confirmation"),
    "pair/missed_turn": ("P01.2", "session_report"),
    "pair/missed_both": ("P01.2", "session_report"),
    "pair/midterm_wanted": ("P01", "midterm_check"),
    "pair/midterm_reminder": ("P01", "midterm_check"),
    "pair/recontract_wanted": ("P01", "recontract"),
    "pair/recontract_reminder": ("P01", "recontract"),
    "pair/extension_wanted": ("P01", "extension"),
    "pair/extension_reminder": ("P01", "extension"),
    "pair/extended": ("P01", ""),
    "pair/not_extended": ("P01", ""),
    "pair/ended": ("P01", ""),
    "pair/partner_away": ("P01", ""),
    "pair/offer_waits": ("P02", ""),
    "pair/from_coordinator": ("P01.2:missed", ""),
    "pair/turned_down": ("P02", ""),
    "group/begins": ("C01", ""),
    "group/agreement_wanted": ("C01", "agreement"),
    "group/agreement_reminder": ("C01", "agreement"),
    "group/agreement_signed": ("C01", ""),
    "group/plan_written": ("C01", ""),
    "group/plan_wanted": ("C01", "mentoring_plan"),
    "group/plan_reminder": ("C01", "mentoring_plan"),
    "group/recontract_wanted": ("C01", "recontract"),
    "group/recontract_reminder": ("C01", "recontract"),
    "group/midterm_wanted": ("C01", "midterm_check"),
    "group/midterm_reminder": ("C01", "midterm_check"),
    "group/one_left": ("C01", ""),
    "group/ended": ("C01", ""),
    "group/date_wanted": ("C01.2", "session_date"),
    "group/date_reminder": ("C01.2", "session_date"),
    "group/date_set": ("C01.2", ""),
    "group/date_cancelled": ("C01.2", ""),
    "group/objective_wanted": ("C01.2", "meeting_objective"),
    "group/tomorrow": ("C01.2", ""),
    "group/report_wanted": ("C01.2", "session_report"),
    "group/report_reminder": ("C01.2", "session_report"),
    "group/missed_turn": ("C01.2", "session_report"),
    "group/missed_both": ("C01.2", "session_report"),
    "group/confirm_report": ("C01.1", "report_confirmation"),
    "person/gathering_invited": ("G-networking", "rsvp"),
    "person/gathering_reminder": ("G-networking", ""),
    "person/gathering_cancelled": ("G-networking", ""),
    "person/gathering_not_recorded": ("G-networking", ""),
    "person/gathering_unrecorded": ("G-networking", ""),
    "person/gathering_noted": ("G-networking", ""),
    "person/gathering_moved": ("G-networking", "rsvp"),
    "person/gathering_new_day": ("G-networking", "rsvp"),
    "person/gathering_changed": ("G-networking", ""),
    "person/gathering_off_calendar": ("G-networking", ""),
    "person/gathering_recording": ("G-networking", ""),
    "person/called_off": ("{me}", ""),
    "person/left": ("{me}", ""),
    "person/gathering_left": ("G-networking", ""),
    "person/new_link": ("{me}", ""),
    "person/link_renewed": ("{me}", ""),
    "person/files_not_taken": ("{me}", ""),
    "person/answer_read": ("{me}", "my_details"),
    "person/address_changed": ("{me}", ""),
    "person/address_left": ("{me}", ""),
    "person/confirm_address": ("{me}", ""),
    "person/address_moved": ("{me}", ""),
    "person/dates_moved": ("{me}", ""),
    "person/call_moved": ("{me}", "{r}_application"),
    "person/late_link": ("{me}", "{r}_application"),
    "person/keep_place": ("{me}", "alumni"),
    "person/impact_wanted": ("{me}", "impact"),
    "person/impact_reminder": ("{me}", "impact"),
    "person/message": ("{me}", ""),
    "person/message_to_many": ("{me}", ""),
    "person/asked": ("", ""),
    "person/entry_ends": ("", ""),
    "person/keeping_ends": ("{me}", ""),
}


# Letters that find what they say by their own key.
KEYS = {"pair/from_coordinator": "P01.2:missed:words:2027-03-02T0900:{me}"}


# What a coordinator writes by hand.
BY_HAND = Wording("A room of our own, {first_name}", "Dear {first_name},\n\nbring {partner}.\n\n{page}", "anna")


IN_THE_BOOK = "K00000000000A"


class StraightLinks:
    """Links that say what they open."""

    def form(self, cohort: str, invitation: Invitation) -> str:
        return f"https://office.example/f/{cohort}/{invitation.id}"

    def page(self, cohort: str, code: str, generation: int = 1) -> str:
        return f"https://office.example/p/{cohort}/{code}"

    def sign_in(self, key: str) -> str:
        return f"https://office.example/sign-in/{key}"

    def entry(self, cohort: str, code: str) -> str:
        return f"https://office.example/k/{cohort}/{code}"

    def address(self, cohort: str, code: str, email: str) -> str:
        return f"https://office.example/address/{cohort}/{code}"

    def way(self, cohort: str, code: str) -> str:
        return f"https://office.example/way/{cohort}/{code}"

    def answers_at(self, address: str, cohort: str, about: str, code: str) -> str:
        return address.replace("{token}", f"{about}-{code}")


@lru_cache(maxsize=1)
def policy() -> Policy:
    return Policy.model_validate(yaml.safe_load(PRESET.read_text(encoding="utf-8")))


def a_cohort(
    mentee_name: str = "Eva Nováková", mentor_name: str = "Petr Svoboda", words: str = "Time is short."
) -> Cohort:
    """A cohort in mentoring: pair P01 has met once and dated its second session, pair P02 is offered."""
    cohort = Cohort(
        code="pilot",
        name="Pilot 2027",
        policy=policy(),
        starts_on=date(2026, 11, 1),
        zone="Europe/Prague",
        launched_at=datetime(2026, 11, 1, tzinfo=UTC),
        launched_by="anna",
        coordinators=(Coordinator("anna", "Anna Kovářová", "anna@university.example", "Europe/Prague"),),
        phase=Phase.MENTORING,
        phase_since=datetime(2027, 1, 31, 23, tzinfo=UTC),
    )
    cohort = cohort.put(
        *_people(mentee_name, mentor_name, words),
        *_pairs(),
        *_circle(),
        Gathering(
            "G-networking",
            "networking",
            "Initial networking",
            "all",
            MEETING + timedelta(7),
            60,
            "online",
            agenda="Who we are.",
            material="Nothing but time.",
            recording="https://film.example/1",
            recorded_at=NOW,
        ),
        Escalation("P01.2:missed", "P01.2", "missed_session", "P01", NOW, remarks=_remarks(words)),
        _proposal(),
        Material("material-handbook", "Mentor handbook", "", NOW),
        *(Document(f"{kind}:{to}", kind, "", to, "", NOW, DocumentState.PRINTED, "f1", NOW) for kind, to in PRINTED),
    )
    somebody = PossibleMentor(
        IN_THE_BOOK, mentor_name, "petr@works.example", "he spoke at our career day", Basis.KNOWN, "anna", NOW, "pilot",
        date(2029, 1, 1),
    )  # fmt: skip
    return as_guest(somebody, cohort)


def _remarks(words: str) -> tuple[Remark, ...]:
    """What the mentee wrote about the case, and what the coordinator passes on."""
    return Remark("N01", NOW, words), Remark("anna", NOW, words, passed_on=True)


def _proposal() -> Proposal:
    left = LeftOver("N02", Funnel("mentor", 0))
    result = MatchResult("OPTIMAL", (ProposedPair("M01", "N01", 80, REASONS),), (left,))
    return Proposal("match-1", 1, ProposalState.SOLVED, NOW, solved_at=NOW, result=result)


def _people(mentee_name: str, mentor_name: str, words: str) -> list[Participant | Application]:
    mentee = {"field": "Molecular biology", "tracks": [15, 11], "stage": "third_year"}
    mentor = {"profession": "project_manager", "sub_sectors": ["biotech"], "tracks": [15], "employer": "Cell Works"}
    return [
        Participant("N01", Role.MENTEE, mentee_name, "eva@university.example", away=AWAY),
        Participant("N02", Role.MENTEE, "Jana Malá", "jana@university.example"),
        Participant("M01", Role.MENTOR, mentor_name, "petr@cellworks.example", time_zone="Europe/Lisbon", away=AWAY),
        Application("N01", Role.MENTEE, ApplicationState.ACCEPTED, NOW, mentee, note=words),
        Application("N02", Role.MENTEE, ApplicationState.SUBMITTED, NOW, mentee),
        Application("M01", Role.MENTOR, ApplicationState.ACCEPTED, NOW, mentor, note=words),
    ]


def _pairs() -> list[Group | Session]:
    opens, month = datetime(2027, 1, 31, 23, tzinfo=UTC), timedelta(30)
    report = SessionReport("N01", NOW, "held", date(2027, 2, 10), 60)
    return [
        pair_of("P01", "M01", "N01", PairState.ACTIVE, "match-1", reasons=REASONS, starts_on=date(2027, 2, 1),
                extension=Extension(date(2027, 9, 30), NOW, NOW + timedelta(14))),
        pair_of("P02", "M01", "N01", PairState.OFFERED, "match-1", reasons=REASONS, offered_at=NOW),
        Session("P01.1", "P01", 1, opens, opens + month, SessionState.HELD, reports=(report,), held_on=date(2027, 2, 10)),
        Session(
            "P01.2", "P01", 2, opens + month, opens + 2 * month, SessionState.DATED, MEETING, NOW,
            place="online", sequence=3, objectives={"N01": "How did you change sector?"},
            offers=tuple(Offer(code, NOW, (Span(MEETING, MEETING + timedelta(hours=2)),)) for code in ("N01", "M01")),
            unsuited=Unsuited("M01", NOW, 3, MEETING + timedelta(days=1)),
        ),
    ]  # fmt: skip


def _circle() -> list[Participant | Group | Session]:
    """Four who have met once and dated their second session; one has left."""
    opens, month = datetime(2027, 1, 31, 23, tzinfo=UTC), timedelta(30)
    report = SessionReport("N02", NOW, "held", date(2027, 2, 10), 60)
    roster = (
        *(Member(code, MemberRole.MENTEE) for code in ("N01", "N02", "N03")),
        Member("N04", MemberRole.MENTEE, left_at=NOW),
        Member("M01", MemberRole.MENTOR),
    )
    return [
        Participant("N03", Role.MENTEE, "Ivo Dlouhý", "ivo@university.example"),
        Participant("N04", Role.MENTEE, "Lea Krátká", "lea@university.example"),
        Group("C01", GroupKind.CIRCLE, roster, PairState.ACTIVE, "match-1", starts_on=date(2027, 2, 1)),
        Session("C01.1", "C01", 1, opens, opens + month, SessionState.HELD, reports=(report,), held_on=date(2027, 2, 10)),
        Session(
            "C01.2", "C01", 2, opens + month, opens + 2 * month, SessionState.DATED, MEETING, NOW,
            objectives={"N01": "How did you change sector?", "N02": "What do you read?"},
        ),
    ]  # fmt: skip


def messages() -> list[Message]:
    """One message for each letter, and for each reader where both roles can get it."""
    return [message for name in ABOUT for message in messages_of(name)]


def messages_of(name: str) -> list[Message]:
    if name.startswith("coordinator/"):
        return [_message(name, "anna", "coordinator", *ABOUT[name])]
    if name in (ASKED, ENDS):
        return [_message(name, IN_THE_BOOK, "mentor", *ABOUT[name])]
    return [
        _message(name.format(r=role), code, role, *ABOUT[name]) for code, role in (("N01", "mentee"), ("M01", "mentor"))
    ]


def _message(name: str, to: str, role: str, about: str, form: str) -> Message:
    certificate = "certificate" if role == "mentee" else "statement"
    about, form = (words.format(me=to, r=role, certificate=certificate) for words in (about, form))
    invitation = invitation_id(about, form, to) if form else ""
    key = KEYS.get(name, f"{about}:{name}:{to}").format(me=to)
    wording = BY_HAND if name.startswith("person/message") else None
    return Message(key, name, to, about, "", NOW, NOW, NOW + timedelta(7), invitation=invitation, wording=wording)


def asked(cohort: Cohort, message: Message) -> Cohort:
    """The cohort with the form open that the message links to."""
    if not message.invitation:
        return cohort
    form = message.invitation.split(":")[-2]
    closes = datetime(2027, 3, 20, 23, tzinfo=UTC)
    return cohort.put(Invitation(message.invitation, form, message.to, message.about, "", NOW, closes))


def message_of(name: str, to: str) -> Message:
    """The message of one letter to one person."""
    return next(message for message in messages() if (message.letter, message.to) == (name, to))


def a_parcel(number: int = 1, **changes: object) -> Parcel:
    """A parcel ready to be sent."""
    parcel = Parcel(
        id=number,
        cohort="pilot",
        key=f"P01.2:dated:3:N{number:02d}",
        to="N01",
        to_name="Eva Nováková",
        to_email=f"eva{number}@university.example",
        reply_name="Anna Kovářová",
        reply_email="anna@university.example",
        rendered=Rendered("Session 2", "Dear Eva,\n\nsee you.\n", "<p>Dear Eva,</p><p>see you.</p>"),
        written_at=NOW,
        until=NOW + timedelta(7),
        attempts=0,
        message_id=f"<{number}@office.example>",
    )
    return replace(parcel, **changes)  # type: ignore[arg-type]
