"""Comparing: several cohorts beside each other, as small drawings of the same kind, one bar a cohort. Facts only; counted by
storage/cohorts/comparing.py, drawn by web/compare.py.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from domain.belonging import Code
from domain.glance import SESSION_TONES, SESSION_WORDS, Bar, Part
from domain.lifecycles import ApplicationState, PairState
from domain.people import Role
from domain.saying import say, sayings
from domain.states import PAIRS

Counted = Mapping[tuple[str, ...], int]
TOGETHER_TONES = {
    PairState.ACTIVE: "near",
    PairState.COMPLETED: "good",
    PairState.OFFERED: "open",
    PairState.ENDED: "bad",
}
APPLIED = sayings({"accepted": "accepted", "others": "applied, and not accepted"}, context="applications")
FIT_WORDS = sayings({"good": "fit", "deciding": "still deciding", "not_good": "do not fit"}, context="pairs")
FORM_WORDS = sayings(
    {
        "in_time": "answered in time",
        "late": "answered after a reminder",
        "open": "open",
        "reminded": "open, reminded",
        "missed": "closed without an answer",
    },
    context="forms",
)
FORM_TONES = {"in_time": "good", "late": "near", "open": "open", "reminded": "care", "missed": "bad"}
FIT_TONES = {"good": "good", "deciding": "near", "not_good": "bad"}
TO_SCREEN, TO_SIGN = "screening", "sign_off"


@dataclass(frozen=True)
class Numbers:
    """What is counted of several cohorts, each by the code of the cohort and what else stands beside it."""

    places: Counted
    applications: Counted  # role, state
    groups: Counted  # kind, state
    sessions: Counted  # how it stands
    forms: Counted  # a word of FORM_WORDS
    fit: Counted  # a word of FIT_WORDS
    cases: Counted
    asked: Counted  # the form; those that wait for whoever runs the cohort


@dataclass(frozen=True)
class Measure:
    """One thing that is compared: a bar for each cohort."""

    name: Code
    title: str
    bars: list[Bar]
    how: str = ""


def measures(cohorts: Sequence[tuple[str, str]], numbers: Numbers) -> list[Measure]:
    """Everything that is compared, of cohorts by code and name, in their order."""

    def drawn(name: str, title: str, parts: Callable[[str], Iterator[Part]], how: str = "") -> Measure:
        return Measure(name, title, [_bar(code, called, parts(code)) for code, called in cohorts], how)

    return [
        drawn("waiting", say("Waiting for a decision"), lambda code: _waiting(code, numbers)),
        drawn("mentors", say("Applications of mentors"), lambda code: _applications(code, Role.MENTOR, numbers)),
        drawn("mentees", say("Applications of mentees"), lambda code: _applications(code, Role.MENTEE, numbers)),
        drawn("places", say("Places with accepted mentors"), lambda code: _places(code, numbers)),
        drawn("matched", say("Pairs and groups"), lambda code: _matched(code, numbers)),
        drawn("sessions", say("Sessions"), lambda code: _sessions(code, numbers)),
        drawn(
            "forms",
            say("Forms"),
            lambda code: _forms(code, numbers),
            say("In time is what was answered without a reminder. What is open and reminded of is a ladder that runs."),
        ),
        drawn(
            "fit",
            say("Whether they fit"),
            lambda code: _fit(code, numbers),
            say("What the first report of each pair says, as long as it is kept."),
        ),
    ]


def _bar(code: str, name: str, parts: Iterator[Part]) -> Bar:
    return Bar(name, tuple(part for part in parts if part.count > 0), code)


def _waiting(code: str, numbers: Numbers) -> Iterator[Part]:
    cases = numbers.cases.get((code,), 0)
    asked = {form: count for (cohort, form), count in numbers.asked.items() if cohort == code}
    screen, sign = asked.pop(TO_SCREEN, 0), asked.pop(TO_SIGN, 0)
    others = sum(asked.values())
    yield Part(cases, say("open case", "open cases", n=cases), "bad", "/")
    yield Part(screen, say("application to screen", "applications to screen", n=screen), "care", "/screening")
    yield Part(sign, say("item of the checklist", "items of the checklist", n=sign), "near", "/checklist")
    yield Part(others, say("other form", "other forms", n=others), "open", "/")


def _applications(code: str, role: Role, numbers: Numbers) -> Iterator[Part]:
    those = {
        state: count for (cohort, told, state), count in numbers.applications.items() if (cohort, told) == (code, role)
    }
    accepted = those.get(ApplicationState.ACCEPTED, 0)
    yield Part(accepted, APPLIED["accepted"], "good", f"applied/{role}/accepted")
    yield Part(sum(those.values()) - accepted, APPLIED["others"], "near", f"applied/{role}/others")


def _places(code: str, numbers: Numbers) -> Iterator[Part]:
    places = numbers.places.get((code,), 0)
    yield Part(places, say("place", "places", n=places), "good", "applied/mentor/accepted")


def _matched(code: str, numbers: Numbers) -> Iterator[Part]:
    for state, tone in TOGETHER_TONES.items():
        count = sum(n for (cohort, _, told), n in numbers.groups.items() if (cohort, told) == (code, state))
        yield Part(count, PAIRS[state], tone, f"together/{state}")


def _sessions(code: str, numbers: Numbers) -> Iterator[Part]:
    for state, tone in SESSION_TONES.items():
        yield Part(numbers.sessions.get((code, state), 0), SESSION_WORDS[state], tone, f"met/{state}")


def _forms(code: str, numbers: Numbers) -> Iterator[Part]:
    for standing, tone in FORM_TONES.items():
        yield Part(numbers.forms.get((code, standing), 0), FORM_WORDS[standing], tone, f"asked/{standing}")


def _fit(code: str, numbers: Numbers) -> Iterator[Part]:
    for told, tone in FIT_TONES.items():
        yield Part(numbers.fit.get((code, told), 0), FIT_WORDS[told], tone, f"fit/{told}")
