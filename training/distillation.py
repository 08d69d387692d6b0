"""A shallower encoder that gives the vectors of the whole one.

    python -m training.distillation --data DATA --backbone runs/backbone --layers 6 --out runs/distilled

The student begins with layers of the teacher, evenly taken, and learns to give the teacher's vector of each
text. The texts are passages and sentences of the files below `text/`, save the held-out tenth.
A checkpoint is kept every few minutes; `--resume` goes on from it.
"""

import argparse
import json
import lzma
import random
import re
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import torch
from tokenizers import Tokenizer
from torch import Tensor
from torch.nn import functional

from training.backbone.pieces import PROMPTS
from training.data.examples import is_held_out
from training.encoder import write_encoder
from training.reader.network import Bert, load_bert

TEACHER_LAYERS = 12

_FILES = ("news_crud_2023", "laws", "government_work_reports")
_LONGEST = 80
_CHARACTERS = 20, 110
"""Of a passage, at least and at most: longer texts cost more time than they teach."""
_QUERIES = 0.4
_POOL = 8
"""Batches whose texts are sorted by length."""
_SIMILARITY = 10.0
_SENTENCE = re.compile(r"[^。！？；\n]{6,}[。！？；]?")


@dataclass(frozen=True, slots=True)
class Recipe:
    """What decides the weights, besides the data.

    Attributes:
        layers: Of the student.
        minutes: How long it learns; the learning rate falls linearly to nothing over them.
        batch: Texts a batch.
        rate: Learning rate at the beginning.
    """

    layers: int
    minutes: float
    batch: int = 32
    rate: float = 3e-4
    seed: int = 1


class Distillation:
    """One run: teacher, student and how long it has learnt."""

    def __init__(self, recipe: Recipe, backbone: Path, out: Path) -> None:
        """Read the teacher from a folder as `training.backbone` writes it."""
        torch.manual_seed(recipe.seed)
        self.recipe, self.out = recipe, out
        out.mkdir(parents=True, exist_ok=True)
        self.tokenizer = Tokenizer.from_file(str(backbone / "tokenizer.json"))
        self.teacher = load_bert(backbone, TEACHER_LAYERS).eval().requires_grad_(requires_grad=False)
        self.student = _student(self.teacher, recipe.layers)
        self.optimizer = torch.optim.AdamW(self.student.parameters(), lr=recipe.rate, weight_decay=0.0)
        self.seconds, self.step = 0.0, 0

    def run(self, texts: Iterator[str], save_every: float = 300) -> None:
        """Learn until the minutes are over; what is kept can be resumed.

        Args:
            texts: With their prompts, without end.
            save_every: Seconds between two checkpoints.
        """
        saved, batches = self.seconds, _batches(texts, self.recipe.batch)
        while self.seconds < self.recipe.minutes * 60:
            began = time.monotonic()
            loss = self._learn(next(batches))
            self.step += 1
            self.seconds += time.monotonic() - began
            if self.step % 50 == 0:
                print(
                    json.dumps({"step": self.step, "seconds": round(self.seconds), "loss": loss}), flush=True
                )
            if self.seconds - saved > save_every:
                self.save()
                saved = self.seconds
        self.save()

    def save(self) -> None:
        """Keep all that `resume` needs."""
        state = {
            "student": self.student.state_dict(),
            "optimizer": self.optimizer.state_dict(),
            "seconds": self.seconds,
            "step": self.step,
        }
        new = self.out / "checkpoint.new"
        torch.save(state, new)
        new.replace(self.out / "checkpoint.pt")

    def resume(self) -> None:
        """Go on from the checkpoint, if there is one."""
        kept = self.out / "checkpoint.pt"
        if kept.is_file():
            state = torch.load(kept, weights_only=True)
            self.student.load_state_dict(state["student"])
            self.optimizer.load_state_dict(state["optimizer"])
            self.seconds, self.step = state["seconds"], state["step"]

    def _learn(self, texts: Sequence[str]) -> float:
        ids, mask = _stack(self.tokenizer, texts)
        for group in self.optimizer.param_groups:
            warm = min(1.0, (self.step + 1) / 50)
            group["lr"] = self.recipe.rate * warm * (1 - self.seconds / (self.recipe.minutes * 60))
        with torch.no_grad():
            right = vectors(self.teacher, ids, mask)
        loss = distance(vectors(self.student, ids, mask), right)
        self.optimizer.zero_grad()
        loss.backward()  # type: ignore[no-untyped-call]
        torch.nn.utils.clip_grad_norm_(self.student.parameters(), 1.0)
        self.optimizer.step()
        return float(loss.detach())


def vectors(network: Bert, ids: Tensor, mask: Tensor) -> Tensor:
    """Means over the pieces of each text, of length one: (batch, n) ids and mask to (batch, width)."""
    weights = mask[:, :, None].float()
    means = (network(ids, mask) * weights).sum(1) / weights.sum(1)
    return functional.normalize(means, dim=-1)


def distance(found: Tensor, right: Tensor) -> Tensor:
    """How far a batch of vectors is from the right ones, and its similarities from theirs.

    What ranks passages is the difference of similarities, which lie close together: hence they are counted by
    themselves.

    Args:
        found, right: (batch, width), of length one.
    """
    apart = 1 - (found * right).sum(-1).mean()
    return apart + _SIMILARITY * functional.mse_loss(found @ found.T, right @ right.T)


def read_texts(data: Path, seed: int) -> Iterator[str]:
    """Passages and sentences with their prompts, in random order, without end.

    Args:
        data: Folder that holds `text/`.
        seed: Of the order.
    """
    chance = random.Random(seed)
    documents = [text for name in _FILES for text in _documents(data / "text" / f"{name}.jsonl.xz")]
    while True:
        text = chance.choice(documents)
        if chance.random() < _QUERIES:
            sentences = _SENTENCE.findall(text)
            if sentences:
                yield PROMPTS["query"] + chance.choice(sentences)[:60]
        else:
            start = chance.randrange(max(1, len(text) - _CHARACTERS[1]))
            yield PROMPTS["document"] + text[start : start + chance.randint(*_CHARACTERS)]


def _batches(texts: Iterator[str], size: int) -> Iterator[list[str]]:
    """Texts of like lengths together, so that little is padded."""
    while True:
        pool = sorted((next(texts) for _ in range(_POOL * size)), key=len)
        batches = [pool[start : start + size] for start in range(0, len(pool), size)]
        random.shuffle(batches)
        yield from batches


def _documents(file: Path) -> Iterator[str]:
    with lzma.open(file, "rt", encoding="utf-8") as lines:
        for line in lines:
            record = json.loads(line)
            text = record.get("text") or record["content"]
            if not is_held_out(text):
                yield text


def _student(teacher: Bert, layers: int) -> Bert:
    """The teacher with only so many of its layers, evenly taken, its last among them."""
    taken = [round((n + 1) * TEACHER_LAYERS / layers) - 1 for n in range(layers)]
    student = Bert(len(teacher.pieces.weight), layers).eval()
    kept = {name: value for name, value in teacher.state_dict().items() if not name.startswith("layers.")}
    for number, layer in enumerate(taken):
        kept |= {
            f"layers.{number}.{name}": value for name, value in teacher.layers[layer].state_dict().items()
        }
    student.load_state_dict(kept)
    return student


def _stack(tokenizer: Tokenizer, texts: Sequence[str]) -> tuple[Tensor, Tensor]:
    rows = [encoding.ids[:_LONGEST] for encoding in tokenizer.encode_batch(list(texts))]
    ids = torch.zeros(len(rows), max(map(len, rows)), dtype=torch.long)
    mask = torch.zeros_like(ids)
    for number, row in enumerate(rows):
        ids[number, : len(row)] = torch.tensor(row)
        mask[number, : len(row)] = 1
    return ids, mask


def main() -> None:
    """Read the command line, learn, and write the encoder."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--data", type=Path, required=True, help="folder with text/")
    parser.add_argument(
        "--backbone", type=Path, required=True, help="what `python -m training.backbone` wrote"
    )
    parser.add_argument("--layers", type=int, choices=range(1, TEACHER_LAYERS), required=True)
    parser.add_argument("--minutes", type=float, default=60, help="how long it learns")
    parser.add_argument("--out", type=Path, required=True, help="for checkpoint.pt and the folder encoder/")
    parser.add_argument("--resume", action="store_true", help="go on from checkpoint.pt")
    options = parser.parse_args()
    torch.set_num_threads(1)
    run = Distillation(Recipe(options.layers, options.minutes), options.backbone, options.out)
    if options.resume:
        run.resume()
    run.run(read_texts(options.data, seed=run.step))
    weights = {name: value.numpy() for name, value in run.student.state_dict().items()}
    write_encoder(weights, options.backbone / "tokenizer.json", options.out / "encoder")


if __name__ == "__main__":
    main()
