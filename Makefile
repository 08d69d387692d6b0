PYTHON ?= python3
BIN := .venv/bin
# Asked first, because the package index itself brings CUDA. Where it does not answer, the install goes on.
CPU_WHEELS := https://download.pytorch.org/whl/cpu

.PHONY: setup run test test-slow lint format backbone train-reader train-encoder train-confidence bench pictures

setup: .venv/ready ## make .venv with everything in it

.venv/ready: pyproject.toml constraints.txt
	$(PYTHON) -m venv .venv
	@$(BIN)/pip install --quiet --disable-pip-version-check --timeout 5 --retries 0 --no-deps \
		--index-url $(CPU_WHEELS) --constraint constraints.txt torch 2>/dev/null \
		|| echo "No CPU wheel of torch at its own index; the package index is asked instead."
	$(BIN)/pip install --quiet --disable-pip-version-check --constraint constraints.txt --editable ".[dev]"
	@touch $@

run: setup ## the bot where TELEGRAM_BOT_TOKEN is set, else the same bot in a page of this machine
	@if [ -n "$$TELEGRAM_BOT_TOKEN" ] || grep -qs '^TELEGRAM_BOT_TOKEN=.' .env; \
		then exec $(BIN)/yuanwen bot; else exec $(BIN)/yuanwen playground; fi

test: setup ## the tests, in a few minutes
	OMP_NUM_THREADS=1 $(BIN)/pytest -m "not slow" --numprocesses auto --maxprocesses 4 --dist worksteal

test-slow: setup ## the tests that take long
	$(BIN)/pytest -m slow

lint: setup ## style and types
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports --no-logo

format: setup
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

backbone: runs/backbone/README.md ## the BERT that encoder and reader begin with: fetched, unpacked, pruned, verified

runs/backbone/README.md: | .venv/ready
	$(BIN)/python -m training.backbone --data ../shared/data --out runs/backbone

train-encoder: backbone ## the shipped encoder, anew
	$(BIN)/python -m training.encoder runs/backbone embeddings/weights/e5-small-zh

train-reader: backbone ## the shipped reader, anew; goes on where it was stopped
	OMP_NUM_THREADS=1 $(BIN)/python -m training.reader --data ../shared/data --backbone runs/backbone \
		--out runs/reader --resume
	$(BIN)/python -m training.reader.export runs/reader/checkpoint.pt runs/backbone retrieval/weights/reader

train-confidence: setup ## how sure answers are, fitted anew to the reader and the encoder that ship
	$(BIN)/python -m training.confidence --data ../shared/data

bench: setup ## this project's lexical index beside others
	$(BIN)/pip install --quiet --disable-pip-version-check --editable ".[benchmarks]"
	$(BIN)/python -m benchmarks.lexical --data ../shared/data

pictures: setup ## the pictures of the playground in docs/images; needs Chromium and fonts
	$(BIN)/python -m tests.end_to_end.pictures
