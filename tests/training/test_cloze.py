"""Synthetic questions: they ask for what stands in their passage, and never come from held-out texts."""

# ruff: noqa: S311  # numbers for tests, no secrets

import random
from pathlib import Path

import pytest

from retrieval.text import sentences, tagged
from training.cloze import Piece, _pieces, cloze, cloze_examples, kept_cloze, recurring
from training.gaps import find_gaps

ARTICLE = (
    "昨日，青石镇举办第三届采茶节。开幕式在镇文化广场举行，来自周边乡镇的2300名茶农参加。"
    "镇长何立新介绍，全镇茶园面积达1.2万亩，去年茶叶产值为4.6亿元。"
    "活动期间，苹果、葡萄、草莓等农产品同时展销。采茶节将持续到4月20日。"
)
ELSEWHERE = (
    "茶园面积和茶叶产值都在增长，镇长在发布会上介绍，去年茶叶产值首次达到4.6亿元。",
    "这座小镇四面环山，风景秀丽。",
)
SECRET = "密"


def tagged_words(text: str) -> list[tuple[str, str]]:
    return [(word.text, word.tag) for word in tagged(text)]


def test_cloze_questions_ask_for_what_stands_in_the_passage() -> None:
    rng = random.Random(1)
    made = [cloze(ARTICLE, "采茶节", rng, tagged_words) for _ in range(60)]
    found = [item for item in made if item is not None]
    assert len(found) > 40
    for item in found:
        ((start, end),) = item.spans
        assert item.answers == (ARTICLE[start:end],)
    assert sum(item.answers[0] in item.question for item in found) < len(found) / 5
    assert {"4.6亿元", "4月20日"} <= {item.answers[0] for item in found}


def test_gaps_know_their_kind() -> None:
    sentence = "镇长介绍，全镇茶园面积达1.2万亩，采茶节到4月20日，印发《茶园条例》。"
    gaps = {
        sentence[gap.start : gap.end]: (gap.kind, gap.unit)
        for gap in find_gaps(sentence, tagged_words(sentence))
    }
    assert gaps["1.2万亩"] == ("amount", "万亩")
    assert gaps["4月20日"] == ("date", "")
    assert gaps["《茶园条例》"] == ("work", "")


def test_lists_are_asked_for_whole() -> None:
    sentence = "苹果、葡萄、草莓同时展销。"
    gaps = find_gaps(sentence, tagged_words(sentence))
    assert next((sentence[gap.start : gap.end], gap.kind) for gap in gaps) == ("苹果、葡萄、草莓", "list")


def test_what_recurs_is_asked_for_in_the_words_of_another_sentence() -> None:
    piece = Piece("采茶节", ARTICLE, ELSEWHERE)
    rng = random.Random(1)
    found = [made for made in (recurring(piece, rng, tagged_words) for _ in range(80)) if made]
    assert len(found) > 40
    for item in found:
        ((start, end),) = item.spans
        assert item.text == ARTICLE
        assert item.answers == (ARTICLE[start:end],)
        assert item.answers[0] not in item.question
    assert "4.6亿元" in {item.answers[0] for item in found}
    assert any("首次" in item.question for item in found)


def test_the_asking_sentence_is_not_in_the_passage() -> None:
    texts = [article(number) for number in range(1, 4)]
    for text in texts:
        for piece in _pieces("", text, random.Random(1), most=3):
            held = {text[start:end] for start, end in sentences(text)}
            assert piece.rest
            assert set(piece.rest) <= held
            assert not any(sentence in piece.text for sentence in piece.rest)


@pytest.mark.parametrize("rest", [(), ("这座小镇四面环山，风景秀丽，游人很多。",)])
def test_where_nothing_recurs_nothing_is_asked(rest: tuple[str, ...]) -> None:
    assert recurring(Piece("", ARTICLE, rest), random.Random(1), tagged_words) is None


@pytest.mark.filterwarnings("ignore:This process:DeprecationWarning")
def test_held_out_texts_are_never_used(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    articles = [article(number) for number in range(30)]
    monkeypatch.setattr("training.cloze.news", lambda _: iter(articles))
    monkeypatch.setattr("training.cloze.official_texts", lambda _: iter([("茶园条例", articles[0])]))
    monkeypatch.setattr("training.cloze.is_held_out", lambda text: SECRET in text)
    made = cloze_examples(tmp_path, 40, seed=1, workers=1)
    assert len(made) == 40
    assert len({item.text for item in made}) > 5
    for item in made:
        assert SECRET not in item.text + item.question
        assert any(item.text in text for text in articles)
        ((start, end),) = item.spans
        assert item.text[start:end] == item.answers[0]


@pytest.mark.filterwarnings("ignore:This process:DeprecationWarning")
def test_no_piece_is_cut_from_a_held_out_law(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    kept, held_out = article(1), article(2)
    monkeypatch.setattr("training.cloze.news", lambda _: iter([]))
    monkeypatch.setattr("training.cloze.official_texts", lambda _: iter([("甲", held_out), ("乙", kept)]))
    monkeypatch.setattr("training.cloze.is_held_out", lambda text: text == held_out)
    made = cloze_examples(tmp_path, 30, seed=1, workers=1)
    assert {item.title for item in made} == {"乙"}
    assert all(item.text in kept for item in made)


def article(number: int) -> str:
    """An article longer than a passage, in which no two sentences are the same; every third is held out."""
    name = f"{SECRET if number % 3 == 0 else '第'}{number}号茶园"
    return "".join(
        f"{name}在{year}年的产值为{number + year % 7}亿元，占地{number + 20}万亩，在青石镇设有加工厂。"
        f"加工厂厂长介绍，{name}的加工厂在{year}年有工人{number + year}名，加工茶叶{number + 50}万吨。"
        for year in range(2015, 2023)
    )


def test_questions_are_made_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    made = [cloze(ARTICLE, "采茶节", random.Random(seed), tagged_words) for seed in range(5)]
    monkeypatch.setattr("training.cloze.cloze_examples", lambda *_: [item for item in made if item])
    first = kept_cloze(tmp_path / "cloze.jsonl", tmp_path, count=5, seed=1, workers=1)
    monkeypatch.delattr("training.cloze.cloze_examples")
    assert first
    assert kept_cloze(tmp_path / "cloze.jsonl", tmp_path, count=5, seed=1, workers=1) == first
