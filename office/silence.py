"""Silence: the open cohorts nobody has looked at for too long. Rounds come every hour: three left out are no accident.

The doctor, the web's health page and the alarm to the admin ask here; none of them needs Prefect, which may be what stopped.
"""

from datetime import datetime

from office.desk import SILENT_AFTER
from office.office import Office


def silent(office: Office) -> dict[str, datetime]:
    """When somebody last looked at each open cohort that waits; empty when all is well."""
    now, found = office.clock.now(), dict[str, datetime]()
    for code in office.store.cohorts():
        cohort = office.store.load(code, focus={""})
        last = office.store.leases.last_beat(f"tick:{code}") or cohort.launched_at
        if cohort.is_open and now - last > SILENT_AFTER:
            found[code] = last
    return found
