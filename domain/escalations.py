"""Escalations: cases for the coordinator, with an outcome. "At risk" is not a state: it is an open case."""

from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta

from domain.belonging import Audience, Code, Kept, Use, personal
from domain.lifecycles import EscalationState
from domain.people import PARTICIPANT
from domain.saying import sayings

SECOND_CLICK = timedelta(minutes=10)  # the same words again within this time were sent once


@dataclass(frozen=True)
class Noted:
    """What the office adds to a case, as a fact: a row of domain/remarks.NOTED, and the code and number it is about."""

    what: Code
    of: Code
    number: int = 0


@dataclass(frozen=True)
class Remark:
    """What one person wrote about a case; kept as it is, whatever is written after it. `by` is "" for the office itself.

    `passed_on`: the coordinator's words that go to those concerned in a letter. `noted`: what the office knows about it.
    """

    by: Code
    at: datetime
    words: str = field(metadata=personal("by", audience=Audience.COORDINATOR, use=Use.CARE, kept=Kept.CONFIDENCE))
    passed_on: bool = False
    noted: Noted | None = None


@dataclass(frozen=True)
class Escalation:
    """A case that only a person can decide. `matter` says what happened (a row of domain/escalations.MATTERS)."""

    id: Code  # the key of the Due that opened it
    about: Code
    matter: Code
    scope: Code
    opened_at: datetime
    state: EscalationState = EscalationState.OPEN
    outcome: Code = ""
    decided_by: Code = ""
    decided_at: datetime | None = None
    snoozed_until: datetime | None = None
    remarks: tuple[Remark, ...] = ()

    @property
    def is_open(self) -> bool:
        return self.state in (EscalationState.OPEN, EscalationState.ACKNOWLEDGED)

    @property
    def was_written(self) -> bool:
        """A coordinator has written to those concerned."""
        return any(remark.passed_on for remark in self.remarks)

    @property
    def was_told(self) -> bool:
        """A mentor or a mentee has written about it, and wants to be read."""
        return any(PARTICIPANT.fullmatch(remark.by) for remark in self.remarks)

    @property
    def rests_until(self) -> datetime | None:
        """Until when it was put off; None when it was not, or when somebody has written since: what they write wakes it."""
        decided = self.decided_at or self.opened_at
        is_woken = any(remark.at > decided and remark.by != self.decided_by for remark in self.remarks)
        return None if is_woken else self.snoozed_until

    def with_remark(self, remark: Remark) -> "Escalation":
        """The case with one more remark; nothing is added by a second click."""
        last = next((known for known in reversed(self.remarks) if known.by == remark.by), None)
        if last and (last.words, last.noted) == (remark.words, remark.noted) and remark.at - last.at < SECOND_CLICK:
            return self
        return replace(self, remarks=(*self.remarks, remark))

    def key_of_letter(self, remark: Remark, to: str) -> str:
        """The key of the letter that passes this remark on: its minute, and its place among those of one minute."""
        minute = f"{remark.at:%Y-%m-%dT%H%M}"
        same = [one for one in self.remarks if one.passed_on and f"{one.at:%Y-%m-%dT%H%M}" == minute]
        place = same.index(remark) + 1
        return f"{self.id}:words:{minute}{f'-{place}' if place > 1 else ''}:{to}"


MATTERS = sayings(
    {
        "missed_session": "A pair has not met and does not answer",
        "disagreement": "The two tell different stories about a session",
        "agreement": "Someone wants to change how a pair works together",
        "poor_fit": "Someone says that the pair does not fit",
        "bounced": "A letter came back: the address does not work",
        "help": "Someone asks for help",
        "reply": "Someone has answered a letter by mail",
        "call_for_help": "Words in an answer may be a call for help; please read it",
        "left": "Someone does not go on",
        "materials": "Recruitment should open, but materials are not signed off",
        "too_few_pairs": "Mentoring should start, but too few pairs are confirmed",
        "failed_match": "The matchmaker has no answer that stands up to a second look; close the case to have it try again",
        "midterm_gap": "The mid-term answers of a pair differ widely",
        "low_marks": "Marks of a pair are low",
        "question": "Someone has a question before they accept a match",
        "no_signature": "A pair has started without an agreement",
        "no_date": "A session of a pair still has no date",
        "no_report": "Nobody has told how a session went",
        "no_answer": "A suggested match still waits for an answer",
        "no_plan": "A mentee has not written a plan yet",
        "no_midterm": "Half-way answers of a pair are missing",
        "no_reflection": "Somebody has not looked back yet",
        "no_place": "A gathering has no place yet",
        "not_printed": "A document could not be printed",
        "missed_gathering": "Some have missed a gathering that everybody should have been to",
    }
)
# What happens if nobody decides.
MEANWHILE = sayings(
    {
        "disagreement": "Until you settle it, this session counts neither for a certificate nor in the evaluation.",
        "no_place": "Nobody is invited before there is a place. Say where it is with the form on your desk, or move it or "
        "call it off on its page; if nothing happens, its day passes without anybody there.",
        "missed_gathering": "If there is a recording, leave its link with the list of those who came: they get it, and this "
        "case closes. Else write to them; nothing else happens by itself.",
    }
)
