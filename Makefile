# Two commands are enough: `make run` and `make test`. `make help` lists the rest. Needs Python 3.11 and make; everything
# else is fetched. A step runs again only when what it reads has changed: each leaves a stamp inside the folder it fills.

.DEFAULT_GOAL := help
.NOTPARALLEL:
.SUFFIXES:

PORT ?= 8000
PYTHON ?= python3
ARGS ?=
PORTAL_DEMO ?= 1
export PORT PYTHON
export FLASK_APP := portal

UV := .venv/bin/uv pip install --quiet --python .venv/bin/python --require-hashes
VENV := .venv/.made
RUN_PACKAGES := .venv/.run-packages
TEST_PACKAGES := .venv/.test-packages
NODE_PACKAGES := node_modules/.package-lock.json
VENDOR := static/vendor/.complete
KOREAN := portal/translations/ko
MESSAGES := $(KOREAN)/LC_MESSAGES/messages.mo

.PHONY: help run test setup data check bench shots translations lock clean

help:
	@echo "make run             set everything up, load the demonstration data once, and serve at 127.0.0.1:8000 (PORT=8001 changes it)"
	@echo "make test            set everything up and run all checks and tests (ARGS=\"tests/foundation -x\" chooses)"
	@echo
	@echo "make setup           what both do first: packages, assets, translations"
	@echo "make data            bring the database up to date; load the demonstration data if it is empty"
	@echo "make check           the linter and the floors of the house, without the tests"
	@echo "make translations    compile the Korean messages"
	@echo "make bench           measure speed"
	@echo "make shots           take pictures of the pages"
	@echo "make lock            compute the exact versions again after a change in requirements*.in or package.json"
	@echo "make clean           remove what was installed or built; your data in instance/ stays"

# ---- the two -------------------------------------------------------------------------------------------------------

# What `data` loads is made up, so the pages say so.
run data: export PORTAL_DEMO := $(PORTAL_DEMO)

run: setup data
	@exec .venv/bin/python -m tools.serve

# pytest: two processes, whole files to each; what ARGS says comes last and wins (ARGS="-n 0" for one process).
STAGES := $(addprefix tests/,foundation jobs accounts programs sites partners demand events papers proposals reviews decisions \
	pilots overview calls/test_calls.py calls/test_revising.py calls/test_letters.py) \
	--ignore tests/foundation/files

test: setup check
	@sh tools/setup/programs.sh
	@echo "Testing"
	@tools/with_postgres.sh .venv/bin/python -m pytest -n 2 --dist loadfile $(ARGS)
	@test -n "$(ARGS)" || { echo "Testing the stages on PostgreSQL" && \
	tools/with_postgres.sh .venv/bin/python -m pytest -n 2 --dist loadfile --database postgresql $(STAGES); }

# ---- set-up --------------------------------------------------------------------------------------------------------

setup: $(RUN_PACKAGES) $(VENDOR) $(MESSAGES)

$(VENV): tools/setup/venv.sh tools/setup/uv.txt
	@sh tools/setup/venv.sh
	@touch $@

$(RUN_PACKAGES): $(VENV) requirements.txt
	@echo "Installing Python packages (up to a minute the first time)"
	@$(UV) -r requirements.txt
	@touch $@

$(TEST_PACKAGES): $(RUN_PACKAGES) requirements-dev.txt
	@echo "Installing Python packages for the tests"
	@$(UV) -r requirements-dev.txt
	@touch $@

# npm writes this file itself, last. Scripts of packages do not run on our machines.
$(NODE_PACKAGES): package.json package-lock.json | $(VENV)
	@echo "Fetching fonts, styles and scripts"
	@sh tools/setup/npm.sh ci --ignore-scripts --no-audit --no-fund --loglevel=error >/dev/null
	@touch $@

$(VENDOR): $(NODE_PACKAGES) tools/vendor_assets.py
	@echo "Copying what pages load into static/vendor"
	@.venv/bin/python tools/vendor_assets.py
	@touch $@

# The folder is named too, so that removing a file counts as a change.
$(MESSAGES): $(RUN_PACKAGES) tools/compile_translations.py $(KOREAN) $(wildcard $(KOREAN)/*.po)
	@echo "Compiling translations"
	@.venv/bin/python tools/compile_translations.py

translations: $(MESSAGES)

data: setup
	@echo "Bringing the database up to date"
	@.venv/bin/python -m flask db upgrade
	@.venv/bin/python -m flask demo load --if-empty

# ---- work ----------------------------------------------------------------------------------------------------------

check: $(TEST_PACKAGES)
	@echo "Checking style and the floors of the house"
	@.venv/bin/ruff check --quiet .
	@.venv/bin/lint-imports --no-logo

bench: setup $(TEST_PACKAGES)
	@sh tools/setup/programs.sh
	@exec tools/with_postgres.sh .venv/bin/python -m tools.bench $(ARGS)

shots: setup $(TEST_PACKAGES)
	@sh tools/setup/programs.sh
	@.venv/bin/python -m tools.shots $(ARGS)

LOCK := .venv/bin/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-emit-index-url \
	--custom-compile-command "make lock"

# No file may name a registry: uv and npm are told to leave addresses out, and the last line looks.
lock: $(VENV)
	@echo "Computing exact versions"
	@$(LOCK) requirements.in -o requirements.txt
	@$(LOCK) requirements-dev.in -o requirements-dev.txt
	@$(LOCK) tools/setup/uv.in -o tools/setup/uv.txt
	@$(LOCK) tools/setup/node.in -o tools/setup/node.txt
	@sh tools/setup/npm.sh install --package-lock-only --omit-lockfile-registry-resolved --ignore-scripts --no-audit --no-fund
	@touch package-lock.json
	@! grep -nE 'https?://|resolved' requirements.txt requirements-dev.txt tools/setup/*.txt package-lock.json

clean:
	@rm -rf .venv node_modules static/vendor static/.vendor-* $(KOREAN)/LC_MESSAGES screenshots
	@rm -rf .pytest_cache .ruff_cache .hypothesis .import_linter_cache
	@find portal tests tools migrations -name __pycache__ -type d -prune -exec rm -rf {} + 2>/dev/null || true
