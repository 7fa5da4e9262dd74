# One door for people, hooks and CI. Needs Python 3.11 or later, make and git.

PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
PY := $(BIN)/python
STAMP := $(VENV)/.installed
EXAMPLE := examples/russia-ukraine-2022

.DEFAULT_GOAL := help
.PHONY: help brief test browser fuzz chaos check lint types layers docs reference picture wheel bench format install clean

help: ## Say what each target does
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  make %-9s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

brief: $(STAMP) ## Print the brief of the worked case and write build/brief.html
	@mkdir -p build
	@$(BIN)/accord brief $(EXAMPLE)
	@$(BIN)/accord brief $(EXAMPLE) --html build/brief.html

test: $(STAMP) ## Run every test
	$(PY) -m pytest -n auto --dist worksteal

browser: $(STAMP) ## Look at every screen from every seat in every way (needs Chromium)
	SCREENS=all $(PY) -m pytest -n auto tests/host/browser

# SEED=N begins at a seed, TRIES=1 tries that alone, MINUTES=N is for how long each oracle is
# asked, EXAMPLES=N how hard a property is looked at, ONLY=files, deals, marks, growth, hands,
# killed, chaos, lesson or properties runs that.
fuzz: $(STAMP) ## Look for faults for some minutes: other seeds, more examples, spoilt files
	$(PY) -m tests.fuzz

chaos: $(STAMP) ## Kill a host again and again, and try all that its guard tries, for some minutes
	ONLY=killed $(PY) -m tests.fuzz
	ONLY=chaos $(PY) -m tests.fuzz
	ONLY=lesson $(PY) -m tests.fuzz
	GUARD=all EXAMPLES=2000 $(PY) -m pytest -n auto tests/host/guard tests/host/test_afar_badly_treated.py

check: lint types layers docs wheel ## Run every check but the tests

lint: $(STAMP) ## Check style and format
	$(PY) -m ruff check
	$(PY) -m ruff format --check

types: $(STAMP) ## Check types
	$(PY) -m mypy

layers: $(STAMP) ## Check that imports point one way
	$(BIN)/lint-imports

docs: $(STAMP) ## Build the documentation in build/docs, warnings as errors
	$(PY) -m sphinx -b html -W --keep-going -n -q docs build/docs

reference: $(STAMP) ## Write the pages and pictures that are made from the code
	$(PY) docs/generate.py
	$(PY) -m docs.figures

picture: $(STAMP) ## Take the pictures of pages for the README and the tutorials (needs Chromium)
	$(PY) docs/picture.py
	$(PY) -m docs.at_the_desk
	$(PY) -m docs.afternoon
	$(PY) -m docs.lesson

wheel: $(STAMP) ## Build the wheel and try it in a fresh environment, with no network
	@rm -rf build/wheel
	$(PY) -m build --wheel --outdir build/wheel
	@set -eu; \
	wheel=$$(ls "$(CURDIR)"/build/wheel/*.whl); \
	home=$$(mktemp -d); trap 'rm -rf "$$home"' EXIT; cd "$$home"; \
	"$(CURDIR)/$(PY)" -m venv venv; \
	venv/bin/python -m pip install --quiet --disable-pip-version-check "$$wheel[host]"; \
	set -x; \
	venv/bin/accord --help >/dev/null; \
	venv/bin/accord new talks >/dev/null; \
	venv/bin/accord check talks >/dev/null; \
	venv/bin/accord brief talks --html brief.html >/dev/null; \
	test -s brief.html; \
	venv/bin/python "$(CURDIR)/tests/host/from_the_wheel.py" \
	  "$(CURDIR)/$(EXAMPLE)" "$(CURDIR)/examples/sarn-river"

bench: $(STAMP) build/bench/.installed ## Run every benchmark
	@set -e; for script in benchmarks/*.py; do echo "$$script"; $(PY) "$$script"; done

# NegMAS, to compare with, lives apart, so that it changes no version of what Accord uses.
build/bench/.installed: pyproject.toml
	@$(PYTHON) -m venv build/bench
	@if build/bench/bin/python -m pip install --quiet --disable-pip-version-check '.[bench]'; \
	then touch $@; else echo "NegMAS could not be installed; going on without it"; fi

format: $(STAMP) ## Fix what can be fixed in style and format
	$(PY) -m ruff check --fix
	$(PY) -m ruff format

install: $(STAMP) ## Make .venv with the package and the tools in it

clean: ## Remove what was built (.venv stays)
	rm -rf build dist .hypothesis .import_linter_cache .mypy_cache .pytest_cache .ruff_cache
	find src tests benchmarks docs -name __pycache__ -prune -exec rm -rf {} +

$(STAMP): pyproject.toml
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { \
	  echo "Accord needs Python 3.11 or later: make PYTHON=python3.11 ..." >&2; exit 1; }
	@$(PYTHON) -c 'import ensurepip, venv' || { \
	  echo "Python cannot make a virtual environment here. On Debian or Ubuntu:" >&2; \
	  echo "  sudo apt-get install python3-venv" >&2; exit 1; }
	@test -x $(PY) || $(PYTHON) -m venv $(VENV)
	$(PY) -m pip install --quiet --disable-pip-version-check --editable '.[dev,docs]'
	@touch $@
