"""Which ranking of Milvus' hits finds most: its own rankers, or the fusion that answers use.

    python -m benchmarks.milvus_ranking --data ../shared/data

Two sets of questions: the colloquial ones of `benchmarks.colloquial`, over the passages that answer them, the
five best by words of each and 800 others; and every so many of CMRC 2018, DRCD and ChronoQA, over all their
passages.
Ranked as they are found: no near copies are left out, nothing is preferred.
"""

import argparse
import tempfile
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from statistics import fmean
from typing import Any

import numpy as np

from benchmarks.colloquial import corpus, index, places, read_questions
from embeddings.loading import load_encoder
from embeddings.protocol import Encoder, Progress, Vectors
from retrieval.documents import Article, Document, Paragraph, Passage
from retrieval.evaluation.squad import read_squad
from retrieval.search.lexical.terms import comparable
from retrieval.search.milvus.schema import PASSAGES
from retrieval.search.ranking.cosines import standardised
from retrieval.search.retriever import POOL, VECTOR_WEIGHT, Retriever
from retrieval.storage.store import Store

FILES = ("cmrc_trial", "drcd_dev", "chronoqa_train")
OTHERS = 800
BEST_BY_WORDS = 5
DEPTHS = (1, 5, 20)

Ranking = Mapping[int, float]


@dataclass(frozen=True, slots=True)
class Asked:
    """A question and the ids of the passages that answer it."""

    text: str
    right: frozenset[int]


class RememberingEncoder:
    """An encoder that encodes each text once."""

    def __init__(self, encoder: Encoder) -> None:
        self._encoder = encoder
        self._known: dict[str, Vectors] = {}
        self.name, self.dimension = encoder.name, encoder.dimension

    def encode_passages(self, texts: Sequence[str], progress: Progress | None = None) -> Vectors:
        return self._all(texts, lambda new: self._encoder.encode_passages(new, progress))

    def encode_queries(self, texts: Sequence[str]) -> Vectors:
        return self._all(["\0" + text for text in texts], self._queries)

    def _queries(self, marked: Sequence[str]) -> Vectors:
        return self._encoder.encode_queries([text[1:] for text in marked])

    def _all(self, texts: Sequence[str], encode: Callable[[list[str]], Vectors]) -> Vectors:
        if new := [text for text in dict.fromkeys(texts) if text not in self._known]:
            self._known |= dict(zip(new, encode(new), strict=True))
        return np.array([self._known[text] for text in texts], np.float32)


def colloquial(data: Path) -> tuple[Store, list[Asked]]:
    """The colloquial questions over a part of their corpus."""
    questions = read_questions()
    sources = corpus(data, {question.document for question in questions})
    whole = index(sources)
    right = places(whole, questions, {source.digest: source.text for source in sources})
    words = Retriever(whole, _NoVectors())
    words.follow()
    chosen = set().union(*right)
    for question in questions:
        hits = words.search(question.text, BEST_BY_WORDS, way="lexical")
        chosen |= {hit.passage.id for hit in hits}
    chosen |= set(sorted(whole.passage_ids() - chosen)[:: max(1, len(whole.passage_ids()) // OTHERS)])
    found = whole.passages(sorted(chosen))
    store = _store(found.values())
    ids = dict(zip(found, _ids(store), strict=True))
    words.close()
    return store, [
        Asked(question.text, frozenset(ids[id_] for id_ in each))
        for question, each in zip(questions, right, strict=True)
    ]


def ordinary(data: Path, every: int, part: int = 1) -> tuple[Store, list[Asked]]:
    """Questions about passages, in words of these; of both every so many."""
    contexts = [context for name in FILES for context in read_squad(data / "qa" / f"{name}.json")][::part]
    texts = {context.text: Passage(context.text, title=context.title) for context in contexts}
    store = _store(texts.values())
    ids = dict(zip(texts, _ids(store), strict=True))
    asked = [
        Asked(question.text, frozenset([ids[context.text]]))
        for context in contexts
        for question in context.questions
        if question.references
    ]
    return store, asked[::every]


class _NoVectors:
    name, dimension = "none", 2

    def encode_passages(self, texts: Sequence[str], progress: Progress | None = None) -> Vectors:
        return np.tile(np.array([1, 0], np.float32), (len(texts), 1))

    def encode_queries(self, texts: Sequence[str]) -> Vectors:
        return self.encode_passages(texts)


def _store(passages: Iterable[Passage]) -> Store:
    held = list(passages)
    articles = tuple(Article(each.title, (Paragraph(each.text),)) for each in held)
    store = Store()
    put = [Passage(each.text, paragraph=number) for number, each in enumerate(held)]
    store.put(Document("corpus", "corpus", "", "corpus", articles), put, "corpus")
    return store


def _ids(store: Store) -> list[int]:
    """The ids of the passages, in the order in which they were put."""
    passages = store.passages(store.passage_ids()).values()
    return [passage.id for passage in sorted(passages, key=lambda passage: passage.paragraph)]


class Collection:
    """The collection of an index in Milvus, searched without what the program adds to it."""

    def __init__(self, file: Path) -> None:
        from pymilvus import MilvusClient  # noqa: PLC0415

        self._client = MilvusClient(str(file))

    def words(self, question: str) -> dict[int, float]:
        return self._search(comparable(question), "words", "BM25", "")

    def nearest(self, vector: Vectors) -> dict[int, float]:
        return self._search(vector, "vector", "IP", "")

    def cosines(self, vector: Vectors, ids: Sequence[int]) -> dict[int, float]:
        return self._search(vector, "vector", "IP", f"id in {list(ids)}", len(ids))

    def _search(
        self, data: Any, field: str, metric: str, filter_: str, limit: int = 2 * POOL
    ) -> dict[int, float]:
        (hits,) = self._client.search(
            PASSAGES,
            [data],
            filter_,
            limit,
            output_fields=["id"],
            search_params={"metric_type": metric},
            anns_field=field,
        )
        return {hit["id"]: abs(hit["distance"]) for hit in hits}

    def hybrid(self, question: str, vector: Vectors, ranker: Any) -> dict[int, float]:
        from pymilvus import AnnSearchRequest  # noqa: PLC0415

        requests = [
            AnnSearchRequest([comparable(question)], "words", {"metric_type": "BM25"}, POOL),
            AnnSearchRequest([vector], "vector", {"metric_type": "IP"}, POOL),
        ]
        (hits,) = self._client.hybrid_search(PASSAGES, requests, ranker, limit=POOL, output_fields=["id"])
        return {hit["id"]: hit["distance"] for hit in hits}


def rankings(
    collection: Collection, milvus: Retriever, local: Retriever, question: str, vector: Vectors
) -> dict[str, Ranking]:
    """A question by every ranking."""
    from pymilvus import RRFRanker, WeightedRanker  # noqa: PLC0415

    ours, built = local.find(question, POOL).scores, milvus.find(question, POOL).scores
    words, vectors = collection.words(question), collection.nearest(vector)
    found: dict[str, Ranking] = {
        "home: words": ours.words,
        "home: vectors": ours.vectors,
        "home: trust × words + .1 × standardised": ours.total,
        "BM25 alone": words,
        "vectors alone": vectors,
    }
    for k in (10, 60):
        found[f"RRFRanker({k})"] = collection.hybrid(question, vector, RRFRanker(k))
    for weight in (0.3, 0.5, 0.7):
        ranker = WeightedRanker(weight, 1 - weight, norm_score=True)
        found[f"WeightedRanker({weight:g}, {1 - weight:g})"] = collection.hybrid(question, vector, ranker)
    union = [*dict.fromkeys([*list(words)[:POOL], *list(vectors)[:POOL]])]
    best = list(found["RRFRanker(60)"])
    near = collection.cosines(vector, sorted({*union, *best}))
    top = max(words.values(), default=1.0)
    for name, pool, trust in (
        ("BM25 + .1 × standardised, of RRFRanker's first 200", best, 1.0),
        ("trust of the home × BM25 + .1 × standardised, of the first 200 of both", union, ours.trust),
        ("trust of the home × BM25 + .1 × standardised, of RRFRanker's first 200", best, ours.trust),
    ):
        standing = standardised([near[id_] for id_ in pool])
        found[name] = {
            id_: trust * words.get(id_, 0.0) / top + VECTOR_WEIGHT * each
            for id_, each in zip(pool, standing, strict=True)
        }
    found["decided: trust, all words alike, × BM25 + .1 × standardised, of RRFRanker's first 200"] = (
        built.total
    )
    return found


def measure(title: str, store: Store, asked: Sequence[Asked], encoder: Encoder) -> None:
    """Print a table of recalls."""
    local = Retriever(store, encoder)
    local.sync()
    places_: dict[str, list[int]] = {}
    with tempfile.TemporaryDirectory() as folder:
        milvus = Retriever(store, encoder, index=f"milvus:{folder}/index.db")
        milvus.sync()
        collection = Collection(Path(folder) / "index.db")
        for each in asked:
            vector = encoder.encode_queries([each.text])[0]
            for name, ranking in rankings(collection, milvus, local, each.text, vector).items():
                order = sorted(ranking, key=lambda id_: -ranking[id_])
                place = next((at for at, id_ in enumerate(order, 1) if id_ in each.right), 0)
                places_.setdefault(name, []).append(place)
        milvus.close()
    print(f"{title}: {len(asked)} questions, {len(store.passage_ids())} passages")
    for name, found in places_.items():
        recalls = [fmean(0 < place <= depth for place in found) for depth in DEPTHS]
        print(f"| {name} | " + " / ".join(f"{recall:.3f}" for recall in recalls) + " |", flush=True)
    local.close()


def main() -> None:
    """Print both tables."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--data", type=Path, required=True, help="folder with text/ and qa/")
    parser.add_argument("--every", type=int, default=40, help="ask every nth ordinary question")
    parser.add_argument("--part", type=int, default=1, help="take every nth ordinary passage only")
    parser.add_argument("--only", choices=("ordinary", "colloquial"), help="one of both sets")
    options = parser.parse_args()
    encoder = RememberingEncoder(load_encoder())
    if options.only != "colloquial":
        measure("ordinary", *ordinary(options.data, options.every, options.part), encoder)
    if options.only != "ordinary":
        measure("colloquial", *colloquial(options.data), encoder)


if __name__ == "__main__":
    main()
