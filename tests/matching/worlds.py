"""Pools of people for tests: small, varied, everything from a seed."""

from __future__ import annotations

import numpy as np

from matching.candidates import Balance, Candidate, Terms

WEIGHTS = {"tracks": 30, "skills": 20, "needs": 10}
LANGUAGES = ("en", "de", "cs", "fr")
CITIES = ("", "Brno", "Prague")


def some_people(seed: int, mentees: int, mentors: int) -> tuple[list[Candidate], list[Candidate]]:
    """Mentees and mentors who often cannot talk or meet, so that some stay without a partner."""
    rng = np.random.default_rng(seed)
    return (
        [_person(rng, f"N{k:02d}", wishes={"sub_sector": str(rng.choice(["must", "nice"]))}) for k in range(mentees)],
        [_person(rng, f"M{k:02d}", capacity=int(rng.choice([1, 1, 2])), counts_as=_trait(rng)) for k in range(mentors)],
    )


def some_balance(seed: int) -> tuple[Balance, ...]:
    """No rule, or one that asks something now and then."""
    rng = np.random.default_rng(seed)
    women = frozenset({"woman"})
    return (
        (),
        (Balance("women", "gender", women, at_least=int(rng.integers(1, 4))),),
        (Balance("women", "gender", women, share_at_least=0.5),),
    )[seed % 3]


def terms(seed: int = 0, **more) -> Terms:
    return Terms(WEIGHTS, quotas=some_balance(seed), **more)


def _trait(rng) -> dict[str, str]:
    return {"gender": str(rng.choice(["woman", "man"]))} if rng.random() < 0.8 else {}


def _person(rng, code: str, **more) -> Candidate:
    return Candidate(
        code,
        languages=frozenset(map(str, rng.choice(LANGUAGES, int(rng.integers(0, 3)), replace=False))),
        format=str(rng.choice(["online", "onsite", "either"])),
        city=str(rng.choice(CITIES)),
        tracks=tuple(int(track) for track in rng.choice([1, 4, 3, 9, 15], int(rng.integers(0, 3)), replace=False)),
        skills=frozenset(map(str, rng.choice(["pcr", "python", "r"], int(rng.integers(0, 3)), replace=False))),
        sub_sectors=frozenset(map(str, rng.choice(["pharma", "biotech"], int(rng.integers(0, 2)), replace=False))),
        **more,
    )


def someone(code: str, rng: np.random.Generator) -> Candidate:
    """A person of either side with something of everything that criteria look at."""

    def some(words: list[str], most: int) -> frozenset[str]:
        return frozenset(rng.choice(words, int(rng.integers(0, most + 1)), replace=False).tolist())

    words = [f"word {k}" for k in range(60)]
    wishes = {wish: str(rng.choice(["must", "nice", "no_matter"])) for wish in ("profession", "sub_sector")}
    return Candidate(
        code,
        frozenset({"en"}),
        tracks=tuple(rng.choice(20, 3, replace=False).tolist()),
        topics={topic: int(rng.integers(0, 4)) for topic in sorted(some(words, 7))},
        skills=some(words, 7),
        profession=str(rng.choice(["expert", "manager", "consultant", ""])),
        sub_sectors=some(["pharma", "food", "energy", "finance"], 2),
        wishes=wishes,
        needs=some(["explore", "test", "move", "network"], 2),
        roles=some(["adviser", "sounding_board", "introducer"], 2),
        goals=some(words, 7),
        interests=some(words, 7),
        mentoring_experience=str(rng.choice(["none", "informal", "formal_once", "formal_more"])),
        free_times=some([f"time {k}" for k in range(10)], 5),
        choices=tuple(rng.choice([f"{side}{k}" for side in "NM" for k in range(9)], 3, replace=False).tolist()),
    )
