import os
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

from embeddings import ModelError
from embeddings.loading import DEFAULT_MODEL, load_encoder
from embeddings.onnx import LONGEST, OnnxEncoder
from embeddings.protocol import Encoder
from tests.embeddings.models import WIDTH, write_graph

BACKBONE = Path(__file__).parents[2] / "runs" / "backbone"


@pytest.fixture(scope="module")
def encoder(tmp_path_factory: pytest.TempPathFactory) -> OnnxEncoder:
    return OnnxEncoder(write_graph(tmp_path_factory.mktemp("models") / "tiny"))


def test_vectors_have_length_one(encoder: OnnxEncoder) -> None:
    vectors = encoder.encode_passages(["光谷基金", "天气", "", "没见过的字"])

    assert vectors.dtype == np.float32
    assert vectors.shape == (4, encoder.dimension) == (4, WIDTH)
    np.testing.assert_allclose(np.linalg.norm(vectors, axis=1), 1, atol=1e-5)


def test_prompts_stand_in_front(tmp_path: Path, encoder: OnnxEncoder) -> None:
    prompted = OnnxEncoder(write_graph(tmp_path / "prompted", {"query": "问：", "document": "文："}))

    for asked, plain in (
        (prompted.encode_queries(["光谷"]), "问：光谷"),
        (prompted.encode_passages(["光谷"]), "文：光谷"),
    ):
        np.testing.assert_array_equal(asked, encoder.encode_passages([plain]))


def test_texts_beside_a_text_change_nothing_and_are_counted(encoder: OnnxEncoder) -> None:
    texts = ["光谷" * (number % 7 + 1) for number in range(70)]
    seen: list[tuple[int, int]] = []

    vectors = encoder.encode_passages(texts, progress=lambda done, total: seen.append((done, total)))

    assert len(seen) > 1
    assert seen[-1] == (70, 70)
    for row in (0, 33, 69):
        np.testing.assert_array_equal(vectors[row], encoder.encode_queries([texts[row]])[0])
    assert encoder.encode_passages([]).shape == encoder.encode_queries([]).shape == (0, WIDTH)


def test_vectors_are_the_same_on_any_number_of_cores(tmp_path: Path, encoder: OnnxEncoder) -> None:
    texts = ["光谷" * (number % 7 + 1) for number in range(40)]
    on_three = OnnxEncoder(write_graph(tmp_path / "tiny"), cores=3)

    np.testing.assert_array_equal(on_three.encode_passages(texts), encoder.encode_passages(texts))


def test_traditional_script_is_read_as_simplified(encoder: OnnxEncoder) -> None:
    np.testing.assert_array_equal(*encoder.encode_queries(["東湖基金規模", "东湖基金规模"]))


def test_half_of_a_surrogate_pair_is_read_as_an_unknown_character(encoder: OnnxEncoder) -> None:
    assert np.isfinite(encoder.encode_queries(["光\ud83d谷"])).all()


def test_only_the_first_pieces_of_a_long_text_are_read(encoder: OnnxEncoder) -> None:
    full = "光谷" * (LONGEST // 2 - 1)

    long, longer, other = encoder.encode_passages([full, full + "天气" * 900, "天" + full])

    np.testing.assert_array_equal(long, longer)
    assert not np.array_equal(long, other)


def test_name_tells_the_content(tmp_path: Path) -> None:
    one, same, other = (
        OnnxEncoder(write_graph(tmp_path / place / "model", seed=seed)).name
        for place, seed in (("a", 1), ("b", 1), ("c", 2))
    )

    assert one == same != other
    assert one.startswith("model-")


@pytest.mark.parametrize("file", ["model.onnx", "tokenizer.json"])
def test_a_damaged_file_is_named(tmp_path: Path, file: str) -> None:
    folder = write_graph(tmp_path / "model")
    (folder / file).write_bytes(b"no model")

    with pytest.raises(ModelError, match=file):
        load_encoder(folder)


@pytest.fixture(scope="module")
def shipped() -> Encoder:
    return load_encoder()


@pytest.mark.parametrize(
    ("asked", "written", "other"),
    [
        ("请假三天要找谁批", "三日以上的休假由部门总监审批。", "会议室须提前一天预订。"),
        ("公司老板是谁", "法定代表人：陶冉", "公司位于滨河路18号。"),
        ("手机摔坏了能免费修吗", "人为损坏不在保修范围之内。", "本店支持手机支付。"),
    ],
)
def test_the_default_finds_what_answers(shipped: Encoder, asked: str, written: str, other: str) -> None:
    [question] = shipped.encode_queries([asked])
    right, wrong = shipped.encode_passages([written, other])

    assert question @ right > question @ wrong


@pytest.mark.slow
@pytest.mark.filterwarnings("ignore::DeprecationWarning", "ignore::FutureWarning", "ignore::UserWarning")
@pytest.mark.skipif(not BACKBONE.is_dir(), reason="`make backbone` has not run here")
def test_the_default_is_close_to_its_backbone_in_sentence_transformers(shipped: Encoder) -> None:
    texts = ["光谷基金规模多少", "员工每满一年享有五天带薪年假。", "会议定于6月18日9:30在二楼举行。"]
    whole = load_encoder(BACKBONE)

    for method in ("encode_passages", "encode_queries"):
        ours, theirs = (getattr(encoder, method)(texts) for encoder in (shipped, whole))
        assert (ours * theirs).sum(axis=1).min() > 0.99
    assert shipped.dimension == whole.dimension
    assert shipped.name.startswith(DEFAULT_MODEL.name)


@pytest.fixture
def bare(tmp_path: Path) -> dict[str, str]:
    """An environment in which nothing is turned off, and whose caches are in a folder of its own."""
    kept = {name: os.environ[name] for name in ("PATH", "PYTHONPATH", "SYSTEMROOT") if name in os.environ}
    return {**kept, "HOME": str(tmp_path / "cache"), "XDG_CACHE_HOME": str(tmp_path / "cache")}


def _printed(code: str, environment: dict[str, str]) -> str:
    """What Python prints in a process of its own."""
    command = (sys.executable, "-c", code)
    return subprocess.run(command, env=environment, capture_output=True, check=True, text=True).stdout  # noqa: S603


def test_the_runtime_gives_the_machine_no_number(tmp_path: Path, bare: dict[str, str]) -> None:
    folder = write_graph(tmp_path / "models" / "tiny")

    _printed(f"from embeddings.onnx import OnnxEncoder; OnnxEncoder({str(folder)!r})", bare)

    assert not (tmp_path / "cache").exists()


@pytest.mark.parametrize("module", ["retrieval.reader.spans", "retrieval.ingestion.recognition.engine"])
def test_whatever_uses_the_runtime_has_its_reports_turned_off(module: str, bare: dict[str, str]) -> None:
    said = _printed(f"import {module}, os; print(os.environ.get('ORT_DISABLE_TELEMETRY'))", bare)

    assert said.strip() == "1"
