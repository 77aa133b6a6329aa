"""Erasure: a person's name, address and words are gone for good (GDPR art. 17); codes, states and dates remain, so that
the counts of a cohort still add up. What belongs to whom is declared (domain/belonging.py) and walked in
domain/forgetting.py; what a person may ask for, and who grants it, is decided elsewhere.
"""

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Table, and_, bindparam, delete, or_, select, tuple_, update

from domain.belonging import Belonging, Kept
from domain.cohort import Cohort
from domain.contact_book import fingerprint
from domain.forgetting import Goes, Unnamed, forgotten, names_of, past_their_time, without
from domain.invitations import Answer
from domain.lifecycles import MessageState, PairState
from domain.messages import Message, Rendered
from domain.people import Participant
from domain.saying import say
from storage.cohorts.deeds import Deeds
from storage.cohorts.turns import Turns
from storage.errors import StorageError
from storage.keeping.feeds import Feeds
from storage.keeping.files import Files
from storage.keeping.mentions import holds, scopes_naming, words_of
from storage.keeping.tombstones import Tombstone, Tombstones
from storage.rows import fields_of, values_of
from storage.tables import RECORDS, answers, drafts, files, messages

WAITING = (MessageState.DRAFT, MessageState.QUEUED, MessageState.RETRY, MessageState.SENDING, MessageState.UNKNOWN)
NO_WORDS = values_of(Rendered("", "", "")) | {"mime": None, "detail": "", "address": "", "wording": None}
_m, _p = messages.c, RECORDS[Participant].c
AT_ONCE = 300  # tombstones asked for in one statement


class Erasure:
    """Forgetting people."""

    def __init__(self, turns: Turns, files: Files, tombstones: Tombstones) -> None:
        self.turns, self.files, self.tombstones = turns, files, tombstones
        self.db, self.load = turns.db, turns.snapshots.load

    def erase(self, code: str, person: str, now: datetime, by: str = "") -> None:
        """Forget somebody: whatever belongs to them in records, answers, drafts, letters and files; and their name in what
        others wrote.

        0. A tombstone outside the database: after this somebody is erased again, whatever backup is restored.
        1. While the name is known: what others wrote loses it, and letters that were sent and name them lose their words.
        2. The records, in one turn: what is theirs goes. From here on nobody can tell who it was.
        3. By their code: letters that wait, answers, drafts, files, their calendar; and what would take back a deed.

        Letters to others that still wait are written anew without the name. May be called again, also after a crash
        half-way. KeyError when the cohort never had this person; StorageError while they are still in a group.
        """
        known = self.load(code, {person})
        _may_go(known, person)
        someone = known.participants[person]
        if someone.email:
            self.tombstones.put(Tombstone(code, person, fingerprint(someone.email)))
        groups, words = [group.id for group in known.groups_ever_of(person)], words_of(someone)
        named = _naming(code, [person, *groups], words)
        self._blank(and_(named, _m.state.not_in(WAITING)))
        naming = scopes_naming(self.db, code, words)
        near, far = names_of(someone)
        self._forget_written(
            known, holds((answers.c.content,), words), holds((drafts.c.content,), words), _nothing, far
        )

        self.turns.update(code, lambda cohort: without(cohort, person, now, by), focus={person, "", *groups, *naming})

        self._drop(and_(_m.cohort == code, _m.to == person))
        self._write_anew(code, named, far)
        self._blank(and_(named, _m.state.not_in(WAITING)))
        theirs, drafted = _theirs(answers, person, groups), _theirs(drafts, person, groups)
        self._forget_written(known, or_(theirs, answers.c.by == person), drafted, _belonging_to(person), near)
        self._delete_files(code, [person, *groups])
        Feeds(self.db).end(code, person)
        Deeds(self.db).let_traces_go(code)
        self.db.empty_the_log()

    def risen(self) -> list[Tombstone]:
        """Those who were erased and stand in the database all the same: it was restored from a backup of before."""
        stones = list(self.tombstones.all())
        with self.db.reading() as db:
            rows = select(_p.cohort, _p.id, _p.email)
            there = {
                (row.cohort, row.id, fingerprint(row.email))
                for start in range(0, len(stones), AT_ONCE)
                for row in db.execute(
                    rows.where(
                        _p.email != "",
                        tuple_(_p.cohort, _p.id).in_(
                            [(stone.cohort, stone.person) for stone in stones[start : start + AT_ONCE]]
                        ),
                    )
                )
            }
        return [stone for stone in stones if (stone.cohort, stone.person, stone.mark) in there]

    def let_go(self, code: str, over: frozenset[Kept], now: datetime) -> None:
        """Forget, for everybody in a cohort, what is kept only until a time that is over. May be called again."""
        if Kept.CONFIDENCE in over:  # as domain/messages.py declares for letters
            self._blank(and_(_m.cohort == code, _m.state.not_in(WAITING)))
        self._forget_written(self.load(code), None, None, lambda belongs, _: belongs.kept in over, str)
        # Last, because its line in the journal says that all of it is done.
        self.turns.update(code, lambda cohort: past_their_time(cohort, over, now))
        self.db.empty_the_log()

    # --- letters ------------------------------------------------------------------------------------------------

    def write_anew(self, code: str, person: str) -> None:
        """Letters to somebody that wait get the words and the links of today."""
        self._write_anew(code, and_(_m.cohort == code, _m.to == person))

    def _blank(self, which: ColumnElement[bool]) -> None:
        with self.db.writing() as db:
            db.execute(update(messages).where(which).values(NO_WORDS))

    def _drop(self, theirs: ColumnElement[bool]) -> None:
        with self.db.writing() as db:
            gone = update(messages).where(theirs, _m.state.in_(WAITING))
            db.execute(gone.values(state=MessageState.DROPPED, claimed_by="", claimed_until=None))

    def _write_anew(self, code: str, named: ColumnElement[bool], unnamed: Unnamed = str) -> None:
        waiting = select(_m.id, *fields_of(messages, Message)).where(named, _m.state.in_(WAITING))
        with self.db.reading() as db:
            rows = [(key, _without_name(Message(*values), unnamed)) for key, *values in db.execute(waiting)]
        if not rows:
            return
        # A letter that names somebody may be about others: a namesake's pair, whose scope has to be there as well.
        cohort = self.load(code, {"", *(message.scope for _, message in rows)})
        fresh = [{"_id": key} | self._anew(cohort, message) for key, message in rows]
        step = update(messages).where(_m.id == bindparam("_id")).values(mime=None)
        with self.db.writing() as db:
            db.execute(step.values({name: bindparam(name) for name in fresh[0] if name != "_id"}), fresh)

    def _anew(self, cohort: Cohort, message: Message) -> dict[str, Any]:
        """The letter's new words; one that cannot be written any more is parked, so that no empty letter leaves."""
        rendered = self.turns.letterbox.written(cohort, message)
        state = MessageState.FAILED if rendered.failure else message.state
        return values_of(rendered) | {"state": state, "detail": rendered.failure, "wording": message.wording}

    # --- what was written into forms ----------------------------------------------------------------------------

    def _forget_written(
        self,
        cohort: Cohort,
        answered: ColumnElement[bool] | None,
        drafted: ColumnElement[bool] | None,
        goes: Goes,
        unnamed: Unnamed,
    ) -> None:
        """Answers and drafts without what goes, and without a name; None: all of the cohort."""
        own = answers.c.cohort == cohort.code
        with self.db.writing() as db:
            rows = db.execute(
                select(*fields_of(answers, Answer)).where(own if answered is None else and_(own, answered))
            )
            changed = [
                {"_i": after.invitation, "_v": after.version, "_content": after.content, "_agreed": after.agreed}
                for before in [Answer(*row) for row in rows]
                if (after := forgotten(cohort, before, goes, unnamed)) is not before
            ]
            if changed:
                here = and_(own, answers.c.invitation == bindparam("_i"), answers.c.version == bindparam("_v"))
                db.execute(
                    update(answers).where(here).values(content=bindparam("_content"), agreed=bindparam("_agreed")),
                    changed,
                )
        own = drafts.c.cohort == cohort.code
        with self.db.writing() as db:
            query = select(drafts.c.invitation, drafts.c.content)
            for key, content in db.execute(query.where(own if drafted is None else and_(own, drafted))).all():
                after = forgotten(cohort, _as_answer(cohort, key, content), goes, unnamed).content
                here = and_(own, drafts.c.invitation == key)
                if not after:
                    db.execute(delete(drafts).where(here))
                elif after != content:
                    db.execute(update(drafts).where(here).values(content=after))

    def _delete_files(self, code: str, scopes: list[str]) -> None:
        with self.db.reading() as db:
            mine = list(db.scalars(select(files.c.id).where(files.c.cohort == code, files.c.scope.in_(scopes))))
        for key in mine:
            self.files.delete(key)


def _without_name(message: Message, unnamed: Unnamed) -> Message:
    """The message without a name in what a coordinator wrote for it."""
    if message.wording is None:
        return message
    words = message.wording
    return replace(message, wording=replace(words, subject=unnamed(words.subject), body=unnamed(words.body)))


def _as_answer(cohort: Cohort, invitation: str, content: Mapping[str, Any]) -> Answer:
    """A draft as the answer it would become."""
    about_and_form, _, by = invitation.rpartition(":")
    return Answer(invitation, 0, about_and_form.rpartition(":")[2], by, cohort.launched_at, content)


def _may_go(cohort: Cohort, person: str) -> None:
    for group in cohort.groups_of(person, PairState.PROPOSED, PairState.OFFERED, PairState.ACTIVE):
        raise StorageError(
            say(
                "{person} cannot be erased while in {code}; let them leave the programme first",
                person=person,
                code=group.id,
            )
        )
    _ = cohort.participants[person]


def _naming(code: str, scopes: list[str], words: list[str]) -> ColumnElement[bool]:
    """Letters to somebody, about them or their groups, those in which their name or address stands, and whatever has the
    words of one of these because it was told in it."""
    quoted = holds((_m.text, _m.html, _m.subject), words)
    naming = and_(_m.cohort == code, or_(_m.to == scopes[0], _m.scope.in_(scopes), quoted))
    return or_(naming, _m.id.in_(select(_m.told_in).where(naming, _m.told_in.is_not(None))))


def _theirs(table: Table, person: str, groups: list[str]) -> ColumnElement[bool]:
    """Answers or drafts by somebody, or about them and their groups: the invitation's id is "about:form:to"."""
    key = table.c.invitation
    about = [key.startswith(f"{person}:", autoescape=True)]
    about += [key.startswith(f"{group}{sign}", autoescape=True) for group in groups for sign in ":."]
    return or_(key.endswith(f":{person}", autoescape=True), *about)


def _belonging_to(person: str) -> Goes:
    def goes(_: Belonging, owners: frozenset[str]) -> bool:
        return person in owners

    return goes


def _nothing(belongs: Belonging, owners: frozenset[str]) -> bool:
    return False
