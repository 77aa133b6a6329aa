"""Posting: who may send a POST. A coordinator's page acts for many people, so only our own pages may; to a participant's form
nobody's page may that says it is another site's.
"""

from typing import Annotated
from urllib.parse import urlsplit

from fastapi import Depends, Request
from starlette.exceptions import HTTPException

LOOKS = ("GET", "HEAD")


def from_our_pages(request: Request) -> None:
    """Refuse what another site had the coordinator's browser send: 403.

    Browsers say where a POST comes from in Sec-Fetch-Site, older ones and those on plain HTTP in Origin; what says
    neither is refused as well.
    """
    site = request.headers.get("sec-fetch-site")
    if site is not None:
        if site != "same-origin":
            raise HTTPException(403)
        return
    if not _is_ours(request, request.headers.get("origin", "")):
        raise HTTPException(403)


OurPage = Annotated[None, Depends(from_our_pages)]


def not_from_elsewhere(request: Request) -> None:
    """Refuse a POST that says it comes from another site: 403. Holds for every page.

    What says nothing passes: old browsers, proxies that take headers away, mail programs that unsubscribe. "null" says
    nothing either: our own pages hide where they are, because a link is somebody's key.
    """
    if request.method in LOOKS:
        return
    site, origin = request.headers.get("sec-fetch-site", ""), request.headers.get("origin", "")
    if site in ("cross-site", "same-site"):
        raise HTTPException(403)
    if site != "same-origin" and origin not in ("", "null") and not _is_ours(request, origin):
        raise HTTPException(403)


def _is_ours(request: Request, origin: str) -> bool:
    """By the address as the browser asked for it, or as the office is known; proxies may change the first."""
    ours = {request.headers.get("host", ""), urlsplit(request.app.state.office.settings.base_url).netloc}
    return bool(origin) and urlsplit(origin).netloc in ours - {""}
