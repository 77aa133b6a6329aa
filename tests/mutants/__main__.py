"""Run the trials of all mutants, or of those named: `python -m tests.mutants meeting.send_the_date:1`.

Goes on where it was stopped, as long as no file of the house has changed since. Exit code 1 when no test noticed one of
them, 2 when some are left for the next time.
"""

import json
import os
import sys
import time
from argparse import ArgumentParser, Namespace
from collections.abc import Collection, Mapping
from hashlib import sha256
from random import Random

from tests.mutants.mutants import Mutant, mutants
from tests.mutants.trials import ROOT, SUITES, is_green, read, trials

KEPT = ROOT / "build" / "mutants.json"  # what was found out so far, and of which files it is true
READ = (".py", ".yaml", ".md", ".typ")
AROUND = ("build", ".venv", "data")
Verdicts = dict[str, dict[str, bool]]  # by mutant, by suite: whether it noticed


def main() -> int:
    """Try every mutant in every suite until one notices it."""
    asked = _asked()
    suites = asked.suites or SUITES
    chosen = _chosen(asked.names, asked.some)
    ends = time.monotonic() + 60 * asked.minutes
    files = _files()
    known: Verdicts = {} if asked.some else _known(files)
    for suite in suites:
        left = [m for m in chosen if suite not in known.get(m.name, {}) and not _is_noticed(m, known)]
        if not left or time.monotonic() >= ends:
            continue
        read(suite)
        if not asked.some and not is_green(suite):
            sys.exit(f"The tests in {suite} are red without any mutant: mend them first.")
        for mutant, noticed in trials(suite, left, asked.at_once, ends):
            known.setdefault(mutant.name, {})[suite] = noticed
            print("." if noticed else f"\n{suite} lets {mutant.name} pass\n", end="", flush=True)
            if not asked.some:
                _keep(files, known)
    return _told(chosen, suites, known)


def _asked() -> Namespace:
    words = ArgumentParser(prog="python -m tests.mutants", description=__doc__)
    words.add_argument("names", nargs="*", help="these only")
    words.add_argument("--some", type=int, default=0, help="so many, drawn; without looking whether all is green")
    words.add_argument("--in", dest="suites", action="append", help="ask the tests of this folder or file only")
    words.add_argument("--minutes", type=float, default=float("inf"), help="go on another time after so many minutes")
    words.add_argument("--at-once", type=int, default=os.cpu_count() or 1, help="so many side by side")
    return words.parse_args()


def _chosen(names: Collection[str], some: int) -> list[Mutant]:
    every = mutants()
    unknown = set(names) - {mutant.name for mutant in every}
    if unknown:
        sys.exit(f"There is no such mutant: {', '.join(sorted(unknown))}")
    chosen = [mutant for mutant in every if not names or mutant.name in names]
    # The same ones as long as there are as many: a red test must be red again.
    return Random(len(chosen)).sample(chosen, some) if some else chosen


# --- what is known ----------------------------------------------------------------------------------------------------


def _files() -> str:
    """A sign of all that the verdicts depend on."""
    sign = sha256()
    for path in sorted(ROOT.rglob("*")):
        if path.suffix in READ and path.relative_to(ROOT).parts[0] not in AROUND:
            sign.update(f"{path.relative_to(ROOT)} {sha256(path.read_bytes()).hexdigest()}\n".encode())
    return sign.hexdigest()


def _known(files: str) -> Verdicts:
    kept = json.loads(KEPT.read_text(encoding="utf-8")) if KEPT.exists() else {}
    return kept["verdicts"] if kept.get("files") == files else {}


def _keep(files: str, known: Verdicts) -> None:
    KEPT.parent.mkdir(exist_ok=True)
    KEPT.write_text(json.dumps({"files": files, "verdicts": known}, indent=1), encoding="utf-8")


def _is_noticed(mutant: Mutant, known: Mapping[str, Mapping[str, bool]]) -> bool:
    return any(known.get(mutant.name, {}).values())


# --- told -------------------------------------------------------------------------------------------------------------


def _told(chosen: Collection[Mutant], suites: Collection[str], known: Verdicts) -> int:
    counts = []
    for kind in ("rules", "yields"):
        of_kind = [mutant for mutant in chosen if mutant.kind == kind]
        counts.append(f"{sum(_is_noticed(m, known) for m in of_kind)} of {len(of_kind)} {kind} noticed")
    print(f"\n{', '.join(counts)}")
    unnoticed = [mutant for mutant in chosen if not _is_noticed(mutant, known)]
    untried = [mutant for mutant in unnoticed if set(suites) - known.get(mutant.name, {}).keys()]
    for mutant in unnoticed:
        if mutant not in untried:
            print(f"no test noticed that {mutant.name} was gone")
    if untried:
        print(f"{len(untried)} have not been tried in every suite yet: run it again")
    return 2 if untried else 1 if unnoticed else 0


if __name__ == "__main__":
    sys.exit(main())
