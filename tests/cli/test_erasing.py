"""Erasing from the shell: only when it is meant, and with a sentence when it cannot be."""


def test_somebody_is_erased_only_when_it_is_meant(cohort):
    people = cohort.write("people.csv", "name,email\nLina Novák,lina@example.org\n")
    assert cohort("contacts", "spring", people, "--role", "mentee", "--yes").code == 0

    refused = cohort("erase", "N01")
    assert (refused.code, "Repeat with --yes" in refused.err) == (1, True)

    assert cohort("erase", "N01", "--yes", "--json").json["erased"] == "N01"
    assert "is erased" in cohort("erase", "N01", "--yes").out

    unknown = cohort("erase", "N99", "--yes")
    assert (unknown.code, "has the code N99" in unknown.err) == (1, True)
