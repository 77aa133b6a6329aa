"""Difference: what a turn changed between two snapshots. Compares values; writes nothing."""

from dataclasses import dataclass, field
from typing import Any

from domain.cohort import COLLECTIONS, Cohort
from domain.groups import Group
from domain.saying import say
from storage.errors import StorageError
from storage.rows import HEADER

AT_THE_DESK = ("coordinators", "readers")


@dataclass
class Difference:
    """Records changed and added by kind; `header`: the cohort's own row or those at its desk differ."""

    before: Cohort
    after: Cohort
    header: bool = False
    changed: dict[type[Any], list[Any]] = field(default_factory=dict)
    added: dict[type[Any], list[Any]] = field(default_factory=dict)
    taken: list[Any] = field(default_factory=list)  # what came with a deed that is taken back

    @property
    def is_empty(self) -> bool:
        after = self.after
        return not (self.header or self.changed or self.added or after.entries or after.messages or after.answers)

    def records(self, *kinds: type[Any]) -> list[Any]:
        """Everything changed or added, of all kinds or of some."""
        groups = (group for table in (self.changed, self.added) for group in table.items())
        return [record for kind, records in groups if not kinds or kind in kinds for record in records]

    def scopes(self) -> set[str]:
        """The scopes in which something was written."""
        found = {record.scope for record in (*self.records(), *self.taken)}
        found |= {entry.scope for entry in self.after.entries}
        return found | {message.scope for message in self.after.messages}

    def by_scope(self) -> dict[str, dict[type[Any], list[Any]]]:
        """Everything changed or added, by scope and kind."""
        found: dict[str, dict[type[Any], list[Any]]] = {}
        for record in self.records():
            found.setdefault(record.scope, {}).setdefault(type(record), []).append(record)
        return found

    def keys_by_scope(self) -> dict[str, list[str]]:
        """The keys of the new journal lines, by scope."""
        found: dict[str, list[str]] = {}
        for entry in self.after.entries:
            found.setdefault(entry.scope, []).append(entry.key)
        return found


def difference(before: Cohort, after: Cohort) -> Difference:
    """What to write so that the store holds `after`. Records are never taken away, but with a deed that is taken back:
    StorageError if one is missing."""
    found = Difference(before, after)
    undone = [step for deed in after.deeds if deed.undone_at and deed.traces for step in deed.traces.steps]
    came = {(step.collection, step.id) for step in undone if step.before is None}
    header = ((getattr(before, name), getattr(after, name)) for name in (*HEADER, *AT_THE_DESK))
    found.header = any(old is not new and old != new for old, new in header)
    for kind, name in COLLECTIONS.items():
        old, new = getattr(before, name), getattr(after, name)
        if new is old:
            continue
        gone = {key for key in old.keys() - new.keys() if (name, key) in came}
        found.taken += [old[key] for key in sorted(gone)]
        if missing := sorted(old.keys() - new.keys() - gone):
            raise StorageError(
                say(
                    "records are never taken away, but {missing} is gone from {name}",
                    missing=missing[0],
                    name=name,
                )
            )
        for key in sorted(new):
            if key not in old:
                found.added.setdefault(kind, []).append(new[key])
            elif new[key] is not old[key] and new[key] != old[key]:
                found.changed.setdefault(kind, []).append(new[key])
    for group in found.changed.get(Group, ()):
        if left := sorted(set(before.groups[group.id].everybody) - set(group.everybody)):
            raise StorageError(f"records are never taken away, but {left[0]} is gone from {group.id}")
    return found
