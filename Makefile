PYTHON ?= python3
BIN := .venv/bin
LATEST := .venv-latest/bin
LOCKING := .venv-lock/bin
SCANNING := .venv-scan/bin
# The package index's own Linux builds of torch bring gigabytes of CUDA, so the index of CPU builds is asked first.
TORCH := 2.13.0
CPU_WHEELS := https://download.pytorch.org/whl/cpu

# Where Python keeps no compiled files, every process of the tests compiles all of them anew.
unexport PYTHONDONTWRITEBYTECODE

PIP := -m pip install --quiet --disable-pip-version-check
FROM_CPU_WHEELS := $(PIP) --quiet --no-deps --timeout 5 --retries 0 --index-url $(CPU_WHEELS)
LOCKED := --no-deps --require-hashes --no-build-isolation --use-pep517
COMPILE := $(LOCKING)/uv pip compile --quiet --upgrade --universal --python-version 3.11 --generate-hashes \
	--custom-compile-command "make lock"
QUICK := -m pytest -m "not slow" --numprocesses 4 --dist worksteal

.PHONY: setup setup-latest lock run test test-slow lint format backbone train-reader train-encoder train-boundaries train-confidence bench bench-quick bench-index pictures wheel sbom fuzz

setup: .venv/ready ## make .venv of what is locked in requirements/, every file checked by its hash

.venv/ready: pyproject.toml $(wildcard requirements/*.txt)
	@echo "Setting up .venv: about 120 locked packages, 1.8 GB, in about two minutes."
	@$(PYTHON) -m venv .venv
	@$(BIN)/python $(PIP) $(LOCKED) --requirement requirements/build.txt
	@$(BIN)/python $(FROM_CPU_WHEELS) $(LOCKED) --requirement requirements/torch-cpu.txt \
		|| { echo "No CPU build of torch at its own index; the package index is asked instead."; \
		$(BIN)/python $(PIP) $(LOCKED) --requirement requirements/torch.txt; }
	@$(BIN)/python $(PIP) $(LOCKED) --requirement requirements/packages.txt
	@$(BIN)/python $(PIP) --no-deps --no-build-isolation --editable .
	@$(BIN)/python -m pip check
	@touch $@

setup-latest: ## make .venv-latest of the newest versions that pyproject.toml allows, without the lock
	@echo "Setting up .venv-latest: the newest allowed packages, in a few minutes."
	@$(PYTHON) -m venv --clear .venv-latest
	@$(LATEST)/python $(FROM_CPU_WHEELS) torch \
		|| echo "No CPU build of torch at its own index; the package index is asked instead."
	@$(LATEST)/python $(PIP) --editable ".[dev]"

lock: ## lock the newest versions that pyproject.toml allows, with hashes, in requirements/
	@$(PYTHON) -m venv .venv-lock
	@$(LOCKING)/python $(PIP) "uv>=0.9"
	@$(COMPILE) pyproject.toml --all-extras --no-emit-package torch --output-file requirements/packages.txt
	@$(COMPILE) pyproject.toml --no-emit-package torch --constraint requirements/packages.txt \
		--output-file requirements/runtime.txt
	@$(COMPILE) pyproject.toml --extra models --no-emit-package torch --constraint requirements/packages.txt \
		--output-file requirements/models.txt
	@$(COMPILE) pyproject.toml --extra milvus --no-emit-package torch --constraint requirements/packages.txt \
		--output-file requirements/milvus.txt
	@$(COMPILE) pyproject.toml --extra ocr --no-emit-package torch --constraint requirements/packages.txt \
		--output-file requirements/ocr.txt
	@$(COMPILE) pyproject.toml --extra postgres --no-emit-package torch --constraint requirements/packages.txt \
		--output-file requirements/postgres.txt
	@printf 'editables\nhatchling>=1.25\nsetuptools>=77\n' \
		| $(COMPILE) - --constraint requirements/packages.txt --output-file requirements/build.txt
	@echo "torch==$(TORCH)" \
		| $(COMPILE) - --no-config --constraint requirements/packages.txt --output-file requirements/torch.txt
	@echo "torch==$(TORCH)" \
		| $(COMPILE) - --no-config --no-deps --default-index $(CPU_WHEELS) --output-file requirements/torch-cpu.txt \
		|| { grep -q "^torch==$(TORCH)+cpu" requirements/torch-cpu.txt \
		&& echo "The index of CPU builds does not answer: requirements/torch-cpu.txt stays as it is."; }

run: setup ## the bot where TELEGRAM_BOT_TOKEN is set, else the same bot in a page of this machine
	@if [ -n "$$TELEGRAM_BOT_TOKEN" ] || grep -qs '^TELEGRAM_BOT_TOKEN=.' .env; \
		then exec $(BIN)/yuanwen bot; else exec $(BIN)/yuanwen playground; fi

test: setup ## every test but the slow ones, on all cores
	@echo "Testing everything but what is marked slow, in four processes: about five minutes on two cores."
	@OMP_NUM_THREADS=1 $(BIN)/python $(QUICK)

test-slow: setup setup-latest ## the slow tests, many examples of the others, and all with the newest versions that are allowed
	$(BIN)/pytest -m "slow or hypothesis" --hypothesis-profile thorough
	@$(MAKE) bench-quick
	@echo "Testing with the newest versions that pyproject.toml allows."
	@OMP_NUM_THREADS=1 $(LATEST)/python $(QUICK)

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

train-boundaries: setup ## where answers begin and end, learnt anew with the readers that ship; half an hour
	$(BIN)/python -m training.boundaries --data ../shared/data

train-confidence: setup ## how sure answers are, fitted anew to the reader and the encoder that ship
	$(BIN)/python -m training.confidence --data ../shared/data

bench: setup ## this project beside bm25s, rank_bm25, haystack and txtai, hours; DATA is a folder with qa/ and text/
	$(BIN)/python -m benchmarks.peers --data $(or $(DATA),../shared/data)

bench-quick: setup ## whether retrieval, reading and answering are as good as they were, two minutes
	@OMP_NUM_THREADS=1 $(BIN)/python -m benchmarks.quick

bench-index: setup ## what changes and searches take; the index of words is kept in runs/index
	OMP_NUM_THREADS=1 $(BIN)/python -m benchmarks.index_changes --passages 10000 100000
	OMP_NUM_THREADS=1 $(BIN)/python -m benchmarks.vector_candidates --data ../shared/data --real 1500 --sizes 60000 \
		--only exact segments "IVF, 8"
	OMP_NUM_THREADS=1 $(BIN)/python -m benchmarks.words --data ../shared/data --folder runs/index

wheel: setup ## the package as one file, with the models that ship, in dist/
	$(BIN)/python -m hatchling build -t wheel

sbom: ## all locked packages as a CycloneDX bill of materials, for a scanner, in dist/
	@$(PYTHON) -m venv .venv-scan
	@$(SCANNING)/python $(PIP) "cyclonedx-bom>=7"
	@mkdir -p dist
	$(SCANNING)/cyclonedx-py requirements requirements/runtime.txt --output-file dist/sbom.json

fuzz: setup ## feed the loaders and others mutated inputs, each for SECONDS; Atheris is put in .venv-fuzz
	@$(BIN)/python $(PIP) --upgrade --target .venv-fuzz "atheris>=3"
	@for target in $(or $(TARGETS),$$(PYTHONPATH=.venv-fuzz $(BIN)/python -m tests.fuzz)); do \
		PYTHONPATH=.venv-fuzz $(BIN)/python -m tests.fuzz $$target $(or $(SECONDS),180) || exit 1; done

pictures: setup ## the pictures of the playground in docs/images; needs Chromium and fonts
	$(BIN)/python -m tests.end_to_end.pictures
