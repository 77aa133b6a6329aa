"""Launch: the pages on which a coordinator launches a cohort: the plan as a form, what it would do day by day, one button.

Nothing is kept before that button: the plan travels with the pages. Who may launch, office/who_launches.py says.
"""

from collections import Counter
from collections.abc import Mapping
from functools import partial
from itertools import groupby
from typing import TYPE_CHECKING, Annotated, Any

import holidays
from fastapi import APIRouter, Depends, Request
from fastapi.responses import RedirectResponse, Response
from starlette.datastructures import FormData
from starlette.exceptions import HTTPException

from domain.cohort import Cohort
from domain.dates import day_of
from domain.keeping import OVER
from domain.people import Coordinator
from domain.saying import say
from domain.states import letter_and_role
from office import wake
from office.desk import told_milestones
from office.launch import check_plan, cohort_of, launch
from office.like_earlier import KINDS, along, take_along
from office.offering import spoken_whole
from office.office import Office
from office.plan_files import Mistake, PlanRefused
from office.plan_form import MODES, NUMBERS, OTHERS, OTHERS_MAX, PLAIN, TITLES, copied, field_of, of_the_preset, typed
from office.plans import Dates, Plan
from office.policies import DEFAULT_PRESET, presets, presets_by_title
from office.sign_in import SignedIn
from office.who_launches import may_launch
from web.doors import AsAsked, Sent, TheOffice
from web.fields import Field
from web.incoming import word
from web.look import page
from web.rehearsing import PAIRS_MAX, Rehearsals
from web.sheet import STATUS_WRONG
from web.signed_in import Here
from words import tongue

if TYPE_CHECKING:
    from rehearsal.preview import Preview

router = APIRouter(default_response_class=Response)
looks = partial(router.api_route, methods=["GET", "HEAD"])

PATIENCE_SECONDS = 4.0  # then the page says that the plan is being rehearsed, and looks again by itself
PLAIN_HINTS = {
    "name": say("As participants read it."),
    "code": say("Short and stable, such as pilot-2027; it stands in addresses and logs."),
    "starts_on": say("The first day of preparation; all other days follow from it."),
    "time_zone": say("For example Europe/Prague. Posting hours and dates follow it."),
    "country": say("On these days no letters leave."),
}


def who_may(here: Here, office: TheOffice) -> SignedIn:
    """Whoever may launch; 403 for everybody else."""
    if not may_launch(office, here.coordinator.code):
        raise HTTPException(403)
    return here


MayLaunch = Annotated[SignedIn, Depends(who_may)]


def the_rehearsals(request: Request) -> Rehearsals:
    """The previews of this web process."""
    found: Rehearsals = request.app.state.rehearsals
    return found


Played = Annotated[Rehearsals, Depends(the_rehearsals)]


@looks("/launch")
def ask(here: MayLaunch, office: TheOffice, language: AsAsked, like: str = "") -> Response:
    """The plan as a form, empty or like that of an earlier cohort."""
    fields = {"time_zone": here.coordinator.time_zone, "language": "en", "preset": DEFAULT_PRESET}
    earlier = _earlier(office, here, like)
    if earlier is not None:
        fields |= copied(earlier, day_of(office.clock.now(), earlier.zone))
    return _form_page(office, here, language, fields, _colleagues(earlier, here), earlier, list(KINDS))


@router.post("/launch")
def go(here: MayLaunch, sent: Sent, office: TheOffice, played: Played, language: AsAsked) -> Response:
    """First what the plan would do; with the button there, the launch."""
    earlier, taken = _earlier(office, here, word(sent, "like")), [str(kind) for kind in sent.getlist("along")]
    fields, colleagues = _fields(sent), [str(code) for code in sent.getlist("coordinators") if code]
    if word(sent, "_change"):
        return _form_page(office, here, language, fields, colleagues, earlier, taken)
    told = typed(fields, [here.coordinator.code, *(one for one in colleagues if one != here.coordinator.code)])
    mistakes = [*told.wrong, *_mistakes(office, told.values)]
    if mistakes:
        return _form_page(office, here, language, fields, colleagues, earlier, taken, mistakes)
    plan = Plan.model_validate(told.values)
    if not word(sent, "_launch"):
        return _look_page(office, here, played, language, plan, fields, colleagues, earlier, taken)
    launched = launch(office, plan, here.coordinator.code)
    if earlier is not None and not launched.already:
        for kind in sent.getlist("along"):
            if kind in KINDS:
                take_along(office, launched.code, earlier, str(kind), here.coordinator.code)
    wake.answered(office.settings, launched.code, office.store.lookups.phase_of(launched.code))
    return RedirectResponse(f"/desk/{launched.code}", 303)


# --- what was sent ------------------------------------------------------------------------------------------------


def _fields(sent: FormData) -> dict[str, str]:
    names = (*PLAIN, *NUMBERS, "matching.mode", OTHERS, *(f"dates.{name}" for name in Dates.model_fields))
    return {name: word(sent, name) for name in names}


def _mistakes(office: Office, values: Mapping[str, Any]) -> list[Mistake]:
    """Everything that keeps this plan from being launched; a code is a cohort's for ever."""
    taken = str(values.get("code", "")) in office.store.cohorts()
    found = [Mistake("code", say("there is a cohort with this code already; choose another one"))] if taken else []
    try:
        check_plan(office, values)
    except PlanRefused as refused:
        found += refused.mistakes
    return found


def _earlier(office: Office, here: SignedIn, code: str) -> Cohort | None:
    """The cohort that the new one shall be like; 404 for one that they do not run."""
    if not code:
        return None
    if code not in office.store.register.cohorts_of(here.coordinator.code):
        raise HTTPException(404)
    return office.store.load(code, focus={""})


def _colleagues(earlier: Cohort | None, here: SignedIn) -> list[str]:
    people = earlier.coordinators if earlier else ()
    return [person.code for person in people if person.code != here.coordinator.code]


# --- pages --------------------------------------------------------------------------------------------------------


def _form_page(
    office: Office,
    here: SignedIn,
    language: str,
    fields: Mapping[str, str],
    colleagues: list[str],
    earlier: Cohort | None,
    taken: list[str],
    mistakes: list[Mistake] | None = None,
) -> Response:
    errors: dict[str, list[str]] = {}
    for mistake in mistakes or ():
        place = field_of(mistake.field)
        errors.setdefault(place, []).append(
            mistake.words if place != OTHERS or mistake.field == OTHERS else _placed(mistake)
        )
    shown = _as_fields(office, here, language, fields, colleagues, errors)
    every = [field for part in shown.values() for field in part]
    told = [
        {"link": f"#f-{field.name}", "title": field.title, "words": words}
        for field in every
        for words in errors.get(field.name, ())
    ]
    closed = _closed(office, here)
    facts: dict[str, Any] = {"here": here, "parts": shown, "errors": told, "complaint": "", "closed": closed}
    facts |= _of_the_earlier(earlier, taken)
    return page("launch", language, STATUS_WRONG if mistakes else 200, **facts)


def _placed(mistake: Mistake) -> str:
    return say("{place}: {words}", place=mistake.field.removeprefix("policy."), words=mistake.words)


def _closed(office: Office, here: SignedIn) -> list[Cohort]:
    """The cohorts that are over, and could be a pattern for the next one."""
    over = set(office.store.cohorts(*OVER))
    codes = [code for code in office.store.register.cohorts_of(here.coordinator.code) if code in over]
    return [office.store.load(code, focus=()) for code in codes]


def _look_page(
    office: Office,
    here: SignedIn,
    played: Rehearsals,
    language: str,
    plan: Plan,
    fields: Mapping[str, str],
    colleagues: list[str],
    earlier: Cohort | None,
    taken: list[str],
) -> Response:
    cohort = cohort_of(office, plan, here.coordinator.code, office.clock.now())
    found = played.of(plan, here.coordinator, PATIENCE_SECONDS)
    facts: dict[str, Any] = {
        "here": here,
        "plan": plan,
        "cohort": cohort,
        "milestones": told_milestones(cohort),
        "found": found,
        "months": _months(found, cohort.zone) if found else [],
        "examples": _examples(found) if found else [],
        "fields": {name: text for name, text in fields.items() if text},
        "colleagues": colleagues,
        "pairs_max": PAIRS_MAX,
        "aim": cohort.policy.recruitment.pairs_aim,
        **_of_the_earlier(earlier, taken),
    }
    return page("launch_look", language, **facts)


def _of_the_earlier(earlier: Cohort | None, taken: list[str]) -> dict[str, Any]:
    """The cohort that the new one is like, who of it could come along, and which of them are to."""
    return {"earlier": earlier, "along": along(earlier) if earlier else None, "taken": taken}


def _months(found: "Preview", zone: str) -> list[tuple[Any, int, list[tuple[Any, str, int]]]]:
    """The letters by month: its first day, how many, and for each day the kinds with how many people get one."""
    days = [(day_of(one.at, zone), one.letter) for one in found.letters]
    told = []
    for month, those in groupby(days, lambda one: one[0].replace(day=1)):
        counted = Counter(those)
        rows = [(day, letter_and_role(letter), number) for (day, letter), number in sorted(counted.items())]
        told.append((month, sum(counted.values()), rows))
    return told


def _examples(found: "Preview") -> list[tuple[str, Any]]:
    """One letter of each kind, in the order in which they first leave."""
    first: dict[str, Any] = {}
    for one in found.letters:
        first.setdefault(one.letter, one)
    return [(letter_and_role(letter), one) for letter, one in first.items()]


# --- the form -----------------------------------------------------------------------------------------------------


def _as_fields(
    office: Office,
    here: SignedIn,
    language: str,
    fields: Mapping[str, str],
    colleagues: list[str],
    errors: Mapping[str, list[str]],
) -> dict[str, list[Field]]:
    """The questions of the plan in four parts."""
    preset = fields.get("preset") or DEFAULT_PRESET
    usual = of_the_preset(preset if preset in presets() else DEFAULT_PRESET)
    closed = _options(language)

    def field(name: str, title: str, widget: str, **more: Any) -> Field:
        wrong = " ".join(map(tongue(language).sentence, errors.get(name, ())))
        return Field(
            name, title, more.pop("hint", ""), widget, more.pop("value", fields.get(name, "")), error=wrong, **more
        )

    plain = [
        field(
            name,
            TITLES[name],
            "date" if name == "starts_on" else "choice" if name in closed else "line",
            hint=PLAIN_HINTS.get(name, ""),
            needed=name in ("name", "code", "starts_on"),
            options=closed.get(name, {}),
        )
        for name in PLAIN
        if name not in closed or len(closed[name]) > 1
    ]
    people = _others(office, here)
    if people:
        hint = say("You lead it. Whoever is ticked runs it with you.")
        options = {one.code: f"{one.name} ({one.code})" for one in people}
        plain.append(
            field("coordinators", say("Who else runs it"), "choices", value=colleagues, options=options, hint=hint)
        )
    numbers = [
        field(place, title, "number", hint=say("Left empty: {number}, as in the preset.", number=usual[place]))
        for place, title in NUMBERS.items()
    ]
    mode = field(
        "matching.mode",
        say("How pairs are found"),
        "choice",
        options=MODES,
        hint=say("No answer: {mode}, as in the preset.", mode=MODES[usual["matching.mode"]]),
    )
    days = [field(f"dates.{name}", TITLES[f"dates.{name}"], "date") for name in Dates.model_fields]
    others = field(
        OTHERS,
        say("Everything else that differs from the preset"),
        "text",
        hint=say(
            "Sections with names and numbers, as in the files of the folder policies. Leave it empty if in doubt."
        ),
        most=OTHERS_MAX,
    )
    return {"plan": plain, "numbers": [*numbers, mode], "days": days, "others": [others]}


def _options(language: str) -> dict[str, dict[str, str]]:
    territories = tongue(language).locale.territories
    codes = sorted(
        holidays.list_supported_countries(include_aliases=False), key=lambda code: str(territories.get(code, code))
    )
    return {
        "preset": presets_by_title(),
        "country": {code: str(territories.get(code, code)) for code in codes},
        "language": spoken_whole(),
    }


def _others(office: Office, here: SignedIn) -> list[Coordinator]:
    return [one for one in office.store.register.coordinators() if one.code != here.coordinator.code]
