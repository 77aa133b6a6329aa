"""Letters: the outbox as people see it: the inbox page, counts, drafts to look at, and what only a person decides."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import BindParameter, Select, and_, bindparam, case, func, literal, or_, select, union_all, update

from domain.lifecycles import MessageState
from domain.messages import Rendered, Wording
from domain.people import Participant
from domain.saying import say
from storage.engine import Database
from storage.errors import StorageError
from storage.post.pauses import STANDS
from storage.prepared import Prepared
from storage.rows import field_names, values_of
from storage.tables import IN_ITSELF, RECORDS, coordinators, messages, possible_mentors

S = MessageState
_m = messages.c
MORE_TIME = timedelta(days=3)  # for a letter that a person sends again


@dataclass(frozen=True)
class Post:
    """A letter in the outbox, with its reader's name and address of today ("" once they are erased)."""

    id: int
    cohort: str
    key: str
    letter: str
    to: str
    about: str
    scope: str
    invitation: str
    reminder: bool
    state: MessageState
    written_at: datetime
    not_before: datetime
    until: datetime
    sent_at: datetime | None
    attempts: int
    detail: str
    message_id: str
    address: str
    wording: Wording | None
    prompt: bool
    rides_from: datetime | None
    told_in: int | None
    to_name: str
    to_email: str
    rendered: Rendered

    @property
    def is_whole(self) -> bool:
        """Not told in a letter that another one leads."""
        return self.told_in in (None, self.id)


@dataclass(frozen=True)
class Outlook:
    """What the queue waits for: the first letter that may leave later, letters that somebody holds right now, letters that
    came back, a pause."""

    first: datetime | None
    held: bool
    came_back: bool
    paused: bool


class Letters:
    """Looking at the outbox, and deciding what the postman must not decide."""

    def __init__(self, db: Database) -> None:
        self.db = db

    def posts(
        self,
        cohort: str | None = None,
        to: str | None = None,
        states: Collection[MessageState] = (),
        limit: int = 50,
        before: int | None = None,
        *,
        whole: bool = False,
    ) -> list[Post]:
        """Letters, newest first; `before`: the id of the last one on the page before. `whole`: as they leave, without what
        is told in another one."""
        query = _select()
        if whole:
            query = query.where(IN_ITSELF)
        for column, value in ((_m.cohort, cohort), (_m.to, to)):
            query = query if value is None else query.where(column == value)
        if states:
            query = query.where(_m.state.in_(states))
        if before is not None:
            query = query.where(_m.id < before)
        with self.db.reading() as db:
            return [_post(row) for row in db.execute(query.order_by(_m.id.desc()).limit(limit))]

    def post(self, key: int) -> Post | None:
        """One letter."""
        with self.db.reading() as db:
            row = db.execute(_select().where(_m.id == key)).one_or_none()
        return None if row is None else _post(row)

    def as_it_left(self, key: int) -> Post | None:
        """One letter with the words in which its reader got it: its own, or those of the letter in which it was told."""
        found = self.post(key)
        if found is None or found.is_whole:
            return found
        whole = self.post(found.told_in) if found.told_in and found.state is not S.DROPPED else None
        if whole is None or whole.told_in != whole.id:
            return replace(found, told_in=None)
        return replace(found, rendered=whole.rendered)

    def told_with(self, post: Post) -> list[Post]:
        """Whatever was told in this letter, itself included."""
        if post.told_in is None:
            return [post]
        with self.db.reading() as db:
            return [_post(row) for row in db.execute(_select().where(_m.told_in == post.told_in).order_by(_m.id))]

    def outlook(self, now: datetime) -> Outlook:
        """What the queue waits for, when nothing can leave at this moment."""
        with self.db.reading() as db:
            return Outlook(*OUTLOOK.row(db, {"now": now}))

    def counts(self, cohort: str | None = None) -> dict[str, dict[MessageState, int]]:
        """How many letters there are in each state, by cohort."""
        query = select(_m.cohort, _m.state, func.count()).group_by(_m.cohort, _m.state)
        if cohort is not None:
            query = query.where(_m.cohort == cohort)
        found: dict[str, dict[MessageState, int]] = {}
        with self.db.reading() as db:
            for code, state, number in db.execute(query):
                found.setdefault(code, {})[state] = number
        return found

    def counts_of(self, cohort: str) -> dict[MessageState, int]:
        """How many letters of one cohort are in each state."""
        return self.counts(cohort).get(cohort, {})

    def number(self, cohort: str, state: MessageState) -> int:
        """How many letters of one cohort are in one state."""
        query = select(func.count()).select_from(messages).where(_m.cohort == cohort, _m.state == state)
        with self.db.reading() as db:
            return int(db.scalar(query) or 0)

    def counts_up_to(self, cohort: str, most: int) -> dict[MessageState, int]:
        """How many letters of one cohort are in each state; no more than `most` are counted, as a large cohort has many."""
        some = (
            select(literal(state.value).label("state"), func.count()).select_from(
                select(_m.id).where(_m.cohort == cohort, _m.state == state).limit(most).subquery()
            )
            for state in S
        )
        with self.db.reading() as db:
            return {S(state): number for state, number in db.execute(union_all(*some)) if number}

    # --- drafts -------------------------------------------------------------------------------------------------

    def draft_counts(self, cohort: str) -> dict[str, int]:
        """How many drafts of each letter wait for a look."""
        # Grouped by an expression: by the column, SQLite would walk the letters of all states in their order.
        drafts = select(func.coalesce(_m.letter, "").label("kind"), func.count())
        drafts = drafts.where(_m.cohort == cohort, _m.state == S.DRAFT).group_by("kind").order_by("kind")
        with self.db.reading() as db:
            return {row[0]: row[1] for row in db.execute(drafts)}

    def drafts_of(self, cohort: str, letter: str, start: int = 0, size: int | None = None) -> list[Post]:
        """The drafts of one letter, oldest first; all or a page of them."""
        query = _select().where(_m.cohort == cohort, _m.letter == letter, _m.state == S.DRAFT).order_by(_m.id)
        with self.db.reading() as db:
            return [_post(row) for row in db.execute(query if size is None else query.limit(size).offset(start))]

    def reword_drafts(self, words: Iterable[tuple[int, Wording | None, Rendered]]) -> int:
        """Drafts get other words, all or none of them; how many. StorageError when one waits no longer."""
        with self.db.writing() as db:
            for key, wording, rendered in (told := list(words)):
                step = update(messages).where(_m.id == key, _m.state == S.DRAFT)
                if db.execute(step.values(values_of(rendered) | {"wording": wording})).rowcount != 1:
                    raise StorageError(say("one of these letters waits no longer"))
        return len(told)

    def release_drafts(self, cohort: str, letter: str, by: str) -> int:
        """Let all drafts of one letter go out; how many."""
        drafts = and_(_m.cohort == cohort, _m.letter == letter, _m.state == S.DRAFT)
        step = update(messages).where(drafts).values(state=S.QUEUED, detail=f"{say('released by')}: {by}")
        with self.db.writing() as db:
            return db.execute(step).rowcount

    def waits_for(self, code: str) -> bool:
        """Whether a letter to somebody has not left yet, in whichever cohort it was written."""
        waiting = (S.DRAFT, S.QUEUED, S.RETRY, S.SENDING)
        query = select(_m.id).where(_m.state.in_(waiting), _m.to == code).limit(1)
        with self.db.reading() as db:
            return db.scalar(query) is not None

    # --- what a person decides ----------------------------------------------------------------------------------

    def send_again(self, key: int, now: datetime, rendered: Rendered | None = None) -> bool:
        """Try a letter again that failed or whose outcome is unknown, with all that was told in it; False when it is neither.

        One that could never be written needs its words (`rendered`): StorageError without.
        """
        found = self.post(key)
        if found is None:
            return False
        if found.rendered.failure and rendered is None:
            raise StorageError(
                say("letter {key} was never written: {failure}", key=key, failure=found.rendered.failure)
            )
        fresh: dict[str, Any] = {"not_before": now, "until": max(found.until, now + MORE_TIME)}
        fresh |= {"first_tried_at": None, "attempts": 0} | (values_of(rendered) if rendered else {})
        dots = case((_m.told_in.is_(None), 0), else_=1)  # what went out in one letter goes again as it was
        return self._change(key, (S.FAILED,), state=S.QUEUED, detail="", **fresh) or self._change(
            key, (S.UNKNOWN,), hold_unknown=False, dots=dots, **fresh
        )

    def _change(self, key: int, states: Collection[MessageState], **values: Any) -> bool:
        step = update(messages).where(or_(_m.id == key, _m.told_in == key), _m.state.in_(states)).values(values)
        with self.db.writing() as db:
            return db.execute(step).rowcount > 0


_OWN = tuple(name for name in field_names(Post) if name not in ("to_name", "to_email", "rendered"))


def _select() -> Select[Any]:
    people = RECORDS[Participant]
    joined = messages.outerjoin(people, and_(people.c.cohort == _m.cohort, people.c.id == _m.to))
    staff, book = coordinators.c, possible_mentors.c
    joined = joined.outerjoin(coordinators, staff.code == _m.to).outerjoin(possible_mentors, book.code == _m.to)
    name = func.coalesce(people.c.name, staff.name, book.name, "")
    email = func.coalesce(func.nullif(_m.address, ""), people.c.email, staff.email, book.email, "")
    return select(*(_m[own] for own in _OWN), name, email, *(_m[own] for own in field_names(Rendered))).select_from(
        joined
    )


def _post(row: Any) -> Post:
    own = len(_OWN) + 2
    own_values: dict[str, Any] = dict(zip(field_names(Post), row[:own], strict=False))
    return Post(**own_values, rendered=Rendered(*row[own:]))


WAITING = (S.QUEUED, S.RETRY, S.UNKNOWN)
_now: BindParameter[datetime] = bindparam("now", type_=messages.c.not_before.type)
_next_at = select(func.min(_m.not_before)).where(_m.state.in_(WAITING), _m.not_before > _now).scalar_subquery()
_held, _back = (select(_m.id).where(_m.state == state).exists() for state in (S.SENDING, S.BOUNCED))
OUTLOOK = Prepared(select(_next_at, _held, _back, STANDS.exists()))
