"""Roles: what a letter says to whoever got, changed or lost a role: what they are now, what that means, who decided it."""

from collections.abc import Mapping
from dataclasses import dataclass

from domain.cohort import Cohort
from domain.messages import Message
from domain.saying import filled, say, sayings

NOW = sayings(
    {
        "lead": "You lead {cohort} now",
        "coordinator": "You run {cohort} now, with {lead}",
        "reader": "You look on in {cohort} now",
        "stand-in": "You stand in for {lead} in {cohort}",
        "away": "{colleague} stands in for you in {cohort}",
        "back": "You answer for {cohort} again",
        "over": "{lead} answers for {cohort} again",
        "ended": "You are no longer at the desk of {cohort}",
        "office-ended": "You no longer run {cohort}",
        "admin": "You look after the whole office now",
        "admin-ended": "You no longer look after the office",
    },
    context="role",
)
MEANS = sayings(
    {
        "lead": "The letters of the office come to you, and so does what participants answer to letters. On the desk you see "
        "and decide everything, and you say who else runs this programme.",
        "coordinator": "On the desk you see everything and may decide everything, as {lead} does. The letters of the office "
        "go to {lead}; what waits stands on the desk for both of you.",
        "reader": "You see who meets whom, dates and counts. You decide nothing, and read nothing that participants wrote.",
        "stand-in": "From {first} to {last}, both days included, the letters to {lead} and the answers to letters come to "
        "you. Afterwards they go back to {lead} by themselves.",
        "away": "From {first} to {last}, both days included, letters to you and answers to letters go to {colleague}. "
        "Afterwards they come to you again by themselves. Everything else stays as it is.",
        "back": "Letters of the office, and answers to letters, come to you again.",
        "over": "Thank you for standing in. Letters and answers go to {lead} again; you still run the programme together.",
        "ended": "You are signed out, and this desk does not open for you any more. What you did there is kept.",
        "office-ended": "You still see its desk, as you look after the whole office. Sign in again to go on.",
        "admin": "You see the desk of every programme, without what participants wrote. You say who runs what, and you "
        "register colleagues.",
        "admin-ended": "You are signed out. If you run programmes yourself, they stay yours: sign in again to go on.",
    },
    context="role",
)
OF_THE_OFFICE = ("admin", "admin-ended")


@dataclass(frozen=True)
class Given:
    """A role as the letter about it tells of it."""

    now: str
    means: str
    decided: str
    because: str


def given(cohort: Cohort, message: Message) -> Given:
    """What a letter about a role tells: the message is about the role and who gave it."""
    matter, _, by = message.about.partition(":")
    there = cohort.stand_in
    facts = {
        "cohort": cohort.name,
        "lead": cohort.lead.name,
        "colleague": cohort.name_of(there.code) if there else "",
        "first": there.first if there else None,
        "last": there.last if there else None,
    }
    because = say("your part in {cohort} has changed", cohort=cohort.name)
    return Given(
        _said(NOW, matter, facts),
        _said(MEANS, matter, facts),
        _decided(cohort, by, message.to),
        say("your part in the office has changed") if matter in OF_THE_OFFICE else because,
    )


def _said(table: Mapping[str, str], matter: str, facts: Mapping[str, object]) -> str:
    words = table[matter]
    return filled(
        words, **{name: fact for name, fact in facts.items() if f"{{{name}}}" in getattr(words, "message", "")}
    )


def _decided(cohort: Cohort, by: str, to: str) -> str:
    if by == to:
        return say("You decided this yourself.")
    if not by:
        return say("Whoever looks after the office decided this.")
    return say("{name} decided this.", name=cohort.name_of(by))
