"""Nearby: whether somebody at this very machine asks, or one who comes from elsewhere through a proxy or a foreign name.

The settings say whether the office is meant for others at all (office/settings.py); this sees that they come all the same.
"""

from fastapi import Request

from office.office import Office
from office.reach import host_of, stays_here

# What proxies add; nginx adds nothing by itself, but by itself speaks HTTP/1.0, which no browser does.
ADDED_BY_PROXIES = ("forwarded", "x-forwarded", "x-real-ip", "x-client-ip", "via", "cf-connecting-ip", "true-client-ip")


def may_read_letters(request: Request) -> bool:
    """Whether the inbox page is open to this request."""
    office: Office = request.app.state.office
    return office.settings.shows_inbox and is_nearby(request)


def is_nearby(request: Request) -> bool:
    """The browser runs on this machine, asks by one of its own names, and nothing stands between."""
    if request.scope.get("http_version") == "1.0" or any(map(_tells_of_a_proxy, request.headers.keys())):
        return False
    # The name too: a page elsewhere can have its own name lead to 127.0.0.1, and read what the browser gets there.
    asked_for = host_of(f"//{request.headers.get('host', '')}")
    return request.client is not None and stays_here(request.client.host) and stays_here(asked_for)


def _tells_of_a_proxy(header: str) -> bool:
    return header.startswith(ADDED_BY_PROXIES)
