"""Memory of each process of a running office (proportional set size), against a bare Python that imports Prefect."""

import os
import socket
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import httpx
import psutil

PATIENCE_SECONDS = 120


def measure() -> list[tuple[str, str]]:
    """Rows of (what, figure) after the office has answered for half a minute."""
    yardstick = _python_with_prefect()
    web, prefect = _free_port(), _free_port()
    with tempfile.TemporaryDirectory() as folder:
        env = os.environ | {
            "MENTORING_DATA": str(Path(folder) / "data"),
            "MENTORING_WEB_PORT": str(web),
            "MENTORING_PREFECT_PORT": str(prefect),
            "MENTORING_BASE_URL": f"http://127.0.0.1:{web}",
        }
        office = subprocess.Popen(
            [str(Path(sys.executable).parent / "mentoring"), "serve"], env=env, stdout=subprocess.DEVNULL
        )
        try:
            _wait_for(f"http://127.0.0.1:{web}/healthz")
            time.sleep(30)
            family = [psutil.Process(office.pid), *psutil.Process(office.pid).children(recursive=True)]
            sizes = [(_named(process), process.memory_full_info().pss) for process in family]
        finally:
            office.terminate()
            office.wait(60)
    return [
        (f"memory of {name}", f"{size / yardstick:.2f} x of `import prefect` ({size / 2**20:.0f} MiB)")
        for name, size in sizes
    ]


def _python_with_prefect() -> int:
    code = "import prefect, psutil; print(psutil.Process().memory_full_info().pss)"
    return int(subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout)


def _named(process: psutil.Process) -> str:
    words = " ".join(process.cmdline()[1:4])
    for sign, name in (("server", "the Prefect server"), ("worker", "the worker"), ("web", "the web app")):
        if sign in words:
            return name
    return "the supervisor" if "serve" in words else words


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _wait_for(url: str) -> None:
    deadline = time.monotonic() + PATIENCE_SECONDS
    while time.monotonic() < deadline:
        try:
            if httpx.get(url, timeout=2).status_code == 200:
                return
        except httpx.HTTPError:
            time.sleep(0.5)
    raise TimeoutError(url)
