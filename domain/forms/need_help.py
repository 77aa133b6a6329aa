"""I need help: a participant asks the coordinator, at any time and about anything."""

from datetime import datetime

from domain.belonging import Kept
from domain.cohort import Cohort
from domain.escalations import Noted
from domain.forms.form import Form, question
from domain.forms.kinds import Code, Text
from domain.forms.verbs import open_case
from domain.invitations import Invitation
from domain.saying import say, sayings, together
from domain.text import as_typed

CONCERNS = sayings(
    {
        "contact": "I cannot reach my partner",
        "fit": "We do not fit",
        "talks": "How to make our talks better",
        "behaviour": "Something happened that was not all right",
        "technical": "A form, a link, a letter",
        "other": "Something else",
    },
    context="concern",
)


class NeedHelp(Form):
    """Whatever it is: tell the coordinator. Nobody else reads this."""

    name = "need_help"
    title = "I need help"
    kept_for = Kept.CONFIDENCE
    anytime = True
    after_leaving = True
    thanks = "The coordinator will get in touch with you."

    concern: Code = question("What is it about?", "other", widget="choice", options=CONCERNS)
    words: Text = question("What happened, and what would help?", widget="text", min_length=1)

    @classmethod
    def introduction(cls, cohort: Cohort, invitation: Invitation) -> str:
        told, neutral = super().introduction(cohort, invitation), cohort.neutral
        if neutral is None:
            return told
        instead = say(
            "If you would rather talk to somebody who is neither your partner nor the office: write to {name}, {email}. "
            "Nobody tells us of it.",
            name=as_typed(neutral.name),
            email=as_typed(neutral.email),
        )
        return together((told, instead))

    def take_in(self, cohort: Cohort, invitation: Invitation, at: datetime) -> Cohort:
        noted = Noted("concern", self.concern)
        return open_case(cohort, "help", invitation.about, invitation.to, at, self.words, noted=noted)
