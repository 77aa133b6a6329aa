"""The house: hosted CI runs what anybody runs, and what that is works for root and for others."""

import os
import shutil
import subprocess
import tomllib

import pytest
import yaml

from tests.house.sources import ROOT

WORKFLOW = ROOT / ".github" / "workflows" / "ci.yml"


@pytest.fixture
def workflow():
    # BaseLoader: YAML 1.1 would read the word `on` as true.
    return yaml.load(WORKFLOW.read_text(encoding="utf-8"), Loader=yaml.BaseLoader)


def test_hosted_ci_calls_the_same_command_and_nothing_else(workflow):
    (job,) = workflow["jobs"].values()

    assert [step["run"] for step in job["steps"] if "run" in step] == ["bash .ci/run"]
    assert [step["uses"].partition("@")[0] for step in job["steps"] if "uses" in step] == [
        "actions/checkout",
        "actions/setup-python",
    ]
    assert set(job) == {"runs-on", "timeout-minutes", "steps"}
    assert [path.name for path in WORKFLOW.parent.iterdir()] == ["ci.yml"]


def test_hosted_ci_runs_on_every_push_and_request_with_the_oldest_python_we_promise(workflow):
    (job,) = workflow["jobs"].values()
    promised = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]["requires-python"]

    assert set(workflow["on"]) == {"push", "pull_request"}
    assert job["steps"][1]["with"] == {"python-version": promised.removeprefix(">=")}
    assert int(job["timeout-minutes"]) == 90


@pytest.mark.parametrize(("user", "first"), [("0", "apt-get update -qq"), ("1000", "sudo apt-get update -qq")])
def test_a_fresh_machine_is_made_ready_by_root_or_through_sudo(tmp_path, user, first):
    calls = calls_of_ci(tmp_path, user)

    assert calls[0] == first
    assert "chromium" in calls[1].split()
    assert calls[-3:] == ["make check", "make test", "make long"]


def calls_of_ci(folder, user: str) -> list[str]:
    """What .ci/run calls on a machine that has nothing but these commands, each of which only notes its own call."""
    log = folder / "calls"
    for name in ("apt-get", "sudo", "env", "make"):
        (folder / name).write_text(f'#!/bin/sh\necho "{name} $*" >> {log}\n')
    (folder / "id").write_text(f"#!/bin/sh\necho {user}\n")
    for script in folder.iterdir():
        script.chmod(0o755)
    for real in ("dirname", "ls", "bash", "sh"):
        os.symlink(shutil.which(real), folder / real)
    run = subprocess.run(
        [folder / "bash", ROOT / ".ci" / "run"], env={"PATH": str(folder)}, capture_output=True, text=True, check=False
    )
    assert run.returncode == 0, run.stderr
    return log.read_text().splitlines()
