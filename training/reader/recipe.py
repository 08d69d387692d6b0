"""The recipe of the span reader: `python -m training.reader --data DATA --backbone FOLDER --out runs/reader`.

A backbone learns to mark answers. AdamW; the learning rate rises, stays, and falls at the end; the weights
are averaged. Every few minutes a checkpoint is kept, and `--resume` goes on from it.
"""

import argparse
import copy
import json
import random
import time
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Executor, ThreadPoolExecutor
from contextlib import closing
from dataclasses import asdict, dataclass
from itertools import chain
from pathlib import Path

import numpy as np
import torch
from tokenizers import Tokenizer
from torch import Tensor

from retrieval.reader.decoding import Array
from retrieval.reader.pieces import Pieces, Window
from retrieval.reader.spans import SpanReader
from training.data.examples import SHIPPED_STYLES, STYLES, Example, split, style_of
from training.data.sampling import Sampler, round_of
from training.reader.figures import measure
from training.reader.network import LONGEST, SpanNetwork, load_bert, span_logits, span_loss, style_shares
from training.reader.windows import stack
from training.reader.workers import Workers


@dataclass(frozen=True, slots=True)
class Recipe:
    """What decides the weights, besides the data.

    Attributes:
        steps: How many batches are learnt from.
        batch: Examples a batch.
        rate: Highest learning rate; it rises over `warmup` steps and falls linearly to a fiftieth over the
            last part, `falling`, of all.
        layers: Of the backbone, the lowest.
        average: Decay of the averaged weights.
        styleless: Share of examples that come without their file's habits.
        habits: How many times the learning rate these are learnt with.
    """

    steps: int = 2_000
    batch: int = 32
    rate: float = 2e-4
    warmup: int = 80
    falling: float = 0.4
    layers: int = 6
    average: float = 0.995
    styleless: float = 0.1
    habits: float = 8.0
    seed: int = 1


@dataclass(frozen=True, slots=True)
class Drill:
    """An example as the network sees it.

    Attributes:
        window: Question, title and passage.
        gold: First and last piece of the answer, or (-1, -1).
        style: Number of its file in STYLES, or None.
    """

    window: Window
    gold: tuple[int, int]
    style: int | None


class Training:
    """One run: its data, network and how far it has come."""

    def __init__(self, recipe: Recipe, data: Path, backbone: Path, out: Path, workers: int) -> None:
        """Read the data and the backbone."""
        self.recipe, self.out, self.step, self.workers = recipe, out, 0, workers
        out.mkdir(parents=True, exist_ok=True)
        torch.set_num_threads(1)
        torch.manual_seed(recipe.seed)
        self.examples, held_out = split(data)
        self.watched = random.Random(0).sample(held_out, k=min(300, len(held_out)))
        self.pieces = Pieces(Tokenizer.from_file(str(backbone / "tokenizer.json")))
        self.network = SpanNetwork(load_bert(backbone, recipe.layers), len(STYLES))
        self.averaged = copy.deepcopy(self.network).requires_grad_(requires_grad=False).eval()
        parameters = dict(self.network.named_parameters())
        habits = [parameters.pop("styles.weight")]
        plain = [p for name, p in parameters.items() if name.endswith("bias") or "norm" in name]
        decayed = [p for name, p in parameters.items() if not (name.endswith("bias") or "norm" in name)]
        self.optimizer = torch.optim.AdamW(
            [
                {"params": decayed, "weight_decay": 0.01, "times": 1.0},
                {"params": plain, "weight_decay": 0.0, "times": 1.0},
                {"params": habits, "weight_decay": 0.0, "times": recipe.habits},
            ],
            lr=recipe.rate,
            betas=(0.9, 0.98),
            fused=True,
        )

    def run(self, save_every: int = 200) -> None:
        """Train to the last step."""
        losses: list[float] = []
        began = time.monotonic()
        with (
            closing(Workers(self.network, self._loss, self.workers)) as workers,
            ThreadPoolExecutor(1) as side,
        ):
            batches = _ahead(self._batches(), side)
            while self.step < self.recipe.steps:
                workers.begin(next(batches))
                losses.append(workers.finish())
                self._update()
                if self.step % 25 == 0:
                    self._log(loss=float(np.mean(losses)), seconds=round(time.monotonic() - began))
                    losses.clear()
                if self.step % save_every == 0 and self.step < self.recipe.steps:
                    self._keep()
        self._keep()

    def _keep(self) -> None:
        self.save()
        figures = measure(torch_reader(self.averaged, self.pieces), self.watched)
        self._log(em=figures.exact, f1=figures.overlap, auc=figures.telling or 0.0)

    def _update(self) -> None:
        """Take one step along the gradients."""
        for group in self.optimizer.param_groups:
            group["lr"] = self._rate() * group["times"]
        torch.nn.utils.clip_grad_norm_(self.network.parameters(), 1.0)
        self.optimizer.step()
        self.step += 1
        decay = min(self.recipe.average, self.step / (self.step + 20))
        with torch.no_grad():
            means: list[Tensor] = list(self.averaged.parameters())
            weights: list[Tensor] = list(self.network.parameters())
            torch._foreach_lerp_(means, weights, 1 - decay)

    def _loss(self, part: Sequence[Drill]) -> Tensor:
        inputs = {
            name: torch.from_numpy(array) for name, array in stack([drill.window for drill in part]).items()
        }
        styles = style_shares([[] if drill.style is None else [drill.style] for drill in part], len(STYLES))
        starts, ends, nothing = self.network(**inputs, styles=styles)
        allowed = torch.zeros_like(inputs["mask"], dtype=torch.bool)
        for row, drill in enumerate(part):
            allowed[row, drill.window.body : drill.window.body + len(drill.window.places)] = True
        return span_loss(
            span_logits(starts, ends, allowed), nothing, torch.tensor([drill.gold for drill in part])
        )

    def _rate(self) -> float:
        rising = min(1.0, (self.step + 1) / self.recipe.warmup)
        left = (1 - self.step / self.recipe.steps) / self.recipe.falling
        return self.recipe.rate * rising * max(0.02, min(1.0, left))

    def _batches(self) -> Iterator[list[list[Drill]]]:
        """Batches of windows of like length, each in as many parts as there are workers."""
        rng = random.Random(self.recipe.seed + self.step)
        sampler = Sampler(self.examples, self.recipe.seed + self.step)
        drills = self._drills(sampler, rng)
        size = self.recipe.batch
        while True:
            drawn = [next(drills) for _ in range(size * 16)]
            drawn.sort(key=lambda drill: len(drill.window.ids) + rng.randint(0, 8))
            batches = [drawn[i : i + size] for i in range(0, len(drawn), size)]
            rng.shuffle(batches)
            yield from ([batch[i :: self.workers] for i in range(self.workers)] for batch in batches)

    def _drills(self, sampler: Sampler, rng: random.Random) -> Iterator[Drill]:
        for example in _endlessly(lambda: round_of(self.examples, rng)):
            style = None if rng.random() < self.recipe.styleless else style_of(example.source)
            made = drill(self.pieces, sampler.sample(example), style)
            if made:
                yield made

    def _log(self, **figures: float) -> None:
        line = json.dumps({"step": self.step, **figures})
        print(line, flush=True)
        with (self.out / "log.jsonl").open("a", encoding="utf-8") as file:
            file.write(line + "\n")

    def save(self) -> None:
        """Keep all that is needed to export the reader or to go on."""
        checkpoint = {
            "step": self.step,
            "recipe": asdict(self.recipe),
            "averaged": self.averaged.state_dict(),
            "network": self.network.state_dict(),
            "optimizer": self.optimizer.state_dict(),
        }
        torch.save(checkpoint, self.out / "checkpoint.part")
        (self.out / "checkpoint.part").replace(self.out / "checkpoint.pt")

    def start(self, checkpoint: Path) -> None:
        """Begin with the averaged weights of another run of the same shape."""
        weights = torch.load(checkpoint, weights_only=True)["averaged"]
        self.network.load_state_dict(weights)
        self.averaged.load_state_dict(weights)

    def resume(self) -> None:
        """Go on from the checkpoint in the output folder; begin where there is none."""
        if not (self.out / "checkpoint.pt").is_file():
            return
        checkpoint = torch.load(self.out / "checkpoint.pt", weights_only=True)
        self.step = checkpoint["step"]
        self.network.load_state_dict(checkpoint["network"])
        self.averaged.load_state_dict(checkpoint["averaged"])
        self.optimizer.load_state_dict(checkpoint["optimizer"])


def drill(pieces: Pieces, example: Example, style: int | None) -> Drill | None:
    """Lay an example out for the network.

    Args:
        pieces: Cuts question and passage.
        example: With one span at most.
        style: Number of its file in STYLES, or None.

    Returns:
        None where nothing is left to be read, or the answer is in no window or too long.
    """
    for window in pieces.windows(example.question, example.text, example.title):
        if not example.spans:
            return Drill(window, (-1, -1), style)
        start, end = example.spans[0]
        touched = np.flatnonzero((window.places[:, 1] > start) & (window.places[:, 0] < end))
        whole = (
            len(touched) and window.places[touched[0], 0] <= start and window.places[touched[-1], 1] >= end
        )
        if whole and touched[-1] - touched[0] < LONGEST:
            return Drill(window, (window.body + int(touched[0]), window.body + int(touched[-1])), style)
    return None


def torch_reader(network: SpanNetwork, pieces: Pieces) -> SpanReader:
    """A network that is being trained, with the habits that ship, as a reader."""

    def run(window: Window) -> tuple[Array, Array, float]:
        with torch.inference_mode():
            tensors = {name: torch.from_numpy(array) for name, array in stack([window]).items()}
            starts, ends, nothing = network(**tensors, styles=style_shares([SHIPPED_STYLES], len(STYLES)))
        return starts[0].numpy(), ends[0].numpy(), float(nothing)

    return SpanReader(pieces, run)


def _ahead(
    batches: Iterator[list[list[Drill]]], side: Executor, count: int = 64
) -> Iterator[list[list[Drill]]]:
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
    parser.add_argument("--data", type=Path, required=True, help="folder with qa/")
    parser.add_argument("--backbone", type=Path, required=True, help="folder as `make backbone` writes it")
    parser.add_argument("--out", type=Path, required=True, help="folder for checkpoints and log")
    parser.add_argument("--resume", action="store_true", help="go on from the checkpoint in --out")
    parser.add_argument("--workers", type=int, default=2, help="processes; each takes its part of a batch")
    parser.add_argument("--start", type=Path, help="checkpoint of another run whose weights to begin with")
    for name, default in asdict(Recipe()).items():
        parser.add_argument(f"--{name.replace('_', '-')}", type=type(default), default=default)
    arguments = vars(parser.parse_args())
    data, backbone, out, resume = (arguments.pop(name) for name in ("data", "backbone", "out", "resume"))
    workers, start = arguments.pop("workers"), arguments.pop("start")
    training = Training(Recipe(**arguments), data, backbone, out, workers)
    if resume:
        training.resume()
    elif start:
        training.start(start)
    training.run()


if __name__ == "__main__":
    main()
