"""Worlds: cohorts at moments of their life, and everything that a coordinator could do there, with answers that are taken."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

from domain.acts import ACTS, Act
from domain.acts.act import order_of
from domain.cohort import Cohort
from domain.dates import day_of
from domain.forms.form import meta
from office.acts.doing import Order, offers
from tests.builders import a_cohort
from tests.domain.forms.samples import proposed
from tests.moments import NOW, moments

PAIRS_WAIT = replace(a_cohort().in_recruitment().with_pairs(2).build(), code="while-pairs-wait-to-begin")
MATCH_WAITS = replace(proposed(), code="while-a-match-waits")
MOMENTS = {cohort.code: cohort for cohort in (*moments(), PAIRS_WAIT, MATCH_WAITS)}
DETAILS = {"full_name": "Jana Jiná", "email": "jana.jina@elsewhere.example"}


def orders(cohort: Cohort, at: datetime) -> Iterator[Order]:
    """Each act that is possible, done to the first thing it can be done to."""
    abouts = {"group": cohort.groups, "person": cohort.participants, "gathering": cohort.gatherings, "cohort": ("",)}
    seen: set[str] = set()
    for place, codes in abouts.items():
        for about in codes:
            for act in offers(cohort, place, about, at):  # type: ignore[arg-type]
                if act.name not in seen and (content := content_of(act, cohort, about, at)) is not None:
                    seen.add(act.name)
                    yield Order(act.name, about, "eva", content)


def content_of(act: type[Act], cohort: Cohort, about: str, at: datetime) -> dict[str, Any] | None:
    """Answers that are taken; None where there are none."""
    order = order_of(act, cohort, about, "eva", at)
    options = act.options(cohort, order)
    today = day_of(at, cohort.zone)
    after_the_end = (day_of(cohort.milestones.mentoring_ends, cohort.zone) - today).days + 5
    for later in (3, 10, 40, 100, after_the_end):
        content: dict[str, Any] = {**act.prefilled(cohort, order)}
        for name, field in act.model_fields.items():
            offered = options.get(name) or meta(field)["options"]
            match meta(field)["widget"]:
                case "choice" if name not in content and offered:
                    content[name] = next(iter(offered))
                case "date" if name == "held_on":
                    content[name] = today.isoformat()
                case "date" if name not in content:
                    content[name] = (today + timedelta(later)).isoformat()
                case "rows":
                    content[name] = [{"name": DETAILS["full_name"], "email": DETAILS["email"]}]
                case "time":
                    content[name] = "14:30"
                case "yes":
                    content[name] = "true"
                case "line" if name in ("title_of_it", "place", "recording") and not content.get(name):
                    content[name] = "Room 5"
                case "text" if name not in content:
                    content[name] = "There is a reason."
        content |= {name: words for name, words in DETAILS.items() if name in act.model_fields}
        try:
            act.check(content, cohort, order, at)
        except ValueError:
            continue
        return content
    return None


def without_what_is_kept_beside(cohort: Cohort) -> Cohort:
    """The records alone: the journal tells of a deed for ever, and memory of nothing."""
    return replace(cohort.settled(), journal=frozenset(), focus=None)


def names_done() -> set[str]:
    """The acts that are possible at some moment."""
    return {order.act for cohort in MOMENTS.values() for order in orders(cohort, NOW)}


EVERY_ACT = set(ACTS)
