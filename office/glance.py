"""Glance: how a cohort stands, counted; and the lists behind the counts, a page at a time. Never loads the whole cohort."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from domain import glance
from domain.agenda import Tally, expected
from domain.cohort import Cohort
from domain.coming import in_words
from domain.comparing import APPLIED, FIT_WORDS, FORM_WORDS
from domain.dates import start_of
from domain.escalations import MATTERS, Escalation
from domain.forms import FORMS
from domain.forms.rsvp import ANSWERS
from domain.glance import Band, Bar, DayAhead
from domain.groups import Group
from domain.invitations import Invitation
from domain.lifecycles import EscalationState, InvitationState, PairState
from domain.people import Participant, Role
from domain.pool_lists import pool_list
from domain.recruiting import ROLES
from domain.saying import say, sayings, together
from domain.states import CASES, PAIRS
from domain.steps import rules_of
from office.office import Office
from storage.cohorts.behind import Listed

PER_PAGE = 50
IN_A_ROW = (Participant, Group, Invitation, Escalation)
"""What a line of a list tells of: who it is, and what a form or a case is about."""
CAME = sayings({"all": "whom this source brought", "applied": "whom this source brought and who have applied"})


@dataclass(frozen=True)
class Glance:
    """Everything that one page shows of a cohort; numbers and words, no names."""

    bands: list[Band]
    groups: list[Bar]
    sessions: list[Bar]
    forms: list[Bar]
    gatherings: list[Bar]
    cases: list[Bar]
    days: list[DayAhead]


@dataclass(frozen=True)
class ListRow:
    """One line of a list: whom it is about, in names; what; when; and the way to their page."""

    scope: str
    who: str
    what: str
    at: datetime | None
    way: str = ""  # under the address of the desk


@dataclass(frozen=True)
class ListPage:
    """A page of the list behind a count. `more`: whether another page follows."""

    title: str
    rows: list[ListRow]
    more: bool


class NoSuchList(LookupError):
    """Nothing is counted by this name."""


def at_a_glance(office: Office, code: str) -> Glance:
    """How the cohort stands now."""
    cohort, now, counts = header(office, code), office.clock.now(), office.store.counts
    days = glance.coming_days(now, cohort.zone)
    return Glance(
        bands=glance.bands(cohort),
        groups=glance.groups(counts.groups(code)),
        sessions=glance.sessions(counts.sessions(code, now)),
        forms=glance.forms(counts.forms(code), counts.reminded(code)),
        gatherings=glance.gatherings(cohort, counts.words(code)),
        cases=glance.cases(counts.cases(code)),
        days=glance.days_ahead(dict(zip(days, counts.dues(code, list(days.values())), strict=True))),
    )


def header(office: Office, code: str) -> Cohort:
    """The cohort without its people: its policy, calendar and gatherings."""
    return office.store.load(code, focus=())


def listed(office: Office, code: str, what: Sequence[str], start: int) -> ListPage:
    """A page of the list behind a count: `what` is the way that domain/glance gave it. NoSuchList when there is none."""
    match list(what):
        case ["sessions", number, standing] if number.isdigit() and standing in glance.SESSION_WORDS:
            return _sessions(office, code, int(number), standing, start)
        case ["forms", form, state] if form in FORMS and state in glance.FORM_WORDS:
            return _forms(office, code, form, state, start)
        case ["reminded", form] if form in FORMS:
            found = office.store.counts.reminded_of(code, form, start=start, size=PER_PAGE + 1)
            title = say("{form}: open, reminded", form=glance.form_title(form))
            return _page(office, code, title, found)
        case ["groups", kind, state] if kind in glance.KINDS and state in glance.GROUP_TONES:
            found = office.store.counts.groups_that(code, kind, state, start=start, size=PER_PAGE + 1)
            title = say("{kind}: {state}", kind=glance.KINDS[kind], state=PAIRS[PairState(state)])
            return _page(office, code, title, found)
        case ["cases", matter, state] if matter in MATTERS and state in glance.CASE_TONES:
            found = office.store.counts.cases_that(code, matter, state, start=start, size=PER_PAGE + 1)
            title = say("{matter}: {state}", matter=MATTERS[matter], state=CASES[EscalationState(state)])
            return _page(office, code, title, found)
        case ["met", standing] if standing in glance.SESSION_WORDS:
            found = office.store.counts.sessions_that(
                code, office.clock.now(), None, standing, start=start, size=PER_PAGE + 1
            )
            return _page(office, code, say("Sessions: {standing}", standing=glance.SESSION_WORDS[standing]), found)
        case ["together", state] if state in glance.GROUP_TONES:
            found = office.store.counts.groups_that(code, "", state, start=start, size=PER_PAGE + 1)
            return _page(office, code, say("Pairs and groups: {state}", state=PAIRS[PairState(state)]), found)
        case ["asked", standing] if standing in FORM_WORDS:
            found = office.store.counts.asked_that(code, standing, start=start, size=PER_PAGE + 1)
            return _page(office, code, say("Forms: {standing}", standing=FORM_WORDS[standing]), found)
        case ["applied", role, standing] if role in list(Role) and standing in APPLIED:
            accepted = standing == "accepted"
            found = office.store.counts.applied_that(code, role, accepted=accepted, start=start, size=PER_PAGE + 1)
            title = say("{whose}: {standing}", whose=ROLES[Role(role)], standing=APPLIED[standing])
            return _page(office, code, title, found)
        case ["fit", told] if told in FIT_WORDS:
            found = office.store.counts.fit_that(code, told, start=start, size=PER_PAGE + 1)
            return _page(office, code, say("Pairs and groups: {told}", told=FIT_WORDS[told]), found)
        case ["pool", *told]:
            return _pool(office, code, told, start)
        case ["came", source, role, whether] if role in list(Role) and whether in CAME:
            found = office.store.counts.came_that(
                code, source, role, applied=whether == "applied", start=start, size=PER_PAGE + 1
            )
            return _page(
                office, code, say("{whose}: {standing}", whose=ROLES[Role(role)], standing=CAME[whether]), found
            )
        case ["words", gathering, answer] if answer in ANSWERS:
            return _words(office, code, gathering, answer, start)
        case ["due", day]:
            return _due(office, code, day, start)
        case ["lapsed"]:
            return lapsed(office, code, start)
    raise NoSuchList


def _sessions(office: Office, code: str, number: int, standing: str, start: int) -> ListPage:
    found = office.store.counts.sessions_that(
        code, office.clock.now(), number, standing, start=start, size=PER_PAGE + 1
    )
    title = say("Session {number}: {standing}", number=number, standing=glance.SESSION_WORDS[standing])
    return _page(office, code, title, found)


def _forms(office: Office, code: str, form: str, state: str, start: int) -> ListPage:
    found = office.store.counts.forms_that(code, form, state, start=start, size=PER_PAGE + 1)
    words = glance.FORM_WORDS[InvitationState(state)]
    return _page(office, code, say("{form}: {state}", form=glance.form_title(form), state=words), found)


def _pool(office: Office, code: str, what: Sequence[str], start: int) -> ListPage:
    known = pool_list(header(office, code).policy, what)
    if known is None:
        raise NoSuchList
    title, picked = known
    return _page(office, code, title, office.store.traits.those(code, picked, start=start, size=PER_PAGE + 1))


def _words(office: Office, code: str, gathering: str, answer: str, start: int) -> ListPage:
    cohort = header(office, code)
    if gathering not in cohort.gatherings:
        raise NoSuchList
    title = say("{gathering}: {answer}", gathering=cohort.gatherings[gathering].title, answer=ANSWERS[answer])
    found = office.store.counts.words_that(code, gathering, answer, start=start, size=PER_PAGE + 1)
    return _page(office, code, title, found)


def _page(office: Office, code: str, title: str, found: list[Listed]) -> ListPage:
    """Rows with the names of today, read for this page alone."""
    shown = found[:PER_PAGE]
    cohort = office.store.load_only(code, {row.scope for row in shown}, IN_A_ROW)
    rows = [_row(cohort, row.scope, _about(cohort, row), row.since) for row in shown]
    return ListPage(title, rows, len(found) > PER_PAGE)


def _row(cohort: Cohort, scope: str, what: str, at: datetime | None) -> ListRow:
    """A line about a scope, with the way to the page of that person or group."""
    place = "pairs" if scope in cohort.groups else "people" if scope in cohort.participants else ""
    return ListRow(scope, who(cohort, scope), what, at, f"/{place}/{scope}" if place else "")


def who(cohort: Cohort, scope: str) -> str:
    """Whose scope this is, in names."""
    if scope in cohort.groups:
        return together((cohort.participants[code].name for code in cohort.groups[scope].members), ", ")
    return cohort.participants[scope].name if scope in cohort.participants else cohort.name


def _about(cohort: Cohort, row: Listed) -> str:
    """What a form or a case is about, where that is not the person or group that stands beside it."""
    record = cohort.invitations.get(row.record) or cohort.escalations.get(row.record)
    return record.about if record and record.about != row.scope else ""


# --- what comes, and what was missed --------------------------------------------------------------------------------


def _due(office: Office, code: str, day: str, start: int) -> ListPage:
    """What comes on a day, as things stand."""
    cohort, now = header(office, code), office.clock.now()
    try:
        first = start_of(date.fromisoformat(day), cohort.zone)
        last = start_of(date.fromisoformat(day) + timedelta(days=1), cohort.zone)
    except (ValueError, OverflowError) as error:
        raise NoSuchList from error
    begins = first if now < first else datetime.min.replace(tzinfo=now.tzinfo)  # what is due already counts today
    found = office.store.counts.due_between(code, begins, last, start=start, size=PER_PAGE + 1)
    shown = _without_the_cohort(office, code, [row.scope for row in found[:PER_PAGE]])
    dues = [
        due for due in expected(shown, rules_of(shown.phase), Tally()) if now < due.until and begins <= due.at < last
    ]
    rows = [_row(shown, due.scope, in_words(due.action), due.at) for due in dues]
    rows += [
        ListRow("", shown.name, say("a step of the programme itself"), row.since)
        for row in found[:PER_PAGE]
        if not row.scope
    ]
    title = say("Whose next date is {day}", day=date.fromisoformat(day))
    return ListPage(title, sorted(rows, key=lambda row: (row.at or now, row.scope)), len(found) > PER_PAGE)


def lapsed(office: Office, code: str, start: int) -> ListPage:
    """What was missed for good: its time is over and it was not done. So many scopes are looked at for a page."""
    found, now = office.store.counts.some_scopes(code, start=start, size=PER_PAGE + 1), office.clock.now()
    shown = _without_the_cohort(office, code, found[:PER_PAGE])
    dues = [due for due in expected(shown, rules_of(shown.phase), Tally()) if due.until <= now]
    last: dict[tuple[str, str], datetime] = {}  # of several letters about one thing, the last
    for due in sorted(dues, key=lambda due: due.until):
        last[due.scope, in_words(due.action)] = due.until
    rows = [_row(shown, scope, words, at) for (scope, words), at in last.items()]
    return ListPage(say("What was missed for good"), rows, len(found) > PER_PAGE)


def _without_the_cohort(office: Office, code: str, scopes: Sequence[str]) -> Cohort:
    """These scopes, but not the cohort's own: with it everybody would be loaded."""
    return office.store.load(code, focus={scope for scope in scopes if scope})
