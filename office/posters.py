"""Posters: the texts of office/promotion.py as a poster to hang up and as a card to post, in the language of the cohort."""

from typing import Any

from domain.cohort import Cohort
from domain.saying import say
from office.office import Office
from office.promotion import Promotion, promotion
from words import tongue


def poster_of(office: Office, cohort: Cohort, code: str) -> bytes:
    """The poster for mentors, mentees or employers as PDF; KeyError for anybody else."""
    from documents.posters import poster  # loads the press

    return poster(_facts(cohort, _text(office, cohort, code)), office.clock.now())


def card_of(office: Office, cohort: Cohort, code: str) -> bytes:
    """The card as PNG; KeyError as above."""
    from documents.posters import card

    return card(_facts(cohort, _text(office, cohort, code)))


def _text(office: Office, cohort: Cohort, code: str) -> Promotion:
    return {one.code: one for one in promotion(office, cohort)}[code]


def _facts(cohort: Cohort, text: Promotion) -> dict[str, Any]:
    from documents.facts import bears

    spoken = tongue(cohort.language)
    questions = say("Questions? {coordinator}, {address}", coordinator=cohort.lead.name, address=cohort.lead.email)
    return {
        **bears(cohort),
        "language": spoken.language,
        "title": cohort.policy.title,
        "headline": text.headline,
        "lines": list(text.lines),
        "ending": [text.dates, spoken.say(questions)],
        "link": text.link,
    }
