"""Reach: which addresses are this machine for itself alone, whatever they look like."""

import pytest

from office.reach import host_of, stays_here
from office.settings import Settings


@pytest.mark.parametrize(
    "address",
    [
        *("http://127.0.0.1:8080", "http://localhost", "http://LOCALHOST:80", "http://127.1.2.3", "http://[::1]:8080"),
        *("http://office.localhost:8080", "http://localhost.", "http://[::ffff:127.0.0.1]"),
    ],
)
def test_this_machine_for_itself(address):
    assert stays_here(host_of(address))


@pytest.mark.parametrize(
    "address",
    [
        *("https://mentoring.example.org", "http://192.168.1.5:8080", "http://0.0.0.0:8080", "http://[::]:8080"),
        *("http://127.0.0.1.example.org", "http://localhost.example.org", "http://127.0.0.1@example.org"),
        *("http://10.0.0.1", "http://[fe80::1]", "http://localhost:pass@example.org", "", "mentoring", "http://[::1"),
    ],
)
def test_others_can_come(address):
    assert not stays_here(host_of(address))


@pytest.mark.parametrize(
    ("settings", "shown"),
    [
        ({}, True),
        ({"web_port": 9000}, True),
        ({"base_url": "http://localhost:8080", "web_host": "::1"}, True),
        ({"base_url": "https://mentoring.example.org"}, False),
        ({"web_host": "0.0.0.0"}, False),
        ({"web_host": ""}, False),
        ({"smtp_host": "mail.example.org"}, False),
        ({"inbox": "off"}, False),
        ({"inbox": "on", "smtp_host": "mail.example.org"}, True),
        ({"inbox": "on", "base_url": "https://mentoring.example.org"}, False),
    ],
)
def test_the_inbox_page_is_for_this_machine_only(tmp_path, settings, shown):
    assert Settings(_env_file=None, data=tmp_path, **settings).shows_inbox is shown
