# Four words: demo, test, check, bench. Everything they need goes into .venv; nothing else is touched.
PYTHON ?= python3
BIN := .venv/bin
TESTS ?= tests

.PHONY: demo test check bench format lock pictures clean

# make demo TODAY=2026-11-01 DATA=demo-season begins a season on that day.
demo: .venv/.demo
	$(BIN)/banhoc demo $(if $(TODAY),--today $(TODAY)) $(if $(DATA),--data $(DATA))

test: .venv/.dev
	$(BIN)/pytest -n 2 --dist loadgroup $(TESTS)

check: .venv/.dev
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/lint-imports

bench: .venv/.dev
	$(BIN)/python -m bench

format: .venv/.dev
	$(BIN)/ruff format .
	$(BIN)/ruff check --fix .

# Takes the pictures of the docs anew. Needs Chromium, LibreOffice Calc and poppler.
pictures: .venv/.dev
	$(BIN)/python -m docs.pictures.take

# Pins every package with its hashes, for every Python this project runs on. Needs uv.
lock:
	uv pip compile pyproject.toml --group build --universal --python-version 3.11 \
		--generate-hashes --no-header --no-emit-index-url --output-file requirements.lock
	uv pip compile pyproject.toml --group dev --universal --python-version 3.11 \
		--generate-hashes --no-header --no-emit-index-url --constraints requirements.lock \
		--output-file requirements-dev.lock

clean:
	rm -rf .venv demo-data

.venv/.made:
	@$(PYTHON) -c 'import sys; v = sys.version_info; sys.exit(0 if (3, 11) <= v < (3, 15) else f"Python 3.11 to 3.14 is needed, this is {v[0]}.{v[1]}: make PYTHON=python3.12 demo")'
	$(PYTHON) -m venv .venv
	touch $@

.venv/.demo: .venv/.made requirements.lock pyproject.toml
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements.lock
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation --editable .
	touch $@

.venv/.dev: .venv/.demo requirements-dev.lock
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements-dev.lock
	touch $@
