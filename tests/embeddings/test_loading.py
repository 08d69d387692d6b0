import subprocess
import sys
import time
from pathlib import Path

import pytest

from embeddings import ModelError
from embeddings.loading import DEFAULT_MODEL, load_encoder
from embeddings.onnx import OnnxEncoder
from tests.embeddings.models import WIDTH, write_graph


def test_without_a_name_the_shipped_model_is_loaded() -> None:
    encoder = load_encoder()

    assert isinstance(encoder, OnnxEncoder)
    assert encoder.name.startswith(DEFAULT_MODEL.name)


def test_a_folder_with_a_graph_is_read_directly(tmp_path: Path) -> None:
    folder = write_graph(tmp_path / "mine")

    assert isinstance(load_encoder(folder), OnnxEncoder)
    assert load_encoder(str(folder)).dimension == WIDTH


@pytest.mark.parametrize("model", ["/no/such/folder", "./nowhere", "a/b/c", "~/no-model-here"])
def test_a_missing_folder_is_named_at_once(model: str) -> None:
    began = time.monotonic()
    with pytest.raises(ModelError, match="no folder") as caught:
        load_encoder(model)

    assert model in str(caught.value)
    assert time.monotonic() - began < 5


def test_a_name_that_no_model_can_have_is_refused() -> None:
    with pytest.raises(ModelError, match="光谷 模型"):
        load_encoder("光谷 模型")


def test_a_hub_out_of_reach_is_told_in_seconds(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr("huggingface_hub.constants.ENDPOINT", "http://127.0.0.1:9")
    monkeypatch.setenv("SENTENCE_TRANSFORMERS_HOME", str(tmp_path))
    monkeypatch.setenv("no_proxy", "127.0.0.1")
    began = time.monotonic()

    with pytest.raises(ModelError, match=r"somebody/some-model.*cannot be reached"):
        load_encoder("somebody/some-model")

    assert time.monotonic() - began < 8


def test_shipped_files_are_small() -> None:
    sizes = [file.stat().st_size for file in DEFAULT_MODEL.rglob("*") if file.is_file()]

    assert max(sizes) < 32_000_000


def test_importing_and_the_default_need_no_torch() -> None:
    code = (
        "import sys, embeddings.loading;"
        "assert not {'torch', 'tokenizers', 'onnxruntime'} & set(sys.modules);"
        "embeddings.loading.load_encoder().encode_queries(['基金']); assert 'torch' not in sys.modules"
    )

    subprocess.run([sys.executable, "-c", code], check=True)  # noqa: S603
