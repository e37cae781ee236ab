# Targets are relative so that a checkout path with a space works.
SHELL := /bin/bash
REGION ?= 35.78
PORT ?= 8000
PY := .venv/bin/python
IN_ORDER := $(if $(filter random,$(ORDER)),-p randomly $(if $(SEED),--randomly-seed=$(SEED)))
export REGION PORT

.PHONY: demo test test-all bench mutants lint lock clean

demo: .venv/.stamp
	@exec $(PY) -m egov.embedded demo --region "$(REGION)" --port "$(PORT)"

# one process per core; a file's tests stay together
PARALLEL := -n auto --dist loadfile --no-loadscope-reorder

# the order of the files; ORDER=random shuffles and prints a seed, SEED=that repeats its order;
# CLOCK=2028-02-29T23:30+00:00 runs at another moment
test: .venv/.stamp
	@exec $(PY) -m pytest -m "not slow and not alone" $(PARALLEL) $(IN_ORDER) $(PYTEST_ARGS)

# also what takes long, races or drives a browser; then, alone, what starts and kills servers
test-all: .venv/.stamp
	@$(PY) -m pytest -m "not alone" $(PARALLEL) $(IN_ORDER) $(PYTEST_ARGS)
	@exec $(PY) -m pytest -m alone $(IN_ORDER) $(PYTEST_ARGS)

bench: .venv/.stamp
	@exec $(PY) -m egov.embedded run -- $(PY) -m tests.bench.all $(BENCH_ARGS)

# would a test notice? a sample of small changes to the verbs, tried one by one; not for CI
mutants: .venv/.stamp
	@exec $(PY) -m tests.mutants $(MUTANTS_ARGS)

lint: .venv/.stamp
	$(PY) -m ruff check .
	$(PY) -m ruff format --check .
	DATABASE_URL=postgresql:///mypy $(PY) -m mypy
	$(PY) -m djlint templates --lint --quiet
	.venv/bin/lint-imports
	@$(PY) -m egov.embedded run -- $(PY) manage.py makemigrations --check --dry-run
	$(PY) -m egov.embedded deploy-check

# needs uv; writes hashes and no index address
lock:
	uv pip compile pyproject.toml --group demo --group dev --python-version 3.12 --universal \
	  --generate-hashes --no-emit-index-url --no-header --quiet -o requirements.lock

clean:
	rm -rf .venv .local

.venv/.stamp: requirements.lock
	@bash deploy/venv.sh
	@touch .venv/.stamp
