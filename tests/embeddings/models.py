"""A small model for tests, written file by file."""

import json
from collections.abc import Mapping
from pathlib import Path

import numpy as np
import numpy.typing as npt
from tokenizers import Regex, Tokenizer, models, pre_tokenizers, processors

from embeddings.folder import ModelFolder
from training.graph import encoder_graph, save_graph

PIECES = ("<s>", "<pad>", "</s>", "<unk>", *"光谷基金规模多少天气东湖问：文")
WIDTH = 24


def weights(layers: int = 2, seed: int = 7) -> dict[str, npt.NDArray[np.float32]]:
    """Random weights of a BERT over `PIECES`, the same every time."""
    random = np.random.default_rng(seed)
    shapes: dict[str, tuple[int, ...]] = {"pieces": (len(PIECES), WIDTH), "positions": (512, WIDTH)}
    for number in range(layers):
        shapes[f"layers.{number}.attended"] = (3 * WIDTH, WIDTH)
        shapes[f"layers.{number}.joined"] = (WIDTH, WIDTH)
        shapes[f"layers.{number}.wide"] = (4 * WIDTH, WIDTH)
        shapes[f"layers.{number}.narrow"] = (WIDTH, 4 * WIDTH)
    made = {f"{name}.weight": random.normal(0, 0.3, shape) for name, shape in shapes.items()}
    made |= {f"{name}.bias": random.normal(0, 0.1, shape[0]) for name, shape in shapes.items()}
    norms = [f"layers.{n}.{norm}" for n in range(layers) for norm in ("joined_norm", "narrow_norm")]
    for norm in ("norm", *norms):
        made[f"{norm}.weight"] = random.normal(1, 0.1, WIDTH)
        made[f"{norm}.bias"] = random.normal(0, 0.1, WIDTH)
    return {name: array.astype(np.float32) for name, array in made.items()}


def write_graph(folder: Path, prompts: Mapping[str, str] | None = None, seed: int = 7) -> Path:
    """Write a folder that `embeddings.onnx` reads; every piece is one character."""
    tokenizer = Tokenizer(models.WordLevel({piece: n for n, piece in enumerate(PIECES)}, unk_token="<unk>"))
    tokenizer.pre_tokenizer = pre_tokenizers.Split(Regex("."), "isolated")
    tokenizer.post_processor = processors.TemplateProcessing(
        single="<s> $A </s>", special_tokens=[("<s>", 0), ("</s>", 2)]
    )
    save_graph(encoder_graph(weights(seed=seed)), ModelFolder(folder).graph)
    tokenizer.save(str(folder / "tokenizer.json"))
    config = json.dumps({"prompts": dict(prompts or {})})
    (folder / "config_sentence_transformers.json").write_text(config, encoding="utf-8")
    return folder
