"""The contact book from the shell: a list goes in and out, and whoever is erased for good stays out."""

LIST = (
    "name,email,source,basis,track\nLina Novák,lina@example.org,a fair,consent,20\n"
    "Ivo Malý,ivo@example.org,his page,public,\n"
)


def test_a_list_goes_in_and_out_and_whoever_is_gone_for_good_stays_out(cohort):
    people = cohort.write("book.csv", LIST)
    assert cohort("book", "import", "spring", people, "--json").json == {"added": 2, "known": 0, "never": 0}

    [lina] = cohort("book", "list", "--track", "20", "--json").json
    assert (lina["name"], lina["asked"]) == ("Lina Novák", "")
    assert cohort("book", "erase", lina["code"], "--never", "--json").json["never_again"] is True

    assert cohort("book", "import", "spring", people, "--json").json == {"added": 0, "known": 1, "never": 1}
    assert cohort("book", "export", "--to", "out.csv").code == 0
    assert "ivo@example.org" in (cohort.folder / "out.csv").read_text(encoding="utf-8-sig")
    assert "Ivo Malý" in cohort("book", "list").out
    assert "is erased" not in cohort("book", "erase", lina["code"]).out


def test_a_list_with_a_mistake_is_refused_with_its_line(cohort):
    refused = cohort(
        "book", "import", "spring", cohort.write("book.csv", "name,email,source,basis\nIvo,nowhere,,public\n")
    )

    assert refused.code == 1
    assert "line 2, column email" in refused.err
    assert "line 2, column source" in refused.err
