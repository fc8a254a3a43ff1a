# Two commands on a machine that has only Python 3.11 or newer, and make:
#     make demo     photographs, damaged beyond recognition, come back bit for bit
#     make test     everything that must hold

.DEFAULT_GOAL := help
SHELL := /bin/sh
.DELETE_ON_ERROR:
.NOTPARALLEL:

# Name another one with  make demo PYTHON=/path/to/python3.12
PYTHON ?= $(shell for p in python3 python3.13 python3.12 python3.11 python3.14 python; do \
    $$p -c 'import sys; sys.exit(sys.version_info < (3, 11))' >/dev/null 2>&1 && echo $$p && break; done)

VENV := .venv
BIN := $(VENV)/bin
PIP := $(BIN)/python -m pip --disable-pip-version-check -q

# The environment is sound when it was made here (a moved folder breaks it), its Python still runs,
# and no installation was interrupted halfway. Otherwise both stamps are stale and it is made anew.
SOUND := $(shell [ "$$(cat $(VENV)/.home 2>/dev/null)" = "$(CURDIR)" ] && [ ! -e $(VENV)/.installing ] \
    && $(BIN)/python -c pass 2>/dev/null && echo yes)
ifneq ($(SOUND),yes)
$(VENV)/.demo $(VENV)/.dev: anew
endif

.PHONY: help demo test docs format clean anew

help:
	@echo "make demo    recall 24 photographs from heavy damage and say where the picture is"
	@echo "make test    format, lint, types, layers, tests, doctests, README and examples"
	@echo "make docs    write the documents as a site, to site/"
	@echo "make format  rewrite the code in the house format"
	@echo "make clean   remove the environment, the caches and what was built"

demo: $(VENV)/.demo
	@$(BIN)/hopfield demo

test: $(VENV)/.dev
	@echo "== format"
	@$(BIN)/ruff format --check --output-format concise . || { echo "run: make format"; exit 1; }
	@echo "== lint"
	@$(BIN)/ruff check .
	@echo "== types"
	@PYRIGHT_PYTHON_IGNORE_WARNINGS=1 $(BIN)/pyright
	@echo "== layers"
	@$(BIN)/lint-imports --no-logo
	@echo "== tests"
	@$(BIN)/python -m pytest -n auto --maxprocesses=8

docs: $(VENV)/.dev
	@$(BIN)/mkdocs build -q -d site
	@echo "open site/index.html"

format: $(VENV)/.dev
	@$(BIN)/ruff check --quiet --fix-only .
	@$(BIN)/ruff format .

clean:
	rm -rf $(VENV) site .pytest_cache .ruff_cache .import_linter_cache .hypothesis .numba_cache build dist
	find src tests -name __pycache__ -type d -prune -exec rm -rf {} +

# The first install also fetches; "installing" stays behind when it is interrupted or fails.
$(VENV)/.demo: pyproject.toml
	@$(if $(filter anew,$^),$(MAKE_VENV))
	@echo "== installing hopfield (about a minute the first time)"
	@touch $(VENV)/.installing
	@$(PIP) install -e '.[demo]'
	@rm $(VENV)/.installing && touch $@

$(VENV)/.dev: pyproject.toml
	@$(if $(filter anew,$^),$(MAKE_VENV))
	@echo "== installing hopfield and the tools that check it (about a minute the first time)"
	@touch $(VENV)/.installing
	@$(PIP) install -e '.[dev]'
	@rm $(VENV)/.installing && touch $(VENV)/.demo $@

define MAKE_VENV
[ -n "$(PYTHON)" ] || { echo "hopfield needs Python 3.11 or newer; found none on PATH. Install one, or name it: make PYTHON=/path/to/python3.12"; exit 1; }; \
$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { echo "hopfield needs Python 3.11 or newer; $(PYTHON) is older or does not run"; exit 1; }; \
$(PYTHON) -c 'import ensurepip, venv' 2>/dev/null || { echo "$(PYTHON) cannot make environments; install its venv module (Debian and Ubuntu: apt install python3-venv)"; exit 1; }; \
echo "== making $(VENV) with $$($(PYTHON) --version)"; \
rm -rf $(VENV) && $(PYTHON) -m venv $(VENV) && echo "$(CURDIR)" > $(VENV)/.home
endef
