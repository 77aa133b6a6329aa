"""Moving: what lies behind the links of a change of address: to the new one, by which it is confirmed, and to the old one, by
which it is taken back. What follows is domain/moving.py's. A link says by a mark which address it is for, never the address.
"""

from dataclasses import dataclass

from domain.cohort import Cohort
from domain.moving import may_go_back, moved, moved_back, waits_for_a_yes
from domain.one_person import mailbox
from domain.people import Participant
from domain.saying import say
from office import wake
from office.links import LinkRefused
from office.office import Office


@dataclass(frozen=True)
class Moving:
    """What the holder of a link may do: have their letters come to `address`, for the first time or `back` again."""

    cohort: Cohort
    person: Participant
    address: str
    back: bool
    taken: bool  # somebody else of the same role has it


def moving(office: Office, token: str) -> Moving:
    """What a link of a change of address is for; changes nothing. LinkRefused when it is none of ours, or too late."""
    code, who, mark = office.links.read_address(token)
    if code not in office.store.cohorts():
        raise LinkRefused(say("this link no longer works"))
    return _moving(office, office.store.load(code, focus={"", who}), who, mark)


def _moving(office: Office, cohort: Cohort, who: str, mark: str) -> Moving:
    person, now = cohort.participants.get(who), office.clock.now()
    if person is None or person.erased_at is not None:
        raise LinkRefused(say("this link no longer works"))
    asked, done = waits_for_a_yes(cohort, who, now), may_go_back(cohort, who, now)
    for address, back in ((asked.to if asked else "", False), (done.before if done else "", True)):
        if address and office.links.is_address_mark(mark, cohort.code, who, address):
            taken = mailbox(address) in cohort.mailboxes(person.role, but=who)
            return Moving(cohort, person, address, back, taken)
    raise LinkRefused(say("this link no longer works"))


def have_it_so(office: Office, token: str) -> Moving:
    """Letters come to the address of this link from now on, and those that wait follow."""
    code, who, mark = office.links.read_address(token)
    found, now = moving(office, token), office.clock.now()
    if found.taken:
        return found

    def turn(cohort: Cohort) -> Cohort:
        current = _moving(office, cohort, who, mark)
        return moved_back(cohort, who, now) if current.back else moved(cohort, who, now)

    after = office.store.update(code, turn, focus={"", who})
    office.store.erasure.write_anew(code, who)
    wake.answered(office.settings, code, after.phase)
    return found
