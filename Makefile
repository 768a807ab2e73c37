PYTHON ?= python3
BIN := .venv/bin

.PHONY: help setup demo test check format lint types imports bench bench-quick bench-speed proofs proofs-of-reading proofs-of-keeping proofs-quick lock clean

help:            ## what can be made
	@grep -E '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:.*##/\t/'

setup:           ## make .venv from the locked packages (nothing to do where it is done)
	@$(PYTHON) bootstrap.py

demo: setup      ## run the main job on the fictional example that ships with the project
	@$(BIN)/onrecord demo

test: setup      ## every test
	@$(BIN)/pytest -n auto

format: setup    ## put the code into its form
	@$(BIN)/ruff format . && $(BIN)/ruff check --fix .

lint: setup
	@$(BIN)/ruff format --check . && $(BIN)/ruff check .

types: setup
	@$(BIN)/mypy

imports: setup
	@$(BIN)/lint-imports

bench: setup     ## score every labelled set: floor, target, today (minutes)
	@$(BIN)/python bench/gate.py --all

bench-quick: setup  ## the quick sets only, as CI does
	@$(BIN)/python bench/gate.py

bench-speed: setup  ## how fast an agenda is held against a whole record, beside a bare automaton
	@$(BIN)/python bench/speed.py

check: lint types imports test  ## what must pass before a commit

proofs: setup    ## the long proofs: hostile files, forged addresses, offsets, kills, power loss (minutes)
	@$(MAKE) --no-print-directory -j2 proofs-of-reading proofs-of-keeping

proofs-of-reading:
	@for proof in hostile offsets ssrf versions; do echo "== $$proof"; $(BIN)/python proofs/$$proof.py || exit 1; done

proofs-of-keeping:
	@for proof in crashes power_loss faults tamper; do echo "== $$proof"; $(BIN)/python proofs/$$proof.py || exit 1; done

proofs-quick: setup  ## a small part of each
	@for proof in hostile offsets ssrf crashes power_loss faults versions tamper; do echo "== $$proof"; $(BIN)/python proofs/$$proof.py --quick || exit 1; done

lock:            ## write the locked requirements anew
	@$(BIN)/uv pip compile --quiet --universal --generate-hashes --no-header --python-version 3.11 pyproject.toml requirements/dev.in -o requirements/lock.txt
	@$(BIN)/uv pip compile --quiet --universal --generate-hashes --no-header --python-version 3.11 requirements/uv.in -o requirements/uv.txt

clean:           ## take away what was set up
	@rm -rf .venv demo
