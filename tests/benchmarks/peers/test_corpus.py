import json
import lzma
from pathlib import Path

from benchmarks.peers.corpus import Asked, Corpus, Text, place
from benchmarks.peers.gathering import gather
from training.data.examples import is_held_out

CORPUS = Corpus(
    tuple(Text("" if number % 2 else "标题", f"第{number}段") for number in range(10)),
    (Asked("问三", (3,), "甲"), Asked("问九或零", (9, 0), "乙")),
)


def test_what_is_written_is_read_again(tmp_path: Path) -> None:
    CORPUS.write(tmp_path / "corpus")
    assert Corpus.read(tmp_path / "corpus") == CORPUS
    assert Corpus.read(tmp_path / "corpus", 4).passages == CORPUS.passages[:4]


def test_a_cut_keeps_what_is_right_in_another_order() -> None:
    for size in (4, 10, 20):
        cut = CORPUS.cut(size)
        assert set(cut.passages) == set(CORPUS.passages[:size])
        for asked in cut.questions:
            before = next(question for question in CORPUS.questions if question.text == asked.text)
            right = {CORPUS.passages[place] for place in before.right if place < size}
            assert {cut.passages[place] for place in asked.right} == right
    assert CORPUS.cut(10).passages != CORPUS.passages


def test_a_question_without_its_passage_is_left_out() -> None:
    assert [asked.text for asked in CORPUS.cut(3).questions] == ["问九或零"]
    assert CORPUS.cut(3).passages == CORPUS.cut(3).passages


def test_titles_stand_before_texts() -> None:
    assert Text("标题", "正文").whole == "标题\n正文"
    assert Text("", "正文").whole == "正文"


def test_place_of_the_first_right_passage() -> None:
    assert place([7, 3, 5], [5, 3]) == 2
    assert place([7, 3, 5], [4]) == 0


def test_asked_is_about_held_out_passages_and_others_stand_in_the_way(tmp_path: Path) -> None:
    contexts = [f"河东镇第{number}中学今年招生{number + 100}人，教师{number}人。" for number in range(60)]
    held = [context for context in contexts if is_held_out(context)]
    assert held
    paragraphs = [
        {
            "context": context,
            "qas": [
                {"question": "招几个人？", "answers": [{"text": "招生", "answer_start": 0}]},
                {"question": "几个教师？", "answers": [{"text": "教师", "answer_start": 0}]},
            ],
        }
        for context in contexts
    ]
    (tmp_path / "qa").mkdir()
    (tmp_path / "text").mkdir()
    data = {"data": [{"title": "学校", "paragraphs": paragraphs}]}
    (tmp_path / "qa" / "schools.json").write_text(json.dumps(data), encoding="utf-8")
    news = [
        {"title": f"{number}号快讯", "text": f"{number}号桥今日通车，全长{number}米。"}
        for number in range(30)
    ]
    with lzma.open(tmp_path / "text" / "news.jsonl.xz", "wt", encoding="utf-8") as lines:
        lines.write("\n".join(map(json.dumps, [*news, *news])))

    corpus = gather(tmp_path, 80)

    assert [text.text for text in corpus.passages[: len(held)]] == held
    assert len(corpus.passages) == len(set(corpus.passages)) == 80
    assert {corpus.passages[asked.right[0]].text for asked in corpus.questions} == set(held)
    assert {asked.text for asked in corpus.questions} == {"招几个人？"}
    assert any("通车" in text.text for text in corpus.passages)
    assert len(gather(tmp_path, 1000).passages) == 90
