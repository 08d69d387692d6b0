"""Any model of transformers that was trained to mark the answer within a passage."""

import inspect
import re
import threading
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from statistics import median
from typing import Any

import numpy as np

from embeddings import ModelError
from embeddings.hub import HubModel, loading
from retrieval.documents import Passage, Span
from retrieval.reader.decoding import Array, Candidate, best_spans, candidates
from retrieval.text import SENTENCE_ENDS, fold

_SPANS = 5  # proposed for a passage, at most
_WINDOW = 512  # tokens that nearly every model reads at once
_SPARE_TOKENS = 8  # a window cut out of its text may have a few more tokens than within it
_CONTEXT = 64  # tokens of a question, and of a title
_BATCH = 8  # windows
_IDEOGRAPHS = re.compile("[\u3400-\u9fff]+")
_WAYS_OUT = (
    "Give a folder, or a name on the Hugging Face Hub, of a model that transformers loads as "
    "AutoModelForQuestionAnswering; or none for the default."
)
# None of these passages answers its question: they measure the scores of a model where nothing answers.
_UNANSWERED = (
    ("这座灯塔有多高？", "春天一到，村里的人就上山采茶，傍晚把鲜叶背回来，连夜炒制。"),
    ("谁写了这首歌？", "气象台说，本周气温偏低，早晚有雾，出门请注意安全。"),
    ("他什么时候毕业？", "超市的苹果每斤五元，比上月便宜，梨和橘子的价钱没有变。"),
    ("公司总部设在哪个城市？", "小猫喜欢睡在窗台上，醒了就追着自己的尾巴转圈。"),
    ("这笔贷款的利率是多少？", "图书馆的二楼是儿童阅览室，墙上画着鲸鱼和飞鸟。"),
)


@dataclass(frozen=True, slots=True)
class _Window:
    """A part of a passage that is read at once.

    Attributes:
        passage: Number of the passage.
        first: Where the part starts within it, in characters.
        head: What stands in front of it as its context: the title.
        text: The part, in simplified script.
    """

    passage: int
    first: int
    head: str
    text: str


class TransformerReader:
    """A model of transformers with a span head, by folder or by name on the Hugging Face Hub.

    The score of a span is the sum of its first token's start logit and its last token's end logit, less
    the same sum at the first token of the input, which heads trained like SQuAD 2.0's mark for "no answer":
    log-odds of the span against no answer in this window.

    A model that never saw a question without an answer marks some span of any text, far above "no answer".
    How far is measured once, at loading, on questions that nothing answers, and taken off every score, so
    that such spans come out at even odds. For a model that declines them nothing is taken off. Scores of
    one model are on one scale; another model's scale is another.
    """

    def __init__(self, model: str) -> None:
        """Load a model; by name, from the hub's cache if it lies there, else from the hub.

        Args:
            model: A folder, or a name such as "hfl/chinese-pert-base-mrc".

        Raises:
            ModelError: There is no such model, it cannot be read or has no head for question answering,
                or the hub does not answer.
        """
        if Path(model).is_dir():
            loaded = _load(model, local=True)
        else:
            loaded = HubModel(model, _WAYS_OUT).fetch(lambda local: _load(model, local=local))
        self._tokenizer, self._network, missing = loaded
        _check(model, self._tokenizer, self._network, missing)
        # What the Rust tokenizer cuts and pads to is state of its own, which threads must not share.
        self._lock = threading.Lock()
        self._limit = _limit(self._tokenizer, self._network)
        self._inputs = inspect.signature(self._network.forward).parameters.keys()
        self._unanswered = 0.0
        with loading(model, _WAYS_OUT, local=True):
            self._unanswered = self._measure_unanswered()

    def read(self, question: str, passages: Sequence[Passage]) -> list[tuple[Span, ...]]:
        """Propose up to five spans for each passage, none of more than 64 characters; see `Reader.read`.

        A passage's title stands in front of each of its windows. A passage longer than the model reads at
        once is read in windows that overlap by a quarter; the first 64 tokens of a question and of a title
        are read, less where the model's window is small. Question and passage are read in simplified script,
        as most models were trained.
        """
        asked = self._cut(question)
        windows = [
            window
            for number, passage in enumerate(passages if asked else ())
            for window in self._windows(number, passage, asked)
        ]
        proposed: list[list[Candidate]] = [[] for _ in passages]
        for window, found in self._score(asked, windows):
            proposed[window.passage] += found
        return [best_spans(p.text, found, _SPANS) for p, found in zip(passages, proposed, strict=True)]

    def _windows(self, number: int, passage: Passage, asked: str) -> Iterator[_Window]:
        head, text = self._cut(passage.title), _clean(passage.text)
        if head and head[-1] not in SENTENCE_ENDS:
            head += "。"
        places = self._places(text)
        special = self._tokenizer.num_special_tokens_to_add(pair=True)
        room = self._limit - len(self._places(asked)) - len(self._places(head)) - special - _SPARE_TOKENS
        room = max(room, 1)
        overlap = room // 4
        starts = range(0, max(len(places) - overlap, 1), room - overlap) if places else ()
        for begin in starts:
            chunk = places[begin : begin + room]
            first, last = chunk[0][0], chunk[-1][1]
            yield _Window(number, first, head, text[first:last])

    def _cut(self, text: str) -> str:
        """The first tokens of a question or a title: as many as are read, at most a quarter of a window."""
        text = _clean(text).strip()
        places = self._places(text)[: min(_CONTEXT, self._limit // 4)]
        return text[: places[-1][1]] if places else ""

    def _places(self, text: str) -> list[tuple[int, int]]:
        """Where the tokens of a text start and end, in characters."""
        with self._lock:
            encoded = self._tokenizer(
                text, add_special_tokens=False, return_offsets_mapping=True, verbose=False
            )
        return [(start, end) for start, end in encoded["offset_mapping"] if start < end]

    def _score(self, asked: str, windows: Sequence[_Window]) -> Iterator[tuple[_Window, list[Candidate]]]:
        """The windows, read in batches of about one length, each with its likeliest spans."""
        ordered = sorted(windows, key=lambda window: len(window.head) + len(window.text))
        for begin in range(0, len(ordered), _BATCH):
            batch = ordered[begin : begin + _BATCH]
            with self._lock:
                encoded = self._tokenizer(
                    [asked] * len(batch),
                    [window.head + window.text for window in batch],
                    truncation="only_second",
                    max_length=self._limit,
                    padding=True,
                    return_offsets_mapping=True,
                    return_tensors="pt",
                )
            starts, ends = self._logits(encoded)
            for row, window in enumerate(batch):
                yield window, self._candidates(window, encoded, row, starts[row], ends[row])

    def _logits(self, encoded: Any) -> tuple[Array, Array]:
        """(batch, tokens) of starts and of ends."""
        import torch  # noqa: PLC0415  # loaded with the model

        inputs = {name: encoded[name] for name in self._tokenizer.model_input_names if name in self._inputs}
        with torch.inference_mode():
            output = self._network(**{n: tensor.to(self._network.device) for n, tensor in inputs.items()})
        return output.start_logits.cpu().numpy(), output.end_logits.cpu().numpy()

    def _candidates(
        self, window: _Window, encoded: Any, row: int, start: Array, end: Array
    ) -> list[Candidate]:
        """The likeliest spans of a window, placed in the passage."""
        sequence = np.array([part == 1 for part in encoded.sequence_ids(row)])
        places = encoded["offset_mapping"][row].numpy() - len(window.head)
        tokens = np.flatnonzero(sequence & (places[:, 0] >= 0) & (places[:, 0] < places[:, 1]))
        null = int(np.argmax(encoded["input_ids"][row].numpy() == self._tokenizer.cls_token_id))
        nothing = start[null] + end[null] + self._unanswered
        return candidates(start[tokens] - nothing, end[tokens], places[tokens] + window.first)

    def _measure_unanswered(self) -> float:
        """How far spans stand above "no answer" where nothing answers; 0 for a model that declines."""
        found = [self.read(question, [Passage(text)])[0] for question, text in _UNANSWERED]
        return max(0.0, median(spans[0].score if spans else 0.0 for spans in found))


def _load(model: str, *, local: bool) -> tuple[Any, Any, set[str]]:
    """Tokenizer, network, and the names of weights that the network lacks."""
    with loading(model, _WAYS_OUT, local=local):
        import torch  # noqa: PLC0415  # takes seconds, with transformers
        from transformers import AutoModelForQuestionAnswering, AutoTokenizer  # noqa: PLC0415

        options = {"local_files_only": local, "trust_remote_code": False}
        tokenizer = AutoTokenizer.from_pretrained(model, **options)
        network, report = AutoModelForQuestionAnswering.from_pretrained(
            model, output_loading_info=True, **options
        )
        device = "cuda" if torch.cuda.is_available() else "cpu"
        return tokenizer, network.float().to(device).eval(), set(report["missing_keys"])


def _check(model: str, tokenizer: Any, network: Any, missing: set[str]) -> None:
    """See that a model was trained for this, and that its tokens can be found in the text.

    Raises:
        ModelError: It was not, or they cannot.
    """
    fault = ""
    if any(not name.startswith(f"{network.base_model_prefix}.") for name in missing):
        fault = f"has no question-answering head: {min(missing)} is not among its weights"
    elif missing:
        fault = f"is not whole: {min(missing)} is not among its weights"
    elif not tokenizer.is_fast:
        fault = "has no fast tokenizer (tokenizer.json), which says where in the text a token stands"
    elif len(tokenizer) <= len(set(tokenizer.all_special_ids)):
        fault = "has no vocabulary (tokenizer.json or vocab.txt)"
    if fault:
        raise ModelError(f"{model} {fault}. {_WAYS_OUT}")


def _limit(tokenizer: Any, network: Any) -> int:
    """Tokens that a model reads at once."""
    positions = getattr(network.config, "max_position_embeddings", None) or 0
    # RoBERTa and its kin count positions from 2.
    known = [limit for limit in (tokenizer.model_max_length, positions - 2) if limit > 0]
    return int(min([_WINDOW, *known]))


def _clean(text: str) -> str:
    """The text in simplified script, without halves of surrogate pairs, which no tokenizer takes.

    It stays as long as it was. Width and case are left to the model's own tokenizer.
    """
    return _IDEOGRAPHS.sub(lambda run: fold(run[0]), text.encode("utf-8", "replace").decode())
