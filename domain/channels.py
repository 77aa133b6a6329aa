"""Channels: the short word in an open link that says where the link was shared, so that it is known what brought people.

A coordinator chooses the word; it names a place and never a person. Whoever applies by such a link keeps it as their source.
"""

import re

from domain.saying import say

CHANNEL_MAX = 20
CHANNEL = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")
LIST, BOOK, OPEN = "list", "book", "open"
"""Where people come from: the coordinator's contacts, the contact book, or an open link; "open:fair" is that of a channel."""
AGAIN, WAITED = "again", "waited"
"""From an earlier cohort: "again:pilot-27" for who took part and would do so again, "waited:pilot-27" for who got no place."""
COHORT = re.compile(r"[a-z0-9][a-z0-9-]{1,38}[a-z0-9]")


def channel_word(typed: str) -> str:
    """What somebody typed as the word of a channel. ValueError, in words, when it is none."""
    word = "-".join(typed.casefold().split())
    if len(word) > CHANNEL_MAX or not CHANNEL.fullmatch(word):
        raise ValueError(
            say(
                "A channel is a short word of small letters, figures and hyphens, at most {most}: for example open-day.",
                most=CHANNEL_MAX,
            )
        )
    return word


def source_of(channel: str) -> str:
    """The source of whoever came by the open link of this channel; "" is the link that names none."""
    return f"{OPEN}:{channel}" if channel else OPEN


def is_open(source: str) -> bool:
    """Whether this source is an open link, of whatever channel."""
    return source.partition(":")[0] == OPEN


def channel_of(source: str) -> str:
    """The channel of a source; "" where it names none."""
    return source.partition(":")[2] if is_open(source) else ""


def came_back(source: str) -> str:
    """The earlier cohort that this source names; "" for every other source."""
    kind, _, cohort = source.partition(":")
    return cohort if kind in (AGAIN, WAITED) and COHORT.fullmatch(cohort) else ""


def waited(source: str) -> bool:
    """Whether somebody got no place in an earlier cohort and keeps theirs."""
    return source.partition(":")[0] == WAITED
