"""The reader that ships: what it cuts out of passages, and what holds for any text."""

import subprocess
import sys
from itertools import pairwise
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from embeddings import ModelError
from retrieval.documents import Passage, Span
from retrieval.reader import DEFAULT_FOLDER, JointReader, load_reader
from retrieval.reader.answer_types import fitted

BRIDGE = (
    "9月12日上午，横跨青河的朝阳大桥建成通车。大桥全长1860米，总投资7.3亿元，由省路桥集团承建，"
    "历时3年完工。市交通局局长周建国在通车仪式上说，今后从老城区到高铁站只需8分钟。"
)
LIBRARY = (
    "新图书馆位于梅山区学院路，馆藏图书120万册，设有少儿、古籍、多媒体三个阅览区。"
    "馆长林晓梅介绍，图书馆每天接待读者约5000人次。"
)
TRADITIONAL = "這座燈塔建於1897年，由英國工程師韓得善設計，塔高21公尺，是島上最早的西式建築。"


@pytest.mark.parametrize(
    ("question", "text", "answer"),
    [
        ("朝阳大桥总投资多少？", BRIDGE, "7.3亿元"),
        ("朝阳大桥全长多少米", BRIDGE, "1860米"),
        ("朝阳大桥什么时候通车？", BRIDGE, "9月12日上午"),
        ("市交通局局长是谁？", BRIDGE, "周建国"),
        ("新图书馆在哪里？", LIBRARY, "梅山区学院路"),
        ("图书馆馆长叫什么名字？", LIBRARY, "林晓梅"),
        ("图书馆藏书多少册", LIBRARY, "120万册"),
        ("灯塔是哪一年建的？", TRADITIONAL, "1897年"),
        ("燈塔由誰設計？", TRADITIONAL, "韓得善"),
        ("塔高多少公尺？", TRADITIONAL, "21公尺"),
        ("燈塔有多高？", TRADITIONAL, "21公尺"),
    ],
)
def test_reads(question: str, text: str, answer: str) -> None:
    passage = Passage(text=text)
    (proposed,) = load_reader().read(question, [passage])
    found = fitted(question, passage, proposed)[0].cut(text)
    assert answer in found
    assert len(found) <= len(answer) + 10


def test_the_passage_that_answers_scores_best() -> None:
    passages = [Passage(text=text) for text in (LIBRARY, TRADITIONAL, BRIDGE)]
    found = load_reader().read("朝阳大桥总投资多少？", passages)
    best = [spans[0].score for spans in found]
    assert best[2] > max(best[:2])


def test_what_nothing_answers_scores_below_what_is_answered() -> None:
    reader = load_reader()
    ((answered, *_),) = reader.read("朝阳大桥总投资多少？", [Passage(text=BRIDGE)])
    ((unanswered, *_),) = reader.read("熊猫每天吃多少竹子？", [Passage(text=BRIDGE)])
    assert answered.score > unanswered.score + 2


def test_a_title_says_what_the_passage_is_about() -> None:
    text, question = "总投资7.3亿元，由省路桥集团承建，历时3年完工。", "朝阳大桥总投资多少"
    titled, bare = load_reader().read(
        question, [Passage(text=text, title="朝阳大桥通车"), Passage(text=text)]
    )
    assert text[titled[0].start : titled[0].end] == "7.3亿元"
    assert titled[0].score > bare[0].score


def test_an_answer_late_in_a_very_long_passage_is_found() -> None:
    filler = "这里的人们春天种茶，秋天收稻，日子过得很平静。" * 120
    text = filler + BRIDGE + filler
    (spans,) = load_reader().read("朝阳大桥总投资多少？", [Passage(text=text)])
    assert text[spans[0].start : spans[0].end] == "7.3亿元"


def test_script_changes_nothing() -> None:
    simplified = "这座灯塔建于1897年，由英国工程师韩得善设计，塔高21公尺，是岛上最早的西式建筑。"
    reader = load_reader()
    assert reader.read("灯塔由谁设计？", [Passage(text=simplified)]) == reader.read(
        "燈塔由誰設計？", [Passage(text=TRADITIONAL)]
    )


def check(text: str, spans: tuple[Span, ...]) -> None:
    assert len(spans) <= 5
    assert all(0 <= span.start < span.end <= len(text) for span in spans)
    assert all(np.isfinite(span.score) for span in spans)
    assert all(first.score >= second.score for first, second in pairwise(spans))
    in_order = sorted(spans, key=lambda span: span.start)
    assert all(first.end <= second.start for first, second in pairwise(in_order))
    for span in spans:
        piece = text[span.start : span.end]
        assert piece == piece.strip()
        assert any(character.isalnum() for character in piece)


@settings(deadline=None, max_examples=60)
@given(
    question=st.text(max_size=60),
    texts=st.lists(st.text(max_size=200), max_size=3),
    title=st.text(max_size=90),
)
def test_any_text(question: str, texts: list[str], title: str) -> None:
    found = load_reader().read(question, [Passage(text=text, title=title) for text in texts])
    assert len(found) == len(texts)
    for text, spans in zip(texts, found, strict=True):
        check(text, spans)


@pytest.mark.parametrize(
    "text",
    ["", " ", "。", "1", "😀👍🏽👨‍👩‍👧", "a" * 600, "，。！？" * 300, "大桥😀全长1860米" * 90],
    ids=["empty", "blank", "stop", "digit", "emoji", "latin", "punctuation", "long"],
)
def test_odd_passages(text: str) -> None:
    (spans,) = load_reader().read("大桥全长多少😀？", [Passage(text=text, title="😀")])
    check(text, spans)


def test_no_question_no_spans() -> None:
    assert load_reader().read("  ", [Passage(text=BRIDGE)]) == [()]
    assert load_reader().read("谁", []) == []


def test_long_questions_are_read() -> None:
    (spans,) = load_reader().read("请问" * 500 + "朝阳大桥总投资多少？", [Passage(text=BRIDGE)])
    check(BRIDGE, spans)


def test_the_same_reader_is_loaded_once() -> None:
    assert load_reader() is load_reader()
    assert isinstance(load_reader(), JointReader)


def test_an_empty_folder_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ModelError, match="holds no reader"):
        load_reader(tmp_path)


@pytest.mark.parametrize("damaged", ["model.onnx", "tokenizer.json"])
@pytest.mark.parametrize("kept", [0, 1, 100, 300_000])
def test_damaged_files_are_refused(tmp_path: Path, damaged: str, kept: int) -> None:
    for name in ("model.onnx", "tokenizer.json"):
        content = (DEFAULT_FOLDER / name).read_bytes()
        (tmp_path / name).write_bytes(content[:kept] if name == damaged else content)
    with pytest.raises(ModelError, match="holds no reader"):
        load_reader(tmp_path)


def test_reading_needs_no_torch() -> None:
    program = (
        "import sys; from retrieval.documents import Passage; from retrieval.reader import load_reader;"
        "load_reader().read('多少', [Passage(text='共3人')]); print('torch' in sys.modules)"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)  # noqa: S603
    assert done.stdout.strip() == "False"
