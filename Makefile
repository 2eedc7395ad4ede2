# Each target sets up its own virtual environment from nothing but python3 (3.11 or later) and make.
PYTHON ?= python3
VENV ?= .venv
BIN := $(VENV)/bin
INSTALL = $(BIN)/python -m pip install --quiet --disable-pip-version-check --constraint constraints.txt

.PHONY: demo test escapes interop lint bench setup clean
.DEFAULT_GOAL := demo

demo: $(VENV)/.installed  ## checked quick sort, without a key
	@$(BIN)/codegen run "quick sort"

test: $(VENV)/.test  ## all tests, a module at a time on each core
	$(BIN)/python -m pytest --numprocesses auto --dist loadfile $(ARGS)

escapes: $(VENV)/.test  ## every attack on every sandbox with every Python found, three times, as a table
	$(BIN)/python -m tests.escapes $(ARGS)

interop: $(VENV)/.test .interop/litellm/.installed .interop/mock-ai-api/.installed  ## against servers of other people
	$(BIN)/python -m pytest tests/interop/contract.py $(ARGS)

lint: $(VENV)/.lint  ## style and types
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy

bench: $(VENV)/.test  ## ratios against peers, whose environments it makes
	$(BIN)/python benchmarks/speed.py $(ARGS)

setup: $(VENV)/.lint

clean:
	rm -rf $(VENV) .interop

$(VENV)/.installed: pyproject.toml constraints.txt
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "codegen needs Python 3.11 or later, this is " + sys.version.split()[0] + "; say make PYTHON=python3.11 ...")'
	@echo "setting up $(VENV) ..." >&2
	@$(PYTHON) -m venv $(VENV)
	@$(INSTALL) --editable .
	@touch $@

$(VENV)/.test: $(VENV)/.installed
	@$(INSTALL) --editable '.[test]'
	@touch $@

$(VENV)/.lint: $(VENV)/.test
	@$(INSTALL) --editable '.[test,lint]'
	@touch $@

# Pinned: what they answer is what the tests expect. They want versions of `openai` and more that are not ours.
.interop/litellm/.installed: PACKAGE = litellm[proxy]==1.106.2
.interop/mock-ai-api/.installed: PACKAGE = mock-ai-api==0.1.1
.interop/%/.installed: Makefile
	@echo "installing $(PACKAGE) ..." >&2
	@$(PYTHON) -m venv $(@D)
	@$(@D)/bin/python -m pip install --quiet --disable-pip-version-check '$(PACKAGE)'
	@touch $@
