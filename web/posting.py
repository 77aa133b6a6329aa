"""Posting: who may send a POST to the desk. A coordinator's page acts for many people, so only our own pages may."""

from typing import Annotated
from urllib.parse import urlsplit

from fastapi import Depends, Request
from starlette.exceptions import HTTPException


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
    origin = request.headers.get("origin", "")
    ours = {request.headers.get("host", ""), urlsplit(request.app.state.office.settings.base_url).netloc}
    if not origin or urlsplit(origin).netloc not in ours - {""}:
        raise HTTPException(403)


OurPage = Annotated[None, Depends(from_our_pages)]
