"""Sentences: what a passage of a story says in one line. What people wrote in it is shown beside, not put into it."""

from collections.abc import Callable, Mapping

from domain.acts import ACTS
from domain.cohort import Cohort
from domain.dates import day_of, time_of
from domain.escalations import MATTERS
from domain.forms import FORMS
from domain.forms.note import Note
from domain.saying import say
from domain.states import APPLICATIONS, DOCUMENTS, PAIRS, letter_named
from domain.story.passages import Case, Happened, Passage, Printed, Told, What, Written


def sentence(cohort: Cohort, passage: Passage) -> str:
    """The line of a passage, with names: for the coordinator's pages alone."""
    match passage:
        case Told():
            who, form = name_of(cohort, passage.by), FORMS[passage.form].title
            if passage.form == Note.name:
                return say("{who} noted", who=who)
            return say("{who} filled in “{form}”", who=who, form=form)
        case Written():
            subject = passage.subject or letter_named(passage.letter)
            return say("Letter to {who}: {subject}", who=name_of(cohort, passage.to), subject=subject)
        case Happened():
            return SENTENCES[passage.what](cohort, passage)
        case Case():
            return say("Case: {matter}", matter=MATTERS.get(passage.case.matter, passage.case.matter))
        case Printed():
            kind = passage.document.kind
            return say("Printed: {document}", document=DOCUMENTS.get(kind, kind))


def name_of(cohort: Cohort, code: str) -> str:
    """Who somebody is, by name where there is one."""
    return cohort.name_of(code) or say("The office")


def about_what(cohort: Cohort, about: str) -> str:
    """What an answer or a case is about, where that is more than a person or a group as a whole."""
    if session := cohort.sessions.get(about):
        return say("session {number} of {group}", number=session.number, group=session.group)
    if gathering := cohort.gatherings.get(about):
        return gathering.title
    if case := cohort.escalations.get(about):
        return MATTERS.get(case.matter, case.matter)
    return about if about in cohort.groups else ""


Sentence = Callable[[Cohort, Happened], str]


def _session(cohort: Cohort, about: str) -> int:
    return cohort.sessions[about].number if about in cohort.sessions else int(about.rpartition(".")[2])


def _dated(cohort: Cohort, passage: Happened) -> str:
    group, number, starts = about_group(passage), _session(cohort, passage.about), passage.when
    if starts is None:
        return say("Session {number} of {group} lost its date", number=number, group=group)
    day, time = day_of(starts, cohort.zone), time_of(starts, cohort.zone)  # type: ignore[arg-type]  # a moment
    return say("Session {number} of {group} has a date: {day}, {time}", number=number, group=group, day=day, time=time)


def about_group(passage: Happened) -> str:
    """The group of a session's passage."""
    return passage.about.partition(".")[0]


def _held(cohort: Cohort, passage: Happened) -> str:
    group, number = about_group(passage), _session(cohort, passage.about)
    if passage.when is None:
        return say("Session {number} of {group} counts as held", number=number, group=group)
    return say("Session {number} of {group} was held on {day}", number=number, group=group, day=passage.when)


def _who(cohort: Cohort, passage: Happened) -> str:
    return name_of(cohort, passage.by or passage.about)


def _title(cohort: Cohort, passage: Happened) -> str:
    return cohort.gatherings[passage.about].title


def _state(passage: Happened) -> str:
    return next((words for state, words in PAIRS.items() if state.value == passage.state), passage.state)


def _decided(passage: Happened) -> str:
    return next((words for state, words in APPLICATIONS.items() if state.value == passage.state), passage.state)


SENTENCES: Mapping[What, Sentence] = {
    What.INVITED: lambda c, p: say("{who} was put on the list of those to invite", who=_who(c, p)),
    What.JOINED: lambda c, p: say("{who} came by the open link", who=_who(c, p)),
    What.DECIDED: lambda c, p: say("The application is {state}", state=_decided(p)),
    What.SUGGESTED: lambda c, p: say("{group} was suggested", group=p.about),
    What.ACCEPTED: lambda c, p: say("{who} said yes to {group}", who=_who(c, p), group=p.about),
    What.DECLINED: lambda c, p: say("{who} did not say yes to {group}", who=_who(c, p), group=p.about),
    What.BEGAN: lambda c, p: (
        say("{group} began, with mentoring from {day} on", group=p.about, day=p.when)
        if p.when
        else say("{group} began", group=p.about)
    ),
    What.SIGNED: lambda c, p: say("{who} signed the agreement of {group}", who=_who(c, p), group=p.about),
    What.OVER: lambda c, p: say("{group} is over: {state}", group=p.about, state=_state(p)),
    What.WENT_ON: lambda c, p: say("{who} left {group}, and the others go on", who=_who(c, p), group=p.about),
    What.DATED: _dated,
    What.MISSED: lambda c, p: say(
        "Session {number} of {group} counts as missed", number=_session(c, p.about), group=about_group(p)
    ),
    What.HELD: _held,
    What.CANCELLED: lambda c, p: say(
        "Session {number} of {group} does not take place", number=_session(c, p.about), group=about_group(p)
    ),
    What.CAME: lambda c, p: say("{who} came to “{title}”", who=_who(c, p), title=_title(c, p)),
    What.STAYED_AWAY: lambda c, p: say("{who} did not come to “{title}”", who=_who(c, p), title=_title(c, p)),
    What.BOUNCED: lambda c, p: say("Letters to {who} come back", who=_who(c, p)),
    What.REACHED: lambda c, p: say("Letters can reach {who} again", who=_who(c, p)),
    What.OPTED_OUT: lambda c, p: say("{who} takes only letters that are needed", who=_who(c, p)),
    What.OPTED_IN: lambda c, p: say("{who} takes calls and news again", who=_who(c, p)),
    What.LEFT: lambda c, p: say("{who} left the programme", who=_who(c, p)),
    What.ERASED: lambda c, p: say("{who} was erased", who=p.about),
    What.ACTED: lambda c, p: say("{who} did “{act}” ({about})", who=_who(c, p), act=ACTS[p.state].title, about=p.about),
    What.UNDONE: lambda c, p: say(
        "{who} took “{act}” back ({about})", who=_who(c, p), act=ACTS[p.state].title, about=p.about
    ),
    What.SENT_AGAIN: lambda c, p: (
        say("{who} had a letter sent again", who=name_of(c, p.by)) if p.by else say("A letter was sent again")
    ),
}
