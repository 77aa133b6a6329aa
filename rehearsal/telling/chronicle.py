"""Chronicle: a rehearsal as plain values, with the laws that were checked. What a coordinator reads of it is pages.py."""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from domain.cohort import Cohort
from domain.completion import completion
from domain.escalations import Escalation
from domain.lifecycles import PairState, SessionState
from domain.sessions import Session
from rehearsal.decisions import decisions
from rehearsal.history import History
from rehearsal.laws.invariants import INVARIANTS, broken_by
from rehearsal.telling.second_thoughts import warnings

Row = dict[str, Any]
PAIRED = (PairState.ACTIVE, PairState.COMPLETED, PairState.ENDED)


@dataclass(frozen=True)
class Chronicle:
    """What happened in one rehearsal. Everybody is a code; `history` is what the laws were read from."""

    pairs: tuple[Row, ...]
    sessions: tuple[Row, ...]
    letters: tuple[Row, ...]
    answers: tuple[Row, ...]
    escalations: tuple[Row, ...]
    completion: tuple[Row, ...]
    documents: tuple[Row, ...]
    decisions: Row
    invariants: Row
    warnings: tuple[str, ...]
    history: History = field(repr=False, compare=False)
    roles: Mapping[str, str] = field(default_factory=dict, repr=False, compare=False)

    def as_json(self) -> str:
        """All of it as JSON; the keys are stable."""
        keys = (
            *("pairs", "sessions", "letters", "answers", "escalations", "completion", "documents"),
            *("decisions", "invariants", "warnings"),
        )
        return json.dumps({key: getattr(self, key) for key in keys}, indent=1, ensure_ascii=False)

    @property
    def broken(self) -> Mapping[str, list[str]]:
        """The laws that did not hold, with what broke them."""
        found: Mapping[str, list[str]] = self.invariants["broken"]
        return found


def chronicle(history: History, roles: Mapping[str, str]) -> Chronicle:
    """The chronicle of a history; `roles`: the persona each code was played by."""
    cohort = history.cohort
    return Chronicle(
        pairs=tuple(_pair(cohort, id) for id in sorted(cohort.pairs)),
        sessions=tuple(_session(s) for _, s in sorted(cohort.sessions.items())),
        letters=tuple(
            {"key": one.key, "letter": one.letter, "to": one.to, "at": _iso(one.sent_at), "in": one.told_in}
            for one in history.sent
        ),
        answers=tuple(
            {"invitation": a.invitation, "form": a.form, "by": a.by, "version": a.version, "at": _iso(a.at)}
            for a in history.answers
        ),
        escalations=tuple(
            _case(case) for case in sorted(cohort.escalations.values(), key=lambda case: (case.opened_at, case.id))
        ),
        completion=tuple(_completions(cohort, roles)),
        documents=tuple(
            {"id": d.id, "kind": d.kind, "to": d.to, "state": d.state.value, "printed_at": _iso(d.printed_at)}
            for _, d in sorted(cohort.documents.items())
        ),
        decisions=decisions(history.pressed),
        invariants={"checked": [law.__name__ for law in INVARIANTS], "broken": broken_by(history)},
        warnings=tuple(warnings(history)),
        history=history,
        roles=dict(roles),
    )


def _iso(moment: datetime | date | None) -> str | None:
    return None if moment is None else moment.isoformat()


def _pair(cohort: Cohort, id: str) -> Row:
    pair = cohort.pairs[id]
    held = sum(session.state is SessionState.HELD for session in cohort.sessions_of(id))
    return {
        "pair": id,
        "mentor": pair.mentor,
        "mentee": pair.mentee,
        "state": pair.state.value,
        "proposal": pair.proposal,
        "score": pair.score,
        "starts_on": _iso(pair.starts_on),
        "ended_because": pair.ended_because,
        "signed": bool(pair.agreement) and all(pair.has_signed(code) for code in pair.members),
        "held": held,
    }


def _session(session: Session) -> Row:
    return {
        "session": session.id,
        "state": session.state.value,
        "opens": _iso(session.opens),
        "starts_at": _iso(session.starts_at),
        "held_on": _iso(session.held_on),
        "reports": len(session.reports),
        "confirmed": session.confirmation.agrees if session.confirmation else None,
    }


def _case(case: Escalation) -> Row:
    return {
        "id": case.id,
        "matter": case.matter,
        "about": case.about,
        "state": case.state.value,
        "outcome": case.outcome,
        "opened_at": _iso(case.opened_at),
        "decided_at": _iso(case.decided_at),
    }


def _completions(cohort: Cohort, roles: Mapping[str, str]) -> Iterator[Row]:
    for code, person in sorted(cohort.participants.items()):
        if cohort.pairs_of(code, *PAIRED):
            found = completion(cohort, code)
            yield {
                "person": code,
                "role": person.role.value,
                "persona": roles.get(code, ""),
                "complete": found.complete and person.takes_part,
                "missing": [condition.words for condition in found.missing],
                "left": person.left is not None,
            }
