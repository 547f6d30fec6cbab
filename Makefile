# `make run` opens the workbench, `make test` runs the tests; both set up first. See README.md.

PY ?= python3
VPY := .venv/bin/python
# uv reads no pip configuration: the index that pip is set to use is handed over.
UV = index=$${UV_DEFAULT_INDEX:-$${PIP_INDEX_URL:-$$($(PY) -m pip config get global.index-url 2>/dev/null)}}; \
	[ -z "$$index" ] || export UV_DEFAULT_INDEX="$$index"; .tools/bin/uv
WORKERS ?= 2

export UV_PYTHON_DOWNLOADS := never
export UV_NO_CONFIG := 1

.PHONY: setup run test check bench compare screenshots translations lock clean

# Python packages only; `check`, `import` and `export` on the command line need no more than this.
setup: .venv/.ok

# pip's --target needs neither a virtual environment nor leave to change the system's Python, and `uv venv` needs
# no ensurepip: so Python and pip are all that a machine must have.
.tools/.ok: .ci/bootstrap.lock
	@$(PY) -c 'import sys; sys.exit("Python 3.11 or newer is needed; this is %d.%d (name another with: make PY=python3.12)" % sys.version_info[:2] if sys.version_info < (3, 11) else 0)'
	@$(PY) -m pip --version >/dev/null 2>&1 || { echo "pip is needed: on Debian or Ubuntu, sudo apt-get install python3-pip" >&2; exit 1; }
	$(PY) -m pip install -q --root-user-action=ignore --disable-pip-version-check --no-deps --require-hashes --only-binary :all: --upgrade --target .tools -r .ci/bootstrap.lock
	@touch $@

.venv/.ok: requirements.lock .ci/install.py .tools/.ok
	@$(VPY) -c '' 2>/dev/null || .tools/bin/uv venv -q --clear --relocatable --python $(PY) .venv
	@echo "installing the packages of requirements.lock into .venv"
	@$(UV) pip sync -q --python $(VPY) --require-hashes requirements.lock
	@$(VPY) .ci/install.py
	@touch $@

run: setup
	@$(VPY) .ci/system_libraries.py window
	@.venv/bin/workbench --sample

test: setup
	@$(VPY) .ci/system_libraries.py tests
	QT_QPA_PLATFORM=offscreen $(VPY) -m pytest -n $(WORKERS) --dist worksteal

check: setup
	$(VPY) -m ruff format --check
	$(VPY) -m ruff check
	$(VPY) -m mypy
	.venv/bin/lint-imports --no-logo
	$(VPY) .ci/translations.py --check

bench: setup
	@$(VPY) .ci/system_libraries.py tests
	QT_QPA_PLATFORM=offscreen $(VPY) -m tests.bench

# What the checking is compared with in `make bench`, installed only when asked for.
compare: setup
	@$(UV) pip install -q --python $(VPY) --require-hashes -r .ci/compare.lock

# Pictures of every view and dialog, to be looked at; in SHOTS, or a new folder that is printed at the end.
# `make screenshots ONLY=--readme` makes those of the README anew.
screenshots: setup
	@$(VPY) .ci/system_libraries.py tests
	@$(VPY) .ci/screenshots.py $(SHOTS) $(ONLY)

# Compiles the translations; the result is tracked.
translations: setup
	$(VPY) .ci/translations.py

# All locks anew, keeping the versions that still fit; `make lock UPGRADE=1` takes the newest that fit.
COMPILE = $(UV) pip compile -q --universal --python-version 3.11 --generate-hashes --no-header --no-annotate --no-emit-index-url --no-emit-find-links $(if $(UPGRADE),--upgrade)
lock: .tools/.ok
	@$(COMPILE) --group pyproject.toml:bootstrap -o .ci/bootstrap.lock
	@$(COMPILE) pyproject.toml --group dev -o requirements.lock
	@$(COMPILE) --group pyproject.toml:compare --constraint requirements.lock -o .ci/compare.lock

clean:
	rm -rf .venv .tools .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache
