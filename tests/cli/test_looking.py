"""What the shell tells about cohorts: the same facts for people and programs, by codes only."""

import re


def test_status_counts_and_dates(cohort):
    cohort("tick")

    stands = cohort("status", "--json").json

    assert (stands["code"], stands["phase"], stands["counts"]["open_cases"]) == ("spring", "preparation", 0)
    assert [task["form"] for task in stands["waiting"]] == ["sign_off"] * 6
    assert stands["last_tick"]


def test_status_reads_well_without_a_terminal(cohort):
    said = cohort("status")

    assert said.out.startswith("Spring cohort (spring): preparation, since ")
    assert "\x1b" not in said.out


def test_forecast_tells_key_step_and_whom(cohort):
    cohort("tick")

    coming = cohort("forecast", "--days", "60", "--json").json

    assert coming == sorted(coming, key=lambda row: (row["at"], row["key"]))
    assert {row["step"] for row in coming} >= {"sign off"}
    assert {row["to"] for row in coming} <= {"kb", "", "coordinator"}


def test_what_a_shell_prints_holds_no_address_and_no_name(cohort):
    cohort(
        "contacts",
        "spring",
        cohort.write("m.csv", "name,email\nAda Lovelace,ada@example.org\n"),
        "--role",
        "mentor",
        "--yes",
    )
    cohort("tick")

    printed = cohort("status").out + cohort("forecast", "--days", "90").out + cohort("cohorts").out

    assert re.findall(r"Lovelace|Benešová|@example", printed) == []


def test_a_tick_settles_what_is_due_and_a_second_one_nothing(cohort):
    first, second = cohort("tick", "--json").json, cohort("tick", "--json").json

    assert first["spring"]["keys"][0] == "plan:materials"
    assert second["spring"]["keys"] == []


def test_with_two_cohorts_one_has_to_be_named(cohort, plan):
    other = cohort.write("other.yaml", plan.read_text().replace("spring", "autumn").replace("Spring", "Autumn"))
    cohort("launch", other)

    assert [row["code"] for row in cohort("status", "--json").json] == ["autumn", "spring"]
    assert cohort("forecast").err == "Which cohort? There are autumn, spring.\n"
