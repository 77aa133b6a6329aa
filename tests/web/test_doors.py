"""Every route there is: headers on each answer and wrong methods. A new route without a row here fails."""

import re

import pytest

from tests.web.conftest import client_of
from tests.web.world import SOMEBODY, World, a_world, in_the_book, mentoring, settled
from web.app import ROOMS

NO_TRACE = ("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS", "TRACE")
ROLES = ("join", "look-on", "lead", "leave", "stand-in", "back")
ROUTES = sorted({(route.path, method) for room in ROOMS for route in room.router.routes for method in route.methods})
EXPECTED = {
    "content-security-policy",
    "referrer-policy",
    "cache-control",
    "x-content-type-options",
}


@pytest.fixture(scope="module")
def world(tmp_path_factory) -> World:
    """One office for all looks at it; what these tests send is refused or about one form only."""
    found = settled(a_world(tmp_path_factory.mktemp("office"), mentoring()))
    in_the_book(found)
    found.office.store.leases.beat(f"tick:{found.code}", found.clock.now())  # by a round, which is not late here
    return found


@pytest.fixture(scope="module")
def web(world):
    with client_of(world) as client:
        yield client


def ways(world: World) -> dict[str, str]:
    """A working address for every route."""
    form, page, desk_, call = (
        world.form("session_report", "P01.1", "N01"), world.page("N01"), world.desk(), world.apply("mentee"),
    )  # fmt: skip
    entry = f"/k/{world.office.links.entry_token(world.code, SOMEBODY)}"
    post = world.office.store.letters.posts(limit=1)[0].id
    return {
        "/f/{token}": form,
        "/f/{token}/check": f"{form}/check",
        "/f/{token}/thanks": f"{form}/thanks",
        "/f/{token}/draft": f"{form}/draft",
        "/f/{token}/link": f"{form}/link",
        "/f/{token}/{page_number:int}": f"{form}/1",
        "/apply/{token}": call,
        "/apply/{token}/sent": f"{call}/sent",
        "/": "/",
        "/healthz": "/healthz",
        "/health/live": "/health/live",
        "/genuine": "/genuine?number=PILOT-27-N01-ABCDEFGH23",
        "/health/ready": "/health/ready",
        "/health/office": "/health/office",
        "/robots.txt": "/robots.txt",
        "/p/{token}": page,
        "/p/{token}/copy.json": f"{page}/copy.json",
        "/p/{token}/copy.zip": f"{page}/copy.zip",
        "/p/{token}/erase": f"{page}/erase",
        "/privacy/{code}": f"/privacy/{world.code}",
        "/conduct/{code}": f"/conduct/{world.code}",
        "/p/{token}/documents/{document}/read": f"{page}/documents/handbook:mentees/read",
        "/p/{token}/kept": f"{page}/kept",
        "/p/{token}/agreed": f"{page}/agreed",
        "/address/{token}": "/address/none-of-ours",
        "/p/{token}/documents/{document}": f"{page}/documents/certificate:N01",
        "/p/{token}/partners/{pair}/cv.pdf": f"{page}/partners/P01/cv.pdf",
        "/p/{token}/unsubscribe": f"{page}/unsubscribe",
        "/p/{token}/subscribe": f"{page}/subscribe",
        "/p/{token}/calendar": f"{page}/calendar",
        "/way/{token}": f"/way/{world.office.links.way_token(world.code, 'N01')}",
        "/calendar/{secret}.ics": "/calendar/none-of-ours.ics",
        "/inbox": "/inbox",
        "/inbox/{number}": f"/inbox/{post}",
        "/inbox/{number}/letter": f"/inbox/{post}/letter",
        "/inbox/{number}/invite.ics": f"/inbox/{post}/invite.ics",
        "/inbox/{number}/attachments/{place}": f"/inbox/{post}/attachments/0",
        "/sign-in": "/sign-in",
        "/sign-in-sent": "/sign-in-sent",
        "/sign-in/{token}": world.way_in(),
        "/signed-in": "/signed-in",
        "/signed-in/{visit:int}/end": "/signed-in/1/end",
        "/signed-in/end-all": "/signed-in/end-all",
        "/sign-out": "/sign-out",
        "/desk": "/desk",
        "/compare": "/compare",
        "/office": "/office",
        "/office/{way}": "/office/register",
        "/launch": "/launch",
        "/desk/{cohort}": desk_,
        "/desk/{cohort}/running": f"{desk_}/running",
        **{f"/desk/{{cohort}}/running/{act}": f"{desk_}/running/{act}" for act in ROLES},
        "/desk/{cohort}/notes": f"{desk_}/notes",
        "/desk/{cohort}/exports": f"{desk_}/exports",
        "/desk/{cohort}/exports/{kind}": f"{desk_}/exports/handover",
        "/desk/{cohort}/pairs": f"{desk_}/pairs",
        "/desk/{cohort}/people": f"{desk_}/people",
        "/desk/{cohort}/people/{code}/copy.json": f"{desk_}/people/N01/copy.json",
        "/desk/{cohort}/people/{code}/copy.zip": f"{desk_}/people/N01/copy.zip",
        "/desk/{cohort}/people/{code}": f"{desk_}/people/N01",
        "/desk/{cohort}/people/{code}/{field}.pdf": f"{desk_}/people/N01/cv.pdf",
        "/desk/{cohort}/people/{code}/notes": f"{desk_}/people/N01/notes",
        "/desk/{cohort}/pairs/{code}": f"{desk_}/pairs/P01",
        "/desk/{cohort}/pairs/{code}/notes": f"{desk_}/pairs/P01/notes",
        "/desk/{cohort}/documents/{document}": f"{desk_}/documents/certificate:N01",
        "/desk/{cohort}/letters/{number:int}": f"{desk_}/letters/{post}",
        "/desk/{cohort}/letters/{number:int}/letter": f"{desk_}/letters/{post}/letter",
        "/desk/{cohort}/letters/{letter:int}/invite.ics": f"{desk_}/letters/{post}/invite.ics",
        "/desk/{cohort}/messages": f"{desk_}/messages",
        "/desk/{cohort}/messages/{deed}": f"{desk_}/messages/N01:sent:none",
        "/desk/{cohort}/wordings": f"{desk_}/wordings",
        "/desk/{cohort}/wordings/{letter:path}": f"{desk_}/wordings/mentee/paired",
        "/desk/{cohort}/running/join": f"{desk_}/running/join",
        "/desk/{cohort}/running/lead": f"{desk_}/running/lead",
        "/desk/{cohort}/running/leave": f"{desk_}/running/leave",
        "/desk/{cohort}/cases/{about:path}": f"{desk_}/cases/P01.1:missed:1",
        "/desk/{cohort}/checklist": f"{desk_}/checklist",
        "/desk/{cohort}/checklist/{kind}.pdf": f"{desk_}/checklist/handbook.pdf",
        "/desk/{cohort}/checklist/{whom}.png": f"{desk_}/checklist/mentors.png",
        "/desk/{cohort}/screening": f"{desk_}/screening",
        "/desk/{cohort}/glance": f"{desk_}/glance",
        "/k/{token}": entry,
        "/k/{token}/copy.json": f"{entry}/copy.json",
        "/desk/{cohort}/book": f"{desk_}/book",
        "/desk/{cohort}/book/add": f"{desk_}/book/add",
        "/desk/{cohort}/book/list": f"{desk_}/book/list",
        "/desk/{cohort}/book/lists/{code}": f"{desk_}/book/lists/L1",
        "/desk/{cohort}/book/list.csv": f"{desk_}/book/list.csv",
        "/desk/{cohort}/book/ask": f"{desk_}/book/ask",
        "/desk/{cohort}/book/entry/{code}": f"{desk_}/book/entry/{SOMEBODY}",
        "/desk/{cohort}/recruiting": f"{desk_}/recruiting",
        "/desk/{cohort}/recruiting/links": f"{desk_}/recruiting/links",
        "/desk/{cohort}/gatherings": f"{desk_}/gatherings",
        "/desk/{cohort}/gatherings/{id}": f"{desk_}/gatherings/G-networking",
        "/desk/{cohort}/list/{what:path}": f"{desk_}/list/sessions/1/planned",
        "/desk/{cohort}/steer": f"{desk_}/steer",
        "/desk/{cohort}/do/{name}": f"{desk_}/do/change_date?about=P01",
        "/desk/{cohort}/done/{deed}": f"{desk_}/done/nothing",
        "/desk/{cohort}/contacts": f"{desk_}/contacts",
        "/desk/{cohort}/go-on": f"{desk_}/go-on",
        "/desk/{cohort}/post": f"{desk_}/post",
        "/desk/{cohort}/post/{letter:int}/again": f"{desk_}/post/{post}/again",
        "/desk/{cohort}/match": f"{desk_}/match",
        "/desk/{cohort}/match/balance": f"{desk_}/match/balance",
        "/desk/{cohort}/match/changes": f"{desk_}/match/changes",
        "/desk/{cohort}/match/search": f"{desk_}/match/search",
        "/desk/{cohort}/match/{mentee}": f"{desk_}/match/N01",
        "/desk/{cohort}/arrange": f"{desk_}/arrange",
        "/desk/{cohort}/arrange/never": f"{desk_}/arrange/never?pair=M01.N01",
        "/desk/{cohort}/arrange/hold": f"{desk_}/arrange/hold",
        "/desk/{cohort}/arrange/way": f"{desk_}/arrange/way",
        "/desk/{cohort}/arrange/for/{mentee}": f"{desk_}/arrange/for/N01",
        "/desk/{cohort}/drafts/{letter:path}": f"{desk_}/drafts/mentee/call",
    }


def test_every_route_has_a_row_here(world):
    assert {path for path, _ in ROUTES} == set(ways(world))


@pytest.mark.parametrize("method", NO_TRACE)
def test_every_route_answers_every_method_with_headers_and_never_with_5xx(web, world, method):
    for path, way in ways(world).items():
        answer = web.request(method, way, headers={"origin": "http://127.0.0.1:8080"})
        taken = (path, method) in ROUTES
        assert answer.status_code < 500, (method, path)
        assert (answer.status_code == 405) == (not taken), (method, path, answer.status_code)
        assert set(answer.headers) >= EXPECTED, (method, path)
        assert answer.headers["cache-control"] == "no-store"
        assert answer.headers["referrer-policy"] in ("no-referrer", "same-origin")
        assert "server" not in answer.headers


def test_pages_of_participants_send_no_referrer_and_nobody_frames_them(web, world):
    for way in (world.form("session_report", "P01.1", "N01"), world.page("N01"), "/", "/nothing"):
        answer = web.get(way)
        assert answer.headers["referrer-policy"] == "no-referrer"
        assert answer.headers["content-security-policy"] == (
            "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self' data:; connect-src 'self'; "
            "form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
        )
    assert "strict-transport-security" not in answer.headers


def test_behind_tls_browsers_are_told_to_stay_there(tmp_path):
    world = a_world(tmp_path, mentoring(1), base_url="https://mentoring.example.org")
    with client_of(world) as client:
        assert client.get("/").headers["strict-transport-security"] == "max-age=31536000"


def test_there_is_no_description_of_the_machine(web):
    for way in (
        "/docs",
        "/redoc",
        "/openapi.json",
        "/static/",
        "/static/../app.py",
        "/static/%2e%2e/app.py",
        "/favicon.ico",
    ):
        answer = web.get(way)
        assert answer.status_code == 404, way
        assert "text/html" in answer.headers["content-type"]


def test_our_own_style_and_script_may_be_kept(web):
    page = web.get("/").text
    for way in re.findall(r'(?:href|src)="(/static/[^"]+)"', page):
        answer = web.get(way)
        assert (answer.status_code, answer.headers["cache-control"]) == (200, "public, max-age=31536000, immutable")
    assert "http://" not in page.replace("http://www.w3.org", "")
