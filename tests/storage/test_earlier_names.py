"""Names of an earlier office: what anybody typed on the open call is not kept with an address that has not answered."""

import sqlalchemy as sa
from alembic import command

from storage.migrate import configuration
from tests.storage.worlds import NOW, POLICY, a_cohort, a_store, launched_earlier

PEOPLE = sa.text(
    "INSERT INTO participants (cohort, id, role, name, email, language, time_zone, source, away, scope)"
    " VALUES (:c, :id, 'mentor', 'Win a prize', :id, 'en', '', :source, '[]', :id)"
)
APPLICATION = sa.text(
    "INSERT INTO applications (cohort, id, role, state, submitted_at, answers, note, reflection, alumni, scope)"
    " VALUES (:c, 'M03', 'mentor', 'submitted', :at, '{}', '', '{}', '{}', 'M03')"
)


def test_only_whoever_asked_and_has_not_applied_loses_the_name(empty, tmp_path):
    store, code = a_store(empty, tmp_path / "files"), a_cohort().code
    with store.db.writing() as db:
        command.upgrade(configuration(db), "0004")
        launched_earlier(db, POLICY.model_dump(mode="json"))
        for person, source in (("M01", "list"), ("M02", "open"), ("M03", "open")):
            db.execute(PEOPLE, {"c": code, "id": person, "source": source})
        db.execute(APPLICATION, {"c": code, "at": NOW})

    store.migrate()

    names = {key: person.name for key, person in store.load(code).participants.items()}
    assert names == {"M01": "Win a prize", "M02": "", "M03": "Win a prize"}
