"""Shell: the language of whoever sits at the terminal. The environment says it, English where it says nothing we speak."""

import os
from collections.abc import Mapping

from words.tongue import Tongue, tongue

ASKED_IN_ORDER = ("MENTORING_LANGUAGE", "LC_ALL", "LC_MESSAGES", "LANG")


def spoken_here(environment: Mapping[str, str] = os.environ) -> Tongue:
    """The language of the first variable that is set: "cs_CZ.UTF-8" asks for "cs"."""
    said = next((value for name in ASKED_IN_ORDER if (value := environment.get(name))), "")
    return tongue(said.partition(".")[0].partition("_")[0].casefold())
