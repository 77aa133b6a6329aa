"""Doctor: what keeps this office from working, each with its remedy. Looks at everything, changes nothing, sends no letter.

It asks from outside, not through Prefect: so it also sees that Prefect itself has stopped (the dead man's alarm).
The examinations are in examinations.py.
"""

from collections.abc import Sequence
from dataclasses import asdict, dataclass

from domain.saying import said_by, say
from machine import prefect_api
from machine.examinations import EXAMINATIONS
from machine.examinations_of_prefect import START, State
from office.office import Office
from storage.errors import StorageError


@dataclass(frozen=True)
class Finding:
    """One thing that was looked at: how it is, in a sentence or the words of one, and what to do when it is not well."""

    check: str
    state: State
    words: str
    remedy: str = ""

    def as_row(self) -> dict[str, str]:
        """For `--json` and tables."""
        return asdict(self)


def examine(office: Office) -> list[Finding]:
    """Every finding, in the order in which an office is put up. An examination that stumbles is itself a finding."""
    findings: list[Finding] = []
    for name, examination in EXAMINATIONS.items():
        try:
            findings += [Finding(name, *found) for found in examination(office)]
        except StorageError as error:
            findings.append(Finding(name, "problem", said_by(error), say("Mend the database first.")))
        except prefect_api.PrefectAway as error:
            findings.append(Finding(name, "problem", say("Prefect cannot be asked: {why}.", why=said_by(error)), START))
        except Exception as error:
            words = say("This could not be looked at ({kind}).", kind=type(error).__name__)
            findings.append(Finding(name, "warning", words, say("Please report it with the version of the office.")))
    return findings


def is_well(findings: Sequence[Finding]) -> bool:
    """No problem was found; warnings may stand."""
    return all(finding.state != "problem" for finding in findings)
