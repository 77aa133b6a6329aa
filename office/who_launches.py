"""Who launches: who may bring a new cohort into being. One question, asked by every way that leads to a launch by hand."""

from office.office import Office


def may_launch(office: Office, code: str) -> bool:
    """Whoever leads a cohort or looks after the office; where there is no cohort yet, whoever is registered."""
    register = office.store.register
    if register.coordinator(code) is None:
        return False
    if not office.store.cohorts() or code in register.admins():
        return True
    return any(register.running(cohort)[0] == code for cohort in register.cohorts_of(code))
