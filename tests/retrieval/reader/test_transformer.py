"""Readers of transformers: what is made of any of them, shown on small ones with weights of our own."""

import json
import shutil
import time
from concurrent.futures import ThreadPoolExecutor
from itertools import pairwise
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from embeddings import ModelError
from retrieval.confidence import Decision
from retrieval.documents import Passage, Span
from retrieval.engine import Engine
from retrieval.library import File
from retrieval.reader import DEFAULT_FOLDER, Reader, SpanReader, load_reader
from retrieval.reader.transformer import TransformerReader
from tests.retrieval.models import LESSONS, write_bert, write_marker, write_sentencepiece_marker

# Warnings of torch and transformers about themselves are not ours.
pytestmark = pytest.mark.filterwarnings("ignore::DeprecationWarning", "ignore::FutureWarning")

ARTICLES = [Passage(lesson.text, title=lesson.title) for lesson in LESSONS]


@pytest.fixture(scope="module")
def taught(trained_reader: Path) -> Reader:
    return load_reader(trained_reader)


@pytest.fixture(scope="module")
def marker(tmp_path_factory: pytest.TempPathFactory) -> Reader:
    return load_reader(write_marker(tmp_path_factory.mktemp("readers") / "marker"))


def cut(passage: Passage, span: Span) -> str:
    return passage.text[span.start : span.end]


@pytest.mark.slow
def test_ten_questions_are_answered_from_the_passage_that_answers(taught: Reader) -> None:
    assert isinstance(taught, TransformerReader)
    for number, lesson in enumerate(LESSONS):
        found = taught.read(lesson.question, ARTICLES)
        assert cut(ARTICLES[number], found[number][0]) == lesson.answer
        assert max(range(10), key=lambda n: found[n][0].score) == number


@pytest.mark.slow
def test_no_answer_wins_where_there_is_none(taught: Reader) -> None:
    for number, lesson in enumerate(LESSONS):
        scores = [spans[0].score for spans in taught.read(lesson.question, ARTICLES)]
        assert [score > 0 for score in scores] == [other == number for other in range(10)]


@pytest.mark.slow
def test_the_engine_answers_all_ten_with_it_and_declines_the_rest(
    trained_reader: Path, tmp_path: Path
) -> None:
    engine = Engine.open(
        tmp_path / "home", reader=load_reader(trained_reader), decision=Decision.of(trained_reader)
    )
    for number, lesson in enumerate(LESSONS):
        path = tmp_path / f"{number}.txt"
        path.write_text(f"{lesson.title}\n\n{lesson.text}\n", encoding="utf-8")
        engine.library.add(File(path, path.name))
    answers = [engine.ask(lesson.question).answer for lesson in LESSONS]
    assert [answer and answer.text for answer in answers] == [lesson.answer for lesson in LESSONS]
    assert engine.ask("海东市的市长是谁？").answer is None
    engine.close()


def test_an_answer_in_the_third_window_is_found_where_it_stands(marker: Reader) -> None:
    text = "丙" * 900 + "，甲丁丁乙，" + "丙" * 500
    (spans,) = marker.read("问？", [Passage(text)])
    assert (spans[0].start, spans[0].end) == (901, 905)
    assert spans[0].score > spans[1].score + 2


@pytest.mark.parametrize("place", range(380, 520, 7))
def test_an_answer_at_the_seam_of_two_windows_is_found_whole(marker: Reader, place: int) -> None:
    text = "丙" * place + "甲丁丁丁丁丁丁乙" + "丙" * 300
    (spans,) = marker.read("问？", [Passage(text, title="丁")])
    assert (spans[0].start, spans[0].end) == (place, place + 8)


def test_a_title_is_context_and_never_the_answer(marker: Reader) -> None:
    text = "丙丁丙丁，甲丙乙。"
    titled, named = marker.read("问？", [Passage(text, title="甲丁乙"), Passage("丙丁", title="甲丁乙")])
    assert (titled[0].start, titled[0].end) == (5, 8)
    assert all(span.score < 0 for span in named)


def test_spans_are_cut_from_the_text_as_it_was_written(marker: Reader) -> None:
    text = "丙😀，甲👩‍👩‍👧Ａ丁乙\u3000丙"
    (spans,) = marker.read("问？", [Passage(text)])
    assert cut(Passage(text), spans[0]) == "甲👩‍👩‍👧Ａ丁乙"


def test_what_stands_beside_a_passage_does_not_change_its_spans(marker: Reader) -> None:
    texts = ["丙甲乙" * (1 + number % 5) + "丁" * 37 * number for number in range(20)]
    passages = [Passage(text, title="丁" * (number % 3)) for number, text in enumerate(texts)]
    together = marker.read("问？", passages)
    for passage, spans in zip(passages, together, strict=True):
        (alone,) = marker.read("问？", [passage])
        assert [(s.start, s.end) for s in alone[:1]] == [(s.start, s.end) for s in spans[:1]]
        np.testing.assert_allclose([s.score for s in alone], [s.score for s in spans], atol=1e-4)


def test_a_model_that_cannot_decline_is_brought_to_the_same_scale(marker: Reader, tmp_path: Path) -> None:
    eager = load_reader(write_marker(tmp_path / "eager", null=-9.0))
    # About as long as the texts that the scale is measured on: the odds of all spans are summed.
    passages = [Passage("丙甲丁乙丙" + "丙丁" * 10), Passage("丙丁" * 13)]
    marked, unmarked = (spans[0].score for spans in eager.read("问？", passages))
    assert marked > 4
    assert unmarked == pytest.approx(0, abs=0.5)
    short = [Passage("丙甲丁乙丙"), Passage("丙丁丙丁")]
    assert [spans[0].score > 0 for spans in marker.read("问？", short)] == [True, False]


def test_sentencepiece_tokens_and_positions_from_two(tmp_path: Path) -> None:
    reader = load_reader(write_sentencepiece_marker(tmp_path / "xlm"))
    text = "丙丁" * 600 + "丁甲丙丁乙。" + "丙丁，" * 300
    (spans,) = reader.read("问？", [Passage(text, title="丙")])
    assert (spans[0].start, spans[0].end) == (1201, 1205)
    assert spans[0].score > 0


def check(text: str, spans: tuple[Span, ...]) -> None:
    assert len(spans) <= 5
    assert all(0 <= span.start < span.end <= len(text) for span in spans)
    assert all(span.end - span.start <= 66 for span in spans)  # 64, and a bracket completed at each end
    assert all(np.isfinite(span.score) for span in spans)
    assert all(first.score >= second.score for first, second in pairwise(spans))
    in_order = sorted(spans, key=lambda span: span.start)
    assert all(first.end <= second.start for first, second in pairwise(in_order))


@settings(deadline=None, max_examples=40)
@given(
    question=st.text(max_size=60),
    texts=st.lists(st.text(st.characters() | st.sampled_from("甲乙丙丁，（）"), max_size=200), max_size=3),
    title=st.text(max_size=90),
)
def test_any_text(marker: Reader, question: str, texts: list[str], title: str) -> None:
    found = marker.read(question, [Passage(text=text, title=title) for text in texts])
    assert len(found) == len(texts)
    for text, spans in zip(texts, found, strict=True):
        check(text, spans)


@pytest.mark.parametrize(
    "text",
    [
        "",
        " ",
        "。",
        "1",
        "\ud83d",
        "甲\ude00乙",
        "a" * 600,
        "，。！？" * 300,
        "[SEP]甲[CLS]乙[PAD]",
        "\x00甲\x00乙",
    ],
    ids=["empty", "blank", "stop", "digit", "half", "between", "latin", "marks", "special", "control"],
)
def test_odd_passages(marker: Reader, text: str) -> None:
    (spans,) = marker.read("丙\ud83d？", [Passage(text=text, title="\ude00")])
    check(text, spans)


def test_no_question_no_spans(marker: Reader) -> None:
    assert marker.read(" \n", [Passage("甲丙乙")]) == [()]
    assert marker.read("谁", []) == []


def test_long_questions_and_titles_leave_room_for_the_passage(tmp_path: Path) -> None:
    reader = load_reader(write_marker(tmp_path / "narrow", max_position_embeddings=66))
    text = "丙" * 100 + "甲丁乙" + "丙" * 100
    (spans,) = reader.read("问" * 500 + "？", [Passage(text, title="丁" * 500)])
    assert (spans[0].start, spans[0].end) == (100, 103)


def test_threads_share_a_reader(marker: Reader) -> None:
    texts = ["丙" * number + "甲丁乙" for number in range(0, 600, 50)]
    with ThreadPoolExecutor(4) as pool:
        found = list(pool.map(lambda text: marker.read("问？", [Passage(text)])[0][0].start, texts * 2))
    assert found == [*range(0, 600, 50)] * 2


@pytest.mark.parametrize("kind", ["electra", "albert", "distilbert"])
def test_other_architectures_are_read(kind: str, tmp_path: Path) -> None:
    import transformers  # noqa: PLC0415

    write_bert(tmp_path, "甲乙丙丁，。？问")  # for its tokenizer
    sizes = {"hidden_size": 32, "embedding_size": 16, "intermediate_size": 64, "dim": 32, "hidden_dim": 64}
    depth = {"num_hidden_layers": 2, "num_attention_heads": 2, "n_layers": 2, "n_heads": 2}
    config = transformers.AutoConfig.for_model(kind, vocab_size=13, **sizes, **depth)
    model: Any = transformers.AutoModelForQuestionAnswering
    model.from_config(config).save_pretrained(tmp_path)
    text = "丙丁甲，" * 200
    (spans,) = load_reader(tmp_path).read("问？", [Passage(text, title="乙")])
    assert spans
    check(text, spans)


def test_a_model_without_the_head_is_refused(tmp_path: Path) -> None:
    from transformers import BertModel  # noqa: PLC0415

    write_bert(tmp_path, "甲乙")
    BertModel.from_pretrained(tmp_path, add_pooling_layer=False).save_pretrained(tmp_path)
    with pytest.raises(ModelError, match="has no question-answering head: qa_outputs") as caught:
        load_reader(tmp_path)
    assert str(tmp_path) in str(caught.value)


def test_a_model_with_a_part_of_its_weights_is_refused(tmp_path: Path) -> None:
    write_bert(tmp_path, "甲乙")
    config = json.loads((tmp_path / "config.json").read_text(encoding="utf-8"))
    (tmp_path / "config.json").write_text(json.dumps({**config, "num_hidden_layers": 3}), encoding="utf-8")
    with pytest.raises(ModelError, match=r"is not whole: bert\.encoder"):
        load_reader(tmp_path)


def test_a_model_without_a_vocabulary_is_refused(tmp_path: Path) -> None:
    write_bert(tmp_path, "甲乙")
    for file in tmp_path.glob("tokenizer*"):
        file.unlink()
    with pytest.raises(ModelError, match="vocabulary"):
        load_reader(tmp_path)


@pytest.mark.slow
def test_a_model_with_a_slow_tokenizer_alone_is_refused(tmp_path: Path) -> None:
    import transformers  # noqa: PLC0415

    write_bert(tmp_path, "甲乙")
    for file in tmp_path.glob("tokenizer*"):
        file.unlink()
    slow: Any = transformers.CanineTokenizer
    slow().save_pretrained(tmp_path)
    with pytest.raises(ModelError, match="no fast tokenizer"):
        load_reader(tmp_path)


@pytest.mark.parametrize(
    ("name", "content"),
    [("model.safetensors", "{"), ("config.json", '{"model_type": "nothing"}'), ("tokenizer.json", "{")],
)
def test_a_damaged_model_is_told_in_one_sentence(tmp_path: Path, name: str, content: str) -> None:
    write_bert(tmp_path, "甲乙")
    (tmp_path / name).write_text(content, encoding="utf-8")
    with pytest.raises(ModelError, match="cannot be loaded") as caught:
        load_reader(tmp_path)
    assert "\n" not in str(caught.value)


def test_loading_says_nothing(tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    write_bert(tmp_path, "甲乙")
    capfd.readouterr()
    load_reader(tmp_path)
    assert capfd.readouterr() == ("", "")


def test_a_folder_of_our_own_format_is_read_without_transformers(tmp_path: Path) -> None:
    for name in ("model.onnx", "tokenizer.json"):
        shutil.copy(DEFAULT_FOLDER / name, tmp_path)
    reader = load_reader(str(tmp_path))
    assert isinstance(reader, SpanReader)
    assert reader is load_reader(tmp_path)


SECONDS = 30  # some, for the libraries to be loaded; a hub that is waited for takes minutes


@pytest.mark.parametrize("model", ["/no/such/folder", "./nowhere", "a/b/c", "~/no-model-here"])
def test_a_missing_folder_is_named_at_once(model: str) -> None:
    began = time.monotonic()
    with pytest.raises(ModelError, match="no folder") as caught:
        load_reader(model)
    assert model in str(caught.value)
    assert time.monotonic() - began < SECONDS


def test_a_hub_out_of_reach_is_told_in_seconds(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("huggingface_hub.constants.ENDPOINT", "http://127.0.0.1:9")
    monkeypatch.setenv("no_proxy", "127.0.0.1")
    began = time.monotonic()
    with pytest.raises(ModelError, match=r"somebody/some-reader.*cannot be reached"):
        load_reader("somebody/some-reader")
    assert time.monotonic() - began < SECONDS


@pytest.mark.slow
def test_simplified_and_traditional_script_are_read_alike(taught: Reader) -> None:
    (spans,) = taught.read("雲溪新區的基金總規模是多少？", [Passage(LESSONS[1].text, title=LESSONS[1].title)])
    assert cut(ARTICLES[1], spans[0]) == "八亿元"
    traditional = Passage(
        "雲溪新區設立產業引導基金，總規模八億元，首期出資三億元，由雲溪資本管理。", title="雲溪基金"
    )
    (spans,) = taught.read(LESSONS[1].question, [traditional])
    assert cut(traditional, spans[0]) == "八億元"
