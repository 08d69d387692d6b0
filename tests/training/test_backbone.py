import json
import struct
import unicodedata
from collections import Counter
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray

from training.backbone.folder import read_weights, write_folder
from training.backbone.pieces import PROMPTS, SPECIAL, build_tokenizer, count_pieces, kept_pieces
from training.backbone.unpack import Packed, dequantised, unpack
from training.backbone.verify import SAMPLES, verify
from training.encoder import write_encoder
from training.graph import count_layers

WIDTH, LAYERS = 96, 2
LETTERS = sorted(set(unicodedata.normalize("NFKC", "".join(SAMPLES)) + "passage: "))
PIECES = [
    *SPECIAL,
    "▁",
    "年假",
    "会议",
    "，",
    "，年",
    "ab",
    "zażółć",
    *(c for c in LETTERS if c not in " ，"),
]
SCORES = [0.0] * 4 + [-2.0 - len(PIECES) / 1000 if len(piece) > 1 else -5.0 for piece in PIECES[4:]]


def tensors() -> dict[str, NDArray[np.float32]]:
    random = np.random.default_rng(5)
    shapes = {"emb.word": len(PIECES) * WIDTH, "emb.pos": 64 * WIDTH, "emb.type": 2 * WIDTH}
    for layer in range(LAYERS):
        sizes = {"q": WIDTH, "k": WIDTH, "v": WIDTH, "ao": WIDTH, "fi": 4 * WIDTH, "fo": WIDTH}
        for name, size in sizes.items():
            shapes[f"l{layer}.{name}.w"] = size * (4 * WIDTH if name == "fo" else WIDTH)
            shapes[f"l{layer}.{name}.b"] = size
    made = {name: random.normal(0, 0.2, size) for name, size in shapes.items()}
    for norm in ("emb.ln", *(f"l{layer}.{norm}" for layer in range(LAYERS) for norm in ("aln", "oln"))):
        made |= {f"{norm}.w": random.normal(1, 0.1, WIDTH), f"{norm}.b": random.normal(0, 0.1, WIDTH)}
    return {name: array.astype(np.float32) for name, array in made.items()}


@pytest.fixture(scope="module")
def packed() -> Packed:
    return Packed(PIECES, SCORES, WIDTH, LAYERS, 12, 64, tensors())


def test_four_bits_become_numbers() -> None:
    low, high = [3] * 16, [12] * 16
    block = struct.pack("<e16B", 0.5, *(a | b << 4 for a, b in zip(low, high, strict=True)))

    numbers = dequantised(np.frombuffer(block * 2, np.uint8))

    np.testing.assert_array_equal(numbers, ([-2.5] * 16 + [2.0] * 16) * 2)


def test_the_file_is_read() -> None:
    text, plain = "<s>年假".encode(), np.arange(3, dtype=np.float32)
    block = struct.pack("<e16B", 1, *[0x98] * 16)
    header = struct.pack("<8s7ifi5iQ", b"magic", 32, 1, 2, 64, 2, 512, 2, 1e-12, 2, 2, 0, 2, 1, 3, len(text))
    names = struct.pack("<2I1I2f", 0, 3, len(text), 0, -1.5) + text + struct.pack("<iI4si", 1, 4, b"skip", 2)
    entries = 2 * (2 + 1 + 1 + 4 + 16)
    start = len(header) + len(names) + entries
    directory = struct.pack("<H1sBIQQ", 1, b"b", 0, 3, start, 12)
    directory += struct.pack("<H1sBIQQ", 1, b"w", 2, 32, start + 12, 18)

    found = unpack(header + names + directory + plain.tobytes() + block)

    assert (found.pieces, found.scores) == (["<s>", "年假"], [0, -1.5])
    assert (found.width, found.layers, found.heads, found.positions) == (32, 1, 2, 512)
    np.testing.assert_array_equal(found.tensors["b"], plain)
    np.testing.assert_array_equal(found.tensors["w"], [0.0] * 16 + [1.0] * 16)


def test_pieces_of_chinese_text_are_kept() -> None:
    pieces = [
        *SPECIAL,
        "龘",
        "年假",
        "会议",
        "，年",
        "12.5%",
        "▁2024",
        "ab",
        "zażółć",
        "ż",
        "▁passage",
        "▁passages",
    ]
    counts = Counter({5: 3, 6: 2, 7: 900, 8: 12, 9: 2, 10: 11, 11: 100, 12: 99})

    tokenizer = build_tokenizer(pieces, [-1.0] * len(pieces))

    kept = [pieces[number] for number in kept_pieces(tokenizer, pieces, counts)]

    assert kept == [*SPECIAL, "龘", "年假", "12.5%", "▁2024", "zażółć", "▁passage"]


def test_pieces_are_counted_over_batches() -> None:
    tokenizer = build_tokenizer(PIECES, SCORES)

    counts = count_pieces(tokenizer, ["年假"] * 2_001)

    assert counts == {PIECES.index("▁"): 2_001, PIECES.index("年假"): 2_001}


def test_a_pruned_folder_gives_the_same_vectors(packed: Packed, tmp_path: Path) -> None:
    kept = [number for number, piece in enumerate(PIECES) if piece not in {"，年", "ab", "zażółć"}]
    pruned = build_tokenizer([PIECES[n] for n in kept], [SCORES[n] for n in kept])

    write_folder(tmp_path, packed, kept, pruned)

    weights = read_weights(tmp_path)
    np.testing.assert_allclose(
        weights["pieces.weight"], packed.tensors["emb.word"].reshape(-1, WIDTH)[kept], atol=1e-3
    )
    assert count_layers(weights) == LAYERS
    assert count_layers(read_weights(tmp_path, 1)) == 1
    verdict = verify(tmp_path, packed)
    assert verdict.good
    assert min(verdict.cosines) > 0.999


def test_a_folder_that_lost_pieces_is_not_good(packed: Packed, tmp_path: Path) -> None:
    kept = [number for number, piece in enumerate(PIECES) if piece not in set("年月日")]
    write_folder(
        tmp_path, packed, kept, build_tokenizer([PIECES[n] for n in kept], [SCORES[n] for n in kept])
    )

    verdict = verify(tmp_path, packed)

    assert verdict.unknown
    assert not verdict.good


def test_an_encoder_is_written_from_a_backbone(packed: Packed, tmp_path: Path) -> None:
    everything = list(range(len(PIECES)))
    write_folder(tmp_path / "backbone", packed, everything, build_tokenizer(PIECES, SCORES))

    weights = read_weights(tmp_path / "backbone", layers=1)
    write_encoder(weights, tmp_path / "backbone/tokenizer.json", tmp_path / "encoder")

    written = {file.name for file in (tmp_path / "encoder").iterdir()}
    assert written == {"model.onnx", "tokenizer.json", "config_sentence_transformers.json"}
    config = json.loads((tmp_path / "encoder/config_sentence_transformers.json").read_text(encoding="utf-8"))
    assert config["prompts"] == PROMPTS


@pytest.mark.slow
@pytest.mark.filterwarnings("ignore::DeprecationWarning", "ignore::FutureWarning", "ignore::UserWarning")
def test_sentence_transformers_loads_the_folder(packed: Packed, tmp_path: Path) -> None:
    from embeddings.loading import load_encoder  # noqa: PLC0415

    everything = list(range(len(PIECES)))
    write_folder(tmp_path / "backbone", packed, everything, build_tokenizer(PIECES, SCORES))
    weights = read_weights(tmp_path / "backbone")
    write_encoder(weights, tmp_path / "backbone/tokenizer.json", tmp_path / "encoder")

    whole, small = (load_encoder(tmp_path / name) for name in ("backbone", "encoder"))

    for method in ("encode_passages", "encode_queries"):
        ours, theirs = (getattr(encoder, method)(["年假有几天"]) for encoder in (small, whole))
        assert (ours * theirs).sum() > 0.97
