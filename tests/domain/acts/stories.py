"""Stories: acts done in tests as the office does them: offered, checked, with their line in the journal."""

from datetime import datetime
from typing import Any

from pydantic import ValidationError

from domain.acts import ACTS
from domain.acts.act import done, order_of
from domain.cohort import Cohort
from domain.forms.mistakes import mistakes


def did(cohort: Cohort, name: str, about: str, at: datetime, **content: Any) -> Cohort:
    """The cohort after Eva has done this."""
    act = ACTS[name]
    assert act.offered(cohort, about, at), f"{name} is not offered"
    return done(act.check(content, cohort, order_of(act, cohort, about, "eva", at), at), cohort, about, "eva", at)


def refused(cohort: Cohort, name: str, about: str, at: datetime, **content: Any) -> dict[str, str]:
    """The sentences that say why it cannot be done like this, by field."""
    act = ACTS[name]
    try:
        act.check(content, cohort, order_of(act, cohort, about, "eva", at), at)
    except ValidationError as error:
        return mistakes(error)
    return {}


def offered(cohort: Cohort, place: str, about: str, at: datetime) -> list[str]:
    """The names of the acts that are possible."""
    return [name for name, act in ACTS.items() if act.on == place and act.offered(cohort, about, at)]


def written(cohort: Cohort) -> list[tuple[str, str]]:
    """The letters of this turn and to whom they go."""
    return sorted((message.letter, message.to) for message in cohort.messages)
