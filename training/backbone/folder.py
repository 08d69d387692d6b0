"""The backbone as a plain SentenceTransformer folder, and back as arrays."""

import json
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from safetensors.numpy import load_file, save_file
from tokenizers import Tokenizer

from training.backbone.pieces import PROMPTS
from training.backbone.unpack import Packed

Array = NDArray[np.float32]

_LONGEST = 512
_PARTS = {
    "q": "attention.self.query",
    "k": "attention.self.key",
    "v": "attention.self.value",
    "ao": "attention.output.dense",
    "aln": "attention.output.LayerNorm",
    "fi": "intermediate.dense",
    "fo": "output.dense",
    "oln": "output.LayerNorm",
}
_MODULES = (("", "Transformer"), ("1_Pooling", "Pooling"), ("2_Normalize", "Normalize"))


def state_of(packed: Packed, kept: list[int]) -> dict[str, Array]:
    """The weights by the names of transformers' BertModel, with the rows of the pieces that are kept."""
    tensors, width = packed.tensors, packed.width
    state = {
        "embeddings.word_embeddings.weight": tensors["emb.word"].reshape(-1, width)[kept],
        "embeddings.position_embeddings.weight": tensors["emb.pos"].reshape(-1, width),
        "embeddings.token_type_embeddings.weight": tensors["emb.type"].reshape(-1, width),
        "embeddings.LayerNorm.weight": tensors["emb.ln.w"],
        "embeddings.LayerNorm.bias": tensors["emb.ln.b"],
    }
    for layer in range(packed.layers):
        for theirs, ours in _PARTS.items():
            bias, weight = tensors[f"l{layer}.{theirs}.b"], tensors[f"l{layer}.{theirs}.w"]
            matrix = weight if theirs.endswith("ln") else weight.reshape(len(bias), -1)
            state[f"encoder.layer.{layer}.{ours}.weight"] = matrix
            state[f"encoder.layer.{layer}.{ours}.bias"] = bias
    return state


def write_folder(folder: Path, packed: Packed, kept: list[int], tokenizer: Tokenizer) -> None:
    """Write weights in half precision, tokenizer and prompts; SentenceTransformer loads it."""
    folder.mkdir(parents=True, exist_ok=True)
    halves = {name: array.astype(np.float16) for name, array in state_of(packed, kept).items()}
    save_file(halves, folder / "model.safetensors", metadata={"format": "pt"})
    tokenizer.save(str(folder / "tokenizer.json"), pretty=False)
    config = {
        "architectures": ["BertModel"],
        "model_type": "bert",
        "vocab_size": len(kept),
        "hidden_size": packed.width,
        "num_hidden_layers": packed.layers,
        "num_attention_heads": packed.heads,
        "intermediate_size": len(packed.tensors["l0.fi.b"]),
        "max_position_embeddings": packed.positions,
        "type_vocab_size": len(packed.tensors["emb.type"]) // packed.width,
        "layer_norm_eps": 1e-12,
        "hidden_act": "gelu",
        "pad_token_id": 1,
        "dtype": "float16",
    }
    special = {"bos": "<s>", "cls": "<s>", "pad": "<pad>", "eos": "</s>", "sep": "</s>", "unk": "<unk>"}
    names = {f"{name}_token": piece for name, piece in special.items()}
    files: dict[str, object] = {
        "config.json": config,
        "tokenizer_config.json": {
            "tokenizer_class": "PreTrainedTokenizerFast",
            "model_max_length": _LONGEST,
            **names,
        },
        "sentence_bert_config.json": {"max_seq_length": _LONGEST, "do_lower_case": False},
        "modules.json": [
            {"idx": n, "name": str(n), "path": path, "type": f"sentence_transformers.models.{kind}"}
            for n, (path, kind) in enumerate(_MODULES)
        ],
        "1_Pooling/config.json": {"word_embedding_dimension": packed.width, "pooling_mode_mean_tokens": True},
        "2_Normalize/config.json": {},
    }
    for name, content in files.items():
        _write(folder / name, content)
    write_prompts(folder)


def write_prompts(folder: Path) -> None:
    """Write what stands before questions and passages."""
    content = {"prompts": PROMPTS, "default_prompt_name": None, "similarity_fn_name": "cosine"}
    _write(folder / "config_sentence_transformers.json", content)


def read_weights(folder: Path, layers: int | None = None) -> dict[str, Array]:
    """The lowest layers of a backbone, all without a number, by the names that `training.graph` reads.

    Its one type is added to the positions.
    """
    stored = {
        name: array.astype(np.float32) for name, array in load_file(folder / "model.safetensors").items()
    }
    return named(stored, layers)


def named(state: dict[str, Array], layers: int | None = None) -> dict[str, Array]:
    """Rename what `state_of` gives as `read_weights` does."""
    weights = {
        "pieces.weight": state["embeddings.word_embeddings.weight"],
        "positions.weight": state["embeddings.position_embeddings.weight"]
        + state["embeddings.token_type_embeddings.weight"][0],
        "norm.weight": state["embeddings.LayerNorm.weight"],
        "norm.bias": state["embeddings.LayerNorm.bias"],
    }
    names = {
        "joined": "attention.output.dense",
        "joined_norm": "attention.output.LayerNorm",
        "wide": "intermediate.dense",
        "narrow": "output.dense",
        "narrow_norm": "output.LayerNorm",
    }
    if layers is None:
        layers = sum(name.endswith("intermediate.dense.bias") for name in state)
    for number in range(layers):
        there = f"encoder.layer.{number}"
        for kind in ("weight", "bias"):
            parts = [state[f"{there}.attention.self.{part}.{kind}"] for part in ("query", "key", "value")]
            weights[f"layers.{number}.attended.{kind}"] = np.concatenate(parts)
            for ours, theirs in names.items():
                weights[f"layers.{number}.{ours}.{kind}"] = state[f"{there}.{theirs}.{kind}"]
    return weights


def _write(file: Path, content: object) -> None:
    file.parent.mkdir(exist_ok=True)
    file.write_text(json.dumps(content, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
