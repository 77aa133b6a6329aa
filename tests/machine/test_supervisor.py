"""The supervisor with small processes: order, taken ports, one that dies, and that nothing is left behind."""

import os
import signal
import socket
import subprocess
import sys
import time
from pathlib import Path

import httpx
import pytest

from machine.supervisor import Supervisor, addresses, serve
from machine.surroundings import ROOT, CannotStart, Part, environment, parts_of
from office.settings import Settings

FOREVER = "import time; time.sleep(600)"
DEAF = "import signal, time; signal.signal(signal.SIGTERM, signal.SIG_IGN); time.sleep(600)"
SLEEPER = "[sys.executable, '-c', 'import time; time.sleep(600)']"
WITH_A_CHILD = f"import subprocess, sys, time; subprocess.Popen({SLEEPER}); time.sleep(600)"


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def python(name: str, program: str, **more) -> Part:
    return Part(name, (sys.executable, "-c", program), **{"stops_within_seconds": 1} | more)


def web(port: int) -> Part:
    command = (sys.executable, "-m", "http.server", str(port), "--bind", "127.0.0.1")
    address = ("127.0.0.1", port)
    return Part("web", command, f"http://127.0.0.1:{port}/", address, "MENTORING_WEB_PORT", stops_within_seconds=3)


@pytest.fixture
def settings(tmp_path) -> Settings:
    return Settings(_env_file=None, data=tmp_path / "data")


@pytest.fixture
def supervised(settings, tmp_path):
    """Start parts and be sure that they end."""
    started = []

    def start(*parts: Part) -> Supervisor:
        said: list[str] = []
        supervisor = Supervisor(settings, parts, said.append, tmp_path)
        supervisor.said = said
        started.append(supervisor)
        supervisor.start()
        return supervisor

    yield start
    for supervisor in started:
        supervisor.stop()


def lives(pid: int) -> bool:
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except OSError:
        return False


def in_group(pid: int) -> list[int]:
    found = []
    for entry in Path("/proc").iterdir():
        if entry.name.isdigit():
            try:
                if os.getpgid(int(entry.name)) == pid and lives(int(entry.name)):
                    found.append(int(entry.name))
            except OSError:
                continue
    return found


def wait_for(what, seconds=60):
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        if found := what():
            return found
        time.sleep(0.05)
    raise AssertionError("waited in vain")


def test_it_waits_until_everything_answers_and_ends_it_all(supervised):
    port = free_port()

    supervisor = supervised(web(port), python("worker of the test", FOREVER))
    pids = [process.pid for process in supervisor.processes]

    assert httpx.get(f"http://127.0.0.1:{port}/").status_code == 200
    supervisor.stop()
    assert [pid for pid in pids if lives(pid)] == []


def test_what_the_parts_write_is_for_this_user_alone(supervised, settings, tmp_path):
    earlier = settings.prefect_home / "prefect.db"
    settings.prefect_home.mkdir(mode=0o755, parents=True)
    earlier.touch(0o644)
    written = settings.prefect_home / "run.db"

    supervised(python("writer", f"open({str(written)!r}, 'w').close(); {FOREVER}"), python("other", FOREVER))
    wait_for(written.exists)

    assert [path for path in settings.data.rglob("*") if path.stat().st_mode & 0o077] == []
    assert (settings.data / "logs" / "writer.log").exists()


def test_it_says_where_to_look_and_what_waits():
    known = {"_env_file": None, "web_port": 9000}

    here = addresses(Settings(**known), ["web"])
    public = addresses(Settings(**known, base_url="https://mentoring.example.org"), ["web"])

    assert here == ["Web        http://127.0.0.1:9000", "Inbox      http://127.0.0.1:9000/inbox"]
    assert public == [
        "Web        https://mentoring.example.org",
        "Letters wait: no mail server is set, and the inbox page stays closed because others can reach "
        "https://mentoring.example.org. Set MENTORING_SMTP_HOST to your mail server.",
    ]


def test_a_taken_port_is_named_before_anything_starts(supervised):
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        port = other.getsockname()[1]

        with pytest.raises(CannotStart) as refusal:
            supervised(python("first", FOREVER), web(port))

    assert str(port) in str(refusal.value)
    assert "MENTORING_WEB_PORT" in str(refusal.value)


def test_one_that_dies_is_started_again(supervised):
    supervisor = supervised(python("worker of the test", FOREVER))
    first = supervisor.processes[0].pid
    os.kill(first, signal.SIGKILL)
    wait_for(lambda: supervisor.processes[0].ended is not None)

    supervisor.look_after()

    assert supervisor.processes[0].pid != first
    assert lives(supervisor.processes[0].pid)
    assert supervisor.said == ["worker of the test ended with code -9; starting it again."]


def test_one_that_keeps_dying_is_given_up_with_its_last_words(supervised, monkeypatch):
    monkeypatch.setattr("machine.processes.RESTARTS_MAX", 1)
    supervisor = supervised(python("sick", "print('no database today'); raise SystemExit(3)"), python("other", FOREVER))

    def look():
        try:
            supervisor.look_after()
        except CannotStart as reason:
            return str(reason)
        return ""

    words = wait_for(look, seconds=120)

    assert "sick keeps ending (code 3)" in words
    assert "no database today" in words


def test_one_that_ends_while_starting_is_named_with_its_last_words(supervised):
    part = python("web", "raise SystemExit('no such module')", ready_at="http://127.0.0.1:9/")

    with pytest.raises(CannotStart, match=r"web ended with code 1 while starting.\n.*no such module"):
        supervised(part, python("other", FOREVER))


@pytest.mark.parametrize("program", [DEAF, WITH_A_CHILD])
def test_nothing_outlives_the_office(supervised, program):
    supervisor = supervised(python("stubborn", program), python("other", FOREVER))
    pid = supervisor.processes[0].pid
    wait_for(lambda: len(in_group(pid)) >= (2 if program == WITH_A_CHILD else 1))
    time.sleep(0.3)  # until the deaf one has stopped listening

    supervisor.stop()

    assert wait_for(lambda: in_group(pid) == [], seconds=30)


@pytest.mark.skipif(sys.platform != "linux", reason="other systems do not end the children of a killed process")
def test_a_killed_supervisor_leaves_nobody_behind(tmp_path):
    program = f"""
import sys, time
from pathlib import Path
from office.settings import Settings
from machine.supervisor import Supervisor
from machine.surroundings import Part
part = Part("worker of the test", (sys.executable, "-c", {FOREVER!r}))
supervisor = Supervisor(Settings(_env_file=None, data=Path({str(tmp_path)!r})), [part], print, Path({str(tmp_path)!r}))
supervisor.start()
print(supervisor.processes[0].pid, flush=True)
time.sleep(600)
"""
    killed = subprocess.Popen((sys.executable, "-c", program), stdout=subprocess.PIPE, text=True, cwd=ROOT)
    child = int(killed.stdout.readline())
    time.sleep(0.5)  # until it is on its leash
    assert lives(child)

    killed.kill()
    killed.wait()

    assert wait_for(lambda: not lives(child))


def test_a_second_start_in_the_same_folder_is_refused_with_the_process_that_has_it(settings, tmp_path):
    parts = (python("one", FOREVER),)
    lock = Supervisor(settings, parts, print, tmp_path)._only_one_here()

    with pytest.raises(CannotStart, match=f"running already \\(process {os.getpid()}\\)"):
        Supervisor(settings, parts, print, tmp_path)._only_one_here()
    lock.close()


def test_a_data_folder_that_cannot_be_written_is_named_with_the_setting(tmp_path):
    blocked = tmp_path / "file"
    blocked.write_text("")

    with pytest.raises(CannotStart, match="MENTORING_DATA"):
        Supervisor(Settings(_env_file=None, data=blocked / "data"), (), print, tmp_path)._only_one_here()


def test_an_unknown_part_is_refused_with_those_there_are(settings):
    with pytest.raises(CannotStart, match="there are web, prefect, worker"):
        serve(settings, only=("webb",))


def test_with_a_prefect_elsewhere_no_server_is_started_here(tmp_path):
    settings = Settings(_env_file=None, data=tmp_path, prefect_api_url="https://prefect.example.org/api")

    assert list(parts_of(settings)) == ["web", "worker"]
    assert environment(settings)["PREFECT_API_URL"] == "https://prefect.example.org/api"


def test_every_process_keeps_prefect_in_our_folder_and_tells_nobody(tmp_path):
    settings = Settings(_env_file=None, data=tmp_path / "data", prefect_auth="anna:secret")

    told = environment(settings)

    assert told["PREFECT_HOME"] == str(tmp_path / "data" / "prefect")
    assert told["PREFECT_SERVER_ANALYTICS_ENABLED"] == "false"
    assert told["PREFECT_SERVER_ALLOW_EPHEMERAL_MODE"] == "false"
    assert (told["PREFECT_SERVER_API_AUTH_STRING"], told["PREFECT_API_AUTH_STRING"]) == ("anna:secret", "anna:secret")


def test_a_relative_database_counts_from_the_folder_of_the_start(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)

    told = environment(Settings(_env_file=None, database_url="sqlite:///office.db"))

    assert told["MENTORING_DATABASE_URL"] == f"sqlite:///{tmp_path / 'office.db'}"
