"""`python -m tests.fuzz TARGET SECONDS`: feeds a target mutated inputs until one raises, or time is over.

Without arguments it prints the names of all targets.
An input that raises is written into runs/fuzz, beside those that the next run begins with.
"""

import sys
from functools import partial
from pathlib import Path
from time import process_time

import atheris

PACKAGES = ["retrieval", "bot.telegram", "bot.services", "bot.storage", "bot.playground", "pptx", "email"]
FOLDER = Path("runs/fuzz")
SLOWEST_S = 60
SLOWEST_CPU_S = 20.0  # on a machine with other things to do, seconds of the clock tell little
MEMORY_MB = 3_000

with atheris.instrument_imports(include=PACKAGES):
    from tests.fuzz.targets import LONGEST_BYTES, MUTATED, TARGETS, Target, seeds


def main() -> None:
    """Fuzz the target that the command line names."""
    arguments = sys.argv[1:]
    if not arguments:
        sys.stdout.write(" ".join(TARGETS) + "\n")
        return
    if len(arguments) != 2 or arguments[0] not in TARGETS or not arguments[1].isdecimal():
        sys.exit(f"Usage: python -m tests.fuzz TARGET SECONDS\nTargets: {' '.join(TARGETS)}")
    name, seconds = arguments
    with atheris.instrument_imports(include=PACKAGES):
        TARGETS[name](b"a")  # loaders are imported with the first file
    corpus = FOLDER / name
    corpus.mkdir(parents=True, exist_ok=True)
    for number, seed in enumerate(seeds(name)):
        (corpus / f"seed-{number}").write_bytes(seed)
    options = [
        f"-max_total_time={seconds}",
        f"-artifact_prefix={FOLDER / name}-",
        f"-max_len={LONGEST_BYTES}",
        f"-timeout={SLOWEST_S}",
        f"-rss_limit_mb={MEMORY_MB}",
        "-print_final_stats=1",
    ]
    further = {}
    if mutated := MUTATED.get(name):
        options.append("-len_control=0")
        further["custom_mutator"] = lambda data, longest, seed: mutated(data, longest, seed, atheris.Mutate)
    atheris.Setup([sys.argv[0], *options, str(corpus)], partial(_timed, TARGETS[name]), **further)
    atheris.Fuzz()


def _timed(target: Target, data: bytes) -> None:
    began = process_time()
    target(data)
    if process_time() - began > SLOWEST_CPU_S:
        raise TimeoutError(f"{process_time() - began:.1f} s")


if __name__ == "__main__":
    main()
