# `make run` shows two living cohorts, `make test` runs the tests; both make .venv first. Nothing else is needed.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin

.PHONY: help install run serve test long anew dashboard mutants check docs words bench lock clean

help:            ## what there is
	@grep -E '^[a-z]+:.*##' $(MAKEFILE_LIST) | sed 's/:.*## /\t/' | expand -t 12

install: $(VENV)/.installed   ## make .venv from the locked, hashed requirements

$(VENV)/.installed: requirements/dev.txt pyproject.toml
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { \
	  echo "Python 3.11 or newer is needed; say which with: make PYTHON=/path/to/python3.11 $(MAKECMDGOALS)"; exit 1; }
	$(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --require-hashes --no-deps -r requirements/dev.txt
	$(BIN)/python -m pip install --quiet --no-deps --no-build-isolation --editable .
	@touch $@

run: install     ## two living cohorts: dashboard, web, inbox (Ctrl-C stops everything)
	@$(BIN)/mentoring demo

serve: install   ## the real thing, with the settings of the environment or .env
	@$(BIN)/mentoring serve

test: install    ## the tests this machine can run, with a share of the long ones
	$(BIN)/python -m pytest -n 2 --dist loadfile --no-loadscope-reorder -m "not long"

long: install    ## the long ones: programmes lived to their end, walks in a browser, thousands of drawn problems
	$(BIN)/python -m pytest -n 2 --dist loadfile --no-loadscope-reorder -m long

anew: install    ## what is tested on examples, on others than each time
	$(BIN)/python -m pytest -n 2 --hypothesis-profile=anew $$(grep -rlE "@given|hypothesis" tests --include="test_*.py")

dashboard: install ## the Prefect dashboard walked through in Chromium, which needs a machine with time to spare
	$(BIN)/python -m pytest -q tests/flows/walk_dashboard.py

mutants: install ## take every rule away in turn, and see whether a test notices (goes on where it was stopped)
	$(BIN)/python -m tests.mutants

check: install   ## types, lint, house rules
	$(BIN)/mypy allocation cli documents domain flows machine matching notifications office rehearsal storage tasks web words
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .

docs: install    ## write docs/lifecycles.md and docs/retention.md anew from the tables
	$(BIN)/python -m docs.lifecycles
	$(BIN)/python -m docs.retention

# Only a LANGUAGE given to make counts: the shell has one of its own, such as en_GB:en.
words: install   ## collect every text, bring the catalogues up to date, say what is missing (LANGUAGE=cs begins one)
	$(BIN)/python -m docs.catalogue $(if $(findstring command,$(origin LANGUAGE)),$(LANGUAGE))

bench: install   ## the figures of benchmarks/
	$(BIN)/python -m benchmarks

lock:            ## lock requirements again: names, versions and hashes only (needs uv)
	for part in main dev; do uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-header \
	  --no-emit-index-url --no-emit-find-links requirements/$$part.in -o requirements/$$part.txt; done
	uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-header --no-deps \
	  --no-emit-index-url --no-emit-find-links requirements/rivals.in -o requirements/rivals.txt

clean:           ## throw away .venv and all data of this folder
	rm -rf $(VENV) data
