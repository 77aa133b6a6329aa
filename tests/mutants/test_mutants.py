"""Mutants: what is gone is gone, the rest stays; and of a handful, drawn, a story notices each. All: `make mutants`."""

import re
import subprocess
import sys

import pytest

from domain.steps import RULES
from tests.builders import MONDAY, a_cohort, days
from tests.domain.rules.stories import due
from tests.mutants.mutants import mutants
from tests.mutants.trials import ROOT

CONTRIBUTING = (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8")


@pytest.fixture
def live(monkeypatch):
    """Let the mutant of this name live until the test is over."""

    def let(name):
        (mutant,) = (one for one in mutants() if one.name == name)
        monkeypatch.setattr(mutant.place, "__code__", mutant.place.__code__)
        mutant.live()

    return let


def agreement_due(day):
    cohort = a_cohort().in_mentoring(since=MONDAY).with_pairs(1).build()
    return due(cohort, MONDAY + days(day), "P01:agreement")


def test_every_rule_is_among_them():
    assert sorted(mutant.name.partition(".")[2] for mutant in mutants() if mutant.kind == "rules") == sorted(
        rule.name for rule in RULES
    )


def test_the_figure_in_contributing_is_of_these():
    told = re.findall(r"([0-9]+) of ([0-9]+) (rules|yields)\s+noticed", CONTRIBUTING)

    counts = {kind: str(sum(mutant.kind == kind for mutant in mutants())) for kind in ("rules", "yields")}
    assert told == [(number, number, kind) for kind, number in counts.items()], "run `make mutants`, write what it says"


def test_a_rule_that_is_gone_makes_nothing_due(live):
    assert agreement_due(0.4) == ["P01:agreement:1:M01", "P01:agreement:1:N01"]

    live("agreeing.get_the_agreement_signed")

    assert (agreement_due(0.4), agreement_due(40)) == ([], [])


def test_a_yield_that_is_gone_leaves_the_rest_of_its_rule(live):
    assert agreement_due(40) == ["P01:agreement:unsigned"]

    live("agreeing.get_the_agreement_signed:2")

    assert (agreement_due(0.4), agreement_due(40)) == (["P01:agreement:1:M01", "P01:agreement:1:N01"], [])


def tried(*words):
    """The exit code and the last words of `python -m tests.mutants`."""
    ran = subprocess.run([sys.executable, "-m", "tests.mutants", "--at-once", "1", *words], cwd=ROOT,
                         capture_output=True, text=True, check=False)  # fmt: skip
    return ran.returncode, ran.stdout.split("noticed\n")[-1], ran.stderr


def test_a_story_notices_each_of_a_handful():
    assert tried("--some", "4", "--in", "tests/domain/rules") == (0, "", "")


def test_what_no_test_notices_is_told():
    """The stories of choosing would not miss the handbooks."""
    gone = "handbooks.hand_out_the_handbooks"

    code, told, _ = tried(gone, "--some", "1", "--in", "tests/domain/rules/test_choosing.py")

    assert (code, told) == (1, f"no test noticed that {gone} was gone\n")
