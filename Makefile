# Everything is installed into .venv, at the versions of constraints.txt; nothing outside this folder changes.
# `make PYTHON=python3.13 ...` chooses the interpreter of a new .venv, `make test PYTEST_ARGS="-n 2 -k bags"` the tests.

VENV := .venv
BIN := $(VENV)/bin
PYTEST_ARGS ?= -n auto --maxprocesses 4 --dist worksteal

.DEFAULT_GOAL := help
.DELETE_ON_ERROR:
# All targets install into the same .venv, which pip cannot do twice at once.
.NOTPARALLEL:

.PHONY: help demo test lint docs bench clean

help: ## list what can be made
	@awk -F ':.*## ' '/^[a-z]+:.*## / { printf "make %-6s %s\n", $$1, $$2 }' Makefile

demo: $(VENV)/.installed-demo ## watch Muniment keep a small project's files
	@$(BIN)/python examples/demo.py

test: $(VENV)/.installed-test ## run the tests (PYTEST_ARGS are passed on)
	@$(BIN)/python -m pytest $(PYTEST_ARGS)

lint: $(VENV)/.installed-lint ## check style, types and the direction of imports
	@$(BIN)/python -m ruff check
	@$(BIN)/python -m ruff format --check
	@$(BIN)/python -m mypy
	@$(BIN)/lint-imports --no-logo

docs: $(VENV)/.installed-docs ## build the manual into site/
	@$(BIN)/python -m properdocs build --strict
	@echo "The manual is in site/index.html"

bench: $(VENV)/.installed-bench ## measure Muniment and its peers on this machine
	@$(BIN)/python benchmarks/run.py

clean: ## remove all that make made, .venv too
	rm -rf $(VENV) site build dist .hypothesis .import_linter_cache .mypy_cache .pytest_cache .ruff_cache
	find muniment tests docs examples benchmarks -name __pycache__ -type d -prune -exec rm -rf {} + 2>/dev/null || true

# Editable, so that a change of the code needs no new installation; one of what it stands on does.
$(VENV)/.installed-%: pyproject.toml constraints.txt | $(BIN)/python
	@echo "Installing what 'make $*' needs into $(VENV) (once; a minute or two)"
	@$(BIN)/python -m pip install -qq --disable-pip-version-check --root-user-action=ignore \
		--constraint constraints.txt --editable '.[$*]'
	@touch $@

# Newer Pythons than constraints.txt was made for come last: some packages may have to be compiled there.
# An interpreter counts only if it can make a virtual environment, which Debian's python3 alone cannot.
$(BIN)/python:
	@rm -rf $(VENV); \
	for newest in 13 99; do \
		for python in "$(PYTHON)" python3 python3.13 python3.12 python3.11 python; do \
			if "$$python" -c "import sys, venv, ensurepip; sys.exit(not (3, 11) <= sys.version_info[:2] <= (3, $$newest))" \
				>/dev/null 2>&1; then \
				echo "Making $(VENV) with $$("$$python" --version)"; \
				"$$python" -m venv $(VENV); \
				exit; \
			fi; \
		done; \
	done; \
	echo "Muniment needs Python 3.11 or newer with its venv module (python3-venv on Debian and Ubuntu)." \
		"Tried: python3 python3.13 python3.12 python3.11 python. If it is elsewhere: make PYTHON=/path/to/python" >&2; \
	exit 1
