"""Like an earlier one: a new cohort takes along those of an earlier one who said that they would take part again. Each group
of them comes in as one deed of the desk, so that it can be taken back until letters leave.
"""

from dataclasses import dataclass

from domain.again import keep_their_place, would_mentor_again
from domain.channels import AGAIN, WAITED
from domain.cohort import Cohort
from domain.deeds import Deed
from domain.people import Participant, Role
from office.acts.doing import Order, carry_out, look
from office.office import Office

KINDS = {"mentors": (Role.MENTOR, AGAIN, would_mentor_again), "waiting": (Role.MENTEE, WAITED, keep_their_place)}


@dataclass(frozen=True)
class Along:
    """Who could come along from an earlier cohort."""

    mentors: list[Participant]
    waiting: list[Participant]


def along(earlier: Cohort) -> Along:
    """Whoever said so, and can be written to."""
    return Along(would_mentor_again(earlier), keep_their_place(earlier))


def take_along(office: Office, code: str, earlier: Cohort, kind: str, by: str) -> Deed | None:
    """Invite them to the new cohort when their call opens; None when there is nobody."""
    role, source, those = KINDS[kind]
    people = [
        {"name": one.name, "email": one.email, "language": one.language, "time_zone": one.time_zone}
        for one in those(earlier)
    ]
    if not people:
        return None
    order = Order("take_in", "", by, {"role": role.value, "people": people, "source": f"{source}:{earlier.code}"})
    return carry_out(office, code, order, look(office, code, order).caused.mark)
