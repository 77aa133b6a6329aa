"""Sessions: the meetings of a group. First a window, then a date, then a report that another member confirms."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

from domain.belonging import Code, answer_to
from domain.lifecycles import SessionState
from domain.people import Organizer


@dataclass(frozen=True)
class SessionReport:
    """What one member told about a session. `private` is for the coordinator only."""

    by: Code
    at: datetime
    outcome: Code  # a key of careers.MEETING_OUTCOMES; everybody in the group knows it
    held_on: date | None = None
    minutes: int = 0
    format: Code = ""
    topics: tuple[Code, ...] = field(default=(), metadata=answer_to("session_report.topics", "by", stays=True))
    summary: str = field(default="", metadata=answer_to("session_report.summary", "by"))
    next_step: str = field(default="", metadata=answer_to("session_report.next_step", "by"))
    introduction: bool = field(default=False, metadata=answer_to("session_report.introduction_made", "by", stays=True))
    usefulness: int = field(default=0, metadata=answer_to("session_report.usefulness", "by", stays=True))  # 1-4
    fit: str = field(default="", metadata=answer_to("session_report.fit", "by"))  # good | deciding | not_good
    private: str = field(default="", metadata=answer_to("session_report.private", "by"))


@dataclass(frozen=True)
class Confirmation:
    """Another member's word on a report: `agrees` or not. Only a disagreement reaches the coordinator."""

    by: Code
    at: datetime
    agrees: bool = field(metadata=answer_to("report_confirmation.agrees", "by", stays=True))
    words: str = field(default="", metadata=answer_to("report_confirmation.words", "by"))
    usefulness: int = field(default=0, metadata=answer_to("report_confirmation.usefulness", "by", stays=True))  # 1-4
    fit: str = field(default="", metadata=answer_to("report_confirmation.fit", "by"))  # good | deciding | not_good


@dataclass(frozen=True)
class Span:
    """Some time: from `first` until `until`."""

    first: datetime
    until: datetime


@dataclass(frozen=True)
class Offer:
    """When one member could meet, as they told it at that moment."""

    by: Code
    at: datetime
    spans: tuple[Span, ...] = field(default=(), metadata=answer_to("offer_times.times", "by"))


@dataclass(frozen=True)
class Unsuited:
    """Somebody's calendar has answered that this date does not suit, and perhaps which would.

    `sequence`: which of the dates of the session it was; another one is not meant.
    """

    by: Code
    at: datetime
    sequence: int
    proposes: datetime | None = None


@dataclass(frozen=True)
class Session:
    """One of a group's sessions. The window is [opens, closes); `starts_at` is set once they agree on a date.

    `sequence` counts changes of the date (RFC 5545 SEQUENCE). `missed_at` is the moment the silence began: the
    missed-session ladder counts from it.
    """

    id: Code  # "P07.3"
    group: Code
    number: int
    opens: datetime
    closes: datetime
    state: SessionState = SessionState.PLANNED
    starts_at: datetime | None = None
    dated_at: datetime | None = None  # when they told the date that stands
    minutes: int = 60
    place: str = field(default="", metadata=answer_to("session_date.place", "scope"))
    sequence: int = 0
    objectives: Mapping[Code, str] = field(  # by code: what somebody wants to take home
        default_factory=dict, metadata=answer_to("meeting_objective.objective", "keys")
    )
    missed_at: datetime | None = None
    held_on: date | None = None
    settled_at: datetime | None = None  # when it became held or cancelled
    reports: tuple[SessionReport, ...] = ()
    confirmation: Confirmation | None = None
    organizer: Organizer | None = None  # of its calendar entry, once one went out
    offers: tuple[Offer, ...] = ()  # while it has no date: when its members could meet
    unsuited: Unsuited | None = None

    @property
    def scope(self) -> str:
        return self.group

    @property
    def report(self) -> SessionReport | None:
        """The report that stands: the newest one."""
        return self.reports[-1] if self.reports else None

    @property
    def ends_at(self) -> datetime | None:
        """The end of a dated session."""
        return self.starts_at + timedelta(minutes=self.minutes) if self.starts_at else None

    @property
    def does_not_suit(self) -> Unsuited | None:
        """Who has said by calendar that the date of now does not suit."""
        return self.unsuited if self.unsuited and self.unsuited.sequence == self.sequence else None

    @property
    def settled(self) -> bool:
        return self.state in (SessionState.HELD, SessionState.CANCELLED)
