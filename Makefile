# make demo and make test set up what they need; second runs do not set up again.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
# Of the environment: kg alone, and kg with all that its tests need.
READY := $(VENV)/.ready
READY_DEV := $(VENV)/.ready-dev
INSTALL := $(BIN)/python -m pip install --quiet --disable-pip-version-check --editable
GOLD := ../shared/gold

.PHONY: help setup demo test quick check bench evaluate train neo4j clean

help: ## List the targets
	@grep -E '^[a-z0-9]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 12

$(READY): pyproject.toml
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || \
	  { echo "kg needs Python 3.11 or newer; run: make PYTHON=python3.12 $(MAKECMDGOALS)"; exit 1; }
	@$(PYTHON) -c 'import ensurepip, venv' 2>/dev/null || \
	  { echo "$(PYTHON) cannot make environments; on Debian and Ubuntu run: apt install python3-venv"; exit 1; }
	$(PYTHON) -m venv $(VENV)
	$(INSTALL) .
	@touch $@

$(READY_DEV): $(READY)
	$(INSTALL) '.[dev,serve,pandas]'
	@touch $@

setup: $(READY_DEV) ## Make .venv with kg and what its tests need

demo: $(READY) ## Build the graph of the example page and ask it
	$(BIN)/kg build tests/data/daily-papers.txt
	$(BIN)/kg stats
	$(BIN)/kg leaderboard MathVista
	$(BIN)/kg entity GRPO
	$(BIN)/kg papers --method "reinforcement learning" --limit 3
	$(BIN)/kg benchmarks "mathematical reasoning"
	$(BIN)/kg search "speculative decoding" --limit 5
	$(BIN)/kg page -o graph.html
	@echo "Open graph.html in a browser."

test: $(READY_DEV) ## Run all tests
	$(BIN)/python -m pytest

quick: $(READY_DEV) ## Run the tests that need no server, no browser and little time
	$(BIN)/python -m pytest -m 'not slow and not neo4j and not browser'

check: $(READY_DEV) ## Lint, format, types, generated files
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/python -m kg.schema --check

bench: $(READY_DEV) ## Measure speed and memory; SIZE=1000 ARGS=…
	$(BIN)/python -m tests.bench --size $(or $(SIZE),1000) $(ARGS)
	$(BIN)/python -m tests.bench_pages

evaluate: $(READY) ## Score on the annotated papers and write docs/FIGURES.md
	@mkdir -p .bench
	$(BIN)/python -m tests.held_out ../shared/corpus .bench/held-out.jsonl
	$(BIN)/kg evaluate $(GOLD)/dev.jsonl $(GOLD)/seed.jsonl .bench/held-out.jsonl --write docs/FIGURES.md

train: $(READY) ## Train the reader's weights anew from gold and corpus
	$(INSTALL) '.[train]'
	$(BIN)/python -m kg.train --gold $(GOLD) --corpus ../shared/corpus --out .train

neo4j: $(READY_DEV) ## Start a throw-away Neo4j for development
	$(BIN)/python -m tests.neo4j_server

clean: ## Remove what the targets made
	rm -rf $(VENV) papers.kg graph.html .bench .train build dist
