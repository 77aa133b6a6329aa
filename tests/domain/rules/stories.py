"""Stories: step through days with the real rules, and look at what was due."""

from dataclasses import replace

from domain.agenda import agenda, settle
from domain.lifecycles import DocumentState, InvitationState
from domain.steps import rules_of
from tests.builders import days


def on(cohort, moment):
    """The cohort after everything due at this moment was carried out."""
    after, tally = settle(cohort.settled(), moment, rules_of(cohort.phase))
    assert tally.failures == []
    return after


def through(cohort, *moments):
    for moment in moments:
        cohort = on(cohort, moment)
    return cohort


def due(cohort, moment, about=""):
    """The keys due at a moment, those that begin with `about`."""
    return [d.key for d in agenda(cohort, moment, rules_of(cohort.phase)) if d.key.startswith(about)]


def letters(cohort, about=""):
    """(letter, to) of what was written in the last turn."""
    return [(m.letter, m.to) for m in cohort.messages if m.key.startswith(about)]


def day_by_day(cohort, since, first, last, about=""):
    """(day, letter, to) of what is written on the mornings of these days, as long as nobody does anything; and the cohort."""
    told = []
    for day in range(first, last + 1):
        cohort = on(cohort, since + days(day + 0.4))
        told += [(day, letter, to) for letter, to in letters(cohort, about)]
    return told, cohort


def printed(cohort, at):
    """The cohort after the press has printed what was ordered."""
    ordered = [d for d in cohort.documents.values() if d.state is DocumentState.ORDERED]
    return cohort.put(*(replace(d, state=DocumentState.PRINTED, file="f1", printed_at=at) for d in ordered))


def forms_of(cohort, code):
    """(form, about) of what somebody has open."""
    return [(i.form, i.about) for i in cohort.invitations.values() if i.to == code and i.state is InvitationState.OPEN]
