"""Calendar answers: what people's calendars answer to entries of ours. Nothing is decided by it: a yes is noted; a no, or
another time, has the other one asked, and the date stands until one of the two changes it.

Whose answer it is, is known by the address to which it came: it stands in that person's copy of the entry alone.
"""

from dataclasses import replace
from typing import Literal

from domain.actions import Due, Write
from domain.attending import comes
from domain.carry_out import carry_out
from domain.cohort import Cohort, Entry
from domain.dates import FAR_FUTURE
from domain.escalations import Noted
from domain.forms.rsvp import Rsvp
from domain.forms.verbs import open_case
from domain.groups import Group
from domain.lifecycles import PairState, SessionState
from domain.messages import FILLED_IN
from domain.sessions import Session, Unsuited
from notifications.incoming import Incoming
from notifications.itip import CalendarAnswer
from office import wake
from office.office import Office
from office.short_answers import kept

WELCOME = ("accepted", "tentative")
Taken = Literal["calendar", "again", "stranger"]


def take_calendar_answer(office: Office, incoming: Incoming) -> tuple[Taken, str]:
    """What became of it, and the scope it is about; "stranger" when it answers no entry of ours."""
    said = incoming.calendar
    if said is None:
        return "stranger", ""
    entry, _, _ = said.uid.partition("@")
    for code in office.store.cohorts():
        about = entry.removeprefix(f"{code}-")
        who = office.links.who_answers(incoming.tokens, code, about) if about != entry else ""
        if who:
            takes = _of_a_session if "." in about else _of_a_gathering
            return takes(office, code, about, who, said, incoming.mark), about
    return "stranger", ""


def _of_a_gathering(office: Office, code: str, about: str, who: str, said: CalendarAnswer, mark: str) -> Taken:
    """Whoever does not come after all finds it filled in, and says so with a click; everybody else had said so before."""
    now, became = office.clock.now(), "stranger"
    cohort = office.store.load(code, focus={who})
    gathering, form = cohort.gatherings.get(about), cohort.invitation(about, Rsvp.name, who)
    if (
        gathering is None
        or form is None
        or not cohort.can_write_to(who, FILLED_IN)
        or not comes(cohort, gathering, who)
    ):
        return "stranger"
    filled = "" if said.says in WELCOME else kept(office, cohort, form, {"answer": "no"})

    def turn(cohort: Cohort) -> Cohort:
        nonlocal became
        key = f"{about}:calendar:{who}:{mark}"
        became = "again" if key in cohort.journal else "calendar"
        if became == "again":
            return cohort
        cohort = cohort.note(Entry(key, who, now, f"{who} says {said.says} to {about} by calendar", who))
        if not filled:
            return cohort
        letter = Write(FILLED_IN, who, who, invitation=filled, prompt=True)
        return carry_out(Due(now, FAR_FUTURE, f"{key}:read", letter, scope=who), cohort, now)

    office.store.update(code, turn, focus={who})
    return became  # type: ignore[return-value]


def _of_a_session(office: Office, code: str, about: str, who: str, said: CalendarAnswer, mark: str) -> Taken:
    scope, now, became = about.partition(".")[0], office.clock.now(), "stranger"

    def turn(cohort: Cohort) -> Cohort:
        nonlocal became
        became = "stranger"
        session = cohort.sessions.get(about)
        group = cohort.groups.get(session.group) if session else None
        if session is None or group is None or not _may_answer(cohort, group, session, who):
            return cohort
        key = f"{about}:calendar:{session.sequence}:{who}:{mark}"
        if key in cohort.journal or said.sequence < session.sequence:
            became = "again"  # or about a date that is not the one of now
            return cohort
        became = "calendar"
        cohort = cohort.note(Entry(key, scope, now, f"{who} says {said.says} to {about} by calendar", who))
        if said.words:
            cohort = open_case(cohort, "reply", about, who, now, said.words, noted=Noted("reply", "pair/date_set"))
        if said.says in WELCOME:
            # Whoever comes after all takes back what they said before.
            back = session.unsuited is not None and session.unsuited.by == who
            return cohort.put(replace(session, unsuited=None)) if back else cohort
        proposes = said.proposes if said.proposes and said.proposes > now else None
        return cohort.put(replace(session, unsuited=Unsuited(who, now, session.sequence, proposes)))

    cohort = office.store.update(code, turn, focus={scope})
    wake.answered(office.settings, code, cohort.phase)
    return became  # type: ignore[return-value]


def _may_answer(cohort: Cohort, group: Group, session: Session, who: str) -> bool:
    return (
        who in group.members
        and group.state is PairState.ACTIVE
        and session.state is SessionState.DATED
        and cohort.participants[who].takes_part
    )
