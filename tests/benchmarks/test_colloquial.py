import json
import lzma
from collections import Counter
from pathlib import Path
from statistics import median

import pytest

from benchmarks.colloquial import (
    Question,
    Source,
    corpus,
    holds,
    index,
    measure,
    overlap,
    places,
    read_questions,
)
from retrieval.documents import Passage
from retrieval.search.retriever import Retriever
from tests.retrieval.letters import LetterEncoder
from training.data.examples import is_held_out

DATA = Path(__file__).parents[3] / "shared" / "data"
BRIDGE = "青石桥修缮工程共花费三百二十万元。\n\n望江生态园占地两千四百亩，绿化率达到六成。"
PARK = "海棠苑占地三十亩，花了三百二十万元。"


def _question(text: str, answer: str, document: Source, start: int | None = None) -> Question:
    place = document.text.index(answer) if start is None else start
    return Question(document.file, document.digest, text, answer, place)


def test_questions_are_many_short_and_spread() -> None:
    questions = read_questions()
    assert len(questions) >= 220
    assert len({question.text for question in questions}) == len(questions)
    assert all(5 <= len(question.text) <= 30 for question in questions)
    assert all(1 <= len(question.answer) <= 30 for question in questions)
    assert all(question.answer == question.answer.strip() for question in questions)
    assert max(Counter(question.document for question in questions).values()) <= 2
    files = Counter(question.file for question in questions)
    assert files.keys() == {"news_crud_2023", "laws", "government_work_reports"}
    assert 0.65 <= files["news_crud_2023"] / len(questions) <= 0.85


def test_documents_are_named_by_their_digest_and_answers_by_their_place() -> None:
    for question in read_questions():
        assert len(question.document) == 16
        assert int(question.document, 16) >= 0
        assert question.start >= 0


@pytest.mark.slow
@pytest.mark.skipif(not (DATA / "text").is_dir(), reason="needs ../shared/data/text beside the checkout")
def test_answers_stand_in_documents_nothing_is_trained_on_in_other_words_than_asked() -> None:
    questions = read_questions()
    texts = {source.digest: source.text for source in corpus(DATA, {q.document for q in questions})}
    for question in questions:
        text = texts[question.document]
        assert is_held_out(text)
        assert text.startswith(question.answer, question.start), question.text
    overlaps = [overlap(question, texts[question.document]) for question in questions]
    assert median(overlaps) <= 0.15
    assert max(overlaps) <= 0.5


def test_overlap_is_counted_in_the_line_that_answers() -> None:
    source = Source("news_crud_2023", "", BRIDGE)
    assert overlap(_question("青石桥", "三百二十万元", source), BRIDGE) == 1
    assert overlap(_question("青石桥", "两千四百亩", source), BRIDGE) == 0
    assert overlap(_question("青石 桥盘子？", "三百二十万元", source), BRIDGE) == 0.5


def test_a_passage_answers_that_holds_the_place_not_just_the_words() -> None:
    text = "一期花费三亿元。 \u200b二期也花费三亿元。"
    source = Source("news_crud_2023", "", text)
    second = _question("二期多少钱", "三亿元", source, text.rindex("三亿元"))
    assert holds(Passage("二期也花费三亿元。"), second, text)
    assert holds(Passage("一期花费三亿元。二期也花费三亿元。"), second, text)
    assert not holds(Passage("一期花费三亿元。"), second, text)
    assert not holds(Passage("二期也花费三亿"), second, text)
    assert not holds(Passage("别处也花费三亿元。"), second, text)


def test_a_place_is_found_again_in_text_that_repeats_itself() -> None:
    text = "花费三亿元。此外，花费三亿元。"
    source = Source("news_crud_2023", "", text)
    assert holds(Passage("花费三亿元。"), _question("多少钱", "三亿元", source, text.rindex("三亿元")), text)


def test_each_way_of_searching_is_measured_by_the_place_of_the_right_passage() -> None:
    sources = [Source("news_crud_2023", "", BRIDGE), Source("laws", "海棠苑", PARK)]
    texts = {source.digest: source.text for source in sources}
    questions = [
        _question("青石桥修缮花费", "三百二十万元", sources[0]),
        _question("生态园绿化率", "六成", sources[0]),
        _question("海棠苑花了", "三百二十万元", sources[1]),
        _question("海棠苑占地", "三百二十万元", sources[0]),
    ]
    store = index(sources)
    right = places(store, questions, texts)
    assert [len(ids) for ids in right] == [1, 1, 1, 1]
    retriever = Retriever(store, LetterEncoder())
    for way in ("lexical", "vectors", "fused"):
        found = measure(retriever, questions, right, 3, way)
        assert found.places[:3] == (1, 1, 1)
        assert found.places[3] != 1
        assert found.summary()["passages"] == 3
    store.close()


def test_the_corpus_is_what_is_held_out_and_of_laws_what_is_asked_and_200_more(tmp_path: Path) -> None:
    (tmp_path / "text").mkdir()
    files = {
        "news_crud_2023": [{"date": "2023-08-01", "text": f"第{n}条新闻。"} for n in range(40)],
        "government_work_reports": [{"title": f"{n}年", "content": f"第{n}次报告。"} for n in range(40)],
        "laws": [{"title": f"{n}号", "text": f"第{n}号法规。"} for n in range(3000)],
    }
    for name, records in files.items():
        with lzma.open(tmp_path / "text" / f"{name}.jsonl.xz", "wt", encoding="utf-8") as file:
            file.writelines(json.dumps(record, ensure_ascii=False) + "\n" for record in records)
    held_out = [record["text"] for record in files["laws"] if is_held_out(record["text"])]
    asked = {Source("laws", "", text).digest for text in held_out[-3:]}

    sources = corpus(tmp_path, asked)

    assert all(is_held_out(source.text) for source in sources)
    assert asked <= {source.digest for source in sources}
    count = Counter(source.file for source in sources)
    assert count["laws"] == 203
    for name in ("news_crud_2023", "government_work_reports"):
        texts = [record.get("text") or record["content"] for record in files[name]]
        assert count[name] == sum(map(is_held_out, texts)) > 0
    assert {source.title for source in sources if source.file == "news_crud_2023"} == {""}
    assert all(source.title for source in sources if source.file == "laws")
