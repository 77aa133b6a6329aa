"""Pace: how often one place may have letters written. Whoever floods strangers with our letters is stopped here.

Counted in this process only: a second web process doubles it, a restart forgets it. Both are small harm.
"""

from collections import OrderedDict
from ipaddress import ip_address, ip_network
from typing import Annotated

from fastapi import Depends, Request
from starlette.exceptions import HTTPException

from web.doors import TheOffice

TIMES_MAX = 60  # a whole class behind one address may apply in the same ten minutes
SECONDS = 600.0
PLACES_MAX = 10_000
IPV6_HOUSEHOLD = 64  # bits


class Pace:
    """Remembers when each place asked. Not exact when threads meet; it need not be."""

    def __init__(self, times_max: int = TIMES_MAX, seconds: float = SECONDS) -> None:
        self.times_max, self.seconds = times_max, seconds
        self._asked: OrderedDict[str, list[float]] = OrderedDict()

    def allows(self, place: str, now: float) -> bool:
        """Whether this place may ask once more; asking counts."""
        recent = [at for at in self._asked.pop(place, []) if now - at < self.seconds]
        allowed = len(recent) < self.times_max
        self._asked[place] = [*recent, now] if allowed else recent
        while len(self._asked) > PLACES_MAX:
            self._asked.popitem(last=False)
        return allowed


def network_of(host: str) -> str:
    """Where somebody comes from: of IPv6 the network, as one household has all addresses of it."""
    try:
        found = ip_address(host)
    except ValueError:
        return host
    return str(ip_network((found, IPV6_HOUSEHOLD), strict=False)) if found.version == 6 else host


def not_too_often(request: Request, office: TheOffice) -> None:
    """429 for a place that asks for letters all the time."""
    place = network_of(request.client.host if request.client else "")
    if not request.app.state.pace.allows(place, office.clock.now().timestamp()):
        raise HTTPException(429, headers={"Retry-After": str(int(SECONDS))})


Patient = Annotated[None, Depends(not_too_often)]
