# Every target sets up what it needs by itself: an environment in .venv with the
# releases pinned in constraints.txt. Needs make, a C compiler, Python 3.11 to 3.13.

# The first of these that runs, is of a supported version and can make environments.
CANDIDATES = python3.13 python3.12 python3.11 python3 python
SUITABLE = import ensurepip, sys, venv; sys.exit(not (3, 11) <= sys.version_info[:2] <= (3, 13))
PYTHON ?= $(shell for each in $(CANDIDATES); do \
  if $$each -c "$(SUITABLE)" >/dev/null 2>&1; then echo $$each; break; fi; done)

VENV := .venv
BIN := $(VENV)/bin
PIP := $(BIN)/python -m pip --disable-pip-version-check
INSTALL := $(PIP) install --quiet --constraint constraints.txt
WORKERS ?= 2
COMPILED := $(wildcard ceasefire/engines/columnar/_*.[ch])

.PHONY: bench check clean coverage demo docs format fuzz help lint mutation soak test test-cluster types wheel
.DEFAULT_GOAL := help

help:
	@echo "make demo | test | lint | types | docs | wheel | check | format | clean"
	@echo "make coverage | test-cluster | mutation | bench | fuzz | soak"

demo: $(VENV)/.runtime
	$(BIN)/ceasefire classify seeds/article.jsonl --rules syria-2016
	$(BIN)/ceasefire explain seeds/article.jsonl --rules syria-2016 --event S01 --event S05

# Neighbours use the same rulebooks and tables, so each process begins with a stretch of
# the tests, and takes from the others once it is done. What they import is compiled for
# all of them and the next time, also where the environment has it compiled ever anew.
test: $(VENV)/.dev
	PYTHONDONTWRITEBYTECODE= $(BIN)/python -m pytest -n $(WORKERS) --dist worksteal

# Apart from the tests themselves, which take half as long again while it is measured what
# they run.
coverage: $(VENV)/.dev
	$(BIN)/python -m pytest -n $(WORKERS) --dist worksteal --cov

# Spark is large and slow to start, so `make test` does without, and says so. Not shared
# out: each process would start a Spark of its own.
test-cluster: $(VENV)/.cluster
	$(BIN)/python -m pytest tests/engines/test_dask.py tests/engines/test_spark.py

lint: $(VENV)/.dev
	$(BIN)/ruff check
	$(BIN)/ruff format --check

format: $(VENV)/.dev
	$(BIN)/ruff check --fix
	$(BIN)/ruff format

types: $(VENV)/.dev
	$(BIN)/mypy

docs: $(VENV)/.dev
	$(BIN)/zensical build --strict

check: lint types test docs wheel

# Builds the wheel and tries it where no source is near: alone in an environment, and
# from another folder, so that only what the wheel carries can be found.
wheel: $(VENV)/.dev
	rm -rf build/wheel
	$(PIP) wheel --quiet --no-deps --no-build-isolation --wheel-dir build/wheel .
	$(BIN)/python -m venv build/wheel/venv
	build/wheel/venv/bin/python -m pip --disable-pip-version-check install --quiet \
	  --constraint constraints.txt build/wheel/*.whl
	cp seeds/article.jsonl build/wheel/feed.jsonl
	cd build/wheel && venv/bin/ceasefire rules list
	cd build/wheel && venv/bin/ceasefire check syria-2016
	cd build/wheel && venv/bin/ceasefire classify feed.jsonl --rules syria-2016 -o findings.csv

# Works on a copy: mutants are written over the source, and nobody should meet one.
# `make mutation SAMPLE=250` tries so many only.
MUTANTS := build/mutation
mutation: $(VENV)/.mutation
	rm -rf $(MUTANTS)
	mkdir -p $(MUTANTS)
	cp -R pyproject.toml cosmic-ray.toml ceasefire rules seeds tests $(MUTANTS)
	cd $(MUTANTS) && PATH="$(CURDIR)/$(BIN):$$PATH" PYTHONDONTWRITEBYTECODE=1 \
	  sh -ec 'cosmic-ray baseline cosmic-ray.toml; \
	    cosmic-ray init cosmic-ray.toml mutants.sqlite; \
	    cr-filter-pragma mutants.sqlite; \
	    cr-filter-operators mutants.sqlite cosmic-ray.toml; \
	    python $(CURDIR)/.ci/skip_unevaluated.py mutants.sqlite; \
	    $(if $(SAMPLE),python $(CURDIR)/.ci/sample_mutants.py mutants.sqlite $(SAMPLE);) \
	    cosmic-ray exec cosmic-ray.toml mutants.sqlite; \
	    cr-report mutants.sqlite --surviving-only --show-diff; \
	    python $(CURDIR)/.ci/kill_rate.py mutants.sqlite --at-least 90'

# What the engines are measured on stays in build/bench, and is made once. `make bench
# BENCH=--quick` takes a few minutes; `BENCH="--into docs/performance.md"` keeps the table.
BENCH ?=
bench: $(VENV)/.bench
	$(BIN)/python benchmarks/engines.py $(BENCH)

# What is found stays in build/fuzz, and the next time goes on from there.
# `make fuzz SECONDS=3600 FUZZ="--targets csv parquet"` tries some ways in for an hour.
SECONDS ?= 600
FUZZ ?=
fuzz: $(VENV)/.fuzz
	$(BIN)/python -m fuzz --seconds $(SECONDS) $(FUZZ)

# `make soak SOAK="--events 1000000"` takes hours.
SOAK ?=
soak: $(VENV)/.dev
	$(BIN)/python benchmarks/soak.py $(SOAK)

clean:
	rm -rf $(VENV) build dist site .cache .coverage .coverage.* \
	  .hypothesis .mypy_cache .pytest_cache .ruff_cache

# Stamps: an environment is made once, and filled again only when what it should
# hold has changed.
$(VENV)/.made:
	@test -n "$(PYTHON)" || { \
	  echo "no Python 3.11 to 3.13 with its venv module found; name one: make PYTHON=/path/to/python" >&2; \
	  exit 1; }
	@echo "setting up $(VENV) with $(PYTHON) (once)"
	@$(PYTHON) -m venv $(VENV)
	@touch $@

# The build back ends are installed first, pinned like everything else, so that
# nothing unpinned is fetched to build the project or what comes as source only.
$(VENV)/.runtime: $(VENV)/.made pyproject.toml constraints.txt hatch_build.py $(COMPILED)
	@echo "installing what ceasefire runs on"
	@$(INSTALL) hatchling setuptools
	@$(INSTALL) --no-build-isolation --editable .
	@touch $@

$(VENV)/.dev: $(VENV)/.runtime
	@echo "installing what the checks run on"
	@$(INSTALL) --no-build-isolation --editable '.[dev]'
	@touch $@

$(VENV)/.mutation: $(VENV)/.dev
	@echo "installing what mutation testing runs on"
	@$(INSTALL) --no-build-isolation --editable '.[mutation]'
	@touch $@

$(VENV)/.cluster: $(VENV)/.dev
	@echo "installing Dask and Spark"
	@$(INSTALL) --no-build-isolation --editable '.[dask,spark]'
	@touch $@

# There is no wheel of atheris for every system; without it Hypothesis does what it can.
$(VENV)/.fuzz: $(VENV)/.dev
	@echo "installing what fuzzing runs on"
	@$(INSTALL) --no-build-isolation --only-binary atheris --editable '.[fuzz]' || \
	  echo "atheris cannot be installed here"
	@touch $@

$(VENV)/.bench: $(VENV)/.runtime
	@echo "installing the engines that this one is measured against"
	@$(INSTALL) --no-build-isolation --editable '.[bench]'
	@touch $@
