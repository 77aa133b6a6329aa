"""Waiting: the list of a cohort: what needs a person now, what sleeps, what was decided, and when the next thing can come."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from domain.actions import Ask, Escalate, Match, Move, Plan, Rule, Write
from domain.agenda import forecast
from domain.cohort import Cohort, Entry
from domain.dates import day_of
from domain.escalations import Escalation
from domain.flags import needs_a_look
from domain.forms import FORMS
from domain.invitations import Invitation
from domain.lifecycles import InvitationState, Phase, ProposalState
from domain.saying import say, together
from domain.sittings import looked_at_from
from domain.today.alike import put_together
from domain.today.cases import FORM, is_asleep, of_case, what_happened
from domain.today.item import Item, Rank

DECIDED_SINCE = timedelta(30)


@dataclass(frozen=True)
class Troubles:
    """What of the post needs a person: letters by kind that wait for a look, and how many failed."""

    drafts: int = 0
    failed: int = 0
    since: datetime | None = None


@dataclass(frozen=True)
class Proposed:
    """What a proposal says in numbers: how many pairs, how many people left over."""

    state: ProposalState
    pairs: int
    left_over: int


def today(
    cohort: Cohort,
    now: datetime,
    troubles: Troubles | None = None,
) -> list[Item]:
    """All that needs a person, the most pressing first; what happened so far is told by `with_story`."""
    if not cohort.is_open:
        return []
    proposed = {one.id: Proposed(one.state, len(one.matches), len(one.unmatched)) for one in cohort.proposals.values()}
    wait = sorted(
        (
            one
            for one in cohort.applications.values()
            if needs_a_look(cohort, one) and looked_at_from(cohort, one) <= now
        ),
        key=lambda one: (one.submitted_at, one.id),
    )
    since = min((looked_at_from(cohort, one) for one in wait), default=now)
    items = [
        *put_together(cohort, _cases(cohort, now)),
        *screening(cohort, [one.id for one in wait], len(wait), since),
        *besides_cases(cohort, now, proposed, troubles or Troubles()),
    ]
    return sorted(items, key=lambda item: item.place)


def screening(cohort: Cohort, first: Sequence[str], number: int, since: datetime) -> Iterator[Item]:
    """All applications that want a look by now are one thing: they are decided on one page. `first`: the codes of some of
    this number, or of all, as they came in; `since`: from when the first waits."""
    if number:
        cause = say("{n} application waits for a verdict", "{n} applications wait for a verdict", n=number)
        because = say("Matching begins on {day}.", day=day_of(cohort.milestones.matching_on, cohort.zone))
        yield Item(
            cohort.code, Rank.BLOCKS, since, "screening", "", cause, tuple(first), "/screening", suggested=because,
            more=number - len(first),
        )  # fmt: skip


def besides_cases(
    cohort: Cohort, now: datetime, proposed: Mapping[str, Proposed], troubles: Troubles
) -> Iterator[Item]:
    """The checklist, what else the lead was asked, the post. Of the cohort it needs what is open for the lead, and the cases
    of gatherings without a place; `proposed`: the proposals by id."""
    yield from _materials(cohort)
    yield from _forms(cohort, proposed)
    yield from _letters(cohort, now, troubles)


def with_story(cohort: Cohort, item: Item, entries: Callable[[str], Sequence[Entry]], now: datetime) -> Item:
    """The item, with what happened so far where it is a case; of several, with that of each. `entries`: the journal of a
    scope."""
    if item.parts:
        return replace(item, parts=tuple(with_story(cohort, part, entries, now) for part in item.parts))
    case = cohort.escalations.get(item.about) if item.form == FORM else None
    return replace(item, story=what_happened(cohort, case, entries, now)) if case else item


def asleep(cohort: Cohort, now: datetime) -> list[Escalation]:
    """Cases that rest, the one that comes back first at the top."""
    found = [case for case in cohort.escalations.values() if case.is_open and is_asleep(case, now)]
    return sorted(found, key=lambda case: (case.snoozed_until or now, case.id))


def decided(cohort: Cohort, now: datetime) -> list[Escalation]:
    """What was decided or settled itself in the last weeks, the newest first."""
    found = [
        case
        for case in cohort.escalations.values()
        if not case.is_open and case.decided_at and now - case.decided_at < DECIDED_SINCE
    ]
    return sorted(found, key=lambda case: (case.decided_at or now, case.id), reverse=True)


def next_at(cohort: Cohort, now: datetime, rules: Sequence[Rule]) -> datetime | None:
    """When, by the calendar, something can come to the list again: a case, a question to a coordinator, or what leads to
    one (a new phase, a match, gatherings that want a place). What people do of themselves can come any day."""
    coordinators = {coordinator.code for coordinator in cohort.coordinators}
    comes = [case.snoozed_until for case in asleep(cohort, now) if case.snoozed_until]
    for due in forecast(cohort, now, rules):
        match due.action:
            case Escalate() | Match() | Plan(what="gatherings") | Move(record="cohort"):
                comes.append(due.at)
            case Ask(to=to) | Write(to=to) if to in coordinators:
                comes.append(due.at)
    return min(comes, default=None)


def _cases(cohort: Cohort, now: datetime) -> Iterator[Item]:
    for case in cohort.escalations.values():
        if (
            case.is_open
            and not is_asleep(case, now)
            and not (case.matter == "no_place" and _asked_where(cohort, case.about))
        ):
            yield of_case(cohort, case)


def _asked_where(cohort: Cohort, gathering: str) -> bool:
    """The form for its place waits too: whoever fills it in closes the case, so the two are one thing."""
    form = cohort.invitation(gathering, "gathering", cohort.lead.code)
    return form is not None and _waits(cohort, form)


def _materials(cohort: Cohort) -> Iterator[Item]:
    open_ = [one for one in cohort.invitations.values() if one.form == "sign_off" and _waits(cohort, one)]
    if open_:
        cause = say("{n} item of the checklist is open", "{n} items of the checklist are open", n=len(open_))
        opens = day_of(cohort.milestones.recruitment_opens, cohort.zone)
        because = say("Recruitment opens on {day} once all are signed off.", day=opens)
        if cohort.phase is not Phase.PREPARATION:
            because = ""
        since = min(one.opens for one in open_)
        yield Item(cohort.code, Rank.BLOCKS, since, "sign_off", "", cause, (), "/checklist", suggested=because)


def _waits(cohort: Cohort, invitation: Invitation) -> bool:
    return invitation.to == cohort.lead.code and invitation.state is InvitationState.OPEN


ASKED_OF_THE_LEAD = tuple(
    name
    for name, form in FORMS.items()
    if form.by == "coordinator" and not form.on_desk and name not in ("screening", "sign_off", "decide_escalation")
)
"""What else the lead is asked: about proposals and gatherings, each a thing of its own."""


def _forms(cohort: Cohort, proposed: Mapping[str, Proposed]) -> Iterator[Item]:
    for invitation in cohort.invitations.values():
        if _waits(cohort, invitation) and invitation.form in ASKED_OF_THE_LEAD:
            proposal = proposed.get(invitation.about)
            yield _review(cohort, invitation, proposal) if proposal else _form(cohort, invitation)


def _review(cohort: Cohort, invitation: Invitation, proposal: Proposed) -> Item:
    pairs = say("{n} pair is proposed", "{n} pairs are proposed", n=proposal.pairs)
    left = say("{n} person is left over", "{n} people are left over", n=proposal.left_over)
    cause = together((pairs, left), ", ")
    because = say("Nobody hears anything before you approve.")
    if not proposal.pairs:
        cause = together((say("Nobody can be paired anew"), left), ", ")
        because = say(
            "The page says what stands in the way, and what would help. Discard it there once you have read it."
        )
    if proposal.state is not ProposalState.SOLVED:
        because = say("There is no match that fits all the rules; the page says what stands in the way.")
    return Item(
        cohort.code, Rank.BLOCKS, invitation.opens, invitation.form, invitation.about, cause,
        page="/match", suggested=because,
    )  # fmt: skip


def _form(cohort: Cohort, invitation: Invitation) -> Item:
    title, gathering = FORMS[invitation.form].title, cohort.gatherings.get(invitation.about)
    title = say("{form}: {gathering}", form=title, gathering=gathering.title) if gathering else title
    because = _what_waits_for(cohort, invitation)
    rank = Rank.BLOCKS if because else Rank.REST
    return Item(cohort.code, rank, invitation.opens, invitation.form, invitation.about, title, suggested=because)


def _what_waits_for(cohort: Cohort, invitation: Invitation) -> str:
    """What cannot go on before a form about a gathering is answered."""
    if invitation.form == "attendance" and cohort.phase is Phase.FOLLOW_UP:
        return say("Certificates wait for this list for a while, as its hours stand on them.")
    about, cases = invitation.about, cohort.escalations.values()
    if invitation.form == "gathering" and any(
        (c.matter, c.about, c.is_open) == ("no_place", about, True) for c in cases
    ):
        return say(
            "Nobody is invited before there is a place. If there will be none, move it or call it off on its page."
        )
    return ""


def _letters(cohort: Cohort, now: datetime, troubles: Troubles) -> Iterator[Item]:
    since = troubles.since or now
    if troubles.drafts:
        cause = say("{n} letter waits for a look", "{n} letters wait for a look", n=troubles.drafts)
        yield Item(cohort.code, Rank.BLOCKS, since, "", "drafts", cause, page="/post")
    if troubles.failed:
        cause = say("{n} letter could not be sent", "{n} letters could not be sent", n=troubles.failed)
        yield Item(cohort.code, Rank.REST, since, "", "failed", cause, page="/post")
