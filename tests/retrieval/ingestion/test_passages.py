"""Paragraphs to passages."""

from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from retrieval.documents import Article, Document, Paragraph
from retrieval.ingestion.passages import LONGEST, cuts, split

SENTENCE = "园区今年新增高新技术企业十二家，累计达到一百零六家。"


def document(*texts: str) -> Document:
    paragraphs = tuple(Paragraph(text, page=number) for number, text in enumerate(texts, 1))
    article = Article("园区新闻", paragraphs, published=date(2024, 5, 1))
    return Document(source="新闻.txt", path="/新闻.txt", digest="", title="新闻", articles=(article, article))


def test_a_paragraph_is_a_passage_with_where_it_came_from() -> None:
    passages = list(split(document("第一段。", "第二段。"), "公开"))

    assert [(p.text, p.paragraph, p.offset, p.page) for p in passages] == [
        ("第一段。", 0, 0, 1),
        ("第二段。", 1, 0, 2),
        ("第一段。", 2, 0, 1),
        ("第二段。", 3, 0, 2),
    ]
    assert {(p.title, p.source, p.collection, p.published) for p in passages} == {
        ("园区新闻", "新闻.txt", "公开", date(2024, 5, 1))
    }


def test_a_long_paragraph_is_cut_after_sentences_with_one_sentence_of_overlap() -> None:
    text = SENTENCE * 50

    spans = list(cuts(text))

    assert len(spans) > 2
    assert all(text[start:end].endswith("。") for start, end in spans)
    assert all(LONGEST - len(SENTENCE) < end - start <= LONGEST for start, end in spans[:-1])
    overlaps = [text[start:end] for (start, _), (_, end) in zip(spans[1:], spans, strict=False)]
    assert set(overlaps) == {SENTENCE}


def test_a_closing_quote_stays_with_its_sentence() -> None:
    text = "他说：“我们先把手上的事情做好，再去谈别的打算。”" * 30

    assert all(text[start:end].endswith("。”") for start, end in cuts(text))


def test_a_sentence_without_end_is_cut_at_commas() -> None:
    text = "、".join(f"第{number}号厂房" for number in range(400))

    spans = list(cuts(text))

    assert all(text[start:end].endswith("、") for start, end in spans[:-1])
    assert all(end - start <= LONGEST for start, end in spans)


def test_text_without_punctuation_is_cut_all_the_same() -> None:
    assert all(end - start <= LONGEST for start, end in cuts("字" * 5000))


@given(st.text(alphabet="甲乙丙，。；”！ a1\n", max_size=4000) | st.text(max_size=1500))
def test_passages_put_together_without_overlap_are_the_paragraph(text: str) -> None:
    whole, reached = "", 0
    previous = -1
    for start, end in cuts(text):
        assert previous < start <= end
        assert end - start <= LONGEST
        assert set(text[reached:start]) <= {"\n"}
        whole += text[max(reached, start) : end]
        previous, reached = start, end
    assert whole.replace("\n", "") == text.replace("\n", "")


def test_a_long_list_is_cut_between_its_lines() -> None:
    items = [f"{number}. 第{number}台设备的编号、型号、存放地点和保管人；" for number in range(1, 60)]
    text = "\n".join(["本次清点的设备如下：", *items])

    parts = [text[start:end] for start, end in cuts(text)]

    assert "\n".join(parts) == text
    assert all(len(part) <= LONGEST for part in parts)
    assert len(parts) < 6


def test_a_line_that_leads_to_the_next_is_not_left_alone() -> None:
    answer = SENTENCE * 19
    items = [f"{letter * 240}；" for letter in "甲乙丙丁"]

    (first_start, first_end), *_ = cuts(f"新增企业有多少家？\n{answer}")
    parts = list(cuts("\n".join([*items[:2], "还有：", *items[2:]])))

    assert first_end - first_start > LONGEST // 2
    assert len(parts) == 2
    assert "\n".join([*items[:2], "还有：", *items[2:]])[slice(*parts[1])].startswith("还有：\n丙")
