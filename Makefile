# Two commands: `make graph` builds the sample corpus, `make test` checks everything. `make docs` builds the site.
# Both make .venv first; run again, they install nothing until a lock file or pyproject.toml changes.

PYTHON ?= python3
OUT ?= out
BIN := .venv/bin
NOTEBOOKS := $(wildcard notebooks/*.ipynb)
PIP := $(BIN)/python -m pip --disable-pip-version-check --quiet

.PHONY: graph test docs ontology-docs messages lock clean

graph: .venv/.runtime
	$(BIN)/kg build corpus -o $(OUT)
	@echo
	@echo "Open $(OUT)/graph.html in a browser, or ask: $(BIN)/kg query $(OUT) --help"

test: .venv/.dev
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/python -m pytest
	$(if $(NOTEBOOKS),$(BIN)/python -m pytest --nbmake $(NOTEBOOKS))

docs: .venv/.dev
	NO_MKDOCS_2_WARNING=1 $(BIN)/mkdocs build --strict
	$(BIN)/python docs/ontology_page.py
	@echo "Open site/index.html in a browser."

# The vocabulary as a page that answers for the IRIs of its terms; `make docs` writes it into the site too.
ontology-docs: .venv/.runtime
	$(BIN)/python docs/ontology_page.py

.venv/.runtime: requirements.lock pyproject.toml
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || \
		{ echo "kg needs Python 3.11 or newer: make PYTHON=/path/to/python3.11" >&2; exit 1; }
	$(PYTHON) -m venv .venv
	$(PIP) install --require-hashes -r requirements.lock
	$(PIP) install --no-deps --editable .
	@touch $@

.venv/.dev: requirements-dev.lock .venv/.runtime
	$(PIP) install --require-hashes -r requirements-dev.lock
	@touch $@

# After a text of the command line was added or changed: into the catalogue, to be translated there, and compiled.
messages: .venv/.dev
	$(BIN)/python -m tests.catalogue

# The locks hold for every platform and Python from 3.11 on; the training extra (torch) is in neither.
LOCK := uv pip compile --quiet --universal --generate-hashes --python-version 3.11 --no-header pyproject.toml
lock:
	$(LOCK) -o requirements.lock
	$(LOCK) --extra dev --extra docs --constraint requirements.lock -o requirements-dev.lock

# What people decided (kg merge, kg split, kg audit) cannot be made again: it stays.
clean:
	rm -rf .venv site
	@test ! -d $(OUT) || find $(OUT) -mindepth 1 -maxdepth 1 ! -name identity.toml ! -name audit.toml -exec rm -rf {} +
