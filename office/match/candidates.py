"""Candidates: what the matchmaker may know of an application. The only place that knows both, forms and matching."""

from collections.abc import Mapping
from fractions import Fraction
from typing import Any

from domain.applications import Application
from domain.careers import GENDERS
from domain.cohort import Cohort
from domain.known_names import forget
from domain.lifecycles import PairState
from domain.one_person import doubles, identity
from domain.people import Role
from domain.policy import Matching
from domain.proposals import Proposal
from domain.rules.pairing import OVER, TAKEN, free_places, pool
from matching.candidates import Balance, Candidate, Terms

# One place higher in a ranking outweighs everything else of a pair: a place is worth a tenth of the points (own).
WISHES_FIRST = 10
WISHES = {
    "profession": "profession",
    "sub_sector": "sub_sectors",
    "company_size": "company_size",
    "employer_type": "employer_type",
}
"""What a mentee may wish of a mentor, as matching calls it, and the question of the form it is told with."""


def candidates(cohort: Cohort, role: Role) -> list[Candidate]:
    """Everybody of one role who can be matched now, in the order of their codes."""
    forget()
    return [candidate(cohort, application) for application in pool(cohort, role)]


def candidate(cohort: Cohort, application: Application) -> Candidate:
    """One application as matching sees it. Gender counts in balance rules only, and only with consent."""
    told = application.answers
    person = cohort.participants[application.id]
    topics = told.get("topics") or {}
    return Candidate(
        code=application.id,
        languages=frozenset(told.get("languages") or ()),
        format=told.get("format") or "either",
        city=told.get("city") or "",
        employer=told.get("employer") or "",
        supervisor=told.get("supervisor") or "",
        answers_to=frozenset({person.name, person.email} - {""}),
        identity=identity_of(cohort, application),
        tracks=tuple(int(track) for track in told.get("tracks") or ()),
        topics=dict(topics) if isinstance(topics, Mapping) else frozenset(topics),
        skills=frozenset(told.get("skills") or ()),
        profession=told.get("profession") or "",
        sub_sectors=frozenset(told.get("sub_sectors") or ()),
        company_size=told.get("company_size") or "",
        employer_types=_one_or_several(told.get("employer_type")),
        wishes={wish: told[f"wish_{asked}"] for wish, asked in WISHES.items() if told.get(f"wish_{asked}")},
        needs=frozenset(told.get("needs") or ()),
        roles=frozenset(told.get("roles") or ()),
        goals=frozenset(told.get("goal_words") or ()),
        interests=frozenset(told.get("interests") or ()),
        mentoring_experience=told.get("mentoring_experience") or "none",
        free_times=frozenset(told.get("free_times") or ()),
        capacity=free_places(cohort, application),
        not_with=frozenset(told.get("not_with") or ()),
        choices=application.choosing.choices if application.choosing else (),
        impressions=application.meetings.impressions if application.meetings else {},
        counts_as=_counts_as(told),
    )


def identity_of(cohort: Cohort, application: Application) -> frozenset[str]:
    """What tells whoever applied from everybody else: the name with the place of work, and any of their addresses."""
    person, told = cohort.participants[application.id], application.answers
    return identity(person.name, (person.email, told.get("university_email") or ""), told.get("employer") or "")


def doubles_in(cohort: Cohort) -> list[tuple[str, ...]]:
    """The codes of those who can be matched and look like one person with several applications for one role."""
    return [codes for role in Role for codes in doubles({a.id: identity_of(cohort, a) for a in pool(cohort, role)})]


def _one_or_several(told: Any) -> frozenset[str]:
    """A mentor has one, a mentee wishes for several."""
    return frozenset(({told} if isinstance(told, str) else told) if told else ())


def _counts_as(told: Mapping[str, Any]) -> dict[str, str | frozenset[str]]:
    traits: dict[str, str | frozenset[str]] = {
        "sub_sector": frozenset(told.get("sub_sectors") or ()),
        "company_size": told.get("company_size") or "",
        "employer_type": _one_or_several(told.get("employer_type")),
    }
    if told.get("gender_consent") and told.get("gender") in GENDERS:
        traits["gender"] = told["gender"]
    return {trait: value for trait, value in traits.items() if value}


def _weights(matching: Matching) -> Mapping[str, int]:
    """The policy's weights; where participants choose for themselves, their wishes weigh more than all the rest."""
    if matching.mode != "self_choice":
        return matching.weights
    rest = sum(weight for name, weight in matching.weights.items() if name != "choices")
    return dict(matching.weights) | {"choices": WISHES_FIRST * max(rest, 1)}


def terms(cohort: Cohort, proposal: Proposal) -> Terms:
    """The coordinator's terms for one proposal. Pairs that were and are over are never proposed again."""
    matching = cohort.policy.matching
    over = {(pair.mentor, pair.mentee) for pair in cohort.pairs.values() if pair.state in OVER}
    over |= {(p.mentor, p.mentee) for p in cohort.pairs.values() if p.state is PairState.COMPLETED}
    # Pins are worth keeping only while both are still in the pool.
    free = {a.id for role in Role for a in pool(cohort, role)}
    pins = frozenset(pin for pin in proposal.pins if free.issuperset(pin))
    return Terms(
        weights=_weights(matching),
        rules={str(rule): strength for rule, strength in matching.rules.items()},
        pins=pins,
        pins_stand=bool(proposal.exception),
        forbidden=frozenset(proposal.forbidden) | frozenset(over),
        quotas=tuple(
            Balance(
                rule.label,
                rule.trait,
                frozenset(rule.values),
                rule.on,
                rule.at_least,
                rule.at_most,
                Fraction(rule.share_at_least_percent, 100) if rule.share_at_least_percent else None,
            )
            for rule in matching.balance
        ),
        matched_before=(_matched(cohort, Role.MENTEE), _matched(cohort, Role.MENTOR)),
        stages=tuple(matching.stages),
        time_limit=matching.time_limit_seconds,
    )


def _matched(cohort: Cohort, role: Role) -> tuple[Candidate, ...]:
    """Those of one role who have a partner, are asked whether they want one, or have had theirs to the end."""
    if not cohort.policy.matching.balance:
        return ()
    states = (*TAKEN, PairState.COMPLETED)
    return tuple(candidate(cohort, one) for one in cohort.applicants(role) if cohort.pairs_of(one.id, *states))
