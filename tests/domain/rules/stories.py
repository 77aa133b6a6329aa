"""Stories: step through days with the real rules, and look at what was due."""

from domain.agenda import agenda, settle
from domain.steps import rules_of


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
