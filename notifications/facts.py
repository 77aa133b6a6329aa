"""Facts: what a letter may speak about, from the cohort and the message. A table by the kind of record.

The others' names and addresses are a fact only once all have accepted: a letter that offers a match cannot name anybody.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from functools import cached_property
from typing import Any, Protocol
from urllib.parse import quote, urlencode

from domain.applications import Application
from domain.careers import ANY_PROFESSION, CAREER_TRACKS, SUB_SECTORS
from domain.cohort import Cohort
from domain.completion import completion
from domain.contact_book import Guest
from domain.dates import day_of, time_of
from domain.documents import Document, Material
from domain.effort import effort
from domain.ends import ends_of
from domain.escalations import Escalation
from domain.finding import at_work, days_of
from domain.formats import employers
from domain.forms import FORMS
from domain.forms.dating import zone_of
from domain.forms.profile import told_before
from domain.gatherings import Attendance, Gathering
from domain.groups import Group, GroupKind
from domain.invitations import Invitation
from domain.lifecycles import ApplicationState, InvitationState, PairState, Phase, SessionState
from domain.match.words.reasons import Reader, reasons
from domain.matters import case_named
from domain.messages import BY_HAND, ROLE, ROLE_ENDED, Message
from domain.names import first_name
from domain.offers import offer_lapses
from domain.people import Coordinator, Participant, Role
from domain.prompts import is_last, prompt_for
from domain.proposals import Proposal
from domain.remarks import remark_in_words
from domain.saying import say, sayings, together
from domain.seen import seen_by
from domain.sessions import Session, Span
from domain.today.item import Item
from domain.today.waiting import today
from notifications.by_hand import by_hand, quoted
from notifications.filters import MissingFact
from notifications.markdown import Trusted
from notifications.roles import given

Facts = dict[str, Any]
KINDS = sayings({GroupKind.CIRCLE: "circle", GroupKind.PEER_GROUP: "peer group"})
SOMEBODY, YOUR_PARTNER = say("Somebody"), say("your partner")
TOGETHER = (PairState.ACTIVE, PairState.COMPLETED, PairState.ENDED)
# What the coordinator learns when a phase begins, and the milestone at which it ends.
PHASES = {
    Phase.RECRUITMENT: (
        say("Recruitment"),
        say("The calls to mentors and mentees go out, applications come in, and pairs are found."),
        "mentoring_starts",
    ),
    Phase.MENTORING: (
        say("Mentoring"),
        say("The pairs sign their agreements, plan, and meet; silence is noticed."),
        "mentoring_ends",
    ),
    Phase.FOLLOW_UP: (
        say("Follow-up"),
        say("Everybody looks back, certificates are printed, and the evaluation is written."),
        "closes",
    ),
}
VERDICTS = (ApplicationState.ACCEPTED, ApplicationState.DECLINED, ApplicationState.WAITLISTED)
REASONS_MAX = 3


class Links(Protocol):
    """Where the addresses in letters come from (office/links). A coordinator's page is the desk."""

    def form(self, cohort: str, invitation: Invitation, /) -> str: ...

    def page(self, cohort: str, code: str, generation: int, /) -> str: ...

    def sign_in(self, key: str, /) -> str: ...

    def entry(self, cohort: str, code: str, /) -> str: ...

    def way(self, cohort: str, code: str, /) -> str: ...

    def address(self, cohort: str, code: str, email: str, /) -> str: ...

    def answers_at(self, address: str, cohort: str, about: str, code: str, /) -> str: ...


@dataclass(frozen=True)
class Person:
    """Somebody as a letter names them."""

    code: str
    name: str
    first_name: str
    email: str
    role: str


@dataclass(frozen=True)
class Profile:
    """A suggested partner without a name: what docs/programme.md, "Forms" lets each side see before both accept."""

    role: str
    field: str
    sectors: tuple[str, ...]
    tracks: tuple[str, ...]


@dataclass(frozen=True)
class Programme:
    """A cohort as letters name it, and how many months a pair has been one half-way."""

    name: str
    zone: str
    midterm_month: int


@dataclass(frozen=True)
class Waits:
    """One thing that waits, in words, where it is decided, and in which programme. `tells`: the codes of what it is."""

    words: str
    link: Trusted
    programme: str
    tells: tuple[str, ...]


@dataclass(frozen=True)
class Proposed:
    """Another time for a session, and the form in which to take it."""

    at: datetime
    link: Trusted


@dataclass(frozen=True)
class Elsewhere:
    """Somebody whose clock shows another time than the reader's, and the zone of it."""

    first_name: str
    zone: str


AllThatWaits = Callable[[Cohort, Message], Sequence[tuple[Cohort, Item]]]


def in_this_cohort(cohort: Cohort, message: Message) -> Sequence[tuple[Cohort, Item]]:
    """What waits, where no more than one cohort is known."""
    return [(cohort, item) for item in today(cohort, message.written_at)]


@dataclass(frozen=True)
class Scene:
    """One letter to be written: the cohort as it is, the message, where links come from, and what waits for its reader."""

    cohort: Cohort
    message: Message
    links: Links
    all_that_waits: AllThatWaits

    @cached_property
    def waiting(self) -> list[Waits]:
        """All that waits for the reader, the most pressing first."""
        found = self.all_that_waits(self.cohort, self.message)
        several = len({cohort.code for cohort, _ in found}) > 1
        return [_waits(self, cohort, item, several=several) for cohort, item in found]

    def page(self) -> Trusted:
        """The address of the reader's own page; nothing where whoever reads it may be somebody else, or has none any more."""
        if self.message.address or self.message.letter == ROLE_ENDED:
            return Trusted("")
        reader = self.cohort.participants.get(self.message.to)
        return Trusted(self.links.page(self.cohort.code, self.message.to, reader.links if reader else 1))

    def person(self, code: str) -> Person:
        """Somebody of the cohort; MissingFact when the snapshot does not hold them."""
        try:
            return person(self.cohort.person(code))
        except KeyError:
            raise MissingFact(f"the person {code}") from None


def facts_of(cohort: Cohort, message: Message, links: Links, all_that_waits: AllThatWaits = in_this_cohort) -> Facts:
    """Everything the letter of this message may speak about, by the names used in letters/."""
    scene = Scene(cohort, message, links, all_that_waits)
    record = cohort.record(message.about)
    of_record = OF_RECORD[type(record)](scene, record) if record is not None else {}
    facts = {**_always(scene), **_of_the_form(scene), **of_record}
    return {name: seen_by(cohort, message.to, fact) for name, fact in facts.items()}


def person(known: Participant | Coordinator) -> Person:
    """The view of a participant or coordinator; without a usable name they are addressed as a colleague."""
    role = known.role.value if isinstance(known, Participant) else "coordinator"
    code = known.id if isinstance(known, Participant) else known.code
    return Person(code, known.name, first_name(known.name) or say("colleague"), known.email, role)


def _always(scene: Scene) -> Facts:
    cohort, message = scene.cohort, scene.message
    to = scene.person(message.to)
    known = cohort.person(message.to)
    lead = person(cohort.in_charge(message.written_at))
    return {
        "cohort": Programme(cohort.name, cohort.zone, cohort.policy.checks.midterm_month),
        "to": to,
        "role": to.role,
        "zone": known.time_zone or cohort.zone,
        "coordinator": lead,
        "write_to_coordinator": Trusted(f"mailto:{quote(lead.email, safe='@+')}"),
        "page": scene.page(),
        "way": scene.links.way(cohort.code, message.to),
        "answers_at": lambda address, about: scene.links.answers_at(address, cohort.code, about, message.to),
        "neutral": cohort.neutral,
        "milestones": cohort.milestones,
        "programme": effort(cohort.policy, to.role),
        "phase": _phase(cohort),
        "written_at": message.written_at,
        "missing": lambda: _missing(cohort, message.to),
        "open_materials": lambda: [m for m in cohort.materials.values() if m.signed_at is None],
        "waiting": lambda: scene.waiting,
        "waits_in": lambda: list(dict.fromkeys(one.programme for one in scene.waiting)) or [cohort.name],
        "application": cohort.applications.get(message.to),
        "alumni_group": Trusted(cohort.policy.follow_up.alumni_group),
        "stay_in_touch": _open_form(scene, message.to, "alumni"),
        "revised": lambda: _revised(cohort, message),
        "until": message.until,
        "sign_in": lambda: Trusted(scene.links.sign_in(message.about)),
        # For the address that the letter itself goes to, and no other: whoever reads it there may answer for it.
        "answer_for_address": lambda: Trusted(scene.links.address(cohort.code, message.to, message.address)),
        "known_from": known.known_from if isinstance(known, Guest) else None,
        "entry": lambda: Trusted(scene.links.entry(cohort.code, message.to)),
        "entry_with": lambda reply: Trusted(
            f"{scene.links.entry(cohort.code, message.to)}?{urlencode({'reply': reply})}"
        ),
        "words": by_hand(cohort, message, scene.page()) if message.letter in BY_HAND else None,
        "given": given(cohort, message) if message.letter in (ROLE, ROLE_ENDED) else None,
        "colleague": next((person(c) for c in cohort.coordinators if c.code == message.about), None),
    }


def _waits(scene: Scene, cohort: Cohort, item: Item, *, several: bool) -> Waits:
    """`several`: it is to be said of which programme it is."""
    desk = scene.links.page(cohort.code, scene.message.to, 1)
    link = f"{desk}{item.page}" if item.page else f"{desk}?{urlencode({'item': item.about})}#{quote(item.about)}"
    abouts = [part.about for part in item.parts or (item,)]
    many = item.whom if item.page else ()  # of applications each is one of its own
    tells = tuple(f"{cohort.code} {item.form} {about}" for about in many or abouts)
    words = _in_a_line(cohort, item)
    return Waits(together((cohort.name, words), ": ") if several else words, Trusted(link), cohort.name, tells)


def _in_a_line(cohort: Cohort, item: Item) -> str:
    """What waits, and whom a case concerns; of all applications the number is enough."""
    people = [] if item.page else [cohort.participants[code].name or code for code in item.whom]
    return say("{what}: {who}", what=item.cause, who=people) if people else item.cause


def _revised(cohort: Cohort, message: Message) -> bool:
    """A coordinator decided otherwise than a letter told before. What the clock does afterwards revises nothing."""
    application = cohort.applications.get(message.to)
    if application is None or application.screening is None or application.decided_at != application.screening.at:
        return False
    told = tuple(f"{message.to}:{state.value}:" for state in VERDICTS)
    return any(key.startswith(told) and key != message.key for key in cohort.journal)


def _phase(cohort: Cohort) -> Mapping[str, Any]:
    if cohort.phase not in PHASES:
        return {}
    title, happens, ends = PHASES[cohort.phase]
    return {"title": title, "happens": happens, "ends": getattr(cohort.milestones, ends)}


def _missing(cohort: Cohort, code: str) -> list[str]:
    """The conditions of completion that are not met yet, in words."""
    return [condition.words for condition in completion(cohort, code).missing]


def _of_the_form(scene: Scene) -> Facts:
    """The link of the form that the letter asks for, and when it closes."""
    invitation = scene.cohort.invitations.get(scene.message.invitation)
    if invitation is None:
        return {}
    link = scene.links.form(scene.cohort.code, invitation)
    return {
        "link": Trusted(link),
        "link_with": lambda **answers: Trusted(f"{link}?{urlencode(answers)}"),
        "closes": invitation.closes,
        "form_title": FORMS[invitation.form].title,
    }


# --- by the kind of record a letter is about --------------------------------------------------------------------------


def _of_group(scene: Scene, group: Group) -> Facts:
    """The others, once all have accepted; of a pair also as the `partner`, or, while it is offered, as the `match`."""
    if scene.message.to not in group.everybody:
        return _of_group_for_the_desk(scene, group)
    codes = group.others(scene.message.to)
    planned = len(scene.cohort.sessions_of(group.id)) or scene.cohort.policy.sessions.number
    facts: Facts = {"planned": planned, "begins_on": group.starts_on, "ends": ends_of(scene.cohort, group)}
    facts |= {"extension": group.extension}
    facts |= {"others": [scene.person(code) for code in codes]} if group.state in TOGETHER else {}
    if group.kind is not GroupKind.PAIR:
        return facts | _of_several(scene, group, facts.get("others", []))
    (other,) = codes
    facts |= {"pair": group, "plan": _open_form(scene, group.id, "mentoring_plan")}
    if "others" in facts:
        return facts | {"partner": _partner(scene.person(other))} | _of_an_absence(scene, group, other)
    application = scene.cohort.applications.get(other)
    reader: Reader = "mentor" if scene.message.to == group.mentor else "mentee"
    facts |= {"reasons": reasons(group.reasons, to=reader)[:REASONS_MAX]}
    facts |= {"waits_until": offer_lapses(scene.cohort, group)} if group.offered_at else {}
    return facts | ({"match": profile(scene.cohort, application)} if application is not None else {})


def _of_an_absence(scene: Scene, pair: Group, partner: str) -> Facts:
    """When the partner is away from now on, and a session that was to be in these days."""
    cohort, today = scene.cohort, day_of(scene.message.written_at, scene.cohort.zone)
    coming = [one for one in cohort.participants[partner].away if one.last >= today]
    clash = [
        session
        for session in cohort.sessions_of(pair.id)
        if session.state is SessionState.DATED
        and session.starts_at
        and any(one.first <= day_of(session.starts_at, cohort.zone) <= one.last for one in coming)
    ]
    days = [say("from {first} to {last}", first=one.first, last=one.last) for one in coming]
    return {"absences": say("{days}", days=days), "clash": clash[0] if clash else None}


def _of_group_for_the_desk(scene: Scene, group: Group) -> Facts:
    """Who is in it, how long it goes on, and where its whole story is."""
    names = [_partner(scene.person(code), SOMEBODY).name for code in group.members]
    ends = ends_of(scene.cohort, group)
    story, extension = _story_of(scene, group.id), group.extension
    return {"pair_code": group.id, "names": names, "ends": ends, "extension": extension, "story": story}


def _of_several(scene: Scene, group: Group, others: list[Person]) -> Facts:
    """What larger groups are called, the others by name, and who left last."""
    there = [person for person in others if person.name.strip()]
    left = [(one.left_at, one.code) for one in group.roster if one.left_at is not None]
    return {
        "kind": KINDS[group.kind],
        "names": [person.name for person in there],
        "addresses": [person.email for person in there],
        "gone": _partner(scene.person(max(left)[1]), SOMEBODY) if left else None,
    }


def _partner(known: Person, otherwise: str = YOUR_PARTNER) -> Person:
    """Somebody one meets; without a name once it was erased."""
    return known if known.name.strip() else replace(known, name=otherwise, first_name=otherwise)


def profile(cohort: Cohort, application: Application) -> Profile:
    """What may be told of somebody before both have accepted."""
    told = told_before(cohort, application)
    tracks = tuple(CAREER_TRACKS[int(track)] for track in told.get("tracks") or () if int(track) in CAREER_TRACKS)
    if application.role is Role.MENTEE:
        return Profile(say("A PhD student"), str(told.get("field") or ""), (), tracks)
    sectors = tuple(SUB_SECTORS.get(code, code) for code in told.get("sub_sectors") or () if code != "other")
    profession = str(told.get("profession") or "other")
    recruitment = cohort.policy.recruitment
    kind = employers(recruitment).get(str(told.get("employer_type")))
    another = say("A mentor") if recruitment.mentors_from else say("A practitioner")
    role = ANY_PROFESSION[profession] if profession != "other" else another
    return Profile(role, "", (*([kind] if kind else []), *sectors), tracks)


def _of_session(scene: Scene, session: Session) -> Facts:
    group = scene.cohort.groups.get(session.group)
    if group is None:
        raise MissingFact(f"the group {session.group}")
    role = scene.person(scene.message.to).role
    return {
        **_of_group(scene, group),
        "session": session,
        "elsewhere": _elsewhere(scene, group, session),
        "offered": _offered(scene, session),
        "proposed": _proposed(scene, session),
        "search": _open_form(scene, session.id, "offer_times"),
        "objectives": [words for code, words in session.objectives.items() if code != scene.message.to],
        "report": session.report,
        "reporter": _partner(scene.person(session.report.by), SOMEBODY) if session.report else None,
        "change": _form_or_page(scene, session.id, "session_date"),
        "prompt": prompt_for(scene.cohort, session, scene.message.to),
        "is_last": is_last(scene.cohort, session),
        "next_date": _next_date(scene, session),
        "cancelled_by_me": f"cancelled_{role}",
        "cancelled_by_partner": f"cancelled_{'mentor' if role == 'mentee' else 'mentee'}",
    }


def _elsewhere(scene: Scene, group: Group, session: Session) -> list[Elsewhere]:
    """Those of the others for whom the date is at another hour of the day."""
    cohort, at = scene.cohort, session.starts_at
    if at is None or scene.message.to not in group.members or group.state not in TOGETHER:
        return []
    mine = time_of(at, zone_of(cohort, scene.message.to))
    zones = {code: zone_of(cohort, code) for code in group.others(scene.message.to)}
    return [
        Elsewhere(_partner(scene.person(code)).first_name, zone)
        for code, zone in zones.items()
        if time_of(at, zone) != mine
    ]


def _offered(scene: Scene, session: Session) -> list[Span]:
    """When the others could meet and the reader works, from the moment of the letter on."""
    cohort, to = scene.cohort, scene.message.to
    if to not in cohort.groups[session.group].members:
        return []
    others = (span for offer in session.offers if offer.by != to for span in offer.spans)
    within = at_work(others, days_of(cohort, cohort.groups[session.group], to))
    return [span for span in within if span.until > scene.message.written_at]


def _proposed(scene: Scene, session: Session) -> Proposed | None:
    """The time that somebody's calendar proposes in place of the date, and the reader's form with it filled in."""
    unsuited, form = session.does_not_suit, scene.cohort.invitation(session.id, "session_date", scene.message.to)
    if unsuited is None or unsuited.proposes is None or form is None:
        return None
    zone = zone_of(scene.cohort, scene.message.to)
    told = {"day": day_of(unsuited.proposes, zone).isoformat(), "time": f"{time_of(unsuited.proposes, zone):%H:%M}"}
    return Proposed(unsuited.proposes, Trusted(f"{scene.links.form(scene.cohort.code, form)}?{urlencode(told)}"))


def _next_date(scene: Scene, session: Session) -> Trusted | None:
    """The reader's form for the date of the session after this one, while it has none."""
    coming = scene.cohort.sessions.get(f"{session.group}.{session.number + 1}")
    if coming is None or coming.starts_at is not None or coming.settled:
        return None
    return _open_form(scene, coming.id, "session_date")


def _open_form(scene: Scene, about: str, form: str) -> Trusted | None:
    """The reader's form while it waits for an answer."""
    found = scene.cohort.invitation(about, form, scene.message.to)
    open_ = found is not None and found.state is InvitationState.OPEN
    return Trusted(scene.links.form(scene.cohort.code, found)) if found is not None and open_ else None


def _form_or_page(scene: Scene, about: str, form: str) -> Trusted:
    """The reader's own form when it can be answered, else their page, where it can be found."""
    invitation = scene.cohort.invitation(about, form, scene.message.to)
    if invitation and invitation.state in (InvitationState.OPEN, InvitationState.ANSWERED):
        return Trusted(scene.links.form(scene.cohort.code, invitation))
    return scene.page()


def _of_gathering(scene: Scene, gathering: Gathering) -> Facts:
    return {"gathering": gathering}


def _of_attendance(scene: Scene, attendance: Attendance) -> Facts:
    gathering = scene.cohort.gatherings.get(attendance.gathering)
    if gathering is None:
        raise MissingFact(f"the gathering {attendance.gathering}")
    return {"gathering": gathering, "attendance": attendance}


def _of_escalation(scene: Scene, escalation: Escalation) -> Facts:
    cohort, message = scene.cohort, scene.message
    letters = {
        escalation.key_of_letter(one, message.to): quoted(one.words) for one in escalation.remarks if one.passed_on
    }
    return {
        "escalation": escalation,
        "written": [
            replace(one, words=remark_in_words(one)) for one in escalation.remarks if one.by in cohort.participants
        ],
        "noted": [remark_in_words(one) for one in escalation.remarks if not one.by],
        "passed_on": letters.get(message.key),
        "matter": case_named(cohort, escalation),
        "concerned": _concerned(scene.cohort, escalation),
        "story": _story(scene, escalation),
    }


def _story(scene: Scene, escalation: Escalation) -> str:
    """Where the desk tells everything about those concerned; "" where a case concerns nobody, and for participants."""
    cohort, scope, to = scene.cohort, escalation.scope, scene.message.to
    there = scope in cohort.groups or scope in cohort.participants
    return _story_of(scene, scope) if there and to not in cohort.participants else ""


def _story_of(scene: Scene, scope: str) -> Trusted:
    kind = "pairs" if scope in scene.cohort.groups else "people"
    return Trusted(f"{scene.links.page(scene.cohort.code, scene.message.to, 1)}/{kind}/{scope}")


def _concerned(cohort: Cohort, escalation: Escalation) -> str:
    """Who and what a case is about, as the end of a sentence: ": Eva Nova and Petr Maly, session 3"."""
    session = cohort.sessions.get(escalation.about)
    group = cohort.groups.get(escalation.scope)
    codes = group.members if group else (escalation.scope or escalation.about,)
    names = [cohort.participants[code].name or code for code in codes if code in cohort.participants]
    words = [say("{names}", names=names)] if names else []
    words += [say("session {number}", number=session.number)] if session else []
    return together((": ", together(words, ", ")), "") if words else ""


OF_RECORD: dict[type[Any], Callable[[Scene, Any], Facts]] = {
    Participant: lambda scene, record: {"person": person(record)},
    Group: _of_group,
    Session: _of_session,
    Gathering: _of_gathering,
    Attendance: _of_attendance,
    Proposal: lambda scene, record: {"proposal": record},
    Escalation: _of_escalation,
    Document: lambda scene, record: {"document": record},
    Material: lambda scene, record: {"material": record},
    Invitation: lambda scene, record: {"invitation": record},
}
