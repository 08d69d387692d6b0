import json
from pathlib import Path

import numpy as np
import pytest

from embeddings import ModelError
from embeddings.loading import load_encoder
from embeddings.protocol import Encoder
from embeddings.transformer import TransformerEncoder

# The first import of torch and sentence-transformers takes 8 to 10 s; their own warnings are not ours.
pytestmark = [
    pytest.mark.slow,
    pytest.mark.filterwarnings("ignore::DeprecationWarning"),
    pytest.mark.filterwarnings("ignore::FutureWarning"),
    pytest.mark.filterwarnings("ignore::UserWarning"),
]

CHARACTERS = ["[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]", *"光谷基金规模多少天气问："]


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A BERT with random weights, saved as a SentenceTransformer with a query prompt."""
    pytest.importorskip("torch", reason="torch is not installed")
    import torch  # noqa: PLC0415
    from sentence_transformers import SentenceTransformer  # noqa: PLC0415
    from transformers import BertConfig, BertModel, BertTokenizer  # noqa: PLC0415

    torch.manual_seed(3)
    bert = tmp_path_factory.mktemp("bert")
    (bert / "vocab.txt").write_text("\n".join(CHARACTERS), encoding="utf-8")
    BertTokenizer(str(bert / "vocab.txt")).save_pretrained(bert)
    config = BertConfig(
        vocab_size=len(CHARACTERS),
        hidden_size=16,
        intermediate_size=32,
        num_hidden_layers=1,
        num_attention_heads=2,
    )
    BertModel(config).save_pretrained(bert)
    model = SentenceTransformer(str(bert), device="cpu", prompts={"query": "问：", "document": ""})
    saved = tmp_path_factory.mktemp("models") / "tiny"
    model.save_pretrained(str(saved))
    return saved


@pytest.fixture(scope="module")
def encoder(folder: Path) -> Encoder:
    return load_encoder(folder)


def test_vectors_have_length_one(encoder: Encoder) -> None:
    vectors = encoder.encode_passages(["光谷基金", "天气", "规模多少"])

    assert isinstance(encoder, TransformerEncoder)
    assert vectors.dtype == np.float32
    assert vectors.shape == (3, encoder.dimension) == (3, 16)
    np.testing.assert_allclose(np.linalg.norm(vectors, axis=1), 1, atol=1e-5)


def test_only_questions_get_the_query_prompt(encoder: Encoder) -> None:
    [question], [passage] = encoder.encode_queries(["光谷"]), encoder.encode_passages(["光谷"])

    np.testing.assert_allclose(question, encoder.encode_passages(["问：光谷"])[0], atol=1e-5)
    assert not np.allclose(question, passage, atol=1e-3)


def test_batches_change_nothing_and_are_counted(encoder: Encoder) -> None:
    texts = ["光谷" * (number % 7 + 1) for number in range(150)]
    seen: list[tuple[int, int]] = []

    vectors = encoder.encode_passages(texts, progress=lambda done, total: seen.append((done, total)))

    assert len(seen) > 1
    assert seen[-1] == (150, 150)
    np.testing.assert_allclose(vectors[149], encoder.encode_passages([texts[149]])[0], atol=1e-4)
    assert encoder.encode_passages([]).shape == encoder.encode_queries([]).shape == (0, 16)


def test_name_is_that_of_the_folder(folder: Path, encoder: Encoder) -> None:
    assert encoder.name.startswith("tiny-")
    assert load_encoder(folder).name == encoder.name


def test_a_folder_without_a_model_is_named(tmp_path: Path) -> None:
    (tmp_path / "modules.json").write_text(
        json.dumps([{"idx": 0, "name": "0", "path": "", "type": "sentence_transformers.models.Transformer"}])
    )

    with pytest.raises(ModelError, match="cannot be loaded") as caught:
        load_encoder(tmp_path)

    assert str(tmp_path) in str(caught.value)
