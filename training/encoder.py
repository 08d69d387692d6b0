"""Trains the embedded default encoder: one vector a word, contrastive, in minutes on a CPU.

    python -m training.encoder --data DATA --out embeddings/weights/static-zh

Everything on the way (tokenizer, tokens, log, loss curve, checkpoint) lies in the run folder; a run
that was stopped goes on from its last checkpoint.
"""

import argparse
import json
import time
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from itertools import chain, islice
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
import torch
from safetensors.numpy import save
from tokenizers import Tokenizer
from torch.nn.functional import cross_entropy, embedding_bag, normalize

from training.cooccurrence import neighbour_vectors
from training.lexicon import Lexicon, lexicon_words, read_lexicon
from training.pairs import QUESTIONS, TEXTS, Corpus, Ids, Questions, read_questions, read_texts
from training.tokenizer import build_tokenizer, count_words, vocabulary


@dataclass(frozen=True, slots=True)
class Recipe:
    """What decides the weights.

    Attributes:
        vocabulary: Number of tokens.
        dimension: Length of a vector.
        steps: Updates.
        batch: Pairs in each; every other passage of the batch is a negative.
        asked: Share of pairs that are a real question with its passage.
        equal: Share of pairs that are two expressions of the lexicon; the others are cut from text.
        reworded: Share of the queries some of whose words are replaced by others from the lexicon.
        replaced: How many of their expressions are, as a fraction of those that the lexicon knows.
        temperature: Cosines are divided by it.
        rate: Adam's highest learning rate; it rises over the first twentieth, then falls to 0 in a line.
        dropout: Share of the tokens of a query or passage left out.
        sif: Smoothing of the first weights, sif / (sif + p) (Arora et al., 2017).
        seed: Of all that is random.
    """

    vocabulary: int = 32_000
    dimension: int = 384
    steps: int = 1_500
    batch: int = 1024
    asked: float = 0.2
    equal: float = 0.1
    reworded: float = 0.7
    replaced: float = 0.6
    temperature: float = 0.035
    rate: float = 3e-3
    dropout: float = 0.3
    sif: float = 1e-3
    seed: int = 1


@dataclass(frozen=True, slots=True)
class Material:
    """All that is trained on, as tokens."""

    tokenizer: Tokenizer
    text: Corpus
    questions: Questions
    lexicon: Lexicon

    def batch(self, step: int, recipe: Recipe) -> tuple[list[Ids], list[Ids]]:
        """The queries and passages of a step: the same for the same seed, whatever came before."""
        random = np.random.default_rng((recipe.seed, step))
        asked, equal = round(recipe.batch * recipe.asked), round(recipe.batch * recipe.equal)
        numbers = random.choice(len(self.questions.passages), asked, replace=False)
        pairs = [self.questions.pair(int(number), random) for number in numbers]
        cut = recipe.batch - asked - equal
        documents = random.choice(len(self.text.documents) - 1, cut, replace=False)
        pairs += islice(chain.from_iterable(self.text.pairs(int(d), random) for d in documents), cut)
        pairs = [(self._reworded(query, recipe, random), passage) for query, passage in pairs]
        groups = random.choice(len(self.lexicon.groups), equal, replace=False)
        pairs += [self.lexicon.pair(int(group), random) for group in groups]
        queries, passages = zip(*pairs, strict=True)
        return [_thin(q, recipe, random) for q in queries], [_thin(p, recipe, random) for p in passages]

    def _reworded(self, query: Ids, recipe: Recipe, random: np.random.Generator) -> Ids:
        if random.random() >= recipe.reworded:
            return query
        return self.lexicon.reworded(query, recipe.replaced, random)

    def frequencies(self) -> npt.NDArray[np.float64]:
        """Share of each token in the text."""
        counts = np.bincount(self.text.tokens, minlength=self.tokenizer.get_vocab_size())
        return np.asarray(counts / counts.sum())


def _thin(ids: Ids, recipe: Recipe, random: np.random.Generator) -> Ids:
    kept = ids[random.random(ids.size) >= recipe.dropout]
    return kept if kept.size else ids


def prepare(data: Path, run: Path, recipe: Recipe) -> Material:
    """Read the data; build the tokenizer and cut the texts, or take the run's where it has them."""
    asked = [pair for name in QUESTIONS for pair in read_questions(data / "qa" / f"{name}.json")]
    groups = read_lexicon()
    tokenizer_file, text_file = run / "tokenizer.json", run / "text.npz"
    if not (tokenizer_file.exists() and text_file.exists()):
        texts = [text for name in TEXTS for text in read_texts(data / "text" / f"{name}.jsonl.xz")]
        sides = dict.fromkeys(side for pair in asked for side in pair)
        scores = vocabulary(count_words([*texts, *sides]), recipe.vocabulary, lexicon_words(groups))
        tokenizer = build_tokenizer(scores)
        tokenizer.save(str(tokenizer_file), pretty=False)
        Corpus.of(texts, tokenizer).save(text_file)
    tokenizer = Tokenizer.from_file(str(tokenizer_file))
    return Material(
        tokenizer, Corpus.load(text_file), Questions.of(asked, tokenizer), Lexicon.of(groups, tokenizer)
    )


def initial(material: Material, run: Path, recipe: Recipe) -> torch.Tensor:
    """What stands near a word, as long as the word is telling; the unknown token is nothing and stays so.

    Tokens that the text does not tell about begin in random directions.
    """
    file, frequencies = run / "neighbours.npy", material.frequencies()
    if not file.exists():
        np.save(
            file, neighbour_vectors(material.text.tokens, frequencies.size, recipe.dimension, recipe.seed)
        )
    rows = np.load(file).astype(np.float64)
    random = np.random.default_rng(recipe.seed).standard_normal(rows.shape) / np.sqrt(recipe.dimension)
    rows = np.where(rows.any(axis=1, keepdims=True), rows, random)
    rows *= (recipe.sif / (recipe.sif + frequencies))[:, None]
    rows[0] = 0
    return torch.tensor(rows, dtype=torch.float32)


def loss_of(
    rows: torch.Tensor, queries: Sequence[Ids], passages: Sequence[Ids], temperature: float
) -> torch.Tensor:
    """InfoNCE over the batch in both directions (van den Oord et al., 2018)."""
    vectors = _vectors(rows, [*queries, *passages])
    scores = vectors[: len(queries)] @ vectors[len(queries) :].T / temperature
    own = torch.arange(len(queries))
    return (cross_entropy(scores, own) + cross_entropy(scores.T, own)) / 2


def _vectors(rows: torch.Tensor, bags: Sequence[Ids]) -> torch.Tensor:
    offsets = np.cumsum([0, *(bag.size for bag in bags[:-1])])
    ids = torch.from_numpy(np.concatenate(bags).astype(np.int64))
    return normalize(embedding_bag(ids, rows, torch.from_numpy(offsets), mode="sum", padding_idx=0))


def train(material: Material, run: Path, recipe: Recipe) -> npt.NDArray[np.float32]:
    """Train, going on from the run's checkpoint if it has one.

    Returns:
        Shape (vocabulary, dimension), one row a token.
    """
    rows = initial(material, run, recipe).requires_grad_()
    optimiser = torch.optim.Adam([rows], lr=recipe.rate, fused=True)
    done = _resume(run / "checkpoint.pt", rows, optimiser, recipe)
    began = time.monotonic()
    with (run / "log.jsonl").open("a", encoding="utf-8") as log:
        for step in range(done, recipe.steps):
            for group in optimiser.param_groups:
                group["lr"] = recipe.rate * _schedule(step / recipe.steps)
            optimiser.zero_grad(set_to_none=False)
            loss = loss_of(rows, *material.batch(step, recipe), recipe.temperature)
            loss.backward()  # type: ignore[no-untyped-call]
            optimiser.step()
            if (step + 1) % 20 == 0:
                entry = {
                    "step": step + 1,
                    "loss": round(loss.item(), 4),
                    "seconds": round(time.monotonic() - began, 1),
                }
                print(json.dumps(entry), file=log, flush=True)
            if (step + 1) % 200 == 0 or step + 1 == recipe.steps:
                print(f"step {step + 1} of {recipe.steps}, loss {loss.item():.3f}", flush=True)
                _keep(run / "checkpoint.pt", rows, optimiser, recipe, step + 1)
    return rows.detach().numpy()


def _schedule(progress: float) -> float:
    return min(progress / 0.05, (1 - progress) / 0.95)


def _keep(
    file: Path, rows: torch.Tensor, optimiser: torch.optim.Optimizer, recipe: Recipe, step: int
) -> None:
    part = file.with_suffix(".part")
    state = {
        "rows": rows.detach(),
        "optimiser": optimiser.state_dict(),
        "recipe": asdict(recipe),
        "step": step,
    }
    torch.save(state, part)
    part.replace(file)


def _resume(file: Path, rows: torch.Tensor, optimiser: torch.optim.Optimizer, recipe: Recipe) -> int:
    if not file.exists():
        return 0
    state: dict[str, Any] = torch.load(file, weights_only=True)
    if state["recipe"] != asdict(recipe):
        raise SystemExit(f"{file} was made with another recipe: {state['recipe']}. Give another run folder.")
    rows.data.copy_(state["rows"])
    optimiser.load_state_dict(state["optimiser"])
    return int(state["step"])


def quantise(rows: npt.NDArray[np.float32]) -> tuple[npt.NDArray[np.int8], npt.NDArray[np.float32]]:
    """Rows as eight-bit integers, each with the factor that gives it back."""
    scales = np.abs(rows).max(axis=1) / 127
    safe = np.where(scales > 0, scales, 1)
    return np.rint(rows / safe[:, None]).astype(np.int8), scales.astype(np.float32)


def export(tokenizer: Tokenizer, rows: npt.NDArray[np.float32], out: Path) -> None:
    """Write a plain SentenceTransformer folder: static embedding, then normalisation."""
    static, normal = out / "0_StaticEmbedding", out / "1_Normalize"
    for folder in (static, normal):
        folder.mkdir(parents=True, exist_ok=True)
    embeddings, weights = quantise(rows)
    (static / "model.safetensors").write_bytes(save({"embeddings": embeddings, "weights": weights}))
    tokenizer.save(str(static / "tokenizer.json"), pretty=False)
    _write(normal / "config.json", {})
    kinds = {static: "StaticEmbedding", normal: "Normalize"}
    modules = [
        {"idx": idx, "name": str(idx), "path": folder.name, "type": f"sentence_transformers.models.{kind}"}
        for idx, (folder, kind) in enumerate(kinds.items())
    ]
    _write(out / "modules.json", modules)
    config: dict[str, object] = {
        "model_type": "SentenceTransformer",
        "prompts": {},
        "default_prompt_name": None,
    }
    _write(out / "config_sentence_transformers.json", {**config, "similarity_fn_name": "cosine"})


def _write(file: Path, content: object) -> None:
    file.write_text(json.dumps(content, indent=2) + "\n", encoding="utf-8")


def draw(run: Path) -> None:
    """The loss curve of the run's log."""
    from matplotlib.figure import Figure  # noqa: PLC0415

    entries = [json.loads(line) for line in (run / "log.jsonl").read_text(encoding="utf-8").splitlines()]
    figure = Figure(figsize=(7, 4), layout="constrained")
    axes = figure.subplots()
    axes.plot([entry["step"] for entry in entries], [entry["loss"] for entry in entries])
    axes.set(xlabel="step", ylabel="InfoNCE loss", title="Encoder")
    figure.savefig(run / "loss.png")


def main() -> None:
    """Prepare, train, export."""
    parser = argparse.ArgumentParser(description="Train the embedded default encoder.")
    parser.add_argument("--data", type=Path, required=True, help="folder that holds text/ and qa/")
    parser.add_argument("--out", type=Path, required=True, help="folder of the model")
    parser.add_argument("--run", type=Path, default=Path("runs/encoder"), help="folder of the run")
    parser.add_argument("--threads", type=int, default=2)
    for name, default in asdict(Recipe()).items():
        parser.add_argument(f"--{name}", type=type(default), default=default)
    arguments = parser.parse_args()
    recipe = Recipe(**{name: getattr(arguments, name) for name in asdict(Recipe())})
    torch.set_num_threads(arguments.threads)
    arguments.run.mkdir(parents=True, exist_ok=True)
    material = prepare(arguments.data, arguments.run, recipe)
    export(material.tokenizer, train(material, arguments.run, recipe), arguments.out)
    draw(arguments.run)


if __name__ == "__main__":
    main()
