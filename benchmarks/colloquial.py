"""Ask as people type, in other words than the documents: what words, vectors and both together find.

    python -m benchmarks.colloquial --data ../shared/data --encoder FOLDER --weights 0.05,0.1,0.2,0.3

The questions of colloquial.json share few words with the passages that answer them. The corpus is made of
documents that the encoder is not trained on: all such news, all such government work reports, the laws that
are asked about and 200 others. The documents are not part of the project; a question names its document by a
digest.
"""

import argparse
import json
import lzma
import tempfile
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from hashlib import sha256
from itertools import pairwise
from pathlib import Path
from statistics import fmean, median

from embeddings.loading import load_encoder
from retrieval.documents import Document, Passage
from retrieval.evaluation.measures import Retrieval
from retrieval.ingestion.loaders.plain import clean, extract
from retrieval.ingestion.passages import split
from retrieval.ingestion.reflow import reflow
from retrieval.search.passage_index import Way
from retrieval.search.retriever import VECTOR_WEIGHT, Retriever
from retrieval.storage.store import Store
from training.data.examples import is_held_out

QUESTIONS = Path(__file__).with_name("colloquial.json")
NEWS, REPORTS, LAWS = "news_crud_2023", "government_work_reports", "laws"
OTHER_LAWS = 200
DEPTH = 20
SHOWN = ("recall@1", "recall@5", "recall@20", "mrr@10")


@dataclass(frozen=True, slots=True)
class Question:
    """A question and the one place that answers it.

    Attributes:
        file: Name of the file that holds the document, below `text/`, without its suffixes.
        document: Identity of the document, as `Source.digest`.
        text: The question.
        answer: The answer, verbatim.
        start: Where the answer starts within the document, in characters.
    """

    file: str
    document: str
    text: str
    answer: str
    start: int


@dataclass(frozen=True, slots=True)
class Source:
    """A document as its file gives it.

    Attributes:
        file: Name of the file, as `Question.file`.
        title: Its title, or "" where the file gives none.
        text: All of it.
    """

    file: str
    title: str
    text: str

    @property
    def digest(self) -> str:
        """The first 16 hex digits of the text's SHA-256."""
        return sha256(self.text.encode()).hexdigest()[:16]


def main() -> None:
    """Print what is measured with, and a row for each way of searching."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--data", type=Path, required=True, help="folder with text/")
    parser.add_argument("--encoder", help="another encoder than the default")
    parser.add_argument("--weights", type=_weights, default=[VECTOR_WEIGHT], help="of vectors, by commas")
    parser.add_argument("--missed", action="store_true", help="print the questions that words do not answer")
    options = parser.parse_args()
    questions = read_questions()
    sources = corpus(options.data, {question.document for question in questions})
    texts = {source.digest: source.text for source in sources}
    overlaps = [overlap(question, texts[question.document]) for question in questions]
    print(f"{len(questions)} questions, {len(sources)} documents, overlap {median(overlaps):.3f}")
    with tempfile.TemporaryDirectory() as home:
        store = index(sources)
        right = places(store, questions, texts)
        encoder = load_encoder(options.encoder)
        size = len(store.passage_ids())
        print(f"{size} passages, encoder {encoder.name}")
        print("| | " + " | ".join(SHOWN) + " |\n|---|" + "---|" * len(SHOWN))
        # Kept in a home, so that each weight's retriever finds the indexes that the first one made.
        retriever = Retriever(store, encoder, Path(home))
        lexical = measure(retriever, questions, right, size, "lexical")
        row("words", lexical)
        row("vectors", measure(retriever, questions, right, size, "vectors"))
        for weight in options.weights:
            fused = Retriever(store, encoder, Path(home), vector_weight=weight)
            row(f"fused, {weight:g}", measure(fused, questions, right, size, "fused"))
        store.close()
    if options.missed:
        for question, place in zip(questions, lexical.places, strict=True):
            if not 0 < place <= 5:
                print(f"{place:2} {question.text} — {question.answer}")


def _weights(text: str) -> list[float]:
    return [float(weight) for weight in text.split(",")]


def row(name: str, retrieval: Retrieval) -> None:
    """Print one row of the table."""
    summary = retrieval.summary()
    print(f"| {name} | " + " | ".join(f"{summary[key]:.4f}" for key in SHOWN) + " |", flush=True)


def read_questions(path: Path = QUESTIONS) -> list[Question]:
    """The questions, file by file."""
    files = json.loads(path.read_text(encoding="utf-8"))
    return [Question(file, *fields) for file, rows in files.items() for fields in rows]


def corpus(data: Path, asked: set[str]) -> list[Source]:
    """The documents that are searched, each once.

    Args:
        data: Folder that holds `text/`.
        asked: Identities of the documents that are asked about.
    """
    held = {source.digest: source for name in (NEWS, REPORTS) for source in _held_out(data, name)}
    laws = {source.digest: source for source in _held_out(data, LAWS)}
    others = sorted(laws.keys() - asked)[:OTHER_LAWS]  # by digest: of all places and times
    return [*held.values(), *(laws[digest] for digest in [*sorted(laws.keys() & asked), *others])]


def _held_out(data: Path, name: str) -> Iterator[Source]:
    with lzma.open(data / "text" / f"{name}.jsonl.xz", "rt", encoding="utf-8") as lines:
        for line in lines:
            record = json.loads(line)
            source = Source(name, record.get("title", ""), record.get("text") or record["content"])
            if is_held_out(source.text):
                yield source


def index(sources: Sequence[Source]) -> Store:
    """Put documents into a store as they would come from files of plain text."""
    store = Store()
    for source in sources:
        articles = reflow(extract(source.text.encode()), source.title)
        document = Document(source.title, source.digest, source.digest, source.title, articles)
        store.put(document, list(split(document)), "corpus")
    return store


def places(store: Store, questions: Sequence[Question], texts: dict[str, str]) -> list[set[int]]:
    """For each question the ids of the passages that hold the place of its answer.

    Args:
        store: All passages.
        questions: What is asked.
        texts: The documents by their identities.
    """
    passages: dict[str, list[Passage]] = {}
    for passage in store.passages(store.passage_ids()).values():
        passages.setdefault(passage.path, []).append(passage)
    return [
        {
            passage.id
            for passage in passages.get(question.document, ())
            if holds(passage, question, texts[question.document])
        }
        for question in questions
    ]


def holds(passage: Passage, question: Question, text: str) -> bool:
    """Whether a passage of the document holds the place of the answer, not just its words.

    Args:
        passage: Of the document; as the text has it, save white space and what no reader sees.
        question: About the document.
        text: All of the document.
    """
    within, whole = _solid(passage.text), _solid(text)
    start = len(_solid(text[: question.start]))
    found = whole.find(within)
    while found >= 0:
        if found <= start and start + len(_solid(question.answer)) <= found + len(within):
            return True
        found = whole.find(within, found + 1)
    return False


def _solid(text: str) -> str:
    return "".join(clean(text).split())


def measure(
    retriever: Retriever, questions: Sequence[Question], right: Sequence[set[int]], size: int, way: Way
) -> Retrieval:
    """Search for each question.

    Args:
        retriever: Searches all passages.
        questions: What is asked.
        right: For each question the ids of the passages that answer it.
        size: Number of all passages.
        way: By words, by vectors, or by both.
    """
    retriever.sync()
    found, times = [], []
    for question, ids in zip(questions, right, strict=True):
        started = time.perf_counter()
        hits = retriever.search(question.text, DEPTH, way=way)
        times.append((time.perf_counter() - started) * 1000)
        found.append(next((place for place, hit in enumerate(hits, 1) if hit.passage.id in ids), 0))
    return Retrieval(tuple(found), tuple(times), size)


def overlap(question: Question, text: str) -> float:
    """Share of the question's pairs of neighbouring characters that the answer's line holds, 0 to 1.

    Args:
        question: About the document.
        text: All of the document.
    """
    end = text.find("\n", question.start)
    line = text[text.rfind("\n", 0, question.start) + 1 : end if end >= 0 else None]
    held = set(_pairs(line))
    return fmean(pair in held for pair in _pairs(question.text))


def _pairs(text: str) -> list[str]:
    letters = [character for character in text if character.isalnum()]
    return [first + second for first, second in pairwise(letters)]


if __name__ == "__main__":
    main()
