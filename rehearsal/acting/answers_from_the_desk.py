"""Answers from the desk: what an acted coordinator decides: applications, proposals, and cases."""

from collections.abc import Mapping

from domain.escalations import Escalation
from domain.lifecycles import ProposalState
from domain.match.facts import ByHand
from domain.people import Role
from domain.proposals import Proposal
from domain.rules.escalation import PASSED_ON
from domain.today.cases import of_case
from rehearsal.acting.scenes import Content, Scene


def screening(scene: Scene) -> Content:
    application = scene.cohort.applications[scene.invitation.about]
    incomplete = application.screening is None and scene.chance(0.05)
    if incomplete:
        return {"verdict": "incomplete", "note": "Please add two sentences on what you expect."}
    verdict = scene.random.choices(("accept", "decline", "waitlist"), (92, 4, 4))[0]
    return {"verdict": verdict if application.role is Role.MENTEE else "accept"}


def review(scene: Scene) -> Content:
    proposal = scene.cohort.proposals[scene.invitation.about]
    if proposal.by_hand and not proposal.matches and (named := _named_by_hand(proposal)):
        return {"decision": "by_hand", "pins": named}
    if proposal.state is not ProposalState.SOLVED or not proposal.matches:
        return {"decision": "discard"}
    if proposal.number == 1 and scene.chance(0.2):
        match = scene.random.choice(proposal.matches)
        return {"decision": "solve_again", "forbidden": [{"mentor": match.mentor, "mentee": match.mentee}], "pins": []}
    return {"decision": "approve"}


def _named_by_hand(proposal: Proposal) -> list[dict[str, str]]:
    """For each person left over the first mentor suggested whom nobody else has got."""
    pairs: dict[str, str] = {}
    for left in proposal.unmatched:
        best = left.why.best if isinstance(left.why, ByHand) else None
        free = [code for code in best or () if code not in pairs]
        pairs |= {free[0]: left.code} if free else {}
    return [{"mentor": mentor, "mentee": mentee} for mentor, mentee in pairs.items()]


# What the acted coordinator prefers, in parts, by the matter of a case; what a form does not offer is left out.
DECISIONS: Mapping[str, Mapping[str, int]] = {
    "missed_session": {"write": 50, "excuse": 20, "rematch": 10, "end": 10, "snooze": 10},
    "materials": {"open_anyway": 60, "extend": 40},
    "too_few_pairs": {"start": 60, "extend": 40},
    "question": {"answered": 100},
    "low_marks": {"write": 70, "resume": 30},
    "disagreement": {"write": 20, "took_place": 50, "not_held": 20, "resume": 10},
    "poor_fit": {"rematch": 40, "resume": 60},
    "left": {"rematch": 70, "resume": 30},
    "bounced": {"new_address": 70, "resume": 30},
}
USUAL_DECISION = {"resume": 80, "write": 20}


def decide(scene: Scene) -> Content:
    case = scene.cohort.escalations[scene.invitation.about]
    offered = scene.form.options(scene.cohort, scene.invitation).get("decision", {})
    wanted = DECISIONS.get(case.matter, USUAL_DECISION)
    if case.matter == "missed_session":  # one of the buttons that stand there
        wanted = {way: wanted.get(way, 0) for way in _buttons(scene)}
    liked = {code: wanted.get(code, 0) for code in offered if wanted.get(code)} or dict.fromkeys(offered, 1)
    decision = scene.random.choices(list(liked), list(liked.values()))[0]
    if preferred := [way for way in scene.prefers if way in offered]:
        decision = preferred[min(_decided(scene, case), len(preferred) - 1)]
    elif scene.version > 2:  # enough has been written: bring it to an end
        decision = next((way for way in ("excuse", "resume", "took_place") if way in offered), decision)
    person = scene.cohort.participants.get(case.about)
    words = prepared(scene) or "Please tell me how it stands; a line is enough." if decision in PASSED_ON else ""
    return {"decision": decision, "words": words, "days": 7, "address": f"new.{person.email}" if person else None}


def prepared(scene: Scene) -> str:
    """The letter about this case that stands ready on the desk."""
    return of_case(scene.cohort, scene.cohort.escalations[scene.invitation.about]).letter


def _buttons(scene: Scene) -> list[str]:
    """What the desk offers about this case at one press."""
    ways = of_case(scene.cohort, scene.cohort.escalations[scene.invitation.about]).ways
    return [way.content["decision"] for way in ways]


def _decided(scene: Scene, case: Escalation) -> int:
    """How often something was decided about this matter before."""
    others = [one for one in scene.cohort.escalations.values() if one.matter == case.matter and one.id != case.id]
    return sum(bool(one.decided_by) for one in others) + scene.version - 1
