# One word for each thing a contributor does. DATA and CACHE are folders (see CONTRIBUTING.md).
DATA ?= data
CACHE ?= .cache
PYTHON ?= .venv/bin/python

.PHONY: setup test search lint bench compare evaluate train fixtures
setup:
	python3 -m venv .venv && .venv/bin/pip install -q -U pip && .venv/bin/pip install -q -e ".[dev,train]"
test:
	$(PYTHON) -m pytest
search:
	$(PYTHON) -m pytest --hypothesis-profile search
lint:
	$(PYTHON) -m ruff check . && $(PYTHON) -m ruff format --check . && $(PYTHON) -m mypy
bench:
	$(PYTHON) scripts/benchmark.py
compare:
	$(PYTHON) scripts/evaluate.py $(DATA)/wcxb-train --models $(CACHE)/models --peers --pages 100
evaluate:
	$(PYTHON) scripts/evaluate.py $(DATA)/wcxb-train --dialect html wet ins bs traf --cache $(CACHE) --models $(CACHE)/models --gate
train:
	$(PYTHON) scripts/train.py $(DATA) --cache $(CACHE) --models $(CACHE)/models --write
fixtures:
	$(PYTHON) scripts/fixtures.py
