"""Recruit words: the sentence about mentors to look for, to be forwarded as it stands. Looks for nobody."""

from __future__ import annotations

from collections.abc import Callable

from domain.careers import CAREER_TRACKS, COMPANY_SIZES, GENDERS, LANGUAGES, PROFESSIONS, SUB_SECTORS
from matching.candidates import Balance

Profile = tuple[tuple[str, str], ...]
"""What a mentor must have, as (trait, word)."""
SUBJECTS = {"woman": ("One woman", "women"), "man": ("One man", "men")}


def gaining(count: int, profile: Profile, mentees: int) -> str:
    """So many mentors of this kind would let so many more mentees be matched."""
    more = "one more mentee" if mentees == 1 else f"{mentees} more mentees"
    return f"{described(count, profile)} would let {more} be matched"


def keeping(count: int, profile: Profile, rule: Balance) -> str:
    """So many mentors of this kind would let a balance rule be kept."""
    return f"{described(count, profile)} would let the balance rule “{rule.label}” be kept"


def described(count: int, profile: Profile) -> str:
    """ "2 mentors who can speak about Science policy, speak German and can meet online"."""
    s = "s" if count == 1 else ""
    clauses: dict[str, Callable[[str], str]] = {
        "track": lambda word: f"can speak about {CAREER_TRACKS.get(int(word), word)}",
        "language": lambda word: f"speak{s} {LANGUAGES.get(word, word)}",
        "city": lambda word: f"can meet on site in {word}",
        "online": lambda word: "can meet online",
        "profession": lambda word: f"work{s} as {PROFESSIONS.get(word, word)}",
        "sub_sector": lambda word: f"know{s} the sub-sector {SUB_SECTORS.get(word, word)}",
        "company_size": lambda word: f"work{s} for a {COMPANY_SIZES.get(word, word).lower()}",
        "gender": lambda word: (
            f"agree{s} to be counted" + ("" if word in SUBJECTS else f" as “{GENDERS.get(word, word)}”")
        ),
        "employer": lambda word: f"work{s} for {word}",
        "within": lambda word: f"keep{s} within “{word}”",
    }
    one, many = SUBJECTS.get(dict(profile).get("gender", ""), ("One mentor", "mentors"))
    said = [clauses[name](word) for name, word in profile]
    listed = " and ".join([", ".join(said[:-1]), said[-1]]) if len(said) > 1 else "".join(said)
    return f"{one if count == 1 else f'{count} {many}'} who {listed}"
