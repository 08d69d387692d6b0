"""Small models for tests, written file by file."""

import json
from collections.abc import Mapping
from pathlib import Path

import numpy as np
import numpy.typing as npt
from safetensors.numpy import save_file
from tokenizers import Tokenizer, models, pre_tokenizers

WORDS = ("[UNK]", "光", "谷", "基金", "规模", "天气")


def write_static(
    folder: Path, tensors: Mapping[str, npt.NDArray[np.generic]], prompts: Mapping[str, str] | None = None
) -> Path:
    """Write a plain SentenceTransformer folder with a StaticEmbedding over `WORDS`."""
    module = folder / "0_StaticEmbedding"
    module.mkdir(parents=True)
    tokenizer = Tokenizer(models.Unigram([(word, -float(rank)) for rank, word in enumerate(WORDS)], unk_id=0))
    tokenizer.pre_tokenizer = pre_tokenizers.Whitespace()
    tokenizer.save(str(module / "tokenizer.json"))
    save_file(dict(tensors), module / "model.safetensors")
    kind = "sentence_transformers.models.StaticEmbedding"
    entries = [{"idx": 0, "name": "0", "path": module.name, "type": kind}]
    (folder / "modules.json").write_text(json.dumps(entries), encoding="utf-8")
    config = {"model_type": "SentenceTransformer", "prompts": dict(prompts or {})}
    (folder / "config_sentence_transformers.json").write_text(json.dumps(config), encoding="utf-8")
    return folder


def plain_rows(dimension: int = 4) -> npt.NDArray[np.float32]:
    """One random row for each of `WORDS`, the same every time."""
    return np.random.default_rng(7).standard_normal((len(WORDS), dimension)).astype(np.float32)
