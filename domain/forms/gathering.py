"""Gathering: the coordinator says where it is, and what it is about. When it is, is not asked here."""

from datetime import datetime
from typing import Any

from domain.belonging import Audience, Kept, Use
from domain.cohort import Cohort
from domain.dates import day_of, time_of
from domain.forms.form import Form, question
from domain.forms.kinds import Short, Text
from domain.gatherings import NOT_A_PLACE
from domain.invitations import Invitation
from domain.saying import say, together
from domain.text import as_typed


class GatheringPlace(Form):
    """Invitations go out once the place is known. Until then nobody hears of it."""

    name = "gathering"
    title = "Where a gathering is"
    by = "coordinator"
    reader = Audience.EVERYBODY
    use = Use.MEETING
    kept_for = Kept.OFFICE
    thanks = "Thank you. The invitations say so."

    place: Short = question(
        "The place, or the link of the call",
        widget="line",
        hint="It stands in invitations and in calendars.",
        min_length=1,
    )
    agenda: Text = question(
        "Agenda",
        "",
        widget="text",
        hint="What happens there; a line or two for the invitation. Where the programme proposes something, change it freely.",
    )
    material: Text = question("Material", "", widget="text", hint="What to read or bring; for those who come.")

    @classmethod
    def introduction(cls, cohort: Cohort, invitation: Invitation) -> str:
        gathering = cohort.gatherings[invitation.about]
        day, time = day_of(gathering.starts_at, cohort.zone), time_of(gathering.starts_at, cohort.zone)
        told = say(
            "**{gathering}**: {day} at {time} ({zone})",
            gathering=as_typed(gathering.title),
            day=day,
            time=time,
            zone=cohort.zone,
        )
        return together((told, super().introduction(cohort, invitation)))

    @classmethod
    def prefilled(cls, cohort: Cohort, invitation: Invitation) -> dict[str, Any]:
        gathering = cohort.gatherings[invitation.about]
        place = gathering.place if gathering.has_a_place else ""
        return {"place": place, "agenda": gathering.agenda, "material": gathering.material}

    def look_twice(self, cohort: Cohort, invitation: Invitation, at: datetime) -> dict[str, str]:
        gathering = cohort.gatherings[invitation.about]
        if gathering.cancelled_at is not None:
            return {"": say("This gathering was cancelled.")}
        if self.place.strip().casefold() in NOT_A_PLACE:
            return {"place": say("Please give the link of the call, or the room: whoever comes has to find it.")}
        return {}

    def take_in(self, cohort: Cohort, invitation: Invitation, at: datetime) -> Cohort:
        told = {"place": self.place, "agenda": self.agenda, "material": self.material}
        return cohort.put(cohort.gatherings[invitation.about].changed(at, cohort.zone, **told))
