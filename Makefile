# Two commands: `make run` and `make test`. Each makes the environment it needs.
PYTHON ?= python3
VENV := .venv
PIP := $(VENV)/bin/python -m pip --disable-pip-version-check install --quiet --no-deps
FLASK := $(VENV)/bin/flask --app app
PORT ?= 8000

.PHONY: ready run test bench drill lint translations

# What a process needs to start: the environment, the words, and the code translated once instead of at each start.
ready: $(VENV)/.installed course/translations/.compiled
	@$(VENV)/bin/python -m compileall -q app.py course slides

run: ready
	@COURSE_BASE_URL=$${COURSE_BASE_URL:-http://127.0.0.1:$(PORT)} $(FLASK) prepare
	@COURSE_BASE_URL=$${COURSE_BASE_URL:-http://127.0.0.1:$(PORT)} PORT=$(PORT) PATH="$(CURDIR)/$(VENV)/bin:$$PATH" $(VENV)/bin/python -m course.side_by_side start

test: ready $(VENV)/.installed-for-tests
	$(VENV)/bin/python -m pytest -n 2 --dist loadfile --ignore tests/browser
	$(VENV)/bin/python -m pytest tests/browser

bench: ready $(VENV)/.installed-for-tests
	$(VENV)/bin/python -m bench

# What goes wrong with machines, at length: make drill SECONDS=600 RATE=100 on a machine that does nothing else.
# Another SEED, or other seconds BETWEEN strikes, is another drill; P95=inf where others use the machine.
SECONDS ?= 60
RATE ?= 100
BETWEEN ?= 10
SEED ?= 1
P95 ?= 400

drill: ready $(VENV)/.installed-for-tests
	DRILL_SECONDS=$(SECONDS) DRILL_RATE=$(RATE) DRILL_BETWEEN=$(BETWEEN) DRILL_SEED=$(SEED) DRILL_P95=$(P95) \
		DRILL_EVERY=1 DRILL_STEP=4096 DRILL_SCHOOLS=40 DRILL_GROWS=2 DRILL_GROWTH=1.05 DRILL_LESSONS=50000 DRILL_DAYS=6 \
		DRILL_ROWS=1000000 \
		$(VENV)/bin/python -m pytest -s -v tests/test_machines_*.py tests/test_week_killed.py

lint: $(VENV)/.installed-for-tests
	$(VENV)/bin/ruff check . && $(VENV)/bin/ruff format --check .

translations: $(VENV)/.installed
	$(VENV)/bin/pybabel extract -F babel.cfg -k _l --no-location --sort-output -o messages.pot .
	$(VENV)/bin/pybabel update -i messages.pot -d course/translations -l zh_Hans_CN --no-fuzzy-matching
	rm messages.pot

course/translations/.compiled: $(wildcard course/translations/*/LC_MESSAGES/*.po) $(VENV)/.installed
	$(VENV)/bin/pybabel compile --directory course/translations
	touch $@

$(VENV)/bin/python:
	$(PYTHON) -c 'import sys; sys.exit("Python 3.11 or newer is needed") if sys.version_info < (3, 11) else None'
	$(PYTHON) -m venv $(VENV)

$(VENV)/.installed: requirements.txt | $(VENV)/bin/python
	$(PIP) --requirement requirements.txt
	touch $@

$(VENV)/.installed-for-tests: requirements-test.txt requirements-sso.txt $(VENV)/.installed
	$(PIP) --requirement requirements-test.txt --requirement requirements-sso.txt
	touch $@
