# What a newcomer and the CI type. Each set-up step leaves a stamp, so nothing is done twice.
# Settings: PORT=8080  HOST=127.0.0.1  PYTHON=/usr/bin/python3.12  CIP_TEST_WITHOUT=browser,postgres

PYTHON ?= python3
HOST ?= 127.0.0.1
PORT ?= 8000
export PYTHON

RUN := .venv/.stamp-run
DEV := .venv/.stamp-dev
ASSETS := cip/web/static/vendor/assets.json
RECIPE := pyproject.toml constraints.txt scripts/environment.sh

# An environment holds the path it was made in: one that was moved, or whose Python is gone, is made again.
MOVED := $(if $(wildcard $(RUN)),$(shell sh scripts/environment.sh moved),)

.DEFAULT_GOAL := help
.NOTPARALLEL:
.PHONY: help run test check bench long clean constraints messages format set-up port always

help: ## this list
	@sed -n 's/^\([a-z-]*\):.*## /  make \1|/p' Makefile | awk -F'|' '{printf "%-20s %s\n", $$1, $$2}'

run: port $(RUN) $(ASSETS) ## set up what is missing, then serve CIP with demo data on http://127.0.0.1:8000
	@CIP_VAR=var exec .venv/bin/cip run --demo --host "$(HOST)" --port "$(PORT)"

test: $(DEV) $(ASSETS) ## all tests but the long ones; CIP_TEST_WITHOUT=browser,postgres leaves some out
	@sh scripts/test.sh

check: $(DEV) ## style, types, layers, sizes, translations, rules, readability, templates
	@sh scripts/check.sh

bench: $(DEV) ## measure against the budgets
	@.venv/bin/python -m benchmarks

long: $(DEV) $(ASSETS) ## the tests that are too slow for every change
	@CIP_LONG=1 .venv/bin/python -m pytest -m long tests
	@CIP_LONG=1 .venv/bin/python -m pytest tests/unit/assessment
	@.venv/bin/python -m scripts.mutation
	@CIP_LONG=1 .venv/bin/python -m benchmarks 14 15

set-up: $(DEV) $(ASSETS) ## everything the other targets need, and nothing else

format: $(DEV) ## bring the code into shape
	@.venv/bin/ruff check --fix-only --quiet . && .venv/bin/ruff format .

messages: $(DEV) ## bring the interface texts to be translated up to date
	@.venv/bin/python scripts/messages.py update

constraints: ## fix the newest versions of everything in constraints.txt
	@sh scripts/constraints.sh

clean: ## remove all that was generated: environment, assets, caches, and the database under var/
	@rm -rf .venv .cache node_modules var dist build test-results
	@rm -rf .hypothesis .import_linter_cache .mypy_cache .pytest_cache .ruff_cache
	@rm -rf cip/web/static/vendor cip/documents/fonts
	@find . -name __pycache__ -type d -prune -exec rm -rf {} +

port:
	@sh scripts/environment.sh port "$(HOST)" "$(PORT)"

$(RUN): $(RECIPE) $(if $(MOVED),always)
	@sh scripts/environment.sh run

$(DEV): $(RECIPE) $(if $(MOVED),always)
	@sh scripts/environment.sh dev

$(ASSETS): package.json package-lock.json scripts/assets.sh scripts/copy_assets.py | environment
	@sh scripts/assets.sh

# The assets need some environment, whichever was asked for.
.PHONY: environment
environment:
	@test -e $(RUN) || sh scripts/environment.sh run
