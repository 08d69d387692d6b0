"""Texts that belong together: what the encoder learns from."""

import json
import lzma
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt
from tokenizers import Tokenizer

from retrieval.squad import read_squad
from training.data import is_held_out

Ids = npt.NDArray[np.int32]
TEXTS = ("news_crud_2023", "laws", "government_work_reports")
QUESTIONS = (
    "cmrc_train",
    "drcd_train_subset",
    "dureader_robust_dev",
    "dureader_checklist_train_subset",
    "squad_zh_v2_dev",
)
_SENTENCE = re.compile(r"[^。！？；\n]+[。！？；\n]*[”’」』）]*")
_SENTENCES = 24
_PASSAGE_TOKENS = (30, 200)
_QUERY_TOKENS = (4, 24)
_REMOVED = 0.7
_SCATTERED = 0.5


def read_texts(path: Path) -> Iterator[str]:
    """The documents of an xz-compressed JSON lines file, each with its title where it has one.

    Those that are held out are left out.
    """
    with lzma.open(path, "rt", encoding="utf-8") as lines:
        for line in lines:
            entry = json.loads(line)
            text = entry.get("text") or entry.get("content")
            if not is_held_out(text):
                yield "\n".join(filter(None, (entry.get("title"), text)))


def read_questions(path: Path) -> Iterator[tuple[str, str]]:
    """(question, passage) for each question of a SQuAD file that its passage answers; none held out."""
    for context in read_squad(path):
        if not is_held_out(context.text):
            yield from (
                (question.text, context.text) for question in context.questions if question.references
            )


@dataclass(frozen=True, slots=True)
class Corpus:
    """Documents as token ids.

    Attributes:
        tokens: All ids, one document after the other.
        sentences: Where each sentence starts in `tokens`, and at last the number of tokens.
        documents: Which sentence each document starts with, and at last the number of sentences.
    """

    tokens: Ids
    sentences: Ids
    documents: Ids

    @classmethod
    def of(cls, texts: Sequence[str], tokenizer: Tokenizer) -> "Corpus":
        """Cut texts into sentences and tokens.

        Documents of fewer than two sentences are left out; of long ones, such as laws, each stretch of about
        two dozen sentences is a document, so that they weigh as much as they are long.
        """
        cut = [_SENTENCE.findall(text) for text in texts]
        flat = [sentence for sentences in cut for sentence in sentences]
        ids = [np.array(encoding.ids, np.int32) for encoding in tokenizer.encode_batch_fast(flat)]
        kept: list[Ids] = []
        documents = [0]
        place = 0
        for sentences in cut:
            filled = [row for row in ids[place : place + len(sentences)] if row.size]
            place += len(sentences)
            if len(filled) > 1:
                parts = max(1, round(len(filled) / _SENTENCES))
                documents += [len(kept) + len(filled) * part // parts for part in range(1, parts + 1)]
                kept += filled
        starts = np.cumsum([0, *(row.size for row in kept)], dtype=np.int32)
        return cls(np.concatenate(kept), starts, np.array(documents, np.int32))

    def save(self, file: Path) -> None:
        """Write all ids to an npz file."""
        np.savez(file, tokens=self.tokens, sentences=self.sentences, documents=self.documents)

    @classmethod
    def load(cls, file: Path) -> "Corpus":
        """Read what `save` wrote."""
        with np.load(file) as arrays:
            return cls(**arrays)

    def pairs(self, document: int, random: np.random.Generator) -> Iterator[tuple[Ids, Ids]]:
        """Take a passage and a query from each half of a document (inverse cloze task, Lee et al., 2019).

        Two passages of one document are hard to tell apart, so each is a good negative for the other's
        query. A document of fewer than four sentences gives one pair.
        """
        first, last = (int(sentence) for sentence in self.documents[document : document + 2])
        if last - first < 4:
            yield self._pair(first, last, random)
            return
        middle = int(random.integers(first + 2, last - 1))
        yield self._pair(first, middle, random)
        yield self._pair(middle, last, random)

    def _pair(self, first: int, last: int, random: np.random.Generator) -> tuple[Ids, Ids]:
        """A passage out of some sentences, at least two, and words of one of its sentences.

        In some pairs that sentence is taken out of the passage, which teaches what belongs together; in the
        others it stays, which teaches to find the same words again.
        """
        begin = int(random.integers(first, last - 1))
        room = np.int32(random.integers(*_PASSAGE_TOKENS))
        starts = self.sentences[begin : last + 1]
        end = begin + max(2, int(np.searchsorted(starts, starts[0] + room, "right")) - 1)
        chosen = int(random.integers(begin, end))
        start, stop = self.sentences[chosen : chosen + 2]
        query = _piece(self.tokens[start:stop], random)
        if random.random() < _REMOVED:
            before = self.tokens[self.sentences[begin] : start]
            after = self.tokens[stop : self.sentences[end]]
            return query, np.concatenate((before, after))
        return query, self.tokens[self.sentences[begin] : self.sentences[end]]


def _piece(sentence: Ids, random: np.random.Generator) -> Ids:
    """Words of a sentence: in half of the cases all of one stretch, else some from all over it."""
    length = min(int(random.integers(*_QUERY_TOKENS)), sentence.size)
    if random.random() < _SCATTERED:
        return random.choice(sentence, length, replace=False)
    start = int(random.integers(0, sentence.size - length + 1))
    return sentence[start : start + length]


@dataclass(frozen=True, slots=True)
class Questions:
    """Questions by the passage that answers them, as token ids.

    Attributes:
        passages: One row of ids a passage.
        questions: For each passage its questions.
    """

    passages: list[Ids]
    questions: list[list[Ids]]

    @classmethod
    def of(cls, pairs: Sequence[tuple[str, str]], tokenizer: Tokenizer) -> "Questions":
        """Group (question, passage) by passage."""
        grouped: dict[str, list[str]] = {}
        for question, passage in pairs:
            grouped.setdefault(passage, []).append(question)
        return cls(
            _encode(list(grouped), tokenizer),
            [_encode(questions, tokenizer) for questions in grouped.values()],
        )

    def pair(self, number: int, random: np.random.Generator) -> tuple[Ids, Ids]:
        """One of the passage's questions, with the passage."""
        asked = self.questions[number]
        return asked[random.integers(len(asked))], self.passages[number]


def _encode(texts: list[str], tokenizer: Tokenizer) -> list[Ids]:
    return [np.array(encoding.ids, np.int32) for encoding in tokenizer.encode_batch_fast(texts)]
