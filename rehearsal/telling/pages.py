"""Pages: a chronicle as text, for a coordinator: a calendar, the pairs, the cases, who completed, which laws held."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from domain.cohort import Cohort
from domain.dates import day_of
from domain.escalations import MATTERS
from domain.forms import FORMS
from domain.lifecycles import SessionState
from domain.people import Role
from rehearsal.telling.chronicle import PAIRED, Chronicle
from rehearsal.telling.figures import letters_each
from rehearsal.telling.wording import letters_in_words

SIGNS = {
    SessionState.PLANNED: "·",
    SessionState.DATED: "○",
    SessionState.HELD: "●",
    SessionState.MISSED: "!",
    SessionState.CANCELLED: "–",
}


def as_text(told: Chronicle) -> str:
    """A calendar of letters, sessions, cases and completion."""
    return "\n".join(_pages(told))


def _pages(told: Chronicle) -> Iterator[str]:
    cohort = told.history.cohort
    yield f"{cohort.name} ({cohort.code}), rehearsed from {_day(cohort.launched_at, cohort)} to {_last(told)}"
    yield f"phase: {cohort.phase.value.replace('_', ' ')}"
    yield ""
    yield from _calendar(told)
    yield from _pairs_page(told)
    yield from _cases_page(told)
    yield from _decisions_page(told)
    yield from _completion_page(told)
    yield from _letters_page(told)
    yield from _laws_page(told)


def _last(told: Chronicle) -> str:
    ended = told.history.ended_at or told.history.cohort.launched_at
    return _day(ended, told.history.cohort)


def _day(moment: datetime, cohort: Cohort) -> str:
    return f"{moment.astimezone(ZoneInfo(cohort.zone)):%a %d %b %Y}"


def _calendar(told: Chronicle) -> Iterator[str]:
    """Week by week: which letters went to how many, what was held, what became a case."""
    weeks: dict[date, list[tuple[date, str]]] = defaultdict(list)
    for day, words in _days(told):
        weeks[day - timedelta(day.weekday())].append((day, words))
    yield "CALENDAR"
    for monday in sorted(weeks):
        yield f"  week of {monday:%d %b %Y}"
        last = None
        for day, words in weeks[monday]:
            yield f"    {f'{day:%a %d}' if day != last else '      '}  {words}"
            last = day
    yield ""


def _days(told: Chronicle) -> list[tuple[date, str]]:
    cohort, zone = told.history.cohort, told.history.cohort.zone
    found: list[tuple[date, int, str]] = []
    letters: Counter[tuple[date, str]] = Counter()
    people: dict[tuple[date, str], list[str]] = defaultdict(list)
    for letter in told.history.sent:
        assert letter.sent_at is not None
        key = day_of(letter.sent_at, zone), letter.letter
        letters[key] += 1
        people[key].append(letter.to)
    for (day, name), number in letters.items():
        found.append((day, 0, f"{letters_in_words(number):>10}  {name:32} {_some(people[day, name])}"))
    for name in type(cohort.milestones).__dataclass_fields__:
        at = getattr(cohort.milestones, name)
        if told.history.ended_at is None or at <= told.history.ended_at:
            found.append((day_of(at, zone), -1, f"{'':>10}  {name.replace('_', ' ').upper()}"))
    held = defaultdict(list)
    for session in cohort.sessions.values():
        if session.held_on:
            held[session.held_on].append(session.id)
    found += [(day, 1, f"{'held':>10}  {_some(sorted(ids), 8)}") for day, ids in held.items()]
    for case in cohort.escalations.values():
        outcome = case.outcome or case.state.value
        words = f"{'CASE':>10}  {MATTERS.get(case.matter, case.matter)} ({case.about or 'the cohort'}): {outcome}"
        found.append((day_of(case.opened_at, zone), 2, words))
    return [(day, words) for day, _, words in sorted(found)]


def _some(codes: Iterable[str], most: int = 5) -> str:
    listed = list(dict.fromkeys(codes))
    more = len(listed) - most
    return ", ".join(listed[:most]) + (f" and {more} more" if more > 0 else "")


def _pairs_page(told: Chronicle) -> Iterator[str]:
    cohort = told.history.cohort
    yield "PAIRS      " + "  ".join(f"{sign} {state.value}" for state, sign in SIGNS.items())
    for row in told.pairs:
        sessions = "".join(SIGNS[session.state] for session in cohort.sessions_of(row["pair"]))
        played = " and ".join(told.roles.get(row[side], "") for side in ("mentee", "mentor"))
        why = f", {row['ended_because']}" if row["ended_because"] not in ("", "completed") else ""
        yield f"  {row['pair']}  {row['mentee']} with {row['mentor']}  {sessions:8} {row['state']}{why} ({played})"
    left = [a.id for a in cohort.applicants(Role.MENTEE) if not cohort.pairs_of(a.id, *PAIRED)]
    if left:
        yield f"  without a pair: {', '.join(left)}"
    yield ""


def _cases_page(told: Chronicle) -> Iterator[str]:
    yield f"CASES FOR THE COORDINATOR: {len(told.escalations)}"
    for matter, number in Counter(row["matter"] for row in told.escalations).most_common():
        outcomes = Counter(row["outcome"] or row["state"] for row in told.escalations if row["matter"] == matter)
        listed = ", ".join(f"{outcome} {n}" for outcome, n in outcomes.most_common())
        yield f"  {number:3}  {MATTERS.get(matter, matter)}: {listed}"
    yield ""


def _decisions_page(told: Chronicle) -> Iterator[str]:
    asked = told.decisions
    yield f"DECISIONS OF THE COORDINATOR: {asked['total']}"
    for kind, number in sorted(asked["by_kind"].items(), key=lambda row: (-row[1], row[0])):
        settled = f", about {asked['things'][kind]}" if asked["things"][kind] != number else ""
        yield f"  {number:3}  {FORMS[kind].title}{settled}"
    if asked["total"]:
        yield f"  clicks after reading: {asked['clicks']}, at most {asked['clicks_each_most']} for each"
    yield ""


def _completion_page(told: Chronicle) -> Iterator[str]:
    complete = [row for row in told.completion if row["complete"]]
    yield f"COMPLETION: {len(complete)} of {len(told.completion)} who were in a pair"
    for row in told.completion:
        if not row["complete"]:
            missing = "left" if row["left"] else "; ".join(row["missing"])
            yield f"  {row['person']} ({row['persona']}): {missing}"
    yield ""


def _letters_page(told: Chronicle) -> Iterator[str]:
    yield "LETTERS A PERSON, of those whose pair lasted"
    for role, share in letters_each(told.history).items():
        yield f"  a {role.value}: {share.median:g} in the median, {share.least} to {share.most} ({share.people} people)"
    yield ""


def _laws_page(told: Chronicle) -> Iterator[str]:
    yield f"WARNINGS: {len(told.warnings) or 'none'}"
    yield from (f"  {words}" for words in told.warnings)
    yield ""
    broken = told.broken
    yield f"LAWS: {len(told.invariants['checked'])} checked, {len(broken) or 'none'} broken"
    for law, sentences in broken.items():
        yield f"  {law.replace('_', ' ')}: {len(sentences)} times"
        yield from (f"    {words}" for words in sentences[:5])
