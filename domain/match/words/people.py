"""People in words: a name for a code, as the coordinator sees it."""

from domain.cohort import Cohort


def named(cohort: Cohort, code: str) -> str:
    """ "Anna Lee (M03)"; the code alone where the name is gone."""
    person = cohort.participants.get(code)
    return f"{person.name} ({code})" if person and person.name else code
