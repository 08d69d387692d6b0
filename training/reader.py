"""The recipe of the span reader: `python -m training.reader --data DATA --out runs/reader`.

Word vectors and synthetic questions are made first and kept in the folder. Then the network learns from
synthetic questions, then from real ones with some synthetic ones among them. AdamW, linear decay,
averaged weights. Every few minutes a checkpoint is kept, and `--resume` goes on from it; the averages
of all checkpoints stay, for `training.export` to choose from.
"""

import argparse
import copy
import json
import random
import time
from collections import deque
from collections.abc import Callable, Iterator
from concurrent.futures import Executor, ThreadPoolExecutor
from contextlib import closing
from dataclasses import asdict, dataclass
from itertools import chain
from pathlib import Path

import numpy as np
import torch
from torch import Tensor

from retrieval.reader import ConvolutionalReader
from retrieval.reader.features import UNKNOWN
from retrieval.reader.network import Network
from training.batches import collate
from training.cloze import kept_cloze
from training.curve import draw_curve
from training.data import SHIPPED_STYLES, STYLES, Example, split
from training.figures import measure
from training.loss import span_loss
from training.model import ReaderNetwork, Shape, in_style
from training.sampling import Sampler, round_of
from training.vocabulary import build_vocabulary
from training.words import kept_words
from training.workers import Workers


@dataclass(frozen=True, slots=True)
class Recipe:
    """What decides the weights, besides the data.

    Attributes:
        minutes: How long to train; the learning rate falls with time, so a busy machine learns less.
        cloze_minutes: The first of them, on synthetic questions alone.
        cloze_share: Share of synthetic questions afterwards.
        cloze_questions: How many different ones are made.
        batch: Examples a batch.
        rate: Highest learning rate; it rises over `warmup` steps, then falls linearly to a
            fiftieth.
        hidden, dropout, average: Width of the layers, dropout, decay of the averaged weights.
        unknown: Share of characters hidden from the embedding, so that it learns to do without.
    """

    minutes: float = 130.0
    cloze_minutes: float = 10.0
    cloze_share: float = 0.35
    cloze_questions: int = 150_000
    batch: int = 32
    rate: float = 1.5e-3
    warmup: int = 200
    hidden: int = 96
    dropout: float = 0.2
    average: float = 0.999
    unknown: float = 0.04
    seed: int = 1


Part = list[Example]


class Training:
    """One run: its data, network and how far it has come."""

    def __init__(self, recipe: Recipe, data: Path, out: Path, workers: int) -> None:
        """Read the data; make word vectors and synthetic questions, or take those that are in `out`."""
        self.recipe, self.out, self.step, self.seconds = recipe, out, 0, 0.0
        self.workers = workers
        out.mkdir(parents=True, exist_ok=True)
        torch.set_num_threads(1)
        torch.manual_seed(recipe.seed)
        self.examples, held_out = split(data)
        self.watched = random.Random(0).sample(held_out, k=min(500, len(held_out)))
        words = kept_words(out / "words.npz", data, workers)
        self.cloze = kept_cloze(
            out / "cloze.jsonl", data, recipe.cloze_questions, recipe.seed, workers=workers
        )
        self.vocabulary = build_vocabulary(self.examples, self.cloze, words)
        shape = Shape(
            characters=len(self.vocabulary.characters) + 2,
            tags=len(self.vocabulary.tags) + 2,
            hidden=recipe.hidden,
            word_size=words.dimensions,
        )
        self.network = ReaderNetwork(shape, recipe.dropout, len(STYLES))
        self.averaged = copy.deepcopy(self.network).requires_grad_(requires_grad=False).eval()
        self.optimizer = torch.optim.AdamW(
            self.network.parameters(), lr=recipe.rate, betas=(0.9, 0.98), weight_decay=0.01, fused=True
        )

    def run(self, save_every: int = 500) -> None:
        """Train until the time is up; measuring and saving do not count."""
        print(f"{sum(p.numel() for p in self.network.parameters()):,} parameters", flush=True)
        losses: list[float] = []
        with (
            closing(Workers(self.network, self._loss, self.workers)) as workers,
            ThreadPoolExecutor(1) as side,
        ):
            batches = _ahead(self._batches(), side)
            batch = next(batches)
            while self.seconds < self.recipe.minutes * 60:
                started = time.monotonic()
                workers.begin(batch)
                batch = next(batches)
                losses.append(workers.finish())
                self._update()
                self.seconds += time.monotonic() - started
                if self.step % 100 == 0:
                    self._log(loss=float(np.mean(losses)), seconds=round(self.seconds))
                    losses.clear()
                if self.step % save_every == 0:
                    self._keep()
        self._keep()

    def _keep(self) -> None:
        self.save()
        figures = measure(self._reader(), self.watched, titles=False)
        self._log(em=figures.exact, f1=figures.overlap, auc=figures.telling or 0.0)
        draw_curve(self.out / "log.jsonl", self.out / "curve.png")

    def _reader(self) -> ConvolutionalReader:
        """The reader as it would ship now, unrounded."""
        averaged = in_style(self.averaged.state_dict(), SHIPPED_STYLES)
        weights = {name: tensor.numpy() for name, tensor in averaged.items()}
        return ConvolutionalReader(self.vocabulary, Network(self.network.shape.as_dict(), weights))

    def _update(self) -> None:
        """Take one step along the gradients."""
        for group in self.optimizer.param_groups:
            group["lr"] = self._rate()
        torch.nn.utils.clip_grad_norm_(self.network.parameters(), 2.0)
        self.optimizer.step()
        self.step += 1
        decay = min(self.recipe.average, self.step / (self.step + 20))
        with torch.no_grad():
            means: list[Tensor] = list(self.averaged.parameters())
            weights: list[Tensor] = list(self.network.parameters())
            torch._foreach_lerp_(means, weights, 1 - decay)

    def _loss(self, part: Part) -> Tensor:
        pairs = [self.vocabulary.pair(example.question, example.text, example.title) for example in part]
        batch = collate(pairs)
        for text in (batch.question, batch.passage):
            text.characters[torch.rand(text.characters.shape) < self.recipe.unknown] = UNKNOWN
        styles = torch.tensor([STYLES.index(example.source) for example in part])
        spans, null = self.network(batch, styles)
        return span_loss(spans, null, part, [pair.body for pair in pairs])

    def _rate(self) -> float:
        rising = min(1.0, (self.step + 1) / self.recipe.warmup)
        left = 1 - self.seconds / (self.recipe.minutes * 60)
        return self.recipe.rate * rising * max(0.02, left)

    def _batches(self) -> Iterator[list[Part]]:
        """Batches of texts of like length, each in as many parts as there are workers."""
        rng = random.Random(self.recipe.seed + self.step)
        sampler = Sampler(self.examples, self.recipe.seed + self.step)
        stream, size = self._stream(rng), self.recipe.batch
        while True:
            drawn = [sampler.sample(next(stream)) for _ in range(size * 16)]
            drawn.sort(key=lambda example: len(example.text) + rng.randint(0, 16))
            batches = [drawn[i : i + size] for i in range(0, len(drawn), size)]
            rng.shuffle(batches)
            yield from ([batch[i :: self.workers] for i in range(self.workers)] for batch in batches)

    def _stream(self, rng: random.Random) -> Iterator[Example]:
        synthetic = _endlessly(lambda: rng.sample(self.cloze, len(self.cloze)))
        real = _endlessly(lambda: round_of(self.examples, rng))
        while True:
            made_up = self.seconds < self.recipe.cloze_minutes * 60 or rng.random() < self.recipe.cloze_share
            yield next(synthetic if made_up else real)

    def _log(self, **figures: float) -> None:
        line = json.dumps({"step": self.step, **figures})
        print(line, flush=True)
        with (self.out / "log.jsonl").open("a", encoding="utf-8") as file:
            file.write(line + "\n")

    def save(self) -> None:
        """Keep all that is needed to export the reader or to go on."""
        reader = {
            "shape": self.network.shape.as_dict(),
            "vocabulary": {
                "characters": self.vocabulary.characters,
                "tags": self.vocabulary.tags,
                "rarity": torch.from_numpy(self.vocabulary.rarity),
            },
            "averaged": self.averaged.state_dict(),
        }
        checkpoint = reader | {
            "step": self.step,
            "seconds": self.seconds,
            "recipe": asdict(self.recipe),
            "network": self.network.state_dict(),
            "optimizer": self.optimizer.state_dict(),
        }
        torch.save(reader, self.out / f"averaged-{self.step:05}.pt")
        torch.save(checkpoint, self.out / "checkpoint.part")
        (self.out / "checkpoint.part").replace(self.out / "checkpoint.pt")

    def start(self, checkpoint: Path) -> None:
        """Begin with the averaged weights of another run of the same shape."""
        weights = self.network.state_dict() | torch.load(checkpoint, weights_only=True)["averaged"]
        self.network.load_state_dict(weights)
        self.averaged.load_state_dict(weights)

    def resume(self) -> None:
        """Go on from the checkpoint in the output folder; its vocabulary must be the same."""
        checkpoint = torch.load(self.out / "checkpoint.pt", weights_only=True)
        if checkpoint["vocabulary"]["characters"] != self.vocabulary.characters:
            raise SystemExit(f"{self.out} was trained on other data: choose another --out, or no --resume.")
        self.step, self.seconds = checkpoint["step"], checkpoint["seconds"]
        self.network.load_state_dict(checkpoint["network"])
        self.averaged.load_state_dict(checkpoint["averaged"])
        self.optimizer.load_state_dict(checkpoint["optimizer"])


def _ahead(batches: Iterator[list[Part]], side: Executor, count: int = 64) -> Iterator[list[Part]]:
    """The same batches, made ahead on the side: they come in bursts."""
    coming = deque(side.submit(next, batches) for _ in range(count))
    while True:
        coming.append(side.submit(next, batches))
        yield coming.popleft().result()


def _endlessly(make: Callable[[], list[Example]]) -> Iterator[Example]:
    return chain.from_iterable(iter(make, None))


def main() -> None:
    """Read the command line and train."""
    parser = argparse.ArgumentParser(description="Train the span reader.")
    parser.add_argument("--data", type=Path, required=True, help="folder with qa/ and text/")
    parser.add_argument("--out", type=Path, required=True, help="folder for checkpoints and log")
    parser.add_argument("--resume", action="store_true", help="go on from the checkpoint in --out")
    parser.add_argument("--workers", type=int, default=3, help="processes; each takes its part of a batch")
    parser.add_argument("--start", type=Path, help="checkpoint of another run whose weights to begin with")
    for name, default in asdict(Recipe()).items():
        parser.add_argument(f"--{name.replace('_', '-')}", type=type(default), default=default)
    arguments = vars(parser.parse_args())
    data, out, resume = (arguments.pop(name) for name in ("data", "out", "resume"))
    workers, start = arguments.pop("workers"), arguments.pop("start")
    training = Training(Recipe(**arguments), data, out, workers)
    if resume:
        training.resume()
    elif start:
        training.start(start)
    training.run()


if __name__ == "__main__":
    main()
