"""A small convolutional network over characters, run in numpy."""

import json
import zlib
from collections.abc import Iterator, Sequence
from functools import lru_cache
from pathlib import Path
from zipfile import BadZipFile

import numpy as np

from embeddings import ModelError
from retrieval.documents import Passage, Span
from retrieval.reader.convolutional.features import Array, Tokens, Vocabulary
from retrieval.reader.convolutional.network import Network
from retrieval.reader.convolutional.words import WordVectors
from retrieval.reader.decoding import Candidate, best_spans
from retrieval.threads import one_thread

_SPANS = 5  # proposed for a passage, at most
_WINDOW, _OVERLAP = 512, 128  # characters
_TITLE, _QUESTION = 64, 128  # characters that are read
_REMEMBERED = 64  # passages, and questions
_CANDIDATES = 96  # spans of a window that are considered, at most


class ConvolutionalReader:
    """The small trained reader: dilated convolutions over characters, in numpy."""

    def __init__(self, vocabulary: Vocabulary, network: Network) -> None:
        """Join a network with the vocabulary it was trained with."""
        self.vocabulary = vocabulary
        self.network = network
        # Questions often follow on the same passages, and cutting words takes a sixth of the time.
        self._passage = lru_cache(_REMEMBERED)(vocabulary.passage)
        self._question = lru_cache(_REMEMBERED)(vocabulary.question)

    def read(self, question: str, passages: Sequence[Passage]) -> list[tuple[Span, ...]]:
        """Propose up to five spans for each passage, none of more than 64 characters; see `Reader.read`.

        A passage's title counts as its context. A passage of more than 512 characters is read in
        windows; a question's first 128 characters and a title's first 64 are read.
        """
        return [best_spans(passage.text, self.candidates(question, passage), _SPANS) for passage in passages]

    def candidates(self, question: str, passage: Passage) -> Iterator[Candidate]:
        """The likeliest spans of a passage, those of all its windows, in no order."""
        asked = question.strip()[:_QUESTION]
        if not asked:
            return
        one_thread()
        tokens = self._question(asked)
        for start, end in _windows(len(passage.text)):
            yield from _likeliest(start, self._odds(tokens, passage.text[start:end], passage.title[:_TITLE]))

    def _odds(self, question: Tokens, text: str, title: str) -> Array:
        return self.network(self.vocabulary.lay(question, self._passage(text, title)))


def _likeliest(first: int, odds: Array) -> list[Candidate]:
    """The best spans of a window: odds[i, k] are those of the span from its character i to i + k."""
    flat, peaks = odds.ravel(), odds.max(axis=1)
    # As many rows have a span that scores no less than this: no worse span is among the best.
    least = np.partition(peaks, -_CANDIDATES)[-_CANDIDATES] if len(peaks) > _CANDIDATES else -np.inf
    likely = np.flatnonzero(flat >= least)
    if len(likely) > _CANDIDATES:
        likely = likely[np.argpartition(flat[likely], -_CANDIDATES)[-_CANDIDATES:]]
    rows, columns = np.divmod(likely, odds.shape[1])
    possible = (rows + columns < len(odds)) & np.isfinite(flat[likely])
    starts, lengths = first + rows[possible], columns[possible] + 1
    found = flat[likely[possible]].tolist(), starts.tolist(), (starts + lengths).tolist()
    return [Candidate(*candidate) for candidate in zip(*found, strict=True)]


def _windows(length: int) -> Iterator[tuple[int, int]]:
    """(start, end) of windows that overlap and together cover a text."""
    start = 0
    while start < length:
        end = min(start + _WINDOW, length)
        yield start, end
        if end == length:
            break
        start = end - _OVERLAP


def load_convolutional(folder: Path) -> ConvolutionalReader:
    """Load a trained reader from a folder with config.json and weights.npz.

    Raises:
        ModelError: The folder does not hold a reader.
    """
    try:
        config = json.loads((folder / "config.json").read_text(encoding="utf-8"))
        with (folder / "weights.npz").open("rb") as stream, np.load(stream, allow_pickle=False) as file:
            weights = _dequantised(dict(file))
        words = WordVectors(weights.pop("words:hashes"), weights.pop("words"))
        vocabulary = Vocabulary(config["characters"], tuple(config["tags"]), weights.pop("rarity"), words)
        return ConvolutionalReader(vocabulary, Network(config["shape"], weights))
    except (OSError, EOFError, ValueError, KeyError, BadZipFile, zlib.error) as error:
        raise ModelError(
            f"{folder} holds no reader that can be loaded ({error!r}); it needs config.json and weights.npz."
        ) from error


def _dequantised(stored: dict[str, Array]) -> dict[str, Array]:
    """Float weights from int8 rows and their scales, kept as `name` and `name:scale`."""
    return {
        name: array * stored[f"{name}:scale"][:, None] if f"{name}:scale" in stored else array
        for name, array in stored.items()
        if not name.endswith(":scale")
    }
