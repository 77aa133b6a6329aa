"""Tongues: a language as a reader hears it: says our texts, and writes days, times, numbers and lists by CLDR.

Knows no text and no reader. What people typed passes through untouched.
"""

import gettext
import re
from collections.abc import Iterable, Sized
from dataclasses import dataclass
from datetime import date, datetime, time
from functools import lru_cache
from typing import Any
from zoneinfo import ZoneInfo

from babel import Locale
from babel.dates import format_date, format_skeleton, format_time
from babel.lists import format_list
from babel.numbers import format_decimal, format_percent, get_decimal_symbol

from domain.saying import Either, Said, sayings
from words.catalogues import ENGLISH, languages, locale_of, translations, unsaid

FIGURES = "#,##0.##"  # what a person counts or measures: two digits after the point at most, and no zeros
NUMBERS = sayings(
    {
        0: "no",
        1: "one",
        2: "two",
        3: "three",
        4: "four",
        5: "five",
        6: "six",
        7: "seven",
        8: "eight",
        9: "nine",
        10: "ten",
        11: "eleven",
        12: "twelve",
    },
    context="number",
)
IN_TUNE = {
    "es": (
        ("y", "e", re.compile(r"h?[ií](?![aeou])", re.IGNORECASE)),  # but "nieve y hielo"
        ("o", "u", re.compile(r"h?[oó]|8|11(?!\d)", re.IGNORECASE)),  # "once" begins with an o as well
    )
}
"""By language: the last word of a list, what takes its place, and before which sound. CLDR leaves this to the program."""


@dataclass(frozen=True)
class Tongue:
    """A language. `say` is all that most need: it says what is ours and leaves the rest alone."""

    language: str
    locale: Locale
    known: gettext.NullTranslations

    @property
    def own_name(self) -> str:
        """What those who speak it call it: "English", "čeština"."""
        return str(Locale(self.locale.language).get_display_name() or self.language)

    @property
    def in_part(self) -> bool:
        """Some of our texts are not translated yet, and come in English."""
        return bool(unsaid(self.language))

    @property
    def decimal_point(self) -> str:
        """What stands before the tenths: "." or ",". For who writes numbers that are still numbers."""
        return str(get_decimal_symbol(self.locale))

    @property
    def percent_sign(self) -> str:
        """What stands after a number of hundred, with the space before it where there is one: "%" or "\u00a0%"."""
        return str(format_percent(0, locale=self.locale)).removeprefix("0")

    # --- texts --------------------------------------------------------------------------------------------------

    def say(self, text: str) -> str:
        """A text of ours in this language, with its facts written as this language writes them; any other text as it is."""
        if not isinstance(text, Said):
            return text
        words = self.translated(text.message, text.many, text.facts.get("n", 0), text.context)
        return (
            words.format_map({name: self.written(fact) for name, fact in text.facts.items()}) if text.facts else words
        )

    def sentence(self, text: str) -> str:
        """A text that stands alone: it begins with a capital and ends with a stop."""
        words = self.say(text)
        return words[:1].upper() + words[1:] + ("" if words.endswith((".", "!", "?")) or "\n" in words else ".")

    def translated(self, message: str, many: str = "", n: Any = 0, context: str = "") -> str:
        """A message of the catalogue with its blanks still open, in the plural form that `n` asks for."""
        known = self.known
        if many:
            return known.npgettext(context, message, many, n) if context else known.ngettext(message, many, n)
        return known.pgettext(context, message) if context else known.gettext(message)

    def written(self, fact: Any) -> str:
        """A fact as this language writes it. A moment is written on the clock of its own zone."""
        match fact:
            case str():
                return self.say(fact)
            case bool() | None:
                return str(fact)
            case int() | float():
                return self.number(fact)
            case datetime():
                return f"{self.day(fact.date())}, {self.clock(fact.time())}"
            case date():
                return self.long_day(fact)
            case time():
                return self.clock(fact)
            case Iterable():
                return self.listed(fact)
        return str(fact)

    # --- days and times -----------------------------------------------------------------------------------------

    def day(self, value: date) -> str:
        """With the day of the week: "Monday, 11 January 2027"."""
        return str(format_date(value, "full", self.locale))

    def long_day(self, value: date) -> str:
        """For the middle of a sentence: "11 January 2027"."""
        return str(format_date(value, "long", self.locale))

    def short_day(self, value: date) -> str:
        """For tables: "11 Jan 2027"."""
        return str(format_date(value, "medium", self.locale))

    def clock(self, value: time) -> str:
        """The time of day: "14:30"."""
        return str(format_time(value.replace(tzinfo=None), "short", locale=self.locale))

    def month(self, value: date) -> str:
        """A month and its year: "January 2027"."""
        return str(format_skeleton("yMMMM", value, locale=self.locale))

    def brief_day(self, value: date) -> str:
        """For lists, with the day of the week: "Mon, 11 Jan 2027"."""
        return str(format_skeleton("yMMMEd", value, locale=self.locale))

    def moment(self, instant: datetime, zone: str) -> str:
        """Day and time on the clock of a zone: "Monday, 11 January 2027, 14:30"."""
        local = instant.astimezone(ZoneInfo(zone))
        return f"{self.day(local.date())}, {self.clock(local.time())}"

    # --- numbers and lists --------------------------------------------------------------------------------------

    def number(self, value: float) -> str:
        """In figures: "1,200", "7.5"."""
        return str(format_decimal(value, FIGURES, locale=self.locale))

    def spelled(self, value: int) -> str:
        """A small number in words, any other in figures: "six", "14"."""
        return self.say(NUMBERS[value]) if value in NUMBERS else self.number(value)

    def counted(self, things: Sized | int, **forms: str) -> str:
        """A number with the right form of a noun, by CLDR's names: one, two, few, many, other. Nothing is "no"."""
        number = things if isinstance(things, int) else len(things)
        noun = forms.get(self.locale.plural_form(number), forms["other"])
        return f"{self.spelled(0) if number == 0 else self.number(number)} {noun}"

    def listed(self, things: Iterable[Any]) -> str:
        """ "a", "a and b", "a, b and c"; "a or b" for what is one of several; nothing for nothing."""
        written = [self.written(one) for one in things]
        text = str(format_list(written, "or" if isinstance(things, Either) else "standard", self.locale))
        return self._in_tune(text, written[-1]) if len(written) > 1 else text

    def _in_tune(self, text: str, last: str) -> str:
        """A list whose last "and" or "or" sounds right before what follows: "Ana e Irene", never "Ana y Irene"."""
        for word, instead, sound in IN_TUNE.get(self.language, ()):
            if sound.match(last) and text.endswith(f" {word} {last}"):
                return f"{text.removesuffix(f'{word} {last}')}{instead} {last}"
        return text


@lru_cache(maxsize=32)
def tongue(language: str) -> Tongue:
    """The language asked for; English where we do not speak it."""
    spoken = language if language in languages() else ENGLISH
    return Tongue(spoken, locale_of(spoken), translations(spoken))
