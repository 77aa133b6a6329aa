"""Bodies that no browser of ours sends, and words that want to be more than words; on both databases."""

import html

import pytest

from tests.postgres import a_database, postgres  # noqa: F401
from tests.web.conftest import client_of
from tests.web.test_doors import ROUTES, ways
from tests.web.world import World, a_world, mentoring, settled
from web.limits import BODY_MAX

TAINTS = (
    "<script>alert(1)</script>",
    '"><img src=x onerror=alert(1)>',
    "{{7*7}} ${7*7} %s {0.__class__}",
    "</textarea><b>bold</b>",
    "'; DROP TABLE pairs; --",
    "[click](javascript:alert(1)) ![x](http://canary.example/x.png)",
    "Robert\u202eexe.fdp ÄÖÜ 名前 مرحبا 🙂",
)


@pytest.fixture(scope="module", params=["sqlite", pytest.param("postgres", marks=pytest.mark.postgres)])
def world(request, tmp_path_factory) -> World:
    """What is harmless on SQLite may be an error on PostgreSQL: NUL, huge numbers, lone surrogates."""
    told = {}
    if request.param == "postgres":
        told = {"database_url": a_database(request.getfixturevalue("postgres"))}
    return settled(a_world(tmp_path_factory.mktemp("office"), mentoring(), **told))


@pytest.fixture(scope="module")
def web(world):
    with client_of(world) as client:
        yield client


# --- bodies that no browser of ours sends ----------------------------------------------------------------------------

BOUNDARY = "multipart/form-data; boundary=x"
BODIES = {
    "nothing": ("application/x-www-form-urlencoded", b""),
    "no type": ("", b"a=b"),
    "json": ("application/json", b'{"outcome": ["held"]}'),
    "unknown fields": ("application/x-www-form-urlencoded", b"outcome=held&held_on=2027-03-08&admin=1"),
    "1,500 fields": ("application/x-www-form-urlencoded", b"&".join(b"f%d=1" % n for n in range(1500))),
    "1,500 times one field": ("application/x-www-form-urlencoded", b"&".join(b"topics=path" for n in range(1500))),
    "4 MB": ("application/x-www-form-urlencoded", b"summary=" + b"a" * 4_000_000),
    "300 KB": ("application/x-www-form-urlencoded", b"outcome=held&summary=" + b"a" * 300_000),
    "wrong types": ("application/x-www-form-urlencoded", b"outcome=1&held_on=99999-99-99&minutes=1e400&usefulness=nan"),
    "huge number": ("application/x-www-form-urlencoded", b"outcome=held&minutes=" + b"9" * 5000),
    "NUL": ("application/x-www-form-urlencoded", b"outcome=h%00eld&summary=%00%01%ff%ed%a0%80&held_on=%00"),
    "strange page fields": ("application/x-www-form-urlencoded", b"_version=%ef%bc%91&_go=%00&_page=-9&_return=//e.example"),
    "huge version": ("application/x-www-form-urlencoded", b"_go=later&_version=" + b"9" * 4000),
    "surrogates": ("application/x-www-form-urlencoded; charset=utf-16", b"outcome=%ud800"),
    "rows": ("application/x-www-form-urlencoded", b"topics.%d=1&topics.0.0.0=1&summary.x=1&outcome.1=held&.=1&=1" % 10**30),
    "bad charset": (
        "multipart/form-data; boundary=x; charset=idna",
        b'--x\r\ncontent-disposition: form-data; name="a"\r\n\r\n\xff..\r\n--x--'
    ),
    "escapes": (
        "multipart/form-data; boundary=x; charset=unicode_escape",
        b'--x\r\ncontent-disposition: form-data; name="summary"\r\n\r\n\\ud800\r\n--x--',
    ),
    "no boundary": ("multipart/form-data", b"--x"),
    "broken parts": (BOUNDARY, b"--y\r\nhello"),
    "half a part": (BOUNDARY, b'--x\r\ncontent-disposition: form-data; name="a"\r\n\r\nhal'),
    "nameless part": (BOUNDARY, b"--x\r\ncontent-disposition: form-data\r\n\r\n1\r\n--x--"),
    "file as text": (BOUNDARY, b'--x\r\ncontent-disposition: form-data; name="outcome"; filename="a"\r\n\r\nheld\r\n--x--'),
    "twenty files": (
        BOUNDARY,
        b"".join(b'--x\r\ncontent-disposition: form-data; name="f"; filename="a"\r\n\r\n1\r\n' for _ in range(20)) + b"--x--",
    ),
}  # fmt: skip


@pytest.mark.parametrize("what", BODIES)
def test_no_body_brings_the_house_down(web, world, what):
    kind, body = BODIES[what]
    headers = {"content-type": kind, "origin": "http://127.0.0.1:8080"}
    targets = [way for path, way in ways(world).items() if (path, "POST") in ROUTES and "subscribe" not in path]
    for way in [*targets, world.form("mentoring_plan", "P01", "N01"), world.form("my_details", "N01", "N01")]:
        answer = web.post(way, content=body, headers=headers)
        assert answer.status_code < 500, way
    if what not in ("file as text", "300 KB"):
        assert world.last_answer("session_report", "P01.1", "N01") is None, "none of these is an answer"


@pytest.mark.parametrize("what", ["unknown fields", "1,500 fields", "4 MB", "wrong types", "NUL", "huge number"])
def test_what_cannot_be_an_answer_is_refused_with_a_page(web, world, what):
    kind, body = BODIES[what]

    answer = web.post(world.form("session_report", "P02.1", "N02"), content=body, headers={"content-type": kind})

    assert answer.status_code in (400, 413, 422)
    assert "<h1>" in answer.text
    assert "aaaaaaaaaa" not in answer.text


def test_too_much_is_cut_off_while_it_streams(web, world):
    sent = 0

    def endless():
        nonlocal sent
        yield b'--x\r\ncontent-disposition: form-data; name="cv"; filename="cv.pdf"\r\n\r\n'
        while sent < 200 * 1024 * 1024:
            sent += 1024 * 1024
            yield b"0" * 1024 * 1024

    answer = web.post(
        world.form("session_report", "P01.1", "N01"), content=endless(), headers={"content-type": BOUNDARY}
    )

    assert answer.status_code == 413
    assert "10 MB" in answer.text
    assert sent > BODY_MAX


# --- what people write is shown as they wrote it ---------------------------------------------------------------------


@pytest.mark.parametrize("taint", TAINTS)
def test_what_people_write_is_shown_literally_everywhere(web, world, taint):
    form = world.form("session_report", "P03.1", "N03")
    told = {"outcome": "held", "held_on": "2027-03-08", "summary": taint, "private": taint}
    assert web.post(form, data=told).status_code == 303
    assert web.post(world.form("meeting_objective", "P03.1", "N03"), data={"objective": taint}).status_code in (
        303,
        404,
    )
    assert (
        web.post(world.form("my_details", "N03", "N03"), data={"full_name": taint, "language": "en"}).status_code < 500
    )
    settled(world)

    shown = web.get(form).text
    assert taint.replace("\u202e", "") in html.unescape(shown).replace("\u202e", "")
    for way in (form, world.page("N03"), world.page("M03"), world.desk(), f"{world.desk()}/people/N03", "/inbox"):
        page = web.get(way).text
        for harm in ("<script>alert", "<img src=x", "<b>bold", 'href="javascript', 'canary.example/x.png"', "49 49"):
            assert harm not in page, way


def test_a_query_cannot_write_into_a_page(web, world):
    page = web.get(world.form("session_report", "P01.1", "N01"), params={"summary": TAINTS[1], "outcome": TAINTS[0]})

    assert "<img src=x" not in page.text
    assert "<script>alert" not in page.text
