"""Deploying: the work pool and the deployments of prefect.yaml, applied when something about them has changed."""

import hashlib
import subprocess
from contextlib import suppress
from pathlib import Path

from domain.saying import say
from machine import prefect_api
from machine.surroundings import POOL, ROOT, CannotStart, prefect
from office.settings import Settings, host_and_port

DEPLOYED_BY = ("prefect.yaml", "flows", "tasks", "office/launch.py", "requirements/main.txt")


def deploy(settings: Settings, environment: dict[str, str], root: Path = ROOT) -> bool:
    """Create the work pool and apply prefect.yaml; False when nothing has changed since the last time.

    Every deploy makes schedules and triggers anew (a schedule paused on the dashboard comes back to life, and an event
    in that moment is missed), so it is done only when something it depends on is different.
    """
    mark, fresh = settings.prefect_home / "deployed", _fingerprint(root, settings)
    if mark.exists() and mark.read_text() == fresh and not _missing(settings, root):
        return False
    pool = ("work-pool", "create", POOL, "--type", "process", "--overwrite")
    for words in (pool, ("--no-prompt", "deploy", "--all")):
        done = subprocess.run(  # noqa: S603 (our own commands)
            prefect(*words), cwd=root, env=environment, stdin=subprocess.DEVNULL, capture_output=True, text=True
        )
        if done.returncode:
            said = "\n".join(f"    {line}" for line in (done.stdout + done.stderr).splitlines()[-12:])
            raise CannotStart(say("`prefect {words}` failed:\n{said}", words=" ".join(words), said=said))
    if missing := _missing(settings, root):  # `prefect deploy` may leave one out and still end well
        raise CannotStart(
            say(
                "`prefect deploy` did not apply {missing} of prefect.yaml; run `mentoring doctor`.",
                missing=", ".join(missing),
            )
        )
    mark.parent.mkdir(parents=True, exist_ok=True)
    mark.write_text(fresh)
    return True


def _fingerprint(root: Path, settings: Settings) -> str:
    """What the deployments were made from: their files and the server they are on."""
    print_of = hashlib.sha256(host_and_port(settings.prefect_url).encode())
    for name in DEPLOYED_BY:
        place = root / name
        for path in sorted(place.rglob("*.py")) if place.is_dir() else [place]:
            print_of.update(path.read_bytes() if path.exists() else b"")
    return print_of.hexdigest()


def _missing(settings: Settings, root: Path) -> list[str]:
    """The deployments of prefect.yaml that the server does not have: its database may be thrown away at any time."""
    wanted = prefect_api.wanted_deployments(root)
    with suppress(prefect_api.PrefectAway):
        there = prefect_api.deployments(settings)
        return [name for name in wanted if name not in there]
    return wanted
