"""The recipe of the boundaries: `python -m training.boundaries --data DATA`.

The readers that ship read questions with known answers; weights are learnt for the look of those likely
spans that people marked.
"""

import argparse
import json
import random
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import torch
from numpy.typing import NDArray

from retrieval.documents import Passage
from retrieval.evaluation.metric import exact_match, f1
from retrieval.reader.boundaries import EVERY, LIKELIEST, Boundaries, Place, features
from retrieval.reader.joint import JointReader
from retrieval.reader.kinds import kind_of_question
from retrieval.reader.loading import load_default_reader
from training.data.examples import Example, is_held_out, load_examples, load_office

OUT = Path("retrieval/weights/boundaries/weights.json")
QUESTIONS = {
    "office": 2500,
    "cmrc_train": 1500,
    "chronoqa_train": 1300,
    "drcd_dev": 1200,
    "dureader_robust_dev": 600,
}
"""How many questions of each file are read."""
_ROUNDS = 2
_BATCH = 64
_RATE = 0.01
_COOLING = 0.6
_DECAY = 1e-3
_EXACT_SHARE = 0.4
_LEAST_OVERLAP = 0.3
_LEAST_COUNT = 300

Numbers = NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class Choice:
    """The likeliest spans of a passage that answers a question.

    Attributes:
        names: Of each span its features, those of its kind of question included.
        odds: (spans,) log-odds of each against no answer.
        worth: (spans,) from 0 to 1: how far each is what people marked, by exact match and F1.
    """

    names: tuple[tuple[str, ...], ...]
    odds: Numbers
    worth: Numbers


def choice(question: str, text: str, odds: Mapping[Place, float], answers: Sequence[str]) -> Choice:
    """What there is to choose from for a question."""
    places = sorted(odds, key=lambda place: -odds[place])[:LIKELIEST]
    kind = kind_of_question(question)
    named = [
        tuple(f"{whose}\t{name}" for name in names for whose in (EVERY, kind))
        for names in features(question, text, places)
    ]
    told = [text[start:end] for start, end in places]
    worth = [_EXACT_SHARE * exact_match(t, answers) + (1 - _EXACT_SHARE) * f1(t, answers) for t in told]
    scores = [odds[place] for place in places]
    return Choice(tuple(named), np.array(scores, np.float32), np.array(worth, np.float32))


def choices(examples: Sequence[Example], reader: JointReader) -> list[Choice]:
    """Read questions about their passages."""
    found = []
    for number, example in enumerate(examples, 1):
        asked, odds = reader.odds(example.question, Passage(example.text, example.title))
        found.append(choice(asked, example.text, odds, example.answers))
        if number % 100 == 0:
            print(f"{number} of {len(examples)} read", flush=True)
    return found


def fit(some: Sequence[Choice], rounds: int = _ROUNDS) -> Boundaries:
    """Learn weights by which what is chosen is worth most, on average.

    Features that few spans have are left out. The loss is -log of the expected worth.
    """
    counts = Counter(name for one in some for names in one.names for name in names)
    known = [name for name, count in counts.items() if count >= _LEAST_COUNT]
    usable = [one for one in some if len(one.worth) and one.worth.max() >= _LEAST_OVERLAP]
    weights = torch.nn.EmbeddingBag(len(known) + 1, 1, mode="sum")
    torch.nn.init.zeros_(weights.weight)
    optimizer = torch.optim.Adam(weights.parameters(), lr=_RATE)
    cooling = torch.optim.lr_scheduler.ExponentialLR(optimizer, _COOLING)
    numbers, chance = {name: number for number, name in enumerate(known)}, random.Random(0)
    prepared = [_Prepared.of(one, numbers) for one in usable]
    for _ in range(rounds):
        chance.shuffle(prepared)
        for start in range(0, len(prepared), _BATCH):
            batch = prepared[start : start + _BATCH]
            loss = torch.stack([one.loss(weights) for one in batch]).mean()
            loss = loss + _DECAY * (weights.weight**2).sum()
            optimizer.zero_grad()
            loss.backward()  # type: ignore[no-untyped-call]
            optimizer.step()
        cooling.step()
    learnt: dict[str, dict[str, float]] = {}
    for name, weight in zip(known, weights.weight[:-1, 0].tolist(), strict=True):
        kind, _, feature = name.partition("\t")
        learnt.setdefault(kind, {})[feature] = round(weight, 3)
    return Boundaries(learnt)


@dataclass(frozen=True, slots=True)
class _Prepared:
    """A choice as tensors."""

    numbers: torch.Tensor
    offsets: torch.Tensor
    odds: torch.Tensor
    worth: torch.Tensor

    @classmethod
    def of(cls, one: Choice, known: dict[str, int]) -> "_Prepared":
        rows = [[known[name] for name in names if name in known] for names in one.names]
        offsets = np.cumsum([0, *map(len, rows[:-1])])
        flat = torch.tensor([number for row in rows for number in row], dtype=torch.int64)
        return cls(flat, torch.from_numpy(offsets), torch.from_numpy(one.odds), torch.from_numpy(one.worth))

    def loss(self, weights: torch.nn.EmbeddingBag) -> torch.Tensor:
        chances = torch.softmax(self.odds + weights(self.numbers, self.offsets)[:, 0], dim=0)
        return -torch.log((chances * self.worth).sum() + 1e-3)


def main() -> None:
    """Read the command line, read the questions, learn, and write the weights."""
    parser = argparse.ArgumentParser(description="Learn where answers begin and end.")
    parser.add_argument("--data", type=Path, required=True, help="folder with qa/")
    parser.add_argument("--out", type=Path, default=OUT)
    arguments = parser.parse_args()
    chance, examples = random.Random(1), []
    for source, count in QUESTIONS.items():
        known = load_office("train") if source == "office" else load_examples(arguments.data, source)
        answered = [one for one in known if one.answers and (source == "office" or not is_held_out(one.text))]
        examples += chance.sample(answered, min(count, len(answered)))
    learnt = fit(choices(examples, load_default_reader()))
    arguments.out.write_text(
        json.dumps(learnt.weights, ensure_ascii=False, indent=1, sort_keys=True) + "\n", encoding="utf-8"
    )


if __name__ == "__main__":
    main()
