"""Exporting from the shell: a file for the coordinator, closed to others."""

import stat


def test_a_cohort_is_written_to_a_file_of_its_name(cohort):
    done = cohort("export", "spring", "--json")
    path = cohort.folder / "spring.xlsx"

    assert (done.json["file"], done.json["bytes"]) == ("spring.xlsx", path.stat().st_size)
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert path.read_bytes().startswith(b"PK")


def test_a_place_that_cannot_be_written_is_named(cohort):
    refused = cohort("export", "--as", "csv", "--to", cohort.folder / "nowhere" / "spring.zip")

    assert refused.code == 1
    assert "nowhere" in refused.err
