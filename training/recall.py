"""How well vectors alone find the passage that answers a question."""

import argparse
import json
from collections.abc import Sequence
from pathlib import Path

import numpy as np

from embeddings.encoder import Encoder, load_encoder
from retrieval.squad import Context, read_squad

_BLOCK = 512


def recall(encoder: Encoder, contexts: Sequence[Context]) -> dict[str, float]:
    """Search all questions among all passages.

    Args:
        encoder: Encodes both.
        contexts: Their distinct texts are the corpus; questions without an answer are left out.

    Returns:
        recall@1, recall@5 and mrr@10 as fractions of 1; n and passages are numbers.
    """
    places: dict[str, int] = {}
    for context in contexts:
        places.setdefault(context.text, len(places))
    asked = [
        (question.text, places[context.text])
        for context in contexts
        for question in context.questions
        if question.references
    ]
    passages = encoder.encode_passages(list(places))
    ranks = []
    for start in range(0, len(asked), _BLOCK):
        block = asked[start : start + _BLOCK]
        scores = encoder.encode_queries([question for question, _ in block]) @ passages.T
        gold = scores[np.arange(len(block)), [place for _, place in block]]
        ranks.append((scores > gold[:, None]).sum(axis=1))
    rank = np.concatenate(ranks)
    return {
        "n": len(asked),
        "passages": len(places),
        "recall@1": round(float((rank < 1).mean()), 4),
        "recall@5": round(float((rank < 5).mean()), 4),
        "mrr@10": round(float(np.where(rank < 10, 1 / (rank + 1), 0).mean()), 4),
    }


def main() -> None:
    """`python -m training.recall FILE… [--model MODEL]`: print one JSON object."""
    parser = argparse.ArgumentParser(description=recall.__doc__)
    parser.add_argument("files", nargs="+", type=Path)
    parser.add_argument("--model", help="folder or hub name; without it, the shipped default")
    arguments = parser.parse_args()
    contexts = [context for path in arguments.files for context in read_squad(path)]
    print(json.dumps(recall(load_encoder(arguments.model), contexts)))


if __name__ == "__main__":
    main()
