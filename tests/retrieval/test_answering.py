"""What the engine makes of what a reader proposes: bands, lists, guards, and what it offers beside."""

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

import pytest

from retrieval.confidence import MIN_OTHER_CONFIDENCE, Decision
from retrieval.documents import Passage, Reply, Span
from retrieval.engine import Engine
from retrieval.library import File

NOTICE = (
    "白鹭图书馆入馆须知\n\n"
    "入馆请带：①借阅证；②健康证明；③存包押金20元。\n\n"
    "图书馆馆长为段怀瑾，副馆长为毕云舒。馆藏八万册，三百座，每天十八点四十分闭馆。\n"
)


class Stub:
    """Proposes what it is told wherever that stands, with the log-odds it is told."""

    def __init__(self) -> None:
        self.proposes: Mapping[str, float] = {}
        self.read_for: list[str] = []

    def read(self, question: str, passages: Sequence[Passage]) -> list[tuple[Span, ...]]:
        """The spans that stand in each passage, best first."""
        self.read_for.append(question)
        return [
            tuple(
                Span(passage.text.index(text), passage.text.index(text) + len(text), score)
                for text, score in sorted(self.proposes.items(), key=lambda item: -item[1])
                if text in passage.text
            )
            for passage in passages
        ]


class Desk:
    """An engine whose reader is told what to propose."""

    def __init__(self, engine: Engine, reader: Stub) -> None:
        self._engine, self._reader = engine, reader

    def ask(self, question: str, **proposes: float) -> Reply:
        """Ask, where the reader proposes these texts with these log-odds."""
        self._reader.proposes = proposes
        self._reader.read_for.clear()
        return self._engine.ask(question)

    def add(self, file: File) -> None:
        """Add a document."""
        self._engine.library.add(file)

    @property
    def read_for(self) -> list[str]:
        """What the reader was asked by the last question."""
        return list(dict.fromkeys(self._reader.read_for))


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    (tmp_path / "须知.txt").write_text(NOTICE, encoding="utf-8")
    reader = Stub()
    decision = Decision(bias=0.0, weights=(1.0, 0.0, 0.0, 0.0, 0.0), unsure=0.3, sure=0.7)
    engine = Engine.open(tmp_path / "home", reader=reader, decision=decision)
    engine.library.add(File(tmp_path / "须知.txt", "须知.txt"))
    yield Desk(engine, reader)
    engine.close()


@pytest.mark.parametrize(("odds", "band"), [(2.0, "sure"), (0.0, "unsure"), (-2.0, "none")])
def test_how_likely_an_answer_is_tells_its_band(desk: Desk, odds: float, band: str) -> None:
    reply = desk.ask("图书馆藏书多少册？", 八万册=odds)
    assert reply.band == band
    assert (reply.answer is None) == (band == "none")
    assert reply.answers[0].text == "八万册"


def test_what_is_near_zero_is_not_offered_beside_an_answer(desk: Desk) -> None:
    reply = desk.ask("图书馆藏书多少册？", 八万册=2.0, 三百座=-2.0, 毕云舒=-6.0)
    assert [answer.text for answer in reply.answers] == ["八万册", "三百座"]
    assert all(answer.confidence >= MIN_OTHER_CONFIDENCE for answer in reply.answers)
    none = desk.ask("图书馆藏书多少册？", 八万册=-2.0, 毕云舒=-6.0)
    assert [answer.text for answer in none.answers] == ["八万册", "毕云舒"]


def test_a_list_is_one_answer_with_all_items(desk: Desk) -> None:
    reply = desk.ask("进图书馆需要带什么？", 健康证明=2.0)
    assert reply.answer
    assert reply.answer.text == "借阅证；健康证明；存包押金20元"
    text = reply.answer.passage.text
    assert "；".join(text[start:end] for start, end in reply.answer.spans) == reply.answer.text
    assert text[reply.answer.start : reply.answer.end] == "借阅证"


def test_a_deputy_does_not_answer_for_the_holder(desk: Desk) -> None:
    reply = desk.ask("图书馆馆长是谁？", 毕云舒=5.0, 段怀瑾=1.0)
    assert [answer.text for answer in reply.answers] == ["段怀瑾"]
    alone = desk.ask("图书馆馆长是谁？", 毕云舒=5.0)
    assert (alone.band, alone.answers[0].confidence) == ("none", 0.0)


def test_a_time_is_whole(desk: Desk) -> None:
    reply = desk.ask("图书馆每天几点闭馆？", 十八点=2.0)
    assert reply.answer
    assert reply.answer.text == "十八点四十分"


def test_an_unsure_question_is_asked_in_the_words_of_the_document_too(desk: Desk) -> None:
    reply = desk.ask("图书馆几点关门", 十八点四十分=0.1)
    assert desk.read_for == ["图书馆几点关门", "图书馆几点闭馆"]
    assert reply.question == "图书馆几点关门"
    assert reply.answer
    assert reply.answer.text == "十八点四十分"


def test_a_sure_answer_needs_no_other_words(desk: Desk) -> None:
    desk.ask("图书馆几点关门", 十八点四十分=3.0)
    assert desk.read_for == ["图书馆几点关门"]


def test_of_an_faq_the_answers_are_read_and_stand_where_they_say(tmp_path: Path, desk: Desk) -> None:
    faq = tmp_path / "问答.txt"
    faq.write_text("看书问答\n\n问：可以带水进馆吗？\n答：带盖的水杯可以。\n", encoding="utf-8")
    desk.add(File(faq, "问答.txt"))
    for question, at_least in (("带水行吗", 0.3), ("可以带水进馆吗", 0.9)):
        answer = desk.ask(question, 带盖的水杯可以=0.1, 可以带水进馆=5.0).answer
        assert answer
        assert (answer.text, answer.confidence >= at_least) == ("带盖的水杯可以", True)
        assert answer.passage.text[answer.start : answer.end] == answer.text
