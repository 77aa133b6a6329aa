"""Register: which cohorts there are, who runs them, and which numbers of mentors and mentees are taken."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, delete, or_, select, update
from sqlalchemy.exc import IntegrityError

from domain.cohort import Cohort
from domain.keeping import OVER
from domain.lifecycles import Phase
from domain.people import Coordinator, Participant
from storage.cohorts.dues import LOOK_AGAIN, wake
from storage.cohorts.memberships import keep_members
from storage.cohorts.traits import keep_traits
from storage.engine import Database, insert
from storage.errors import AlreadyLaunched
from storage.rows import field_names, fields_of, header_of, row_of, values_of
from storage.tables import (
    LOOKS_ON,
    RECORDS,
    RUNS,
    admins,
    cohorts,
    coordinators,
    desks,
    journal,
    numbers,
    scopes,
    sign_ins,
    visits,
)

_NAMED = tuple(cohorts.c[name] for name in ("code", "name", "phase", "phase_since", "zone"))


@dataclass(frozen=True)
class Named:
    """A cohort by its name, and where it stands."""

    code: str
    name: str
    phase: Phase
    phase_since: datetime | None
    zone: str

    @property
    def is_open(self) -> bool:
        return self.phase not in OVER


class Register:
    """Cohorts and coordinators."""

    def __init__(self, db: Database) -> None:
        self.db = db

    def create(self, cohort: Cohort) -> None:
        """Keep a new cohort with its coordinators, records and journal. AlreadyLaunched when the code is taken."""
        try:
            with self.db.writing() as db:
                db.execute(cohorts.insert().values(header_of(cohort) | {"version": 1}))
                keep_desk(db, cohort)
                _keep_records(db, cohort)
        except IntegrityError as error:
            with self.db.reading() as db:
                query = select(cohorts.c.launched_by, cohorts.c.launched_at).where(cohorts.c.code == cohort.code)
                row = db.execute(query).one_or_none()
            if row is None:
                raise
            raise AlreadyLaunched(cohort.code, row.launched_by, row.launched_at) from error

    def cohorts(self, *phases: Phase) -> list[str]:
        """The codes of the cohorts, all or those in these phases, in order of their code."""
        query = select(cohorts.c.code).order_by(cohorts.c.code)
        if phases:
            query = query.where(cohorts.c.phase.in_(phases))
        with self.db.reading() as db:
            return list(db.scalars(query))

    def coordinators(self) -> list[Coordinator]:
        """Everybody who runs or ran a cohort, or was added before there is one."""
        query = select(*fields_of(coordinators, Coordinator)).order_by(coordinators.c.code)
        with self.db.reading() as db:
            return [Coordinator(*row) for row in db.execute(query)]

    def coordinator(self, code: str) -> Coordinator | None:
        """The coordinator with this code."""
        query = select(*fields_of(coordinators, Coordinator)).where(coordinators.c.code == code)
        with self.db.reading() as db:
            row = db.execute(query).one_or_none()
        return None if row is None else Coordinator(*row)

    def cohorts_of(self, coordinator: str) -> list[str]:
        """The codes of the cohorts that somebody runs."""
        return self._desks(coordinator, RUNS)

    def looked_on_by(self, person: str) -> list[str]:
        """The codes of the cohorts that somebody looks on, without running them."""
        return self._desks(person, LOOKS_ON)

    def desks_of(self, person: str) -> list[str]:
        """The codes of the cohorts whose desk somebody sees: those they run or look on, of an admin all."""
        if person in self.admins():
            return self.cohorts()
        query = select(desks.c.cohort).where(desks.c.coordinator == person).order_by(desks.c.cohort)
        with self.db.reading() as db:
            return list(db.scalars(query))

    def named_of(self, coordinator: str) -> list[Named]:
        """The cohorts whose desk somebody sees, by name; those that go on first."""
        query = select(*_NAMED)
        if coordinator not in self.admins():
            query = query.join(desks, desks.c.cohort == cohorts.c.code).where(desks.c.coordinator == coordinator)
        with self.db.reading() as db:
            found = [Named(*row) for row in db.execute(query.order_by(cohorts.c.name, cohorts.c.code))]
        return sorted(found, key=lambda one: not one.is_open)

    def running(self, cohort: str) -> list[str]:
        """Who runs a cohort, by code; the lead first. Nobody where there is no such cohort."""
        theirs = desks.c.cohort == cohort, desks.c.role == RUNS
        with self.db.reading() as db:
            return list(db.scalars(select(desks.c.coordinator).where(*theirs).order_by(desks.c.position)))

    def _desks(self, person: str, role: str) -> list[str]:
        theirs = desks.c.coordinator == person, desks.c.role == role
        with self.db.reading() as db:
            return list(db.scalars(select(desks.c.cohort).where(*theirs).order_by(desks.c.cohort)))

    def admins(self) -> list[str]:
        """Who looks after the whole office, by code."""
        query = select(admins.c.coordinator).where(admins.c.ended_at.is_(None)).order_by(admins.c.coordinator)
        with self.db.reading() as db:
            return list(db.scalars(query))

    def admins_made_by(self) -> dict[str, str]:
        """Who decided that each of those who look after the office does; "" for a command on the machine."""
        query = select(admins.c.coordinator, admins.c.by).where(admins.c.ended_at.is_(None))
        with self.db.reading() as db:
            return {row[0]: row[1] for row in db.execute(query.order_by(admins.c.coordinator))}

    def make_admin(self, code: str, at: datetime, by: str) -> None:
        """Somebody looks after the whole office from now on; nothing changes for one who does."""
        with self.db.writing() as db:
            standing = select(admins.c.coordinator).where(admins.c.coordinator == code, admins.c.ended_at.is_(None))
            if db.scalar(standing) is None:
                db.execute(admins.insert().values(coordinator=code, since=at, by=by))
                db.execute(update(cohorts).values(version=cohorts.c.version + 1))

    def end_admin(self, code: str, at: datetime, by: str) -> None:
        """Somebody looks after the whole office no more."""
        with self.db.writing() as db:
            standing = update(admins).where(admins.c.coordinator == code, admins.c.ended_at.is_(None))
            db.execute(standing.values(ended_at=at, ended_by=by))
            db.execute(update(cohorts).values(version=cohorts.c.version + 1))

    def add_coordinator(self, coordinator: Coordinator) -> None:
        """Keep a coordinator, or the new name, address and zone of one who is known; that address works from now on."""
        with self.db.writing() as db:
            _keep(db, (coordinator,))
            self._bounced(db, coordinator.code, None)

    def let_go(self, code: str) -> None:
        """Forget somebody who has no role any more, with where they were signed in."""
        with self.db.writing() as db:
            for table in (visits, sign_ins, admins):
                db.execute(delete(table).where(table.c.coordinator == code))
            db.execute(delete(coordinators).where(coordinators.c.code == code))

    def coordinator_bounced(self, code: str, at: datetime) -> None:
        """Letters to a coordinator come back; every cohort that they run is looked at."""
        with self.db.writing() as db:
            self._bounced(db, code, at)

    def _bounced(self, db: Connection, code: str, at: datetime | None) -> None:
        db.execute(update(coordinators).where(coordinators.c.code == code).values(bounced_at=at))
        _changed(db, [code])
        for cohort in db.scalars(select(desks.c.cohort).where(desks.c.coordinator == code)).all():
            wake(db, cohort, {""}, [], ())


def keep_desk(db: Connection, cohort: Cohort) -> None:
    """Who runs the cohort, in their order, and who looks on."""
    people = (*cohort.coordinators, *cohort.readers)
    _keep(db, people)
    db.execute(delete(desks).where(desks.c.cohort == cohort.code))
    running = len(cohort.coordinators)
    rows = [
        {"cohort": cohort.code, "coordinator": person.code, "position": n, "role": RUNS if n < running else LOOKS_ON}
        for n, person in enumerate(people)
    ]
    if rows:
        db.execute(desks.insert(), rows)


def _keep(db: Connection, people: Iterable[Coordinator]) -> None:
    rows = [values_of(person) for person in people]
    if rows:
        step = insert(db, coordinators)
        newer = {name: step.excluded[name] for name in field_names(Coordinator) if name not in ("code", "bounced_at")}
        db.execute(step.on_conflict_do_update(index_elements=["code"], set_=newer), rows)
        _changed(db, [row["code"] for row in rows])


def _changed(db: Connection, people: list[str]) -> None:
    """People are read with the cohorts whose desk they see: those have a new version now."""
    theirs = select(desks.c.cohort).where(desks.c.coordinator.in_(people))
    of_all = select(admins.c.coordinator).where(admins.c.coordinator.in_(people), admins.c.ended_at.is_(None))
    seen = or_(cohorts.c.code.in_(theirs), of_all.exists())
    db.execute(update(cohorts).where(seen).values(version=cohorts.c.version + 1))


def _keep_records(db: Connection, cohort: Cohort) -> None:
    written = {""}
    for table in RECORDS.values():
        records = getattr(cohort, table.name).values()
        written |= {record.scope for record in records}
        if records:
            db.execute(table.insert(), [row_of(cohort.code, record) for record in records])
    keep_members(db, cohort.code, cohort.groups.values())
    keep_traits(db, cohort.code, cohort.applications.values())
    remember_numbers(db, cohort.code, cohort.participants.values())
    if cohort.entries:
        db.execute(journal.insert(), [values_of(entry) | {"cohort": cohort.code} for entry in cohort.entries])
    rows = [{"cohort": cohort.code, "scope": scope, "next_due": LOOK_AGAIN} for scope in sorted(written)]
    db.execute(scopes.insert(), rows)


def remember_numbers(db: Connection, code: str, people: Iterable[Participant]) -> None:
    """Note the numbers of new participants as taken, whoever chose them."""
    highest: dict[str, int] = {}
    for person in people:
        letter, digits = person.role.letter, person.id[1:]
        if person.id.startswith(letter) and digits.isdigit():
            highest[letter] = max(highest.get(letter, 0), int(digits))
    for letter, number in sorted(highest.items()):
        row = insert(db, numbers).values(cohort=code, letter=letter, taken=number)
        db.execute(row.on_conflict_do_nothing(index_elements=["cohort", "letter"]))
        behind = update(numbers).where(numbers.c.cohort == code, numbers.c.letter == letter)
        db.execute(behind.where(numbers.c.taken < number).values(taken=number))
