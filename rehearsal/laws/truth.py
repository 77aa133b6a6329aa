"""Laws of truth: lifecycles, journal, answers, idempotence, endings.

Each law reads a history and returns a sentence for everything that breaks it. It repairs nothing.
"""

from collections import Counter, defaultdict
from collections.abc import Mapping
from datetime import datetime, timedelta
from itertools import pairwise
from typing import Any

from domain.completion import completion
from domain.invitations import Invitation
from domain.lifecycles import (
    APPLICATION,
    COHORT,
    DOCUMENT,
    ESCALATION,
    INVITATION,
    PAIR,
    PROPOSAL,
    SESSION,
    ApplicationState,
    DocumentState,
    EscalationState,
    InvitationState,
    Lifecycle,
    PairState,
    Phase,
    ProposalState,
)
from rehearsal.history import History

LIFECYCLE_OF: Mapping[str, Lifecycle[Any]] = {
    "applications": APPLICATION,
    "proposals": PROPOSAL,
    "groups": PAIR,
    "sessions": SESSION,
    "invitations": INVITATION,
    "escalations": ESCALATION,
    "documents": DOCUMENT,
}
FIRST_STATES: Mapping[str, frozenset[str]] = {
    "applications": frozenset({ApplicationState.SUBMITTED}),
    "proposals": frozenset({ProposalState.ORDERED}),
    "groups": frozenset({PairState.PROPOSED}),
    "sessions": frozenset({"planned"}),
    "invitations": frozenset({InvitationState.OPEN, InvitationState.ANSWERED}),  # forms for any time begin answered
    "escalations": frozenset({EscalationState.OPEN}),
    "documents": frozenset({DocumentState.ORDERED}),
}
INSTANT = timedelta(microseconds=1)
CERTIFICATES = ("certificate", "statement")


def states_follow_their_lifecycle(history: History) -> list[str]:
    """Records are born in a first state and move only as domain/lifecycles.py declares."""
    broken = []
    taken = [turn for turn in history.turns if not turn.found]
    for at, change in ((turn.at, change) for turn in taken for change in turn.changes):
        if change.collection not in LIFECYCLE_OF:
            continue
        after: Any = change.after
        if change.before is None:
            if after.state not in FIRST_STATES[change.collection]:
                broken.append(f"{change.id} was born {after.state.value} on {at:%Y-%m-%d}")
            continue
        before: Any = change.before
        allows = LIFECYCLE_OF[change.collection].allows
        if before.state is not after.state and not allows(before.state, after.state):
            broken.append(f"{change.id} went from {before.state.value} to {after.state.value} on {at:%Y-%m-%d}")
    return broken


def phases_go_forward(history: History) -> list[str]:
    """The cohort turns its pages in order, each once."""
    broken = []
    for turn in history.turns:
        before, after = (Phase(name) if name else None for name in turn.phase)
        if before and after and before is not after and not COHORT.allows(before, after):
            broken.append(f"the cohort went from {before.value} to {after.value} on {turn.at:%Y-%m-%d}")
    return broken


def every_change_is_in_the_journal(history: History) -> list[str]:
    """Whatever changed has a line in the journal of the same turn; only benches (matchmaker, press, post) have none."""
    return [
        f"{change.id} changed on {turn.at:%Y-%m-%d %H:%M} without a line in the journal"
        for turn in history.turns
        if not turn.entries and not turn.bench
        for change in turn.changes
    ]


def the_journal_is_never_rewritten(history: History) -> list[str]:
    """Every line that was ever written stands there at the end, once, as it was written."""
    kept = {entry.key: entry for entry in history.entries}
    written = [entry for turn in history.turns for entry in turn.entries]
    broken = [f"{key} stands in the journal twice" for key, n in Counter(e.key for e in written).items() if n > 1]
    broken += [f"{e.key} was written and is gone" for e in written if e.key not in kept]
    broken += [f"{e.key} was rewritten" for e in written if e.key in kept and kept[e.key] != e]
    seen = {entry.key for entry in written}
    return broken + [f"{key} stands in the journal and nobody wrote it" for key in kept if key not in seen]


def the_changes_tell_the_whole_story(history: History) -> list[str]:
    """Replaying every change from nothing gives the cohort as it is kept."""
    replayed: dict[tuple[str, str], Any] = {}
    broken = []
    for turn in history.turns:
        for change in turn.changes:
            known = replayed.get((change.collection, change.id))
            if known != change.before:
                broken.append(f"{change.id} was not as it had been left before {turn.at:%Y-%m-%d %H:%M}")
            replayed[change.collection, change.id] = change.after
    for (collection, id), record in replayed.items():
        if getattr(history.cohort, collection).get(id) != record:
            broken.append(f"{id} is kept otherwise than it was written")
    kept = sum(len(getattr(history.cohort, name)) for name in {name for name, _ in replayed})
    return broken + ([f"{kept - len(replayed)} records came out of nowhere"] if kept > len(replayed) else [])


def answers_are_kept_as_given(history: History) -> list[str]:
    """Each answer is kept once, its versions count from one, and its invitation knows how many there were."""
    versions: dict[str, list[int]] = defaultdict(list)
    for answer in history.answers:
        versions[answer.invitation].append(answer.version)
    broken = [
        f"{invitation} has the versions {', '.join(map(str, sorted(numbers)))}"
        for invitation, numbers in versions.items()
        if sorted(numbers) != list(range(1, len(numbers) + 1))
    ]
    for invitation in history.cohort.invitations.values():
        if invitation.answers != len(versions[invitation.id]):
            broken.append(
                f"{invitation.id} counts {invitation.answers} answers, {len(versions[invitation.id])} are kept"
            )
    taken = {(a.invitation, a.version): a for turn in history.turns for a in turn.answers}
    kept = {(a.invitation, a.version): a for a in history.answers}
    return broken + [
        f"the answer {invitation} (version {version}) is not kept as given"
        for (invitation, version), answer in taken.items()
        if kept.get((invitation, version)) != answer
    ]


def nobody_answers_for_another(history: History) -> list[str]:
    """An answer comes from the one who was asked."""
    broken = []
    for answer in history.answers:
        form = history.cohort.invitations.get(answer.invitation)
        if form is None or form.to != answer.by:
            broken.append(f"{answer.invitation} was answered by {answer.by}")
    return broken


def closed_forms_take_no_answers(history: History) -> list[str]:
    """No answer arrives after the form has closed, expired or been withdrawn."""
    broken = []
    for answer in history.answers:
        form = history.invitation_at(answer.invitation, answer.at - INSTANT)
        if form is not None and not form.takes_answers(answer.at):
            known: Invitation = form
            broken.append(
                f"{answer.invitation} took an answer on {answer.at:%Y-%m-%d} though it was {known.state.value}"
            )
    return broken


def time_never_runs_back(history: History) -> list[str]:
    """Turns and journal lines follow each other in time, all in UTC."""
    broken = [
        f"the turn of {after.at} came after that of {before.at}"
        for before, after in pairwise(history.turns)
        if after.at < before.at
    ]
    moments: list[tuple[str, datetime]] = [(entry.key, entry.at) for entry in history.entries]
    moments += [(letter.key, letter.written_at) for letter in history.letters]
    return broken + [f"{key} is not in UTC" for key, at in moments if at.utcoffset() != timedelta(0)]


def what_was_asked_of_the_office_holds(history: History) -> list[str]:
    """Ticking twice is ticking once, and the order of scopes changes nothing (asked at drawn moments)."""
    return [f"{probe.law} on {probe.at:%Y-%m-%d %H:%M}: {probe.found}" for probe in history.probes if probe.found]


def no_rule_stumbles(history: History) -> list[str]:
    """No rule and no action fails over a record."""
    return sorted(set(history.failures))


def nothing_is_left_over(history: History) -> list[str]:
    """When the cohort has closed, no form waits, no group goes on, nothing is still ordered."""
    cohort = history.cohort
    if cohort.phase is not Phase.CLOSED:
        return []
    lead = {coordinator.code for coordinator in cohort.coordinators}
    ended = history.ended_at or cohort.milestones.closes
    broken = [
        f"{i.id} is still open"
        for i in cohort.invitations.values()
        if i.state is InvitationState.OPEN and i.to not in lead and (i.closes is None or i.closes < ended)
    ]
    broken += [f"{p.id} is still {p.state.value}" for p in cohort.groups.values() if not PAIR.is_final(p.state)]
    broken += [f"{s.id} is still {s.state.value}" for s in cohort.sessions.values() if not s.settled]
    broken += [f"{d.id} is still ordered" for d in cohort.documents.values() if d.state is DocumentState.ORDERED]
    return broken + [f"{p.id} is still ordered" for p in cohort.proposals.values() if p.state is ProposalState.ORDERED]


def certificates_are_earned(history: History) -> list[str]:
    """A certificate for everybody who met the three conditions and nobody else, once (course card)."""
    cohort, broken = history.cohort, []
    printed = {document.to: document for document in cohort.documents.values() if document.kind in CERTIFICATES}
    for code, person in cohort.participants.items():
        met, lasting = completion(cohort, code).complete, cohort.groups_of(code, PairState.ACTIVE, PairState.COMPLETED)
        if code in printed and not met and person.takes_part:
            broken.append(f"{code} has a certificate without having completed")
        if met and lasting and person.takes_part and code not in printed and cohort.phase is Phase.CLOSED:
            broken.append(f"{code} has completed and has no certificate")
    return broken


def keys_carry_no_personal_data(history: History) -> list[str]:
    """Journal lines and keys, which Prefect may see, hold codes and no name or address."""
    words = set()
    for person in history.cohort.participants.values():
        words |= {person.email.casefold(), person.name.casefold()}
    words.discard("")
    return [
        f"{entry.key} names somebody"
        for entry in history.entries
        if any(word in f"{entry.key} {entry.did}".casefold() for word in words)
    ]


LAWS_OF_TRUTH = (
    states_follow_their_lifecycle,
    phases_go_forward,
    every_change_is_in_the_journal,
    the_journal_is_never_rewritten,
    the_changes_tell_the_whole_story,
    answers_are_kept_as_given,
    nobody_answers_for_another,
    closed_forms_take_no_answers,
    time_never_runs_back,
    what_was_asked_of_the_office_holds,
    no_rule_stumbles,
    nothing_is_left_over,
    certificates_are_earned,
    keys_carry_no_personal_data,
)
