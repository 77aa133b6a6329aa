"""Logs: whoever reads one cannot use anybody's link."""

import logging

import pytest

from web.logs import ShortLinks, keep_links_secret, shortened

SECRET = "WyJwaWxvdC0yNyIsIlAwMS4xOnNlc3Npb25fcmVwb3J0Ok4wMSIsMV0.TOOZF1gBccjGprUcsnSj5PRg-2Y"


@pytest.mark.parametrize(
    ("line", "kept"),
    [
        (f"GET /f/{SECRET} HTTP/1.1", "GET /f/WyJw… HTTP/1.1"),
        (f"GET /f/{SECRET}/check HTTP/1.1", "GET /f/WyJw…/check HTTP/1.1"),
        (f"GET /f/{SECRET}?outcome=held&private=I+cry HTTP/1.1", "GET /f/WyJw…?… HTTP/1.1"),
        (f"https://x.example/p/{SECRET}/unsubscribe", "https://x.example/p/WyJw…/unsubscribe"),
        ("GET /desk/pilot-27/match?tracks=60 HTTP/1.1", "GET /desk/pilot-27/match?… HTTP/1.1"),
        (f'"/sign-in/{SECRET}"', '"/sign-in/WyJw…"'),
        ("GET /sign-in?to=%2Fdesk%2Fpilot-27%2Fpeople%2FN01 HTTP/1.1", "GET /sign-in?… HTTP/1.1"),
        (f"/apply/{SECRET}", "/apply/WyJw…"),
        ("GET /inbox?to=N01&cohort=x HTTP/1.1", "GET /inbox?… HTTP/1.1"),
        ("/f/ab and /healthz", "/f/ab… and /healthz"),
    ],
)
def test_the_secret_of_a_link_is_cut(line, kept):
    assert shortened(line) == kept


def test_a_record_of_any_shape_is_shortened(caplog):
    log = logging.getLogger("web.of.a.test")
    log.addFilter(ShortLinks())
    with caplog.at_level(logging.INFO):
        log.info('%s - "%s %s HTTP/%s" %d', "127.0.0.1:5", "GET", f"/f/{SECRET}?a=1", "1.1", 200)
        log.info("at %(way)s", {"way": f"/p/{SECRET}"})
        log.info(f"whole /sign-in/{SECRET}")
        log.info("%s", ValueError(f"/f/{SECRET}"))

    assert SECRET[4:] not in caplog.text
    assert '"GET /f/WyJw…?… HTTP/1.1" 200' in caplog.text


def test_the_servers_own_lines_are_shortened_and_the_filter_is_there_once():
    keep_links_secret()
    keep_links_secret()

    for name in ("uvicorn.access", "uvicorn.error", "web"):
        assert sum(isinstance(known, ShortLinks) for known in logging.getLogger(name).filters) == 1


def test_no_link_of_a_whole_visit_is_in_the_logs(web, world, caplog):
    links = [world.form("session_report", "P01.1", "N01"), world.page("N01"), world.apply("mentee")]
    links.append(world.way_in())
    with caplog.at_level(logging.DEBUG):
        for link in links:
            web.get(link)
            web.post(link, data={"summary": "private words"})
            web.get(f"{link}x")

    for link in links:
        assert link not in caplog.text
    assert "private words" not in caplog.text
