"""Surroundings: the environment, folder and commands of the processes that make up a running office.

Plain values from Settings; machine/supervisor.py starts the processes, prefect.toml holds what never depends on a place.
"""

import os
import socket
import sys
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from dotenv import dotenv_values

from office.settings import Settings

ROOT = Path(__file__).resolve().parent.parent
POOL = "mentoring-pool"
RUNS_AT_ONCE_MAX = 4  # a run is a process of some 150 MB; ten deployments, seldom more than three due at once


class CannotStart(Exception):
    """The office cannot start or go on; the message says why and what to change."""


@dataclass(frozen=True)
class Part:
    """One process of the office: how to start it, and where it answers once it is ready ("" when nowhere)."""

    name: str
    command: tuple[str, ...]
    ready_at: str = ""
    address: tuple[str, int] | None = None
    port_setting: str = ""
    stops_within_seconds: float = 15
    environment: Mapping[str, str] = field(default_factory=dict)


def environment(settings: Settings) -> dict[str, str]:
    """What every process of the office finds in its environment.

    Ours is passed on with absolute paths, because flow runs and the worker live in the folder of the code. Prefect
    keeps everything under our data folder, reports nothing to anybody, and never starts a server of its own accord.
    """
    given = {name: value for name, value in dotenv_values(".env").items() if value is not None} | dict(os.environ)
    # The interpreter's folder first: the job command "python -m prefect.engine" must find ours.
    given["PATH"] = os.pathsep.join((str(Path(sys.executable).parent), given.get("PATH", os.defpath)))
    auth = settings.prefect_auth.get_secret_value()
    return (
        given
        | {
            "PYTHONPATH": str(ROOT),
            "PYTHONUNBUFFERED": "1",
            "MENTORING_ROOT": str(ROOT),
            "MENTORING_DATA": str(settings.data.resolve()),
            "MENTORING_BASE_URL": settings.base_url,
            "PREFECT_HOME": str(settings.prefect_home.resolve()),
            "PREFECT_API_URL": settings.prefect_url,
            "PREFECT_SERVER_ALLOW_EPHEMERAL_MODE": "false",
            "PREFECT_SERVER_ANALYTICS_ENABLED": "false",
            "PREFECT_SERVER_CORS_ALLOWED_ORIGINS": settings.prefect_url.removesuffix("/api"),
            "DO_NOT_TRACK": "1",
            "NO_COLOR": "1",
        }
        | ({"MENTORING_DATABASE_URL": _absolute(settings)} if settings.database_url else {})
        | ({"PREFECT_SERVER_API_AUTH_STRING": auth, "PREFECT_API_AUTH_STRING": auth} if auth else {})
        | (
            {"PREFECT_SERVER_DATABASE_CONNECTION_URL": settings.prefect_database_url}
            if settings.prefect_database_url
            else {}
        )
    )


def _absolute(settings: Settings) -> str:
    """The database address; a relative SQLite file counts from the folder in which the office was started."""
    start, _, path = settings.database_url.partition(":///")
    if start.startswith("sqlite") and path and not path.startswith("/"):
        return f"{start}:///{Path(path).resolve()}"
    return settings.database_url


def prefect(*words: str) -> tuple[str, ...]:
    """A command of Prefect, by this interpreter."""
    return (sys.executable, "-m", "prefect", *words)


def parts_of(settings: Settings) -> dict[str, Part]:
    """The processes of an office by name, in the order in which they start.

    No Prefect server when the settings name one that runs elsewhere.
    """
    parts = {
        "web": Part(
            "web",
            (
                *(sys.executable, "-m", "uvicorn", "web.asgi:app"),
                *("--host", settings.web_host, "--port", str(settings.web_port)),
                *(
                    "--no-access-log",
                    "--no-server-header",
                    "--timeout-graceful-shutdown",
                    "5",
                    "--timeout-keep-alive",
                    "30",
                ),
            ),
            ready_at=f"http://{_reach(settings.web_host)}:{settings.web_port}/",
            address=(settings.web_host, settings.web_port),
            port_setting="MENTORING_WEB_PORT",
        ),
        "prefect": Part(
            "prefect",
            prefect("server", "start", "--host", "127.0.0.1", "--port", str(settings.prefect_port)),
            ready_at=f"{settings.prefect_url}/health",
            address=("127.0.0.1", settings.prefect_port),
            port_setting="MENTORING_PREFECT_PORT",
            stops_within_seconds=10,  # it may hang with clients attached, and must not outlive us as a second scheduler
        ),
        "worker": Part(
            "worker",
            prefect(
                *("worker", "start", "--pool", POOL, "--type", "process"),
                *("--name", f"office-{socket.gethostname()}", "--limit", str(RUNS_AT_ONCE_MAX)),
            ),
        ),
    }
    if settings.prefect_api_url:
        del parts["prefect"]
    return parts


def _reach(host: str) -> str:
    """Under which host this machine reaches a server that listens on `host`."""
    return "127.0.0.1" if host in ("0.0.0.0", "::", "") else host  # noqa: S104 (compared, not bound)


def dashboard(settings: Settings) -> str:
    """The address of Prefect's dashboard."""
    return settings.prefect_url.removesuffix("/api")


def port_taken(host: str, port: int) -> bool:
    """Whether something else listens there (or the port may not be used)."""
    with socket.socket(socket.AF_INET6 if ":" in host else socket.AF_INET, socket.SOCK_STREAM) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError:
            return True
    return False
