"""Opening: the office of this folder for one command, and the cohort it is about. Imported only inside commands."""

from cli.refusals import Refused
from domain.saying import say
from office.erasing import erase_again
from office.office import Office, open_office, prepare
from office.settings import Settings


def opened() -> Office:
    """The office with the settings of the environment; StorageError when its database is missing, old, new or closed."""
    office = open_office(Settings())
    office.store.check()
    return office


def prepared() -> Office:
    """The office with its tables made or upgraded: for commands that may be the first one of all, also after a backup was
    restored, whose erased people are erased again before anybody comes."""
    office = open_office(Settings())
    prepare(office)
    erase_again(office)
    return office


def cohort_code(office: Office, given: str | None) -> str:
    """The cohort that is meant: the one named, or the only one there is."""
    codes = office.store.cohorts()
    if given in codes:
        return given
    if given is not None:
        if not codes:
            raise Refused(say("There is no cohort {given}; none was launched yet.", given=given))
        raise Refused(
            say(
                "There is no cohort {given}; there is {codes}.",
                "There is no cohort {given}; there are {codes}.",
                n=len(codes),
                given=given,
                codes=", ".join(codes),
            )
        )
    if len(codes) == 1:
        return codes[0]
    if not codes:
        raise Refused(say("No cohort was launched yet; `mentoring launch plan.yaml` launches one."))
    raise Refused(say("Which cohort? There are {codes}.", codes=", ".join(codes)))
