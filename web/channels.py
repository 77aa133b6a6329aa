"""Channels: the page with the open links to share, one for each channel, and whom they brought. Looks only: a link of a
channel needs nothing kept, as it says itself what it is.
"""

from functools import partial

from fastapi import APIRouter
from fastapi.responses import Response

from domain.channels import CHANNEL_MAX, channel_word
from domain.saying import said_by
from office import desk as office_desk
from office.channels import brought, links_of
from office.promotion import promotion
from web.desk import desk_page
from web.doors import TheOffice
from web.qr import qr_picture
from web.sheet import STATUS_WRONG
from web.signed_in import AtDesk

router = APIRouter(default_response_class=Response)
looks = partial(router.api_route, methods=["GET", "HEAD"])


@looks("/desk/{cohort}/recruiting/links")
def show(at: AtDesk, office: TheOffice, channel: str = "") -> Response:
    """The links of a channel that the coordinator names, and what each channel has brought so far."""
    word, wrong = "", ""
    try:
        word = channel_word(channel) if channel.strip() else ""
    except ValueError as error:
        wrong = said_by(error)
    found = office_desk.desk_alone(office, at)
    return desk_page(
        office,
        "desk_links",
        "recruiting",
        found,
        STATUS_WRONG if wrong else 200,
        channel=word,
        typed=channel if wrong else word,
        wrong=wrong,
        channel_max=CHANNEL_MAX,
        links={role: (link, qr_picture(link)) for role, link in links_of(office, found.cohort, word).items()},
        brought=brought(office, at.cohort),
        texts=promotion(office, found.cohort, word),
    )
