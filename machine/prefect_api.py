"""Prefect's API: the few questions of the supervisor and the doctor, over plain HTTP, and the runs after a start."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import httpx
import yaml

from domain.saying import say
from machine.surroundings import POOL, ROOT
from office.settings import Settings

TIMEOUT_SECONDS = 10
PAGE = 200  # the most that the API returns at once


class PrefectAway(Exception):
    """Prefect does not answer, or not as it should; the message says in words what happened."""


@contextmanager
def client(settings: Settings) -> Iterator[httpx.Client]:
    """An HTTP client for the API of these settings; failures become PrefectAway."""
    user, _, password = settings.prefect_auth.get_secret_value().partition(":")
    try:
        with httpx.Client(
            base_url=settings.prefect_url, timeout=TIMEOUT_SECONDS, auth=(user, password) if user else None
        ) as opened:
            yield opened
    except httpx.HTTPStatusError as error:
        words = {401: say("it wants a user and password: set MENTORING_PREFECT_AUTH")}
        code = error.response.status_code
        raise PrefectAway(words.get(code, say("it answered with {code}", code=str(code)))) from error
    except (httpx.HTTPError, httpx.InvalidURL, ValueError) as error:
        raise PrefectAway(say("nobody answers there ({kind})", kind=type(error).__name__)) from error


def _asked(settings: Settings, path: str, question: Mapping[str, Any]) -> Any:
    with client(settings) as http:
        return http.post(path, json=question).raise_for_status().json()


def version(settings: Settings) -> str:
    """The version of the server; PrefectAway when there is none."""
    with client(settings) as http:
        return str(http.get("/admin/version").raise_for_status().json())


def deployments(settings: Settings) -> dict[str, bool]:
    """The deployments on the server by name, and whether each is paused."""
    rows = _asked(settings, "/deployments/filter", {"limit": PAGE})
    return {row["name"]: bool(row["paused"]) for row in rows}


def run(settings: Settings, name: str) -> None:
    """Order a run of a deployment, with its own parameters. PrefectAway when there is no such deployment."""
    rows = _asked(settings, "/deployments/filter", {"limit": 1, "deployments": {"name": {"any_": [name]}}})
    if not rows:
        raise PrefectAway(say("it has no deployment {name}", name=name))
    _asked(settings, f"/deployments/{rows[0]['id']}/create_flow_run", {})


def wanted_deployments(root: Path = ROOT) -> list[str]:
    """The names in prefect.yaml."""
    loaded = yaml.safe_load((root / "prefect.yaml").read_text(encoding="utf-8"))
    return [row["name"] for row in loaded["deployments"]]


def workers_online(settings: Settings) -> list[str]:
    """The names of the workers that are alive in our pool; empty when there is no pool yet."""
    with client(settings) as http:
        answer = http.post(f"/work_pools/{POOL}/workers/filter", json={"limit": PAGE})
        if answer.status_code == 404:
            return []
        return [row["name"] for row in answer.raise_for_status().json() if row["status"] == "ONLINE"]


def pool_is_paused(settings: Settings) -> bool:
    """Somebody paused the work pool or a queue of it: nothing runs until it is resumed."""
    with client(settings) as http:
        pool = http.get(f"/work_pools/{POOL}")
        if pool.status_code == 404:
            return False
        queues = http.post(f"/work_pools/{POOL}/queues/filter", json={"limit": PAGE}).raise_for_status().json()
        return bool(pool.raise_for_status().json()["is_paused"]) or any(queue["is_paused"] for queue in queues)
