"""One person: when two records are one and the same: by an address of theirs, or by their name and place of work.

A record's `identity` holds all that tells its person from others; whoever shares any of it is one person. What follows
from that (no pair with oneself, nobody twice in a list) is decided where people are taken in and matched.
"""

import unicodedata
from collections.abc import Iterable, Mapping, Set

import idna

from domain.known_names import organisation, same_name

GMAIL = ("gmail.com", "googlemail.com")
"""One mail service under two names, which does not look at dots in an address."""


def identity(name: str, addresses: Iterable[str], employer: str = "") -> frozenset[str]:
    """The keys of one record; two share one when an address is the same, or the name and the place of work."""
    called, place = same_name(name), organisation(employer)
    at_work = [f"{called} at {place}"] if called and place else []
    return frozenset([*filter(None, map(mailbox, addresses)), *at_work])


def mailbox(address: str) -> str:
    """The box an address leads to, however it was written: in any case, its domain in letters or as xn--, with a +tag, or,
    at Gmail, with dots. "" for what is no address."""
    local, _, domain = unicodedata.normalize("NFKC", address).strip().rpartition("@")
    place = _domain(domain)
    box = local.casefold().partition("+")[0] or local.casefold()
    if place in GMAIL:
        box, place = box.replace(".", ""), GMAIL[0]
    return f"{box}@{place}" if box and place else ""


def _domain(domain: str) -> str:
    try:
        return idna.encode(domain.rstrip("."), uts46=True).decode()
    except idna.IDNAError:
        return domain.casefold().rstrip(".")


def doubles(records: Mapping[str, Set[str]]) -> list[tuple[str, ...]]:
    """The codes of records that are one person, each person once; `records` are identities by code."""
    holders: dict[str, list[str]] = {}
    for code, keys in records.items():
        for key in keys:
            holders.setdefault(key, []).append(code)
    found, seen = list[tuple[str, ...]](), set[str]()
    for code in records:
        person = [] if code in seen else [code]
        for one in person:  # grows as it is walked along
            seen.add(one)
            shared = dict.fromkeys(other for key in records[one] for other in holders[key])
            person += [other for other in shared if other not in person]
        if len(person) > 1:
            found.append(tuple(known for known in records if known in person))
    return found
