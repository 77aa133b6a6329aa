"""Reach: which addresses never leave this machine. Says nothing about who listens there, or who sits at it."""

from ipaddress import ip_address
from urllib.parse import urlsplit


def stays_here(host: str | None) -> bool:
    """Whether a host is this machine for itself alone. A name that only looks like one, or an empty host, is not."""
    name = (host or "").rstrip(".").casefold()
    if name == "localhost" or name.endswith(".localhost"):
        return True
    try:
        address = ip_address(name.strip("[]"))
    except ValueError:
        return False
    return (getattr(address, "ipv4_mapped", None) or address).is_loopback


def host_of(address: str) -> str:
    """The host of a web address; "" when it has none."""
    try:
        return urlsplit(address).hostname or ""
    except ValueError:
        return ""
