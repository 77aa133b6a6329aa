"""Pages: what a Jinja template needs to be said in one language: its own texts, and whatever of ours it shows.

In the templates texts stand in `{% trans %}` and `_()`; in the catalogues their blanks look like all others: {name}. Where
templates are and what else they may call is left to the rooms that have some.
"""

import re
from collections.abc import Mapping
from typing import Any

from jinja2 import Environment
from markupsafe import Markup

from domain.saying import Said
from words.tongues import Tongue

BLANK = re.compile(r"%\((\w+)\)s")


def message_of(text: str) -> str:
    """The id in the catalogues of a text that stands in a template: Jinja writes blanks as %(name)s, we as {name}."""
    return BLANK.sub(r"{\1}", text).replace("%%", "%")


class InTemplates:
    """The texts of templates in one language."""

    def __init__(self, spoken: Tongue) -> None:
        self.spoken = spoken

    def teach(self, made: Environment) -> None:
        """Let these templates, which need Jinja's i18n, speak this language."""
        made.policies["ext.i18n.trimmed"] = True
        made.newstyle_gettext = True  # type: ignore[attr-defined]  # blanks are filled by our functions, not by Jinja's
        made.finalize = self.finalize
        made.globals |= {"gettext": self.gettext, "ngettext": self.ngettext, "language": self.spoken.language}
        made.globals |= {"own_name": self.spoken.own_name, "in_part": self.spoken.in_part}

    def finalize(self, value: Any) -> Any:
        """What a template puts out: a text of ours in this language, anything else as it is."""
        return self.spoken.say(value) if isinstance(value, Said) else value

    def gettext(self, message: str, **facts: Any) -> Markup:
        """A text of a template, with its markup; the facts in it are escaped."""
        return self._filled(self.spoken.translated(message_of(message)), facts)

    def ngettext(self, one: str, many: str, number: int, **facts: Any) -> Markup:
        """As `gettext`, in the plural form that the number asks for."""
        words = self.spoken.translated(message_of(one), message_of(many), number)
        return self._filled(words, {"num": number} | facts)

    def _filled(self, words: str, facts: Mapping[str, Any]) -> Markup:
        written = {name: self.spoken.written(fact) for name, fact in facts.items()}
        return Markup(words).format_map(written) if written else Markup(words)  # noqa: S704 - ours; format_map escapes
