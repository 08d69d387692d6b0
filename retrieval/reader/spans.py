"""A small BERT that marks where the answer starts and ends."""

import os
from collections.abc import Callable, Iterator, Sequence
from itertools import chain
from pathlib import Path

from tokenizers import Tokenizer

from embeddings import ModelError
from retrieval.documents import Passage, Span
from retrieval.reader.decoding import Array, Candidate, best_spans, candidates
from retrieval.reader.pieces import Pieces, Window

Network = Callable[[Window], tuple[Array, Array, float]]
"""From a window to the logits of starts and of ends, one a piece, and of no answer."""

_SPANS = 5  # proposed for a passage, at most


class SpanReader:
    """A network that reads windows of pieces."""

    def __init__(self, pieces: Pieces, network: Network) -> None:
        """Join a network with the pieces it was trained with."""
        self._pieces = pieces
        self._network = network

    def read(self, question: str, passages: Sequence[Passage]) -> list[tuple[Span, ...]]:
        """Propose up to five spans for each passage, none of more than 64 characters; see `Reader.read`.

        A passage's title counts as its context. A long passage is read in windows that overlap.
        """
        return [best_spans(passage.text, self.candidates(question, passage), _SPANS) for passage in passages]

    def candidates(self, question: str, passage: Passage) -> Iterator[Candidate]:
        """The likeliest spans of a passage, those of all its windows, in no order."""
        # One window at a time: on one core a batch is no faster, and nothing needs padding.
        windows = self._pieces.windows(question, passage.text, passage.title)
        return chain.from_iterable(map(self._candidates, windows))

    def _candidates(self, window: Window) -> list[Candidate]:
        starts, ends, nothing = self._network(window)
        text = slice(window.body, window.body + len(window.places))
        return candidates(starts[text] - nothing, ends[text], window.places)


def load_span_reader(folder: Path) -> SpanReader:
    """Load a trained reader from a folder with model.onnx and tokenizer.json (`training.reader.export`).

    Raises:
        ModelError: The folder does not hold a reader.
    """
    try:
        import onnxruntime  # noqa: PLC0415  # a tenth of a second, and only where something is read

        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = 1
        session = onnxruntime.InferenceSession(
            os.fspath(folder / "model.onnx"), options, providers=["CPUExecutionProvider"]
        )
        pieces = Pieces(Tokenizer.from_file(os.fspath(folder / "tokenizer.json")))
    except Exception as error:  # neither library raises anything more precise
        raise ModelError(
            f"{folder} holds no reader that can be loaded ({error!r}); "
            "it needs model.onnx and tokenizer.json."
        ) from error

    def network(window: Window) -> tuple[Array, Array, float]:
        inputs = {"ids": window.ids[None], "segments": window.segments[None], "matches": window.matches[None]}
        starts, ends, nothing = session.run(["starts", "ends", "nothing"], inputs)
        return starts[0], ends[0], float(nothing[0])

    return SpanReader(pieces, network)
