"""Errors of the storage room. Each says in one sentence what is wrong and, where something can be done, what."""

from datetime import datetime

from domain.saying import say


class StorageError(RuntimeError):
    """The store cannot do what was asked; the text says why and how to mend it."""


class Unavailable(StorageError):
    """The database does not answer just now (busy, down, full, read-only). Nothing was written; try again later."""


class UnknownCohort(StorageError, KeyError):
    """There is no cohort with this code."""

    def __str__(self) -> str:
        return str(self.args[0])


def no_cohort(code: str) -> UnknownCohort:
    """In the words in which everybody hears of it who asks for a cohort."""
    return UnknownCohort(say("there is no cohort {code}; `mentoring cohorts` lists those that are there", code=code))


class AlreadyLaunched(StorageError):
    """A cohort with this code exists: launched `by` somebody `at` some moment. Launching again changes nothing."""

    def __init__(self, code: str, by: str, at: datetime) -> None:
        super().__init__(
            say("cohort {code} was already launched by {by} at {at} UTC", code=code, by=by, at=f"{at:%Y-%m-%d %H:%M}")
        )
        self.code, self.by, self.at = code, by, at


class StaleDraft(StorageError):
    """Somebody saved a newer draft meanwhile, perhaps in another window; `version` is the one that stands."""

    def __init__(self, version: int) -> None:
        super().__init__(say("a newer draft of this form was saved meanwhile; reload the page to see it"))
        self.version = version


class Conflict(Exception):
    """Somebody was faster: load again. Never leaves this room.

    `rule`: a unique key said so. When nobody was faster after all, the change itself is against the rules.
    """

    def __init__(self, reason: str, rule: bool = False) -> None:
        super().__init__(reason)
        self.rule = rule
