"""What the engine tells of how it came to a reply, beside the reply and the search itself."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from functools import cache
from pathlib import Path

import pytest

from retrieval.attempts import PASSAGES_READ, PASSAGES_READ_FIRST, STOP_READING_CONFIDENCE
from retrieval.documents import Previous
from retrieval.engine import Engine
from retrieval.explanation import CONSIDERED, Explanation
from retrieval.library import SAMPLE_QUESTIONS, File
from retrieval.search.ranking.boost import SEARCH_BOOST
from retrieval.search.retriever import POOL
from retrieval.stopwatch import Stopwatch
from tests.conftest import OpenEngine

QUESTIONS = (*SAMPLE_QUESTIONS, "星湖基金首期出資多少？", "贺兰舟的年薪是多少？", "火星上有水吗")
Put = Callable[..., None]
Explained = Callable[[str], Explanation]
STEPS = ["words", "vectors", "fusion", "reading", "decision"]


@pytest.fixture(scope="module")
def sample(tmp_path_factory: pytest.TempPathFactory, open_engine: OpenEngine) -> Iterator[Engine]:
    engine = open_engine(tmp_path_factory.mktemp("home"))
    engine.retriever.sync()
    engine.warm()
    yield engine
    engine.close()


@pytest.fixture(scope="module")
def explained(sample: Engine) -> Explained:
    """What the engine tells of a question; it is asked once."""
    return cache(sample.explained)


@pytest.fixture
def engine(tmp_path: Path, open_engine: OpenEngine) -> Iterator[Engine]:
    engine = open_engine(tmp_path / "home")
    yield engine
    engine.close()


@pytest.fixture
def put(engine: Engine, tmp_path: Path) -> Put:
    def put(title: str, text: str, collection: str = "public") -> None:
        path = tmp_path / f"{title}.txt"
        path.write_text(f"{title}\n\n{text}\n", encoding="utf-8")
        assert engine.library.add(File(path, path.name), collection).passages == 1

    return put


def ranks(engine: Engine, question: str, way: str) -> Mapping[int, int]:
    hits = engine.retriever.search(question, POOL, way=way)  # type: ignore[arg-type]
    return {hit.passage.id: rank for rank, hit in enumerate(hits, start=1)}


@pytest.mark.parametrize("question", QUESTIONS)
def test_it_is_of_the_reply_that_is_given(sample: Engine, explained: Explained, question: str) -> None:
    reply, explanation = sample.ask(question), explained(question)
    assert replace(explanation.reply, took_ms=reply.took_ms) == reply
    assert (explanation.decision, explanation.reply.took_ms > 0) == (sample.decision, True)
    assert (reply.answer is None) == all(a.confidence < explanation.decision.unsure for a in reply.answers)


@pytest.mark.parametrize("question", QUESTIONS)
def test_the_spans_of_its_passages_are_those_the_answers_were_chosen_from(
    explained: Explained, question: str
) -> None:
    explanation = explained(question)
    spans = [span for considered in explanation.passages for span in considered.spans]
    assert spans
    answers = [replace(answer, also=()) for answer in explanation.reply.answers]
    assert [answer for answer in answers if answer not in spans] == []
    assert answers[0].confidence == max(span.confidence for span in spans)
    for considered in explanation.passages:
        assert {span.passage for span in considered.spans} <= {considered.passage}
        assert considered.read or not considered.spans


@pytest.mark.parametrize("question", QUESTIONS)
def test_ranks_are_those_of_each_way_of_searching(
    sample: Engine, explained: Explained, question: str
) -> None:
    words, vectors, fused = (ranks(sample, question, way) for way in ("lexical", "vectors", "fused"))
    passages = explained(question).passages
    assert [considered.rank for considered in passages] == list(range(1, len(passages) + 1))
    for considered in passages:
        id_ = considered.passage.id
        assert (considered.word_rank, considered.vector_rank) == (words.get(id_), vectors.get(id_))
        assert considered.rank == fused[id_]
        assert (considered.word_score > 0) == (considered.word_rank is not None)


@pytest.mark.parametrize("question", QUESTIONS)
def test_the_parts_of_a_score_add_up_to_it(sample: Engine, explained: Explained, question: str) -> None:
    conversation = explained(SAMPLE_QUESTIONS[0]).passages[0].passage
    for near in (None, conversation):
        previous = Previous("", passage=near) if near else None
        explanation = sample.explained(question, previous=previous) if near else explained(question)
        for considered in explanation.passages:
            assert sum(considered.parts) == pytest.approx(considered.score)
            assert 0 <= considered.parts.words <= considered.word_score
            if considered.passage == near:
                assert considered.parts.near == pytest.approx(SEARCH_BOOST)
            if near is None:
                assert considered.parts.near == 0


@pytest.mark.parametrize(
    ("question", "count"),
    [("12号仓库存放茶叶多少箱？", PASSAGES_READ_FIRST), ("12号仓库由谁看管？", PASSAGES_READ)],
)
def test_only_the_best_are_read_where_these_are_sure(
    engine: Engine, put: Put, question: str, count: int
) -> None:
    for number in range(2 * CONSIDERED):
        put(f"仓库简讯{number}", f"{number}号仓库存放茶叶{number * 7 + 3}箱。")
    explanation = engine.explained(question)
    assert (explanation.reply.answers[0].confidence >= STOP_READING_CONFIDENCE) == (
        count == PASSAGES_READ_FIRST
    )
    assert [considered.read for considered in explanation.passages] == [
        place < count for place in range(CONSIDERED)
    ]


def test_passages_say_which_words_of_the_question_they_lack(engine: Engine, put: Put) -> None:
    put("青石桥重新开放", "青石桥修缮共花费三百二十万元。")
    (considered,) = engine.explained("武汉的青石桥2031年的坡度是多少？").passages
    assert set(considered.missing) == {"武汉", "2031年", "坡度"}
    (considered,) = engine.explained("青石橋修繕花費多少？").passages
    assert considered.missing == ()
    (hit,) = engine.retriever.search("武汉的青石桥2031年的坡度是多少？", 1)
    assert set(hit.missing) == {"武汉", "2031年"}


def test_only_the_collections_asked_for_are_explained(engine: Engine, put: Put) -> None:
    put("青石桥重新开放", "青石桥修缮共花费三百二十万元。")
    put("青石桥二期开工", "青石桥二期修缮共花费五百万元。", "user-5")
    question = "青石桥修缮花费多少？"
    for names in ({"public"}, {"user-5"}, {"public", "user-5"}):
        explanation = engine.explained(question, collections=names)
        assert {considered.passage.collection for considered in explanation.passages} == names
        assert explanation.passages[0].word_rank == 1
    assert engine.explained(question, collections=()).passages == ()


@pytest.mark.parametrize("question", [QUESTIONS[0], QUESTIONS[-1]])
def test_the_steps_fill_the_time_that_the_reply_took(sample: Engine, question: str) -> None:
    explanation = min(
        (sample.explained(question) for _ in range(5)), key=lambda explanation: explanation.reply.took_ms
    )
    assert [step.name for step in explanation.steps] == STEPS
    assert all(step.ms >= 0 for step in explanation.steps)
    took = explanation.reply.took_ms
    assert 0.5 * took < total_ms(explanation) <= took


def total_ms(explanation: Explanation) -> float:
    return sum(step.ms for step in explanation.steps)


@pytest.mark.parametrize("question", ["", "？？", "是谁？", "\ud800"])
def test_a_question_about_nothing_is_not_searched(sample: Engine, question: str) -> None:
    explanation = sample.explained(question)
    assert explanation.passages == ()
    assert explanation.reply.answers == ()
    assert [step.name for step in explanation.steps] == STEPS[3:]


def test_it_outlives_the_documents_it_tells_of(engine: Engine, put: Put) -> None:
    put("青石桥重新开放", "青石桥修缮共花费三百二十万元。")
    explanation = engine.explained("青石桥修缮花费多少？")
    before = explanation.passages
    engine.store.remove(entry.id for entry in engine.store.documents())
    engine.ask("青石桥修缮花费多少？")
    assert explanation.passages == before != ()


def test_a_stopwatch_measures_each_step_from_the_end_of_the_one_before(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    times = iter((10.0, 10.002, 10.5))
    monkeypatch.setattr("retrieval.stopwatch.time.perf_counter", lambda: next(times))
    stopwatch = Stopwatch()
    stopwatch.lap("words")
    stopwatch.lap("reading")
    assert [(step.name, round(step.ms)) for step in stopwatch.steps] == [("words", 2), ("reading", 498)]
