# Everything a user or a build needs, by name. `make` alone lists the names.
.DEFAULT_GOAL := help
SHELL := /bin/bash
.SHELLFLAGS := -eu -o pipefail -c

PYTHON   ?= python3
YEAR     ?= 2027
DATA     ?= data/demo
LANGUAGE ?= sv
SCENARIO ?= base
OUTPUT   ?= output
REGIONS  ?=
JOBS     ?=
MODULES  ?=
SAMPLE   ?=
SEED     ?=

BIN   := .venv/bin
READY := .venv/.ready
PKS   := $(BIN)/pks
# One thread per process: regions run side by side, and forecasts repeat to the last bit.
export OPENBLAS_NUM_THREADS := 1
export OMP_NUM_THREADS := 1

.PHONY: help setup pack test test-code test-notebooks freeze test-browser test-cluster test-faults lab lint bench robots lock sbom audit wheelhouse test-offline clean

help:  ## list these names
	@grep -E '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:[^#]*##/\t/' | expand -t 16

setup: $(READY)  ## make .venv from the lock files

$(READY): requirements.lock requirements-uv.lock pyproject.toml
	@$(PYTHON) -c 'import sys; sys.exit(not (3, 11) <= sys.version_info[:2] < (3, 15))' || \
	  { echo 'Python 3.11 to 3.14 is needed; name one with: make PYTHON=python3.12 setup' >&2; exit 5; }
	@test -x $(BIN)/python || $(PYTHON) -m venv .venv || \
	  { echo 'No virtual environment could be made; on Debian: apt install python3-venv' >&2; exit 5; }
	@$(BIN)/python -m pip install -q --require-hashes -r requirements-uv.lock
	@$(BIN)/uv pip install -q --python $(BIN)/python --require-hashes --compile-bytecode -r requirements.lock
	@$(BIN)/uv pip install -q --python $(BIN)/python --no-deps --no-build-isolation -e .
	@touch $@

data/demo/regions.parquet: $(READY) $(wildcard pkslib/demo/*.py pkslib/demo/constants/*.csv)
	@$(PKS) demo data/demo >&2

# Only the demo data set is made on demand; a data set of one's own is there already.
ifeq ($(DATA),data/demo)
pack: data/demo/regions.parquet
endif
pack: $(READY)  ## one planning pack per region (REGIONS="06 12" YEAR= DATA= LANGUAGE= SCENARIO= OUTPUT= JOBS=)
	@$(PKS) run --data "$(DATA)" --year $(YEAR) --scenario $(SCENARIO) --output "$(OUTPUT)" \
	  --language $(LANGUAGE) $(addprefix --region ,$(REGIONS)) $(addprefix --jobs ,$(JOBS))

test: $(READY)  ## the fast tests, and every notebook by Papermill and nbval
	@$(MAKE) --no-print-directory -j 2 --output-sync=line test-code test-notebooks

test-code: $(READY)  ## units, laws, house rules and the chain by Papermill
	$(BIN)/python -m pytest -n 2 --dist loadfile

test-notebooks: $(READY)  ## every notebook cell by cell, by nbval
	$(BIN)/python -m pytest --nbval-lax --nbval-current-env notebooks

freeze: $(READY)  ## write the example's figures (tests/frozen) anew; say why in the commit
	$(BIN)/python -m pytest tests/chain/test_frozen.py --freeze

test-browser: $(READY)  ## JupyterLab, every control of every panel, and packs in a real browser
	$(BIN)/python -m pytest tests/browser

test-cluster: $(READY)  ## regions on the workers of a scheduler, one of which is killed
	$(BIN)/python -m pytest tests/faults/test_cluster.py

test-faults: $(READY)  ## every fault of docs/faults.md, made for real (some ten minutes)
	$(BIN)/python -m pytest -n 2 --dist loadfile tests/faults

lab: $(READY)  ## JupyterLab on this machine only
	@$(PKS) lab

lint: $(READY)  ## ruff, mypy and the floors of the house
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports

bench: $(READY)  ## time and accuracy against named peers
	$(BIN)/python benchmarks/forecast.py
	$(BIN)/python benchmarks/balance.py
	$(BIN)/python benchmarks/check.py
	$(BIN)/python benchmarks/run.py
	$(BIN)/python benchmarks/notebook.py
	$(BIN)/python benchmarks/growth.py
	$(BIN)/python benchmarks/repeats.py
	$(BIN)/python benchmarks/panels.py

robots: $(READY)  ## Regionspelet played by its robots, 200 seeds, to docs/training (a quarter of an hour)
	$(BIN)/python benchmarks/robots.py

# mutmut stands beside the environment, so that the ordinary one does not grow.
.venv-mutants/.ready: $(READY) requirements-mutants.lock
	@$(BIN)/uv pip install -q --target .venv-mutants --require-hashes -r requirements-mutants.lock
	@touch $@

mutants: .venv-mutants/.ready  ## which small faults the tests find (MODULES="pkslib/methods/queueing.py" SAMPLE= SEED=)
	@PYTHONPATH="$(CURDIR)/.venv-mutants" $(BIN)/python tests/mutants/sample.py \
	  $(addprefix --sample ,$(SAMPLE)) $(addprefix --seed ,$(SEED)) $(MODULES)

# What looks at the packages stands beside the environment too.
.venv-supply/.ready: $(READY) requirements-supply.lock
	@$(BIN)/uv pip install -q --target .venv-supply --require-hashes -r requirements-supply.lock
	@touch $@

sbom: .venv-supply/.ready  ## a list of all packages as CycloneDX (output/sbom.cdx.json), the same bytes every time
	@mkdir -p output
	@PYTHONPATH="$(CURDIR)/.venv-supply" $(BIN)/python -W ignore -m cyclonedx_py requirements requirements.lock \
	  --pyproject pyproject.toml --output-reproducible --of JSON -o output/sbom.cdx.json
	@echo output/sbom.cdx.json

audit: .venv-supply/.ready  ## known vulnerabilities of the packages; needs access to their database
	@PYTHONPATH="$(CURDIR)/.venv-supply" $(BIN)/python tests/supply/audit.py requirements.lock

wheelhouse: $(READY)  ## every package as a wheel (output/wheelhouse), for a machine without a network
	@mkdir -p output/wheelhouse
	@$(BIN)/python -m pip download -q --require-hashes --no-deps --only-binary :all: -d output/wheelhouse -r requirements.lock
	@$(BIN)/python -m pip wheel -q --no-deps --no-build-isolation -w output/wheelhouse .
	@echo 'On the other machine: pip install --no-index --find-links wheelhouse pkslib'

# A network namespace of its own, where loopback is all that there is.
test-offline: $(READY)  ## `make test` without any network; passed over where this machine does not allow that
	@if unshare --net true 2>/dev/null; then \
	  unshare --net -- sh -c 'ip link set lo up && exec $(MAKE) --no-print-directory test'; \
	else echo 'Passed over: making a network namespace needs rights that this user lacks.' >&2; fi

lock: $(READY)  ## renew requirements.lock from pyproject.toml
	$(BIN)/uv pip compile --generate-hashes --universal --extra build --extra cluster --extra pdf --extra sql --extra test --python-version 3.11 \
	  --no-header -q -o requirements.lock pyproject.toml
	$(BIN)/uv pip compile --generate-hashes --universal -c requirements.lock --python-version 3.11 \
	  --no-header -q -o requirements-mutants.lock tests/mutants/tool.in
	$(BIN)/uv pip compile --generate-hashes --universal -c requirements.lock --python-version 3.11 \
	  --no-header -q -o requirements-supply.lock tests/supply/tool.in

clean:  ## remove what runs have made; data sets and scenarios stay
	rm -rf output .pytest_cache .mypy_cache .ruff_cache .hypothesis
