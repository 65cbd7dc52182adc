# make demo: reads samples/ and shows what came of it.    make test: everything that must hold.
SHELL := /bin/bash
.SHELLFLAGS := -euo pipefail -c
.DEFAULT_GOAL := help
.DELETE_ON_ERROR:

VENV := .venv
BIN := $(VENV)/bin
# setuptools warns of editable installs in every run; the rest of what pip says stays.
PIP := PYTHONWARNINGS=ignore $(BIN)/python -m pip install --quiet --disable-pip-version-check
# Python 3.11 to 3.13: PYTHON=... if given, else the first that is found.
PYTHON ?= $(shell for p in python3.11 python3.12 python3.13 python3; do \
	command -v $$p >/dev/null 2>&1 \
	&& $$p -c 'import sys; sys.exit(not (3, 11) <= sys.version_info[:2] <= (3, 13))' 2>/dev/null \
	&& { echo $$p; break; }; done)
# Tests run in two processes; PYTEST_ARGS= for one, or for options of your own.
PYTEST_ARGS ?= -n 2 --dist loadfile
DEMO := demo
DB := $(DEMO)/register.db

.PHONY: help demo test lint format clean

help: ## Show what there is
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/^([a-z-]+):.*## /  make \1	/' | expand -t 16

$(VENV)/made:
	@test -n "$(PYTHON)" || { echo "error: Python 3.11, 3.12 or 3.13 is needed and none was found." \
	  "Remedy: on Debian or Ubuntu 'apt install python3 python3-venv', or make PYTHON=/path/to/python3" >&2; exit 1; }
	@$(PYTHON) -c 'import ensurepip, venv' 2>/dev/null || { echo "error: $(PYTHON) lacks the module venv." \
	  "Remedy: on Debian or Ubuntu 'apt install python3-venv', then repeat" >&2; exit 1; }
	@test -x $(BIN)/python || { echo "making $(VENV) with $(PYTHON)"; $(PYTHON) -m venv $(VENV); }
	@touch $@

$(VENV)/installed: $(VENV)/made pyproject.toml
	@echo "installing itogi into $(VENV) (a minute or two; later runs skip it)"
	@$(PIP) -e .
	@touch $@

$(VENV)/dev: $(VENV)/made pyproject.toml
	@echo "installing itogi and its tools into $(VENV) (a minute or two; later runs skip it)"
	@$(PIP) -e '.[dev]'
	@touch $(VENV)/installed $@

demo: $(VENV)/installed ## Read samples/, show results and ledger, write demo/*.html
	@mkdir -p $(DEMO) && rm -f $(DB) $(DB)-wal $(DB)-shm
	@$(BIN)/itogi read samples --db $(DB)
	@$(BIN)/itogi results CSTO --year 2024 --db $(DB)
	@$(BIN)/itogi ledger CSTO --year 2024 --db $(DB)
	@$(BIN)/itogi results CSTO --year 2024 --db $(DB) -o $(DEMO)/results.html
	@$(BIN)/itogi results CSTO --year 2024 --db $(DB) --lang ru -o $(DEMO)/results.ru.html
	@$(BIN)/itogi results SCO --year 2024 --db $(DB) -o $(DEMO)/sco.html
	@printf '%s\n' '' 'The same as pages, to open in a browser:' \
	  '  $(DEMO)/results.html     the CSTO in 2024' \
	  '  $(DEMO)/results.ru.html  the same in Russian' \
	  '  $(DEMO)/sco.html         the SCO in 2024' '' 'Try next:' \
	  '  $(BIN)/itogi extract samples/06-csto-exercises.txt --explain' \
	  '  $(BIN)/itogi ledger SCO --year 2024 --db $(DB)' \
	  '  $(BIN)/itogi records --type document --organisation CSTO --db $(DB)' \
  "  $(BIN)/itogi serve --public --open --db $(DB)   (needs: $(BIN)/pip install -e '.[web]')" \
	  '  $(BIN)/itogi read YOUR_REPORTS/ --db my.db && $(BIN)/itogi results CSTO --db my.db'

test: lint ## Lint, types, tests
	@$(BIN)/pytest $(PYTEST_ARGS)

lint: $(VENV)/dev ## Lint and types only
	@$(BIN)/ruff check .
	@$(BIN)/ruff format --check .
	@$(BIN)/mypy

format: $(VENV)/dev ## Bring the code into its form
	@$(BIN)/ruff check --fix .
	@$(BIN)/ruff format .

clean: ## Remove what make made (the environment too)
	rm -rf $(VENV) $(DEMO) build dist *.egg-info .pytest_cache .mypy_cache .ruff_cache .hypothesis pred.jsonl
	find . -name __pycache__ -type d -prune -exec rm -rf {} +
