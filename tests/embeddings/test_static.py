from pathlib import Path

import numpy as np
import pytest

from embeddings.encoder import DEFAULT_MODEL
from embeddings.errors import ModelError
from embeddings.static import StaticEncoder
from tests.embeddings.models import WORDS, plain_rows, write_static


@pytest.fixture(scope="module")
def shipped() -> StaticEncoder:
    return StaticEncoder(DEFAULT_MODEL)


def test_a_text_is_the_direction_of_the_sum_of_its_tokens(tmp_path: Path) -> None:
    rows = plain_rows()
    encoder = StaticEncoder(write_static(tmp_path / "model", {"embedding.weight": rows}))

    vectors = encoder.encode_passages(["基金规模", "天气"])

    expected = rows[WORDS.index("基金")] + rows[WORDS.index("规模")]
    assert vectors.dtype == np.float32
    np.testing.assert_allclose(vectors[0], expected / np.linalg.norm(expected), atol=1e-6)
    np.testing.assert_allclose(np.linalg.norm(vectors, axis=1), 1, atol=1e-6)


def test_integer_rows_are_multiplied_by_their_factors(tmp_path: Path) -> None:
    rows = np.arange(-12, 12, dtype=np.int8).reshape(len(WORDS), 4)
    factors = np.linspace(0.1, 1, len(WORDS), dtype=np.float32)
    quantised = StaticEncoder(write_static(tmp_path / "int8", {"embeddings": rows, "weights": factors}))
    plain = StaticEncoder(write_static(tmp_path / "plain", {"embedding.weight": rows * factors[:, None]}))

    np.testing.assert_allclose(
        quantised.encode_queries(["光谷基金规模"]), plain.encode_queries(["光谷基金规模"]), atol=1e-6
    )


def test_tokens_may_share_rows(tmp_path: Path) -> None:
    mapping = np.array([0, 1, 1, 2, 2, 0])
    encoder = StaticEncoder(
        write_static(tmp_path / "m", {"embeddings": plain_rows()[:3], "mapping": mapping})
    )

    light, valley, fund, weather = encoder.encode_queries(["光", "谷", "基金", "天气"])

    np.testing.assert_array_equal(light, valley)
    assert not np.allclose(light, fund)
    assert not np.allclose(light, weather)


def test_prompts_stand_before_questions_and_passages(tmp_path: Path) -> None:
    prompts = {"query": "光 ", "document": "谷 "}
    encoder = StaticEncoder(write_static(tmp_path / "m", {"embedding.weight": plain_rows()}, prompts))
    bare = StaticEncoder(write_static(tmp_path / "bare", {"embedding.weight": plain_rows()}))

    np.testing.assert_array_equal(encoder.encode_queries(["基金"]), bare.encode_queries(["光 基金"]))
    np.testing.assert_array_equal(encoder.encode_passages(["基金"]), bare.encode_queries(["谷 基金"]))


def test_nothing_known_is_the_zero_vector(shipped: StaticEncoder) -> None:
    assert not shipped.encode_queries(["", "……", "\U0001f600"]).any()
    assert shipped.encode_queries([]).shape == (0, shipped.dimension)
    assert shipped.encode_passages([]).shape == (0, shipped.dimension)


def test_batches_change_nothing_and_are_counted(shipped: StaticEncoder) -> None:
    texts = [f"第{number}条新闻说到基金" for number in range(700)]
    seen: list[tuple[int, int]] = []

    vectors = shipped.encode_passages(texts, progress=lambda done, total: seen.append((done, total)))

    np.testing.assert_allclose(vectors[650], shipped.encode_queries([texts[650]])[0], atol=1e-6)
    assert [done for done, _ in seen] == sorted({done for done, _ in seen})
    assert seen[-1] == (700, 700)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("東湖高新區的基金規模是多少？", "东湖高新区的基金规模是多少？"),
        ("ＩＰＨＯＮＥ １５", "iphone 15"),
        ("體育館開幕，觀眾兩萬人", "体育馆开幕。观众两万人"),
    ],
)
def test_script_width_case_punctuation_do_not_matter(shipped: StaticEncoder, one: str, other: str) -> None:
    np.testing.assert_array_equal(shipped.encode_queries([one]), shipped.encode_queries([other]))


def test_the_shipped_model_finds_related_text(shipped: StaticEncoder) -> None:
    passages = shipped.encode_passages(
        [
            "气象台发布暴雨橙色预警，预计今晚到明天有大到暴雨，局部有雷电大风。",
            "两队加时后战成二比二，点球大战主队胜出，晋级决赛。",
            "央行宣布下调存款准备金率零点二五个百分点，释放长期资金。",
        ]
    )
    questions = shipped.encode_queries(["明天会下雨吗", "这场足球比赛谁赢了", "降准了多少"])

    assert (questions @ passages.T).argmax(axis=1).tolist() == [0, 1, 2]


def test_name_follows_the_weights(tmp_path: Path) -> None:
    first = write_static(tmp_path / "a" / "model", {"embedding.weight": plain_rows()})
    same = write_static(tmp_path / "b" / "model", {"embedding.weight": plain_rows()})
    other = write_static(tmp_path / "c" / "model", {"embedding.weight": plain_rows() + 1})

    assert StaticEncoder(first).name == StaticEncoder(same).name
    assert StaticEncoder(first).name.startswith("model-")
    assert StaticEncoder(first).name != StaticEncoder(other).name


@pytest.mark.parametrize(
    "file", ["modules.json", "0_StaticEmbedding/tokenizer.json", "0_StaticEmbedding/model.safetensors"]
)
def test_a_damaged_file_is_named(tmp_path: Path, file: str) -> None:
    folder = write_static(tmp_path / "model", {"embedding.weight": plain_rows()})
    (folder / file).write_text("{broken", encoding="utf-8")

    with pytest.raises(ModelError, match=Path(file).name):
        StaticEncoder(folder)


def test_a_missing_file_is_named(tmp_path: Path) -> None:
    folder = write_static(tmp_path / "model", {"embedding.weight": plain_rows()})
    (folder / "0_StaticEmbedding" / "model.safetensors").unlink()

    with pytest.raises(ModelError, match=r"model\.safetensors"):
        StaticEncoder(folder)


def test_too_few_rows_and_foreign_tensors_are_refused(tmp_path: Path) -> None:
    with pytest.raises(ModelError, match="3 vectors for 6 tokens"):
        StaticEncoder(write_static(tmp_path / "few", {"embedding.weight": plain_rows()[:3]}))
    with pytest.raises(ModelError, match="neither"):
        StaticEncoder(write_static(tmp_path / "foreign", {"weight": plain_rows()}))


@pytest.mark.slow
@pytest.mark.filterwarnings("ignore::DeprecationWarning")
def test_sentence_transformers_gives_the_same_vectors(shipped: StaticEncoder) -> None:
    from sentence_transformers import SentenceTransformer  # noqa: PLC0415

    texts = ["东湖高新区的基金规模是多少？", "東湖高新區舉行簽約儀式，規模10億元。", "iPhone 15", "龘", ""]
    model = SentenceTransformer(str(DEFAULT_MODEL), device="cpu", local_files_only=True)

    np.testing.assert_allclose(shipped.encode_passages(texts), model.encode_document(texts), atol=1e-3)
    np.testing.assert_allclose(shipped.encode_queries(texts), model.encode_query(texts), atol=1e-3)
