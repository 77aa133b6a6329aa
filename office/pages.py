"""Pages: what one participant sees on the personal page: open forms, forms for any time, dates, partners, documents."""

from dataclasses import dataclass, replace
from datetime import datetime

from domain.actions import Due, Write
from domain.attending import open_to
from domain.carry_out import carry_out
from domain.cohort import Cohort, Entry
from domain.completion import Completion, completion
from domain.dates import FAR_FUTURE, day_of
from domain.documents import Document
from domain.forms import FORMS
from domain.forms.offer_times import OfferTimes
from domain.forms.report_confirmation import ReportConfirmation
from domain.forms.session_date import SessionDate
from domain.forms.session_report import SessionReport
from domain.gatherings import Gathering
from domain.groups import Group, GroupKind
from domain.held import is_disputed
from domain.invitations import Invitation, addressee, invitation_id
from domain.lifecycles import DocumentState, InvitationState, PairState, Phase, SessionState
from domain.people import Participant
from domain.saying import say, together
from domain.seen import seen_by
from domain.sessions import Session
from domain.topics import Told, told_of
from office.links import LinkRefused
from office.office import Office

# To somebody who has left; "stop" opens for them too, so that a second click gets its answer.
STILL_OFFERED = ("need_help", "my_details")


@dataclass(frozen=True)
class FormLink:
    """A form somebody can open: its title, its address, and when it closes."""

    title: str
    link: str
    closes: datetime | None = None
    answered: bool = False


@dataclass(frozen=True)
class PairView:
    """A pair as one of the two may see it (domain/seen.py). The partner's contact shows once the pair is active."""

    pair: Group
    partner: Participant
    sessions: list[Session]


@dataclass(frozen=True)
class GroupView:
    """A circle or a peer group as one of its members may see it: the others who are there, and all names by code."""

    group: Group
    others: list[Participant]
    sessions: list[Session]
    names: dict[str, str]


@dataclass(frozen=True)
class PersonalPage:
    """Everything one participant sees."""

    cohort: Cohort
    person: Participant
    open_forms: list[FormLink]
    any_time: list[FormLink]
    pairs: list[PairView]
    groups: list[GroupView]
    gatherings: list[Gathering]
    documents: list[Document]
    completion: Completion | None
    token: str
    dates: dict[str, str]  # by session: where its date can be changed
    searches: dict[str, str]  # by session: where one says when one could meet
    disputed: frozenset[str]  # sessions of which two people tell different stories, as long as nobody has settled it
    topics: dict[str, list[Told]]  # by group: planned against discussed
    feed: str  # where their own program follows their calendar; "" for nowhere


def personal_page(office: Office, token: str) -> PersonalPage:
    """The page behind a personal link. LinkRefused when it is not one of ours or the person was erased.

    Whoever has left finds no forms, partners or dates on it any more, but the ways to what we keep of them.
    """
    cohort, person = open_page(office, token)
    who, now = person.id, office.clock.now()
    mine = sorted((i for i in cohort.invitations.values() if i.to == who), key=lambda i: i.opens)
    theirs = cohort.groups_of(who, PairState.ACTIVE, PairState.COMPLETED) if person.takes_part else []
    return PersonalPage(
        cohort=cohort,
        person=person,
        open_forms=[_link(office, cohort, i) for i in mine if _shown(cohort, i, now) and person.takes_part],
        any_time=[_link(office, cohort, _standing(cohort, who, name, now)) for name in any_time_forms(person)],
        pairs=[
            PairView(
                *seen_by(cohort, who, (pair, cohort.participants[pair.partner_of(who)], cohort.sessions_of(pair.id)))
            )
            for pair in theirs
            if pair.kind is GroupKind.PAIR
        ],
        groups=[_seen(cohort, group, who) for group in theirs if group.kind is not GroupKind.PAIR],
        gatherings=sorted(
            (g for g in cohort.gatherings.values() if theirs and open_to(g, person) and g.starts_at > now),
            key=lambda gathering: gathering.starts_at,
        ),
        documents=[
            d for d in _documents(office, cohort, person, bool(theirs)) if d.state is DocumentState.PRINTED and d.file
        ],
        completion=completion(cohort, who) if theirs and cohort.phase in (Phase.MENTORING, Phase.FOLLOW_UP) else None,
        token=token,
        dates={
            i.about: office.links.form(cohort.code, i)
            for i in mine
            if _changes_a_date(cohort, i) and i.takes_answers(now) and person.takes_part
        },
        searches={
            i.about: office.links.form(cohort.code, i)
            for i in mine
            if _seeks_a_date(cohort, i) and i.takes_answers(now) and person.takes_part
        },
        disputed=frozenset(session.id for session in cohort.sessions.values() if is_disputed(cohort, session)),
        topics={group.id: told_of(cohort, seen_by(cohort, who, group)) for group in theirs},
        feed=_feed_of(office, cohort.code, who),
    )


def _feed_of(office: Office, cohort: str, who: str) -> str:
    feed = office.store.feeds.of(cohort, who)
    return office.links.calendar(feed.secret) if feed else ""


def _seen(cohort: Cohort, group: Group, who: str) -> GroupView:
    """Of those who were erased nothing is shown, nor of those who have left."""
    people = [person for code in group.members if (person := cohort.participants[code]).name]
    others = [person for person in people if person.id != who]
    group_seen, others_seen, sessions = seen_by(cohort, who, (group, others, cohort.sessions_of(group.id)))
    return GroupView(group_seen, others_seen, sessions, {person.id: person.name for person in people})


def page_of(office: Office, cohort: Cohort, code: str) -> str:
    """The address of somebody's page, by the links that work now; a coordinator's is the desk."""
    known = cohort.participants.get(code)
    return office.links.page(cohort.code, code, known.links if known else 1)


def open_page(office: Office, token: str) -> tuple[Cohort, Participant]:
    """The one whose page it is, also after they have left. LinkRefused when the link is none of ours or was replaced by a
    newer one, or the person was erased."""
    code, who, generation = office.links.read_page(token)
    if code not in office.store.cohorts():
        raise LinkRefused(say("this link no longer works"))
    cohort = office.store.load(code, focus={who})
    person = cohort.participants.get(who)
    if person is None or person.erased_at is not None or person.links != generation:
        raise LinkRefused(say("this link no longer works"))
    return cohort, person


def any_time_forms(person: Participant) -> list[str]:
    """The forms this participant may open at any time, by name."""
    if person.has_left:
        return list(STILL_OFFERED)
    return [name for name, form in FORMS.items() if form.anytime and not form.on_desk]


def _standing(cohort: Cohort, who: str, name: str, now: datetime) -> Invitation:
    key = invitation_id(who, name, who)
    return cohort.invitations.get(key) or Invitation(
        key, name, who, who, who, now, generation=cohort.participants[who].links
    )


def _shown(cohort: Cohort, invitation: Invitation, now: datetime) -> bool:
    """What is on the page as a form: what is asked, and what was answered as long as another answer would count. The way to
    change a date stands beside the date."""
    form = FORMS[invitation.form]
    if form.anytime or not invitation.takes_answers(now) or _changes_a_date(cohort, invitation):
        return False
    if _seeks_a_date(cohort, invitation):  # it waits for somebody as soon as the other has offered times
        offers = cohort.sessions[invitation.about].offers
        return invitation.state is InvitationState.OPEN and any(offer.by != invitation.to for offer in offers)
    if invitation.state is InvitationState.OPEN:
        return not _told_already(cohort, invitation)
    return form.may_change(cohort, invitation)


def _told_already(cohort: Cohort, invitation: Invitation) -> bool:
    """The partner has reported, and whoever has not is asked whether it is right."""
    session = cohort.sessions.get(invitation.about) if invitation.form == SessionReport.name else None
    asked = invitation_id(invitation.about, ReportConfirmation.name, invitation.to)
    return session is not None and session.report is not None and asked in cohort.invitations


def _changes_a_date(cohort: Cohort, invitation: Invitation) -> bool:
    session = cohort.sessions.get(invitation.about) if invitation.form == SessionDate.name else None
    return session is not None and session.state is SessionState.DATED


def _seeks_a_date(cohort: Cohort, invitation: Invitation) -> bool:
    return invitation.form == OfferTimes.name and OfferTimes.may_change(cohort, invitation)


def _link(office: Office, cohort: Cohort, invitation: Invitation) -> FormLink:
    form = FORMS[invitation.form]
    title = together((form.title, told), ": ") if (told := about(cohort, invitation)) else form.title
    answered = invitation.state is InvitationState.ANSWERED
    return FormLink(title, office.links.form(cohort.code, invitation), invitation.closes, answered)


def about(cohort: Cohort, invitation: Invitation) -> str:
    """What distinguishes two forms of the same name."""
    if session := cohort.sessions.get(invitation.about):
        return say("session {number}", number=session.number)
    if gathering := cohort.gatherings.get(invitation.about):
        return gathering.title
    return ""


def _documents(office: Office, cohort: Cohort, person: Participant, in_a_group: bool) -> list[Document]:
    own = [d for d in cohort.documents.values() if d.to == person.id]
    if not in_a_group:
        return own
    return [*office.store.lookups.documents_for(cohort.code, f"{person.role.value}s"), *own]


def read_document(office: Office, token: str, document: str) -> tuple[str, bytes]:
    """(file name, PDF) of a document that is on somebody's page; LinkRefused for any other."""
    for candidate in personal_page(office, token).documents:
        if candidate.id == document:
            stored = office.store.files.get(candidate.file)
            if stored is not None:
                return stored.name, stored.content
    raise LinkRefused(say("this document is not on this page"))


def take_optional_letters(office: Office, token: str, wanted: bool) -> Participant:
    """Optional letters (calls, news of alumni) come to this person, or no more; what the programme needs always does."""
    cohort, person = open_page(office, token)
    code, who, now = cohort.code, person.id, office.clock.now()
    line = "opted-in" if wanted else "opted-out"

    def turn(cohort: Cohort) -> Cohort:
        current = cohort.participants[who]
        if (current.opted_out_at is None) == wanted:
            return cohort
        entry = Entry(f"{who}:{line}:{now:%Y-%m-%dT%H%M%S}", who, now, f"{line} {who}", who)
        return cohort.put(replace(current, opted_out_at=None if wanted else now)).note(entry)

    office.store.update(code, turn, focus={who})
    return open_page(office, token)[1]


def send_new_link(office: Office, token: str) -> None:
    """Somebody holds an old link of ours: send the way to their page to the address on file, once a day at most.

    Says nothing about whether anything was sent.
    """
    try:
        code, key, _generation = office.links.read_form(token)
    except LinkRefused:
        return
    _send_the_way(office, code, addressee(key))


def reader_of_way(office: Office, token: str) -> str:
    """The language of the one whose calendar an address stands in. LinkRefused when it is none of ours, or they are gone."""
    code, who = office.links.read_way(token)
    person = office.store.load(code, focus={who}).participants.get(who) if code in office.store.cohorts() else None
    if person is None or person.erased_at is not None:
        raise LinkRefused(say("this link no longer works"))
    return person.language


def send_the_way(office: Office, token: str) -> None:
    """Somebody comes from an entry in a calendar: as for an old link, whoever it is."""
    _send_the_way(office, *office.links.read_way(token))


def _send_the_way(office: Office, code: str, who: str) -> None:
    if code not in office.store.cohorts():
        return
    now = office.clock.now()

    def turn(cohort: Cohort) -> Cohort:
        line = f"{who}:new-link:{day_of(now, cohort.zone)}"
        letter = Write("person/new_link", who, who, prompt=True)
        if line in cohort.journal or not cohort.can_write_to(who, letter.letter):
            return cohort
        return carry_out(Due(now, FAR_FUTURE, line, letter, scope=who), cohort, now)

    office.store.update(code, turn, focus={who})
