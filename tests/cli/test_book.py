"""The contact book from the shell: a list goes in and out, and whoever is erased for good stays out."""

LIST = (
    "name,email,source,basis,track\nLina Novák,lina@example.org,a fair,consent,20\n"
    "Ivo Malý,ivo@example.org,his page,public,\n"
)


def counts(said):
    return tuple(said.json[name] for name in ("added", "known", "never", "left_out"))


def test_a_list_goes_in_and_out_and_whoever_is_gone_for_good_stays_out(cohort):
    people = cohort.write("book.csv", LIST)
    looked = cohort("book", "import", "spring", people)
    assert (looked.code, cohort("book", "list", "--json").json) == (1, [])
    assert "2 new, 0 in the book already" in looked.out
    assert counts(cohort("book", "import", "spring", people, "--yes", "--json")) == (2, 0, 0, 0)

    [lina] = cohort("book", "list", "--track", "20", "--json").json
    assert (lina["name"], lina["asked"]) == ("Lina Novák", "")
    assert cohort("book", "erase", lina["code"], "--never", "--json").json["never_again"] is True

    assert counts(cohort("book", "import", "spring", people, "--yes", "--json")) == (0, 1, 1, 0)
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


def test_a_list_as_people_have_it_is_taken_in_but_for_a_line_and_taken_back(cohort):
    fair = cohort.write("fair.csv", "Kdo;Kam psát\nIvo Malý;ivo@example.org\nIda Nová;nowhere\n")
    told = ("--column", "email=Kam psát", "--column", "name=1", "--source", "a fair", "--basis", "known")

    bare = cohort("book", "import", "spring", fair, "--yes")
    strange = cohort("book", "import", "spring", fair, "--basis", "because")
    whole = cohort("book", "import", "spring", fair, *told, "--yes")
    most = cohort("book", "import", "spring", fair, *told, "--yes", "--leave-out", "--json")
    lists = cohort("book", "undo", "--json").json
    undone = cohort("book", "undo", most.json["list"], "--json")

    assert (bare.code, strange.code, whole.code, counts(most)) == (1, 2, 1, (1, 0, 0, 1))
    assert "No column says why we may keep them" in bare.err
    assert "line 3" in whole.err
    assert [(one["code"], one["untouched"]) for one in lists] == [(most.json["list"], 1)]
    assert undone.json["taken_back"] == 1
    assert cohort("book", "list", "--json").json == []
