"""Asking: a question with reminders, as a ladder. First the letter that asks, then those that remind; an answer ends it.

The one place that says whom a rung addresses, and when people hear of what somebody did. A rung to the coordinator opens a
case of the ladder's own matter; where the question is the coordinator's, it is a letter like any other.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import datetime

from domain.actions import Ask, Due, Escalate, Write
from domain.cohort import Cohort
from domain.dates import Days, day_of, ladder, posting
from domain.groups import Group, GroupKind, MemberRole
from domain.ladders import Rung
from domain.lifecycles import PairState
from domain.rules.pausing import outside
from domain.sessions import Session

ROLES = {"mentee": MemberRole.MENTEE, "mentor": MemberRole.MENTOR}


def addressed(cohort: Cohort, to: str, asked: Group | Session | str, at: datetime) -> tuple[str, ...]:
    """The codes of those whom a rung's "person", "mentee", "mentor", "both", "turn" or "coordinator" means at its moment.

    `asked` is the session of which one tells for all, the group each member of which is asked, or the one person whom
    the question is for.
    """
    if to == "coordinator":
        return (cohort.lead.code,)
    if isinstance(asked, str):
        return (asked,)
    if isinstance(asked, Group):
        return asked.of_role(ROLES[to]) if to in ROLES else asked.members
    group = cohort.groups[asked.group]
    if to == "turn" or to in ROLES:
        return (first_there(cohort, group.in_turn(asked.number, ROLES.get(to)), at),)
    here = () if awaited(group) else tuple(code for code in group.members if _is_there(cohort, code, at))
    return here or group.members


def first_there(cohort: Cohort, codes: tuple[str, ...], at: datetime) -> str:
    """The first of them who is there: where several could do something, the turn passes over the others."""
    return codes[0] if len(codes) == 1 else next((code for code in codes if _is_there(cohort, code, at)), codes[0])


def from_when(cohort: Cohort, codes: Iterable[str], at: datetime) -> datetime:
    """The moment, but not before letters could reach these people: what nobody could read is asked again from there."""
    people = (cohort.participants.get(code) for code in codes)
    return max([at, *(person.mended_at for person in people if person and person.mended_at)])


def can_hear(cohort: Cohort, codes: Iterable[str], asked: Group | Session | str) -> bool:
    """Whether letters reach these people, so that silence is theirs: of two both, of more somebody."""
    group, reached = _group(cohort, asked), [cohort.can_write_to(code) for code in codes]
    return any(reached) if group and not awaited(group) else all(reached)


def awaited(group: Group) -> tuple[str, ...]:
    """Those without whom the others can do nothing: of two both, of more nobody."""
    return group.members if len(group.members) == 2 else ()


def _is_there(cohort: Cohort, code: str, at: datetime) -> bool:
    person, day = cohort.participants[code], day_of(at, cohort.zone)
    return person.reachable and not any(absence.first <= day <= absence.last for absence in person.away)


def days_of(cohort: Cohort, group: Group, code: str = "") -> Days:
    """The group's clock, or that of a question to one member: it stands still on holidays, while the group pauses, and for
    whom it waits. Counted once for a snapshot: every question to a group asks for it."""
    known, asked = cohort.memo, (days_of, group.id, code)
    if asked not in known:
        absent = {*awaited(group), *([code] if code else [])}
        known[asked] = cohort.days.without(group.pauses, *(cohort.participants[one].away for one in sorted(absent)))
    found: Days = known[asked]
    return found


def folder(group: Group) -> str:
    """Where the letters to a group are: two read other words than several."""
    return "pair" if group.kind is GroupKind.PAIR else "group"


def groups_in(*states: PairState) -> Callable[[Cohort], Iterable[Group]]:
    """Rules over the groups in these states."""
    return lambda cohort: [group for group in cohort.in_focus(Group) if group.state in states]


def pairs_in(*states: PairState) -> Callable[[Cohort], Iterable[Group]]:
    """Rules over the pairs in these states."""
    return lambda cohort: [group for group in groups_in(*states)(cohort) if group.kind is GroupKind.PAIR]


def asking(
    cohort: Cohort,
    *,
    key: str,
    form: str,
    about: str,
    letters: tuple[str, str],
    start: datetime,
    rungs: Sequence[Rung],
    end: datetime,
    asked: Group | Session | str,
    matter: str = "",
    days: Days | None = None,
    unless: Callable[[str], bool] = lambda code: False,
    closes: datetime | None = None,
    reminds: bool = False,
) -> Iterator[Due]:
    """Ask for a form along a ladder: one due for each rung and recipient, `key:rung:code`, and `key:rung` for a case.

    `letters` are the one that asks and the one that reminds; "{role}" in them becomes mentor or mentee, "{group}" the
    folder of the group's letters, "{whom}" turn or both. Whoever never got an earlier letter is asked, not reminded,
    unless the ladder only `reminds`. `matter` is the case that a rung to the coordinator opens. `unless` says who has
    answered already. One person, a group and each of its members have clocks of their own. Nobody is
    a case for letters that do not reach them, and after an address was mended the ladder begins anew, without the rungs
    that somebody has passed.
    """
    group = _group(cohort, asked)
    if isinstance(asked, Group) and matter and all(unless(code) for code in asked.members):
        return  # everybody has answered: most questions of a group are over long before the group is
    asked_before: dict[str, list[int]] = {}  # rungs that are in the journal, by whom they asked
    for n, rung, at, until, codes in _climbed(cohort, start, rungs, end, asked, days):
        if matter and rung.to == "coordinator":
            silent = [code for code in addressed(cohort, "person", asked, at) if not unless(code)]
            if silent and can_hear(cohort, silent, asked):
                yield Due(at, until, f"{key}:{n}", Escalate(matter, about))
            continue
        for code in codes:
            if unless(code):
                continue
            if code not in asked_before:
                numbers = range(1, len(rungs) + 1)
                asked_before[code] = [number for number in numbers if f"{key}:{number}:{code}" in cohort.journal]
            if max(asked_before[code], default=0) > n:
                continue
            reminded = reminds or min(asked_before[code], default=n) < n
            letter = letters[1 if reminded else 0].replace("{role}", role_of(cohort, code))
            letter = letter.replace("{whom}", "turn" if len(codes) == 1 else "both")
            if group:
                letter = letter.replace("{group}", folder(group))
            later = (rung.to for rung in rungs[n:] if reminded and rung.to != "coordinator")
            last = reminded and not any(code in addressed(cohort, to, asked, at) for to in later)
            question = Ask(form, code, about, letter, closes, reminder=reminded, last=last)
            yield Due(at, until, f"{key}:{n}:{code}", question)


def _climbed(
    cohort: Cohort,
    start: datetime,
    rungs: Sequence[Rung],
    end: datetime,
    asked: Group | Session | str,
    days: Days | None,
) -> Iterator[tuple[int, Rung, datetime, datetime, tuple[str, ...]]]:
    """The rungs of a ladder with those they address. What each of several is asked waits for that one alone."""
    group = _group(cohort, asked)
    waits = awaited(group) if group else (str(asked),)
    clock = from_when(cohort, waits, start), days or (days_of(cohort, group) if group else _days_of_one(cohort, asked))
    clocks = {"": clock}  # by whom they are for, "" for everybody
    if isinstance(asked, Group) and not awaited(asked):
        clocks = {code: (from_when(cohort, (code,), start), days_of(cohort, asked, code)) for code in asked.members}
        clocks[cohort.lead.code] = clock
    for only, (begins, counted) in clocks.items():
        for n, rung, at, until in ladder(begins, rungs, end, counted):
            at, until = outside(group, cohort.zone, at, until)
            codes = tuple(code for code in addressed(cohort, rung.to, asked, at) if only in ("", code))
            if codes and at < until:
                yield n, rung, at, until, codes


def _days_of_one(cohort: Cohort, asked: Group | Session | str) -> Days:
    """The clock of what one person is asked alone: it stands still while they are away."""
    person = cohort.participants.get(asked) if isinstance(asked, str) else None
    return cohort.days.without(person.away) if person else cohort.days


def _group(cohort: Cohort, asked: Group | Session | str) -> Group | None:
    if isinstance(asked, Session):
        return cohort.groups[asked.group]
    return asked if isinstance(asked, Group) else None


def telling(
    cohort: Cohort, *, key: str, letter: str, about: str, to: Iterable[str], at: datetime, until: datetime, by: str = ""
) -> Iterator[Due]:
    """Tell people of something that has just happened, one due for each, `key:code`.

    Whoever did it (`by`) hears at once. The others hear within posting hours, unless that would be too late: a meeting that
    is off leaves the calendar before it starts.
    """
    opens = posting(at, cohort.days)
    for code in to:
        prompt = code == by or opens >= until
        yield Due(at if prompt else opens, until, f"{key}:{code}", Write(letter, code, about, prompt=prompt))


def role_of(cohort: Cohort, code: str) -> str:
    """The folder of somebody's letters: mentor, mentee or coordinator."""
    person = cohort.participants.get(code)
    return person.role.value if person else "coordinator"
