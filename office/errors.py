"""Errors: those of the rooms below that callers of the office meet, so that they need not know the rooms."""

from storage.errors import StaleDraft, StorageError, Unavailable, UnknownCohort

__all__ = ["StaleDraft", "StorageError", "Unavailable", "UnknownCohort"]
