"""The office as it grows: PostgreSQL for itself and for Prefect, parts started one by one, by settings alone."""

import pytest

from tests.flows.running import PLAN, Running
from tests.postgres import a_database, postgres  # noqa: F401 (a fixture)
from tests.smtp import good_server

pytestmark = [pytest.mark.prefect, pytest.mark.postgres, pytest.mark.timeout(420)]


@pytest.fixture
def running(tmp_path, postgres):  # noqa: F811 (the fixture)
    databases = {
        "MENTORING_DATABASE_URL": a_database(postgres),
        "MENTORING_PREFECT_DATABASE_URL": a_database(postgres).replace("postgresql://", "postgresql+asyncpg://"),
        "MENTORING_PREFECT_AUTH": "anna:secret",
    }
    with good_server() as (smtp_port, envelopes):
        office = Running(tmp_path, smtp_port, **databases)
        office.envelopes = envelopes
        office.mentoring("coordinator", "add", "eva", "Eva Horáková", "eva@university.example")
        office.seconds = office.start()
        yield office
        office.stop()


def test_the_same_office_on_postgresql_behind_a_password(running):
    print(f"\nstarted in {running.seconds:.1f} s")

    launched = running.launch(**PLAN)
    signed = running.sign_off_everything()
    posted = running.ask_for_a_link("jana.vesela@firm.example")

    print(f"from the sign-offs to the next phase: {signed:.1f} s; from the POST to the letter: {posted:.1f} s")
    assert launched["state_type"] == "COMPLETED"
    assert [path.name for path in (running.folder / "data").rglob("*.sqlite*")] == []
