"""Moving: the page behind the links of a change of address.

GET changes nothing, as mail scanners open links; a button acts.
"""

from functools import partial

from fastapi import APIRouter
from fastapi.responses import Response

from domain.saying import say
from office.moving import Moving, have_it_so, moving
from web.doors import TheOffice
from web.look import page

router = APIRouter(default_response_class=Response)
looks = partial(router.api_route, methods=["GET", "HEAD"])


@looks("/address/{token}")
def ask(token: str, office: TheOffice) -> Response:
    """Which address it is about, and the button."""
    return _page(moving(office, token), f"/address/{token}")


@router.post("/address/{token}")
def do(token: str, office: TheOffice) -> Response:
    """Letters come to this address from now on. The way to the page is in one of them, and not in this answer."""
    return _page(have_it_so(office, token), "")


def _page(found: Moving, button: str) -> Response:
    name, address = found.cohort.name, found.address
    if found.taken:
        title = say("This address is in use already")
        words = [say("Somebody else in {cohort} has the address {address}.", cohort=name, address=address)]
        words.append(say("Please write to the coordinator, who puts it right with you."))
        button = ""
    elif button:
        title = say("Should our letters come back here?") if found.back else say("Is this your address?")
        words = [say("Letters of {cohort} then come to {address}.", cohort=name, address=address)]
        words.append(say("All links in the letters that came before stop working, wherever those letters are."))
    else:
        title = say("Done")
        words = [say("Letters of {cohort} come to {address} from now on.", cohort=name, address=address)]
        words.append(say("A letter with the way to your page is on its way there."))
    return page("moving", found.person.language, cohort=found.cohort, title=title, words=words, button=button)
