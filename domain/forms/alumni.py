"""Alumni: staying in touch after the programme, and how long we may keep somebody's answers."""

import datetime as dt
from dataclasses import replace
from datetime import datetime
from typing import Any

from domain.belonging import Use
from domain.cohort import Cohort
from domain.dates import add_months, day_of
from domain.forms.form import Form, question
from domain.forms.kinds import Code
from domain.invitations import Invitation
from domain.lifecycles import ApplicationState
from domain.permission import Permission
from domain.policy import Policy
from domain.saying import say, sayings

NEXT_TIME = sayings(
    {
        "mentor": "As a mentor",
        "speaker": "As a speaker",
        "ambassador": "By telling others",
        "place": "As a mentee: keep my place on the waiting list",
    }
)
KEEP_MONTHS_MAX = 60
COUNTED_TOO = (Use.CARE, Use.EVALUATION)


class Alumni(Form):
    """The programme is over, the network stays. Everything here is up to you, and you can change it until the
    programme closes."""

    name = "alumni"
    title = "Stay in touch"
    thanks = "Thank you. All the best, and see you again."

    linkedin: bool = question("I have joined the group of alumni", False, widget="yes", use=COUNTED_TOO)
    follow_up_events: bool = question(
        "Invite me to follow-up events",
        False,
        widget="yes",
        use=COUNTED_TOO,
        permission=Permission(
            say("To invite you to events that follow the programme."), say("We invite you to no more of them.")
        ),
    )
    next_time: tuple[Code, ...] = question(
        "I would like to take part again",
        (),
        widget="choices",
        options=NEXT_TIME,
        max_length=len(NEXT_TIME),
        use=COUNTED_TOO,
        permission=Permission(
            say("To ask you when the next programme begins."),
            say("We do not ask you then, and no place on its waiting list is kept for you."),
        ),
    )
    later_questions: bool = question(
        "You may ask me later what came of it",
        False,
        widget="yes",
        use=COUNTED_TOO,
        permission=Permission(say("To ask you later what came of it."), say("We do not ask you.")),
    )
    keep_until: dt.date | None = question(
        "Keep my data until",
        None,
        widget="date",
        hint="Empty: as the privacy notice says. At most five years.",
        use=Use.KEEPING,
        permission=Permission(
            say("To keep what is yours until the day you chose."), say("It is kept as long as the privacy notice says.")
        ),
    )

    @classmethod
    def skips(cls, cohort: Cohort, invitation: Invitation) -> frozenset[str]:
        """Nobody is asked about a group that there is not."""
        return frozenset() if cohort.policy.follow_up.alumni_group else frozenset({"linkedin"})

    @classmethod
    def links(cls, policy: Policy) -> dict[str, str]:
        return {"linkedin": policy.follow_up.alumni_group}

    @classmethod
    def options(cls, cohort: Cohort, invitation: Invitation) -> dict[str, dict[str, str]]:
        """A place on the waiting list is kept by whoever has one."""
        application = cohort.applications.get(invitation.about)
        waits = application is not None and application.state is ApplicationState.WAITLISTED
        return {"next_time": {code: words for code, words in NEXT_TIME.items() if waits or code != "place"}}

    @classmethod
    def prefilled(cls, cohort: Cohort, invitation: Invitation) -> dict[str, Any]:
        application = cohort.applications.get(invitation.about)
        return cls.still_asked(application.alumni) if application else {}

    def look_twice(self, cohort: Cohort, invitation: Invitation, at: datetime) -> dict[str, str]:
        if invitation.about not in cohort.applications:
            return {"": say("We have no application of yours to which this could belong.")}
        today = day_of(at, cohort.zone)
        if self.keep_until is not None and not today <= self.keep_until <= add_months(today, KEEP_MONTHS_MAX):
            return {"keep_until": say("Please choose a day within the next five years.")}
        return {}

    def take_in(self, cohort: Cohort, invitation: Invitation, at: datetime) -> Cohort:
        return cohort.put(replace(cohort.applications[invitation.about], alumni=self.kept()))
