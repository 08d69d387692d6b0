"""What vectors are worth beside words: recall by weight.

    python -m benchmarks.fusion ../shared/data/qa/drcd_dev.json …

Choose the weight on questions that the encoder was not trained on.
"""

import argparse
from pathlib import Path

from embeddings.loading import load_encoder
from retrieval.evaluation.measures import Corpus, measure_retrieval
from retrieval.evaluation.squad import read_squad
from retrieval.search.retriever import Retriever

WEIGHTS = (0.0, 0.05, 0.1, 0.15, 0.2, 0.3)
SHOWN = ("recall@1", "recall@5", "mrr@10")


def main() -> None:
    """Print a row for each weight, and for the vectors alone."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("files", type=Path, nargs="+")
    parser.add_argument("--every", type=int, default=1, help="ask every nth context's questions")
    arguments = parser.parse_args()
    contexts = [context for file in arguments.files for context in read_squad(file)]
    encoder = load_encoder()
    corpus = Corpus(contexts, encoder)
    asked = contexts[:: arguments.every]
    print("| weight | " + " | ".join(SHOWN) + " |")
    for weight in WEIGHTS:
        corpus.retriever = Retriever(corpus.store, encoder, vector_weight=weight)
        corpus.retriever.sync()
        row(f"{weight}", measure_retrieval(asked, corpus).summary())
    row("vectors alone", measure_retrieval(asked, corpus, way="vectors").summary())


def row(name: str, summary: dict[str, object]) -> None:
    """Print one row of the table."""
    print(f"| {name} | " + " | ".join(f"{summary[key]:.4f}" for key in SHOWN) + " |", flush=True)


if __name__ == "__main__":
    main()
