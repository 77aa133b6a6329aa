"""Understanding: a short answer to a letter that asks one thing: "yes", "we met on the 12th". Pure: words in, a form's answers
out, or nothing. What is understood only fills in a form, which somebody looks at and sends; whatever is more than that, or
could mean something else, is left to a person.
"""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, time, timedelta
from typing import Any

WORDS_MAX = 160  # characters: whoever writes more has something to say
YES = frozenset({
    "yes", "yes please", "yes of course", "yes we did", "yes i do", "yes i will", "ok", "okay", "sure", "of course", "gladly",
    "with pleasure", "i agree", "agreed", "i accept", "accepted", "i will come", "i am coming", "we met", "yes we met",
    "we did", "that is right", "correct",
    "sí", "si", "claro", "vale", "de acuerdo", "por supuesto", "con mucho gusto", "acepto", "nos vimos", "sí nos vimos",
    "sí gracias", "sí claro", "sí acepto", "sí voy", "voy", "iré", "sí iré", "allí estaré", "nos reunimos", "sí nos reunimos",
    "es correcto", "sí es correcto", "correcto", "me parece bien",
})  # fmt: skip
NO = frozenset({
    "no", "no thanks", "no thank you", "i cannot come", "i am not coming", "no i cannot", "sorry no", "no gracias", "no puedo",
    "no puedo ir", "no voy", "no podré ir", "lo siento no puedo", "lo siento no puedo ir",
})  # fmt: skip
FAREWELL = re.compile(
    r"(many |best |kind |warm )?(thanks|thank you|regards|wishes|best|cheers|greetings|yours|gracias|saludos|un saludo|"
    r"(sent|gesendet|enviado|envoyé) (from|von|desde|de) .*)", re.IGNORECASE
)  # fmt: skip
GREETING = re.compile(
    r"(hi|hello|dear|good (morning|afternoon|evening)|hola|buenos días|buenas tardes)\b.{0,40}", re.IGNORECASE
)
MONTHS = {
    name: n
    for n, names in enumerate(
        ("january jan enero ene", "february feb febrero", "march mar marzo", "april apr abril abr", "may mayo",
         "june jun junio", "july jul julio", "august aug agosto ago", "september sep sept septiembre", "october oct octubre",
         "november nov noviembre", "december dec diciembre dic"), start=1,
    )
    for name in names.split()
}  # fmt: skip
WEEKDAYS = {
    name: n
    for n, names in enumerate(
        ("monday lunes", "tuesday martes", "wednesday miércoles miercoles", "thursday jueves", "friday viernes",
         "saturday sábado sabado", "sunday domingo")
    )
    for name in names.split()
}  # fmt: skip
_MONTH = "|".join(sorted(MONTHS, key=len, reverse=True))  # "marzo" before "mar"
MET = re.compile(
    r"(?:yes,? )?(?:sí,? )?(?:we (?:have )?met|we talked|we spoke|nos vimos|nos reunimos)(?P<rest>.*)", re.IGNORECASE
)
DAYS = (
    re.compile(r"(?P<year>\d{4})-(?P<month>\d{1,2})-(?P<day>\d{1,2})"),
    re.compile(
        rf"(?P<day>\d{{1,2}})(?:st|nd|rd|th|\.)?(?: of| de)? (?P<name>{_MONTH})\.?(?:,? (?:de )?(?P<year>\d{{4}}))?",
        re.I,
    ),
    re.compile(rf"(?P<name>{_MONTH})\.? (?P<day>\d{{1,2}})(?:st|nd|rd|th)?(?:,? (?P<year>\d{{4}}))?", re.IGNORECASE),
    re.compile(r"(?P<day>\d{1,2})\. ?(?P<month>\d{1,2})\.(?: ?(?P<year>\d{4}))?"),
    re.compile(r"(?:the|el|día) (?P<day>\d{1,2})(?:st|nd|rd|th)?", re.IGNORECASE),
    re.compile(r"(?P<day>\d{1,2})(?:st|nd|rd|th)", re.IGNORECASE),
)
NEAR = {"today": 0, "hoy": 0, "yesterday": -1, "ayer": -1, "tomorrow": 1, "mañana": 1}
FILLING = re.compile(r"(?:on|at|el|a las|the|,|\.|!|last|this|pasado|este|next|próximo|que|viene)", re.IGNORECASE)
CLOCK = re.compile(r"(?:at |a las )?(?P<hour>\d{1,2})(?::(?P<minute>\d{2}))? ?(?P<half>am|pm|h)?$", re.IGNORECASE)


@dataclass(frozen=True)
class Asked:
    """What an answer is about: the day on which it is written, on its writer's clock, and the day that was planned."""

    today: date
    planned: date | None = None


def understood(form: str, words: str, asked: Asked, names: frozenset[str] = frozenset()) -> Mapping[str, Any] | None:
    """The answers of a form that these words give; None where they give none for certain. `names`: how the writer signs."""
    said = _said(words, names)
    reads = READS.get(form)
    return reads(said, asked) if reads is not None and said else None


def _said(words: str, names: frozenset[str]) -> str:
    """The one line that says something; "" for several, or for too many words."""
    if len(words) > WORDS_MAX:
        return ""
    lines = [line.strip(" \t-–—,.!") for line in words.splitlines()]
    telling = [line for line in lines if line and not _is_a_frame(line, names)]
    return telling[0] if len(telling) == 1 else ""


def _is_a_frame(line: str, names: frozenset[str]) -> bool:
    signed = {part.strip(".,").casefold() for part in line.split()}
    return bool(FAREWELL.fullmatch(line) or GREETING.fullmatch(line)) or signed <= {name.casefold() for name in names}


def _plain(said: str) -> str:
    return " ".join(re.sub(r"[^\w\s]", " ", said.casefold().replace("’", "'").replace("it's", "it is")).split())


# --- what each form understands ---------------------------------------------------------------------------------------


def _yes_or_no(name: str, yes: str, no: str = "") -> Callable[[str, Asked], Mapping[str, Any] | None]:
    def reads(said: str, asked: Asked) -> Mapping[str, Any] | None:
        if _plain(said) in YES:
            return {name: yes}
        return {name: no} if no and _plain(said) in NO else None

    return reads


def _report(said: str, asked: Asked) -> Mapping[str, Any] | None:
    if _plain(said) in YES:
        day = asked.planned if asked.planned and asked.planned <= asked.today else None
        return {"outcome": "held"} | ({"held_on": day} if day else {})
    met = MET.fullmatch(said)
    day = day_in(met["rest"].strip() if met else said, asked.today, ahead=False)
    return {"outcome": "held", "held_on": day} if day is not None and day <= asked.today else None


def _date(said: str, asked: Asked) -> Mapping[str, Any] | None:
    at = CLOCK.search(said)
    day = day_in(said[: at.start()] if at else "", asked.today, ahead=True)
    hour = _time(at) if at else None
    return {"day": day, "time": hour} if day is not None and hour is not None else None


READS: Mapping[str, Callable[[str, Asked], Mapping[str, Any] | None]] = {
    "session_report": _report,
    "session_date": _date,
    "report_confirmation": _yes_or_no("agrees", "yes"),
    "proposed_match": _yes_or_no("answer", "accept"),
    "extension": _yes_or_no("go_on", "yes", "no"),
    "rsvp": _yes_or_no("answer", "coming", "no"),
}


# --- days and hours ---------------------------------------------------------------------------------------------------


def day_in(said: str, today: date, *, ahead: bool) -> date | None:
    """The day that a few words name and nothing else: the last one past, or the next one to come; None where that is not
    certain."""
    if len(said) > WORDS_MAX:
        return None
    for pattern in DAYS:
        if (found := pattern.search(said)) is not None and _only_filling(
            said[: found.start()] + " " + said[found.end() :]
        ):
            return _day_of(found.groupdict(), today, ahead=ahead)
    rest = [word for word in re.split(r"[\s,.!]+", said.casefold()) if word and not FILLING.fullmatch(word)]
    if len(rest) != 1:
        return None
    if rest[0] in NEAR:
        return today + timedelta(NEAR[rest[0]])
    if rest[0] in WEEKDAYS:
        apart = (WEEKDAYS[rest[0]] - today.weekday()) % 7
        return today + timedelta(apart or 7) if ahead else today - timedelta((7 - apart) % 7)
    return None


def _only_filling(rest: str) -> bool:
    words = [word for word in re.split(r"[\s,.!]+", rest.casefold()) if word]
    return all(FILLING.fullmatch(word) or word in WEEKDAYS for word in words)


def _day_of(told: Mapping[str, str | None], today: date, *, ahead: bool) -> date | None:
    day, name = int(told["day"] or 0), (told.get("name") or "").casefold()
    month = MONTHS[name] if name else int(told.get("month") or 0)
    year = int(told.get("year") or 0)
    if year:
        return _a_day(year, month, day)
    if month:
        near = [_a_day(today.year + n, month, day) for n in ((0, 1) if ahead else (0, -1))]
    else:
        months = [(today.year * 12 + today.month - 1) + n for n in ((0, 1) if ahead else (0, -1))]
        near = [_a_day(number // 12, number % 12 + 1, day) for number in months]
    return next((one for one in near if one and (one >= today if ahead else one <= today)), None)


def _a_day(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None


def _time(found: re.Match[str]) -> time | None:
    hour, minute, half = int(found["hour"]), int(found["minute"] or 0), (found["half"] or "").casefold()
    if not (found["minute"] or half):
        return None  # "the 12" is a day
    if half == "pm" and hour < 12:
        hour += 12
    if half == "am" and hour == 12:
        hour = 0
    return time(hour, minute) if hour < 24 and minute < 60 else None
