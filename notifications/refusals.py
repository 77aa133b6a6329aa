"""Refusals: what a server's no is about: the reader's address, the mailbox, the letter, or us (RFC 5321, RFC 3463).

One table for what is said while we talk and for what comes back later (RFC 3464). Decides nothing about letters or people.
"""

import re
from typing import Literal

# gone     the address takes no mail, today or later
# later    the mailbox takes none for now: it is full, or its server was away for days
# blocked  the server takes nothing like this from us: policy, reputation, authentication
# too_big  the letter is larger than the server takes
# failed   this letter will never be taken; nothing is said about the address
Blame = Literal["gone", "later", "blocked", "too_big", "failed"]

STATUS = re.compile(r"(?<![\d.])([245])\.(\d{1,3})\.(\d{1,3})(?!\.?\d)")  # not part of an IP address
SUBJECTS: dict[int, Blame] = {1: "gone", 3: "later", 4: "later", 6: "failed", 7: "blocked"}
# Where the detail says more than the subject. The 5.4 ones: an address whose domain has no server, and how some large
# providers say that there is no such mailbox.
DETAILS: dict[tuple[int, int], Blame] = {
    (1, 7): "blocked",
    (1, 8): "blocked",
    (1, 9): "failed",
    (2, 1): "gone",
    (2, 2): "later",
    (2, 3): "too_big",
    (2, 4): "failed",
    (3, 3): "failed",
    (3, 4): "too_big",
    (4, 1): "gone",
    (4, 4): "gone",
    (4, 310): "gone",
    (7, 17): "gone",
    (7, 18): "gone",
}
TOO_BIG = 552  # at MAIL (SIZE, RFC 1870) or DATA; at RCPT a full mailbox
# At RCPT without a status: the codes that may mean the address, and the words by which they do or do not.
OF_AN_ADDRESS = (501, 511, 521, 550, 551, 553, 556)
OF_US = (530, 535, 538, 554)
NOBODY = re.compile(
    r"no such|unknown (?:user|recipient|address|account|mailbox)|"
    r"(?:user|recipient|address|account|mailbox)[^.]{0,20} (?:unknown|not found|does not exist|doesn't exist)",
    re.IGNORECASE,
)
WORDS_FOR_US = re.compile(
    r"block|spam|polic|black.?list|den(?:y|ied)|relay|rcpthosts|reputation|banned|not (?:permitted|allowed|authori)|"
    r"authenti|sender|\bspf\b|dkim|dmarc|\brbl\b|dnsbl|\bip\b|unsolicited",
    re.IGNORECASE,
)


def status_of(words: str) -> tuple[int, int, int] | None:
    """The first status (5.1.1) in a server's words."""
    found = STATUS.search(words)
    return (int(found[1]), int(found[2]), int(found[3])) if found else None


def refused(stage: str, code: int, words: str) -> Blame:
    """What a 5xx at RCPT or later is about. A status says it; without one the place and the words do."""
    status = status_of(words)
    if status is not None and status[0] == 5 and (said := _said(status)):
        return said
    if stage != "rcpt":
        return "too_big" if code == TOO_BIG else "blocked"
    if code == TOO_BIG:
        return "later"
    if code in OF_US or (WORDS_FOR_US.search(words) and not NOBODY.search(words)):
        return "blocked"
    return "gone" if code in OF_AN_ADDRESS else "failed"


def is_about_the_mailbox(words: str) -> bool:
    """Whether a 4xx is this reader's alone: the mailbox is full, moving, or not known yet."""
    status = status_of(words)
    return status is not None and status[0] == 4 and status[1] in (1, 2)


def returned(status: str, diagnostic: str) -> Blame:
    """What a letter that came back is about. What was given up after days of trying is no verdict on the address."""
    told = status_of(status)
    if told is not None and told[0] == 4:
        return "later"
    if told is not None and (said := _said(told)):
        return said
    # Some servers write 5.0.0 always, and what they were told beside it.
    beside = status_of(diagnostic)
    if beside is not None:
        return "later" if beside[0] == 4 else _said(beside) or "later"
    code = re.search(r"\b(5\d\d)\b", diagnostic)
    return refused("rcpt", int(code[1]), diagnostic) if code else "later"


def _said(status: tuple[int, int, int]) -> Blame | None:
    """What a status says by itself; None for those that say "something else", or speak of the conversation."""
    _, subject, detail = status
    return DETAILS.get((subject, detail), SUBJECTS.get(subject))
