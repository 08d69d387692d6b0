"""A small backbone for tests: random weights over the pieces of a few lessons."""

import json
from pathlib import Path

import numpy as np
from tokenizers import Regex, Tokenizer, models, normalizers, pre_tokenizers

LESSONS = (
    ("青石桥修了多少钱？", "青石桥去年停工，今年五月一日重新开放，修缮共花费三百二十万元。", "三百二十万元"),
    ("青石桥哪天开放？", "青石桥去年停工，今年五月一日重新开放，修缮共花费三百二十万元。", "五月一日"),
    ("生态园有多大？", "望江生态园占地两千四百亩，园里种了六万棵水杉，门票每人二十元。", "两千四百亩"),
    ("生态园门票多少？", "望江生态园占地两千四百亩，园里种了六万棵水杉，门票每人二十元。", "二十元"),
    ("北山小学校长是谁？", "北山小学新校舍九月启用，可容纳一千二百名学生，校长是陆文清。", "陆文清"),
    ("茶叶节在哪里举行？", "第七届茶叶节在松岭镇举行，来自十四个县的茶农带来了春茶。", "松岭镇"),
    ("地铁有几座车站？", "地铁四号线全长三十一公里，设车站二十二座，计划后年年底通车。", "二十二座"),
    ("地铁全长多少？", "地铁四号线全长三十一公里，设车站二十二座，计划后年年底通车。", "三十一公里"),
)
"""Question, passage, answer."""

_SPECIAL = ("<s>", "<pad>", "</s>", "<unk>")
_WIDTH = 384


def write_backbone(folder: Path, layers: int = 1) -> None:
    """Write tokenizer.json and model.safetensors, named as transformers names the weights of a BertModel."""
    from safetensors.numpy import save_file  # noqa: PLC0415

    folder.mkdir(parents=True, exist_ok=True)
    characters = sorted({c for question, text, _ in LESSONS for c in question + text})
    pieces = [(piece, 0.0) for piece in (*_SPECIAL, "▁")] + [(c, -3.0) for c in characters]
    tokenizer = Tokenizer(models.Unigram(pieces, unk_id=3, byte_fallback=False))
    tokenizer.normalizer = normalizers.Sequence([normalizers.NFKC(), normalizers.Replace(Regex(r"\s+"), " ")])
    tokenizer.pre_tokenizer = pre_tokenizers.Metaspace(replacement="▁", prepend_scheme="always", split=True)
    tokenizer.save(str(folder / "tokenizer.json"))
    save_file(_weights(len(pieces), layers), folder / "model.safetensors", metadata={"format": "np"})
    (folder / "config.json").write_text(json.dumps({"model_type": "bert"}), encoding="utf-8")


def _weights(pieces: int, layers: int) -> dict[str, np.ndarray[tuple[int, ...], np.dtype[np.float32]]]:
    random = np.random.default_rng(0)

    def drawn(*shape: int) -> np.ndarray[tuple[int, ...], np.dtype[np.float32]]:
        return random.normal(0, 0.05, shape).astype(np.float32)

    weights = {
        "embeddings.word_embeddings.weight": drawn(pieces, _WIDTH) * 10,
        "embeddings.position_embeddings.weight": drawn(512, _WIDTH),
        "embeddings.token_type_embeddings.weight": drawn(2, _WIDTH),
        "embeddings.LayerNorm.weight": np.ones(_WIDTH, np.float32),
        "embeddings.LayerNorm.bias": np.zeros(_WIDTH, np.float32),
    }
    for number in range(layers):
        layer = f"encoder.layer.{number}"
        shapes = {f"attention.self.{part}": (_WIDTH, _WIDTH) for part in ("query", "key", "value")}
        shapes |= {
            "attention.output.dense": (_WIDTH, _WIDTH),
            "intermediate.dense": (4 * _WIDTH, _WIDTH),
            "output.dense": (_WIDTH, 4 * _WIDTH),
        }
        for name, shape in shapes.items():
            weights[f"{layer}.{name}.weight"] = drawn(*shape)
            weights[f"{layer}.{name}.bias"] = np.zeros(shape[0], np.float32)
        for name in ("attention.output.LayerNorm", "output.LayerNorm"):
            weights[f"{layer}.{name}.weight"] = np.ones(_WIDTH, np.float32)
            weights[f"{layer}.{name}.bias"] = np.zeros(_WIDTH, np.float32)
    return weights
