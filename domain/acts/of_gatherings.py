"""Acts on gatherings: change one, call one off, add another in the middle of a programme, say where its recording is.

Who hears of it, and which calendars follow, the rules know (domain/rules/gathering, gathering_changes, gathering_after).
"""

import datetime as dt
from dataclasses import replace
from datetime import datetime
from typing import Any

from domain.acts.act import Act
from domain.belonging import Audience, Kept, Use
from domain.cohort import Cohort
from domain.dates import day_of, moment, time_of
from domain.forms.form import question
from domain.forms.kinds import Code, Line, Short, Text
from domain.forms.verbs import revoke
from domain.gatherings import FOLLOW_UP_EVENT, NOT_A_PLACE, Gathering
from domain.invitations import Invitation
from domain.lifecycles import Phase
from domain.saying import say, sayings

KINDS = sayings(
    {
        "activity": "Accompanying activity",
        FOLLOW_UP_EVENT: "Follow-up event",
        "networking": "Networking",
        "instruction": "Introduction for mentors",
        "other": "Something else",
    },
    context="gathering",
)
AUDIENCES = sayings({"all": "Everybody", "mentees": "Mentees", "mentors": "Mentors"}, context="audience")
GATHERS_IN = (Phase.RECRUITMENT, Phase.MENTORING, Phase.FOLLOW_UP, Phase.CLOSED)


class OfGatherings(Act):
    """Base of acts that say when, where and what a gathering is."""

    reader = Audience.EVERYBODY
    use = Use.MEETING
    kept_for = Kept.OFFICE
    reach = "cohort"

    title_of_it: Line = question("What it is called", min_length=1)
    day: dt.date = question("Day", widget="date")
    time: dt.time = question("Hour", widget="time")
    minutes: int = question("Minutes", 60, widget="number", ge=15, le=480)
    place: Short = question("The place, or the link of the call", min_length=1)
    agenda: Text = question("Agenda", "", widget="text")
    material: Text = question("Material", "", widget="text")

    def look_twice(self, cohort: Cohort, invitation: Invitation, at: datetime) -> dict[str, str]:
        if self.place.strip().casefold() in NOT_A_PLACE:
            return {"place": say("Please give the link of the call, or the room: whoever comes has to find it.")}
        if self.starts_at(cohort) <= at:
            return {"day": say("This moment is over.")}
        if self.starts_at(cohort) >= cohort.milestones.closes and self.of_kind(cohort, invitation) != FOLLOW_UP_EVENT:
            return {"day": say("The cohort is closed by then.")}
        return {}

    def of_kind(self, cohort: Cohort, invitation: Invitation) -> str:
        """The kind of the gathering that this is about."""
        known = cohort.gatherings.get(invitation.about)
        return known.kind if known else ""

    def starts_at(self, cohort: Cohort) -> datetime:
        return moment(self.day, self.time.replace(second=0, microsecond=0, tzinfo=None), cohort.zone)


class ChangeGathering(OfGatherings):
    """Another day is asked for anew: whoever was invited hears of it once. Another hour or place is told to those who come,
    and their calendars follow. Of the agenda nobody hears before the next letter."""

    name = "change_gathering"
    title = "Move or change it"
    on = "gathering"

    @classmethod
    def offered(cls, cohort: Cohort, about: str, at: datetime) -> bool:
        return _lies_ahead(cohort, about, at)

    @classmethod
    def prefilled(cls, cohort: Cohort, invitation: Invitation) -> dict[str, Any]:
        known = cohort.gatherings[invitation.about]
        return {
            "title_of_it": known.title,
            "day": day_of(known.starts_at, cohort.zone),
            "time": time_of(known.starts_at, cohort.zone),
            "minutes": known.minutes,
            "place": known.place if known.has_a_place else "",
            "agenda": known.agenda,
            "material": known.material,
        }

    def take_in(self, cohort: Cohort, invitation: Invitation, at: datetime) -> Cohort:
        known = cohort.gatherings[invitation.about]
        told = {"title": self.title_of_it, "starts_at": self.starts_at(cohort), "minutes": self.minutes}
        more = {"place": self.place, "agenda": self.agenda, "material": self.material}
        return cohort.put(known.changed(at, cohort.zone, **told, **more))


class CancelGathering(Act):
    """It will not take place. Whoever said that they come hears it, and it leaves their calendar."""

    name = "cancel_gathering"
    title = "Call it off"
    on = "gathering"
    reach = "cohort"

    @classmethod
    def offered(cls, cohort: Cohort, about: str, at: datetime) -> bool:
        return _lies_ahead(cohort, about, at)

    def take_in(self, cohort: Cohort, invitation: Invitation, at: datetime) -> Cohort:
        cohort = cohort.put(replace(cohort.gatherings[invitation.about], cancelled_at=at))
        return revoke(cohort, lambda one: one.about == invitation.about and one.form in ("rsvp", "gathering"))


class AddRecording(Act):
    """It goes to those who asked for it, and to those who missed what everybody should have seen."""

    name = "add_recording"
    title = "Say where the recording is"
    on = "gathering"
    reader = Audience.EVERYBODY
    use = Use.MEETING
    kept_for = Kept.OFFICE
    reach = "cohort"

    recording: Short = question("Link of the recording", min_length=1)

    @classmethod
    def offered(cls, cohort: Cohort, about: str, at: datetime) -> bool:
        known = cohort.gatherings.get(about)
        return known is not None and cohort.is_open and known.cancelled_at is None and known.starts_at <= at

    @classmethod
    def prefilled(cls, cohort: Cohort, invitation: Invitation) -> dict[str, Any]:
        return {"recording": cohort.gatherings[invitation.about].recording}

    def take_in(self, cohort: Cohort, invitation: Invitation, at: datetime) -> Cohort:
        known = cohort.gatherings[invitation.about]
        return cohort.put(replace(known, recording=self.recording, recorded_at=known.recorded_at or at))


class AddGathering(OfGatherings):
    """Invitations leave some time before it, or at once if it is soon. To a follow-up event, which may take place after the
    programme has closed, those are invited who said that they want to be."""

    name = "add_gathering"
    title = "Add a gathering"
    on = "cohort"

    kind: Code = question("Kind", "activity", widget="choice", options=KINDS)
    audience: Code = question("For whom", "all", widget="choice", options=AUDIENCES)

    @classmethod
    def offered(cls, cohort: Cohort, about: str, at: datetime) -> bool:
        return cohort.phase in GATHERS_IN

    @classmethod
    def options(cls, cohort: Cohort, invitation: Invitation) -> dict[str, dict[str, str]]:
        return {"kind": KINDS if cohort.is_open else {FOLLOW_UP_EVENT: KINDS[FOLLOW_UP_EVENT]}}

    @classmethod
    def prefilled(cls, cohort: Cohort, invitation: Invitation) -> dict[str, Any]:
        return {} if cohort.is_open else {"kind": FOLLOW_UP_EVENT}

    def of_kind(self, cohort: Cohort, invitation: Invitation) -> str:
        return self.kind

    def take_in(self, cohort: Cohort, invitation: Invitation, at: datetime) -> Cohort:
        known = sum(one.kind == self.kind for one in cohort.gatherings.values())
        key = f"G-{self.kind}-{known + 1}" if known else f"G-{self.kind}"
        return cohort.put(
            Gathering(
                key,
                self.kind,
                self.title_of_it,
                self.audience,
                self.starts_at(cohort),
                self.minutes,
                self.place,
                agenda=self.agenda,
                material=self.material,
            )
        )


def _lies_ahead(cohort: Cohort, about: str, at: datetime) -> bool:
    known = cohort.gatherings.get(about)
    gathers = cohort.phase in GATHERS_IN
    return known is not None and gathers and known.cancelled_at is None and known.starts_at > at


ACTS: tuple[type[Act], ...] = (ChangeGathering, CancelGathering, AddRecording, AddGathering)
