"""Act: the base of everything a coordinator may do without a case. A form of the desk: it declares its questions, says when
it is offered, checks what was typed, and makes the next cohort. Pure. What it will cause is found out by playing it
(office/acts); nothing here writes a letter that no rule would write, but where the act is the only cause.
"""

from datetime import date, datetime, timedelta
from typing import ClassVar, Literal

from domain.belonging import Use
from domain.cohort import Cohort, Entry
from domain.dates import start_of
from domain.deeds import key_at
from domain.forms.form import Form
from domain.invitations import Invitation, invitation_id
from domain.saying import say

Place = Literal["group", "person", "gathering", "cohort"]


class Act(Form):
    """Base of all acts. `on`: what it is done to, and so on which page it stands. Its answer is kept in the records that it
    changes and nowhere else, so it asks for nothing that no record holds.

    `page`: where its questions are asked, under the address of the desk, if not on the page of all acts; `offered_on`: the
    page of the desk that offers it, if not that of what it is done to. `erases`: afterwards the person is forgotten, so
    nothing can be taken back. `renews`: links of the person are replaced, so letters that wait are written anew.
    `compares`: it looks at everybody of the cohort, not only at those around whom it is done to.
    """

    by = "coordinator"
    whose = ("author", "subject")
    use = Use.DECISION
    on: ClassVar[Place]
    page: ClassVar[str] = ""
    offered_on: ClassVar[str] = ""
    erases: ClassVar[bool] = False
    renews: ClassVar[bool] = False
    compares: ClassVar[bool] = False
    thanks = say("Done.")

    @classmethod
    def offered(cls, cohort: Cohort, about: str, at: datetime) -> bool:
        """Whether it is possible now."""
        raise NotImplementedError

    def back_until(self, cohort: Cohort, at: datetime) -> datetime | None:
        """Until when it can be taken back although it causes no letter yet; None: for as long as others."""
        return None


def order_of(act: type[Act], cohort: Cohort, about: str, by: str, at: datetime) -> Invitation:
    """The act as an open form: what it is about, and who does it."""
    return Invitation(invitation_id(about, act.name, by), act.name, by, about, cohort.scope_of(about), at)


def done(act: Act, cohort: Cohort, about: str, by: str, at: datetime) -> Cohort:
    """The cohort after the act, with its line in the journal."""
    order = order_of(type(act), cohort, about, by, at)
    line = Entry(key_of(act, cohort, about, at), order.scope, at, f"{act.name} {about}".strip(), by)
    return act.take_in(cohort, order, at).note(line)


def key_of(act: Act, cohort: Cohort, about: str, at: datetime) -> str:
    """The key of its journal line, by which it can be taken back."""
    return key_at(f"{about or 'cohort'}:{act.name}", at, cohort.journal)


def mistake_in_last_day(last: date, cohort: Cohort, at: datetime) -> dict[str, str]:
    """What is wrong with the last day on which somebody who comes late may apply; nothing when it will do."""
    closes = start_of(last + timedelta(1), cohort.zone)
    if closes <= at:
        return {"last": say("These days are over.")}
    if closes > cohort.milestones.mentoring_ends:
        return {"last": say("Mentoring is over by then. Please choose an earlier day.")}
    return {}
