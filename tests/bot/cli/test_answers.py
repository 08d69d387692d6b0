import io
import json
from dataclasses import replace
from datetime import date

import pytest
from rich.console import Console

from bot.cli.answers import as_json, show
from retrieval.documents import Answer, DocumentName, Passage, Reply

pytestmark = pytest.mark.usefixtures("chinese")

PASSAGE = Passage(
    "基金总规模[10]亿元。",
    title="星湖设立基金",
    source="a.txt",
    collection="public",
    published=date(2023, 5, 1),
    page=2,
)
ANSWER = Answer("[10]亿元", 0.91234, PASSAGE, 5, 11, also=(Passage("也是", title="另一篇", source="b.txt"),))


def printed(reply: Reply) -> str:
    file = io.StringIO()
    show(reply, Console(file=file, width=40))
    return file.getvalue()


def test_an_answer_is_shown_with_its_passage_the_span_marked_and_all_sources() -> None:
    text = printed(Reply("规模？", ANSWER, (ANSWER,)))
    assert text.splitlines()[0] == "[10]亿元"
    assert "基金总规模【[10]亿元】。" in text
    assert "《星湖设立基金》 · a.txt · 2023年5月1日 · 第2页 · 91%" in text
    assert "也见于：《另一篇》 · b.txt" in text


def test_of_many_other_places_some_are_named_and_all_counted() -> None:
    places = tuple(Passage("也是", title=f"第{number}篇", source="b.txt") for number in range(12))
    text = printed(Reply("规模？", answer := replace(ANSWER, also=places), (answer,)))
    assert text.count("也见于：") == 5
    assert text.splitlines()[-1] == "  等 12 处"


def test_nothing_found_is_said_with_the_nearest_place() -> None:
    text = printed(Reply("规模？", None, (ANSWER,)))
    assert text.splitlines()[0] == "没有找到"
    assert "最接近：《星湖设立基金》 · a.txt" in text
    assert text.splitlines()[2] == "    基金总规模[10]亿元。"
    assert "【" not in text
    assert printed(Reply("？", None)) == "没有找到\n"


def test_where_was_looked_is_said() -> None:
    within = (DocumentName(1, "星湖设立基金", "a.txt"), DocumentName(2, "", "[b].txt"))
    assert printed(Reply("规模？", ANSWER, (ANSWER,), within=within)).startswith(
        "只在《星湖设立基金》《[b].txt》里找\n"
    )
    missing = printed(Reply("规模？", None, within=within))
    assert "没有找到" in missing
    assert "在所有文档里找" in missing


def test_a_question_in_english_without_an_answer_is_told_to_be_asked_in_chinese() -> None:
    assert "please ask in Chinese" in printed(Reply("How large is the fund?", None, (ANSWER,)))
    assert "please ask" not in printed(Reply("How large is the fund?", ANSWER, (ANSWER,)))


def test_json_has_the_keys_that_others_read() -> None:
    content = json.loads(as_json(Reply("规模？", ANSWER, (ANSWER,), 12.34)))
    assert list(content) == ["question", "answer", "confidence", "band", "answers", "took_ms"]
    (answer,) = content["answers"]
    assert list(answer) == [
        "text", "confidence", "passage", "start", "end", "spans", "title", "published", "source", "page",
        "collection", "recognised", "also_in",
    ]  # fmt: skip
    assert answer["also_in"] == [
        {"title": "另一篇", "published": None, "source": "b.txt", "page": None, "collection": ""}
    ]
    assert answer["passage"][answer["start"] : answer["end"]] == answer["text"] == content["answer"]
    assert (content["band"], answer["spans"], answer["page"]) == ("sure", [[5, 11]], 2)
    assert (answer["published"], answer["source"], content["took_ms"]) == ("2023-05-01", "a.txt", 12.3)


def test_an_answer_that_is_not_sure_says_so() -> None:
    unsure = replace(ANSWER, band="unsure")
    assert printed(Reply("规模？", unsure, (unsure,))).splitlines()[0] == "不太确定：[10]亿元"
    content = json.loads(as_json(Reply("规模？", unsure, (unsure,))))
    assert (content["band"], content["answer"]) == ("unsure", "[10]亿元")


def test_all_items_of_a_list_are_marked() -> None:
    passage = Passage("请带身份证；照片两张。", source="a.txt")
    answer = Answer("身份证；照片两张", 0.9, passage, 2, 5, spans=((2, 5), (6, 10)))
    reply = Reply("带什么？", answer, (answer,))
    assert printed(reply).splitlines()[:2] == ["身份证；照片两张", "  请带【身份证】；【照片两张】。"]
    (content,) = json.loads(as_json(reply))["answers"]
    assert (content["start"], content["end"], content["spans"]) == (2, 5, [[2, 5], [6, 10]])
    assert "；".join(content["passage"][s:e] for s, e in content["spans"]) == content["text"]


def test_json_without_an_answer_keeps_the_candidates() -> None:
    content = json.loads(as_json(Reply("规模？", None, (ANSWER,))))
    assert (content["band"], content["answer"]) == ("none", None)
    assert content["answers"][0]["text"] == "[10]亿元"
    assert json.loads(as_json(Reply("？", None)))["confidence"] == 0


def test_each_line_of_a_passage_is_set_in() -> None:
    passage = Passage("材料：\n1. 照片\n2. 护照")
    answer = Answer("照片", 0.9, passage, 7, 9)
    assert printed(Reply("要什么？", answer, (answer,))).splitlines()[1:4] == [
        "  材料：",
        "  1. 【照片】",
        "  2. 护照",
    ]


def test_a_follow_up_is_shown_with_the_question_it_was_taken_for() -> None:
    reply = Reply("首期呢？", ANSWER, (ANSWER,), understood="基金首期规模多少")
    assert printed(reply).splitlines()[:2] == ["理解为：基金首期规模多少", "[10]亿元"]
    assert "understood" not in json.loads(as_json(reply))


def test_what_was_recognised_in_a_picture_says_so() -> None:
    answer = replace(ANSWER, passage=replace(PASSAGE, recognised=0.9687))
    assert "识别自图片，识别置信度 96%" in printed(Reply("规模？", answer, (answer,)))
    assert "识别自图片" not in printed(Reply("规模？", ANSWER, (ANSWER,)))
    given = [
        json.loads(as_json(Reply("规模？", a, (a,))))["answers"][0]["recognised"] for a in (answer, ANSWER)
    ]
    assert given == [0.9687, None]
