"""Scenes: an open form in front of somebody acted, and something fitting for each question that they say nothing on of their
own. What they do say is in answers.py.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime, time
from random import Random
from typing import Any

from domain.as_asked import own_questions_of
from domain.cohort import Cohort
from domain.dates import day_of
from domain.forms.content import is_asked
from domain.forms.form import Form, meta
from domain.invitations import Invitation
from domain.sessions import Session
from rehearsal.acting.people import Person
from rehearsal.acting.personas import Persona

Content = dict[str, Any]


@dataclass(frozen=True)
class Scene:
    """An open form in front of somebody. `earlier`: how many other invitations to the same form they have answered;
    `version`: 2 when they come back to the same one; `prefers`: what a coordinator would rather decide than others.
    `upload` keeps a PDF and returns its id."""

    cohort: Cohort
    invitation: Invitation
    form: type[Form]
    known: Mapping[str, Any]
    at: datetime
    random: Random
    persona: Persona
    person: Person | None = None
    earlier: int = 0
    version: int = 1
    prefers: tuple[str, ...] = ()
    upload: Callable[[], str] = str

    @property
    def session(self) -> Session:
        return self.cohort.sessions[self.invitation.about]

    def chance(self, share: float) -> bool:
        return self.random.random() < share


def filled(scene: Scene, given: Mapping[str, Any]) -> Content:
    """What is given, then what the form knew already, then something fitting for every question that must be answered, or is
    the programme's own."""
    content = {name: value for name, value in scene.known.items() if value not in ("", None, (), [])} | dict(given)
    options = scene.form.options(scene.cohort, scene.invitation)
    skipped = scene.form.skips(scene.cohort, scene.invitation)
    own = own_questions_of(scene.form.name, scene.cohort.policy)
    for name, field in scene.form.model_fields.items():
        declared = meta(field)
        if name in skipped or not is_asked(declared, content):
            content.pop(name, None)
        elif content.get(name) in ("", None) and (field.is_required() or declared["needed"] or name in own):
            content[name] = _something(declared, options.get(name) or declared["options"], scene)
    return content


def _something(declared: Mapping[str, Any], options: Mapping[str, str], scene: Scene) -> Any:
    """A fitting answer to one question; scales lean towards the better end."""
    random, codes = scene.random, list(options)
    match declared["widget"]:
        case "yes":
            return True
        case "choice":
            return random.choice(codes)
        case "choices" | "ranking":
            return random.sample(codes, min(2, len(codes)))
        case "scale":
            return max(random.choice(codes[len(codes) // 3 :]), random.choice(codes), key=int)
        case "importance":
            return {code: random.randint(1, 3) for code in codes}
        case "number":
            return random.randint(1, 5)
        case "date":
            return day_of(scene.at, scene.cohort.zone)
        case "time":
            return time(random.randint(9, 16))
        case _:
            return random.choice(WORDS)


WORDS = (
    "We talked openly, and that helped.",
    "I know better what I do not want.",
    "Two people to write to, and a text to read.",
    "More practice, fewer slides.",
    "To see the work from inside.",
    "It went as we had planned.",
)
