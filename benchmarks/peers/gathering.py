"""Gathers the corpus from a folder of question answering data and of texts."""

import json
import lzma
import random
from collections.abc import Iterator
from itertools import islice
from pathlib import Path

from benchmarks import colloquial
from benchmarks.peers.corpus import Asked, Corpus, Text
from retrieval.documents import Document
from retrieval.evaluation.squad import read_squad
from retrieval.ingestion.loaders.plain import extract
from retrieval.ingestion.passages import split
from retrieval.ingestion.reflow import reflow
from training.data.examples import is_held_out

FILES = ("chronoqa_train", "cmrc_train", "drcd_dev", "dureader_robust_dev")
"""Files of `qa/` that are asked; where none of them is there, all are."""

COLLOQUIAL = "colloquial"
"""Group of the questions of benchmarks/colloquial.json."""


def gather(data: Path, size: int) -> Corpus:
    """Make the corpus.

    Asked are one question for each passage of the question answering files that nothing is trained on, and
    the colloquial questions where their documents are there. In their way are the other passages of the same
    documents and files, and then texts.

    Args:
        data: Folder with SQuAD JSON in `qa/`, and texts, one {"text"} a line, in `text/*.jsonl.xz`.
        size: How many passages at most.
    """
    held: dict[Text, int] = {}
    questions: list[Asked] = []
    others: dict[Text, None] = {}
    for file in _files(data / "qa"):
        for context in read_squad(file):
            text = Text(context.title, context.text)
            asked = [question.text for question in context.questions if question.answers]
            if asked and text not in held and is_held_out(context.text):
                held[text] = len(held)
                questions.append(Asked(asked[0], (held[text],), file.stem))
            elif text not in held:
                others[text] = None
    nearby = _colloquial(data, held, questions)
    passages = dict.fromkeys([*held, *nearby, *others])
    for text in _texts(data / "text") if len(passages) < size else ():
        passages[text] = None
        if len(passages) == size:
            break
    random.Random(0).shuffle(questions)
    return Corpus(tuple(islice(passages, size)), tuple(questions))


def _files(folder: Path) -> list[Path]:
    named = [folder / f"{name}.json" for name in FILES]
    return [file for file in named if file.exists()] or sorted(folder.glob("*.json"))


def _colloquial(data: Path, held: dict[Text, int], questions: list[Asked]) -> list[Text]:
    """Add the colloquial questions and what answers them; returns the other passages of their documents."""
    asked = colloquial.read_questions()
    needed = {data / "text" / f"{question.file}.jsonl.xz" for question in asked}
    if not all(file.exists() for file in needed):
        return []
    digests = {question.document for question in asked}
    sources = [source for source in colloquial.corpus(data, digests) if source.digest in digests]
    store = colloquial.index(sources)
    right = colloquial.places(store, asked, {source.digest: source.text for source in sources})
    texts = {id_: Text(p.title, p.text) for id_, p in store.passages(store.passage_ids()).items()}
    store.close()
    for question, ids in zip(asked, right, strict=True):
        places = {held.setdefault(texts[id_], len(held)) for id_ in ids}
        questions.append(Asked(question.text, tuple(sorted(places)), COLLOQUIAL))
    return [text for text in texts.values() if text not in held]


def _texts(folder: Path) -> Iterator[Text]:
    """Passages of all texts, cut as documents are."""
    for file in sorted(folder.glob("*.jsonl.xz"), reverse=True):  # news before laws
        with lzma.open(file, "rt", encoding="utf-8") as lines:
            for line in lines:
                record = json.loads(line)
                title = str(record.get("title", ""))
                articles = reflow(extract((record.get("text") or record["content"]).encode()), title)
                document = Document(title, "", "", title, articles)
                yield from (Text(passage.title, passage.text) for passage in split(document))
