"""Note: what a coordinator wants to remember about a person or a group. Each one is kept as it is, with author and time."""

from datetime import datetime

from domain.belonging import Kept
from domain.cohort import Cohort
from domain.forms.form import Form, question
from domain.forms.kinds import Text
from domain.invitations import Invitation
from domain.saying import say, together


class Note(Form):
    """Only coordinators of this cohort read it."""

    name = "note"
    title = "Note"
    by = "coordinator"
    whose = ("author", "subject")
    kept_for = Kept.CONFIDENCE
    anytime = True
    on_desk = True
    thanks = "Noted."

    words: Text = question("Your note", widget="text", min_length=1)

    @classmethod
    def introduction(cls, cohort: Cohort, invitation: Invitation) -> str:
        return together((super().introduction(cohort, invitation), cls.whose_it_is(cohort, invitation.about)), " ")

    @classmethod
    def whose_it_is(cls, cohort: Cohort, about: str) -> str:
        """What becomes of a note, for whoever writes it: a note about somebody is theirs too."""
        if about in cohort.participants:
            return say("This person can ask for a copy of it, and it is erased with them.")
        if about in cohort.groups:
            return say("It is erased with the first of them who is, and is in nobody's copy of what we keep.")
        return say("It is about the programme: name nobody in it.")

    def take_in(self, cohort: Cohort, invitation: Invitation, at: datetime) -> Cohort:
        """The answer itself is the note; nothing else changes."""
        return cohort
