"""Who is compared: a library, how it is set up, and what that needs."""

import os
import subprocess
import sys
from dataclasses import dataclass
from hashlib import sha256
from importlib import import_module
from pathlib import Path

from benchmarks.peers.protocol import System
from embeddings.protocol import Encoder

ROOT = Path(__file__).parents[2]
REQUIREMENTS = Path(__file__).parent / "requirements"
CPU_WHEELS = "https://download.pytorch.org/whl/cpu"
OURS = "ours"


@dataclass(frozen=True, slots=True)
class Contender:
    """One way of searching.

    Attributes:
        name: As tables call it.
        library: Module of `benchmarks.peers.systems`, and its requirements and environment.
        kind: Class of that module.
        vectors: Whether it needs the encoder.
        slow: Whether a question takes so long that only a few are asked among many passages.
        plain: Whether it is a library with no word about Chinese; measured among the fewest passages alone.
    """

    name: str
    library: str
    kind: str
    vectors: bool = False
    slow: bool = False
    plain: bool = False

    def make(self, encoder: Encoder | None) -> System:
        """The system, not indexed yet; in the library's environment alone."""
        kind = getattr(import_module(f"benchmarks.peers.systems.{self.library}"), self.kind)
        system: System = kind(encoder) if self.vectors else kind()
        return system


CONTENDERS = (
    Contender("ours: index of words", OURS, "Index"),
    Contender("ours: words", OURS, "Words"),
    Contender("ours: fused", OURS, "Fused", vectors=True),
    Contender("bm25s, own tokenizer", "bm25s", "Default", plain=True),
    Contender("bm25s, jieba", "bm25s", "Jieba"),
    Contender("bm25s, jieba, numba", "bm25s", "JiebaNumba"),
    Contender("rank_bm25, white space", "rank_bm25", "Default", plain=True),
    Contender("rank_bm25, jieba", "rank_bm25", "Jieba", slow=True),
    Contender("haystack BM25, characters", "haystack", "Default", slow=True),
    Contender("haystack BM25, jieba", "haystack", "Jieba", slow=True),
    Contender("haystack vectors", "haystack", "Vectors", vectors=True),
    Contender("haystack hybrid, jieba", "haystack", "Hybrid", vectors=True),
    Contender("txtai BM25, own tokenizer", "txtai", "Default"),
    Contender("txtai BM25, jieba", "txtai", "Jieba"),
    Contender("txtai vectors", "txtai", "Vectors", vectors=True),
    Contender("txtai hybrid, own tokenizer", "txtai", "Hybrid", vectors=True),
    Contender("txtai hybrid, jieba", "txtai", "HybridJieba", vectors=True),
)
WORDS, FUSED = "ours: words", "ours: fused"
"""What those without vectors, and those with them, are compared with."""


def contender(name: str) -> Contender:
    """The contender of this name."""
    return next(contender for contender in CONTENDERS if contender.name == name)


def python_of(library: str, folder: Path) -> Path:
    """The interpreter of a library's environment, which is made where it is not as its requirements say.

    Args:
        library: As `Contender.library`.
        folder: Where environments lie.
    """
    if library == OURS:
        return Path(sys.executable)
    requirements = REQUIREMENTS / f"{library}.txt"
    digest = sha256(requirements.read_bytes()).hexdigest()
    python, made = folder / library / "bin" / "python", folder / library / "made"
    if not made.exists() or made.read_text(encoding="ascii") != digest:
        print(f"Setting up {library} in {folder / library}.", flush=True)
        run = [sys.executable, "-m", "venv", "--clear", str(folder / library)]
        subprocess.run(run, check=True)  # noqa: S603
        _install(python, requirements)
        made.write_text(digest, encoding="ascii")
    return python


def _install(python: Path, requirements: Path) -> None:
    """Install what is named; torch from the index of CPU builds where it answers, as others bring CUDA."""
    pip = [str(python), "-m", "pip", "install", "--quiet", "--disable-pip-version-check"]
    lines = requirements.read_text(encoding="ascii").splitlines()
    for torch in (line for line in lines if line.startswith("torch==")):
        index = ["--timeout", "5", "--retries", "0", "--index-url", CPU_WHEELS]
        subprocess.run([*pip, *index, torch], check=False, stderr=subprocess.DEVNULL)  # noqa: S603
    subprocess.run([*pip, "--requirement", str(requirements)], check=True)  # noqa: S603


def surroundings() -> dict[str, str]:
    """The variables of each process: one thread a library, nothing fetched, nothing told."""
    one = ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS", "NUMBA_NUM_THREADS")
    return {
        **os.environ,
        **dict.fromkeys(one, "1"),
        "PYTHONPATH": str(ROOT),
        "HF_HUB_OFFLINE": "1",
        "HAYSTACK_TELEMETRY_ENABLED": "False",
        "TOKENIZERS_PARALLELISM": "false",
        "DISABLE_TQDM": "1",
    }
