"""Switch: the ways from a page of one desk to the same kind of page at the other desks of whoever is signed in. Decides
nothing; works without a script.
"""

from typing import Any

from office.office import Office

# The page of each tab, under the address of a desk.
WAYS = {
    name: f"/{name}" for name in ("glance", "recruiting", "match", "pairs", "people", "gatherings", "notes", "post")
}


def switching(office: Office, coordinator: str, tab: str) -> dict[str, Any]:
    """What every page of a desk needs to lead to the others; nothing for whoever runs one cohort only."""
    programmes = office.store.register.named_of(coordinator)
    return {"programmes": programmes if len(programmes) > 1 else [], "tab_way": WAYS.get(tab, "")}
