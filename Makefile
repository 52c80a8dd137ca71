# Sundial. `make run` shows the dashboard, `make test` runs the tests. Without make: the same steps as plain pip lines are in README.md.

PYTHON ?= python3
PORT ?= 8501
BIN := .venv/bin
RUN := .venv/.ready-to-run
DEV := .venv/.ready-to-develop
# A test file a worker at a time, as many workers as cores.
WORKERS ?= -n auto --dist loadfile
# uv where it is installed and works, else venv and pip. Never a Python that uv would have to download.
UV := $(shell uv --version >/dev/null 2>&1 && echo uv)
export UV_PYTHON_DOWNLOADS := never
# The certificates this machine trusts, as pip and the browser use them: a company's own among them. (The older and the newer name.)
export UV_SYSTEM_CERTS := 1
export UV_NATIVE_TLS := 1
export PIP_DISABLE_PIP_VERSION_CHECK := 1

.PHONY: help run test check lint types contracts long bench lock screenshots

help:
	@echo "make run         the dashboard with sample tickets, http://127.0.0.1:8501"
	@echo "make test        the tests (without the long ones)"
	@echo "make check       lint, types, contracts between the layers, all tests"
	@echo "make bench       load and measure a million tickets, beside other ways to do it"
	@echo "make lock        write requirements.txt and requirements-dev.txt anew (needs uv; UPGRADE=1 for newer versions)"
	@echo "make screenshots every page in every state into screenshots/, two of them into docs/ (needs Chromium)"

run: $(RUN)
	@echo "== samples: loading made-up tickets, where there are none yet"
	@$(BIN)/sundial samples
	@echo "== dashboard: http://127.0.0.1:$(PORT) (stop it with Ctrl+C)"
	@$(BIN)/sundial serve --port $(PORT)

test: $(DEV)
	@echo "== tests: all but the long ones"
	@$(BIN)/python -m pytest $(WORKERS) -m "not long"

check: lint types contracts
	@echo "== tests: all"
	@$(BIN)/python -m pytest $(WORKERS)

lint: $(DEV)
	@echo "== lint: ruff"
	@$(BIN)/ruff check .

types: $(DEV)
	@echo "== types: mypy --strict on analytics/"
	@$(BIN)/mypy

contracts: $(DEV)
	@echo "== contracts: which layer may import which"
	@$(BIN)/lint-imports --no-logo

long: $(DEV)
	@echo "== tests: the long ones"
	@$(BIN)/python -m pytest $(WORKERS) -m long

bench: $(DEV)
	@echo "== bench: a million tickets, each way in a process of its own; takes some minutes"
	@$(BIN)/python -m tests.bench

screenshots: $(DEV)
	@echo "== screenshots: screenshots/ and docs/; loads a million tickets, takes some minutes"
	@$(BIN)/python -m tests.browser.screenshots

# The larger lock first; the smaller one takes its versions from it, so that both name the same.
lock:
	@test -n "$(UV)" || { echo "make lock needs uv: pip install uv" >&2; exit 1; }
	@echo "== lock: requirements-dev.txt"
	@$(LOCK) --extra build --extra dev pyproject.toml -o requirements-dev.txt >/dev/null
	@echo "== lock: requirements.txt"
	@$(LOCK) --extra build -c requirements-dev.txt pyproject.toml -o requirements.txt >/dev/null
LOCK = uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-annotate --no-emit-index-url \
	--no-emit-find-links --custom-compile-command "make lock" $(if $(UPGRADE),--upgrade)

# ----------------------------------------------------------------------------------------------------------- the environment
# A stamp is older than its lock: install again. A .venv whose Python no longer starts (moved, or Python upgraded): build anew.
$(RUN): requirements.txt pyproject.toml
	@$(call make_environment)
	@echo "== install: what Sundial runs on, from requirements.txt, checked by hash (the first time it downloads them)"
	@$(call install,requirements.txt)
	@touch $@

$(DEV): requirements-dev.txt pyproject.toml
	@$(call make_environment)
	@echo "== install: the same and the tools for testing, from requirements-dev.txt, checked by hash (the first time it downloads them)"
	@$(call install,requirements-dev.txt)
	@touch $(RUN) $@

define make_environment
$(PYTHON) -I -c 'import sys; sys.exit(sys.version_info < (3, 11))' || \
	{ echo "Sundial needs Python 3.11 or newer as $(PYTHON). Another one: make PYTHON=/path/to/python3.12 $(MAKECMDGOALS)" >&2; exit 1; }; \
if ! $(BIN)/python -I -c 'import sys' 2>/dev/null; then \
	echo "== environment: .venv"; rm -rf .venv; \
	if [ -z "$(UV)" ] || ! uv venv --quiet --python "$$(command -v $(PYTHON))" .venv; then $(plain_venv); fi; \
fi
endef

define plain_venv
{ $(PYTHON) -m venv --clear .venv || { rm -rf .venv; echo "On Debian and Ubuntu: apt install python3-venv" >&2; exit 1; }; }
endef

# Where uv cannot (it may not reach what pip is set up to reach), pip does it.
define install
if [ -n "$(UV)" ] && uv pip install --python $(BIN)/python --require-hashes -r $(1); then :; else \
	$(BIN)/python -m pip --version >/dev/null 2>&1 || $(plain_venv); \
	$(BIN)/python -m pip install --require-hashes -r $(1); \
fi && \
$(install_sundial)
endef

# Sundial itself, editable: the folder stays where it is. Nothing is fetched for it.
define install_sundial
if $(BIN)/python -m pip --version >/dev/null 2>&1; then $(BIN)/python -m pip install --quiet --no-deps --no-build-isolation -e .; \
else uv pip install --python $(BIN)/python --quiet --no-deps --no-build-isolation -e .; fi
endef
