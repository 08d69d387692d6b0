"""The words of a document that is removed leave the state."""

from collections.abc import Collection
from dataclasses import replace
from pathlib import Path

from bot.storage import State
from bot.storage.statistics import Total
from retrieval.documents import DocumentName
from tests.bot.storage.samples import BRIDGE, COST, FERRY, NOTHING, Clock, answer, reply, turn
from tests.bot.storage.test_database import write_version_1


def without_bridge(passages: Collection[int]) -> set[int]:
    return set(passages) - {BRIDGE.id}


def written(folder: Path, text: str) -> bool:
    return any(text.encode() in file.read_bytes() for file in folder.iterdir())


async def test_the_words_of_a_removed_document_leave_the_files_and_all_else_stays(tmp_path: Path) -> None:
    state = State.open(tmp_path, clock=Clock())
    mixed, other = turn("修缮？"), turn("渡口？", reply=reply(answer("1987年", FERRY)))
    for asked in (mixed, other):
        await state.turns.put(asked)
    await state.votes.cast(mixed.id, 1, useful=True)
    await state.votes.cast(mixed.id, 2, useful=True, position=2)
    assert written(tmp_path, BRIDGE.text)
    await state.follow(without_bridge)
    assert not written(tmp_path, BRIDGE.text)
    assert not written(tmp_path, BRIDGE.title)
    assert written(tmp_path, FERRY.text)
    kept = await state.turns.find(mixed.id)
    assert kept is not None
    assert [given.text for given in kept.reply.answers] == ["", "", "1987年"]
    assert [given.passage.id for given in kept.reply.answers] == [BRIDGE.id, BRIDGE.id, FERRY.id]
    assert kept.reply.answer == kept.reply.answers[0]
    assert await state.turns.find(other.id) == other
    assert [vote.position for vote in await state.votes.all()] == [2]
    assert await state.turns.erase_removed() == 0
    await state.close()


async def test_the_name_of_a_removed_document_leaves_replies_that_were_kept_to_it(tmp_path: Path) -> None:
    state = State.open(tmp_path, clock=Clock())
    within = (DocumentName(4, "修桥合同", "修桥合同.docx"),)
    asked = turn("修缮？", reply=replace(COST, within=within))
    await state.turns.put(asked)
    assert await state.turns.find(asked.id) == asked
    await state.follow(without_bridge)
    assert not written(tmp_path, "修桥合同")
    await state.close()


async def test_a_place_that_says_the_same_is_erased_alone(state: State) -> None:
    asked = turn()
    await state.turns.put(asked)
    await state.follow(lambda passages: set(passages) - {FERRY.id})
    kept = await state.turns.find(asked.id)
    assert kept is not None
    assert kept.reply.answers[0].text == COST.answers[0].text
    assert [given.also for given in kept.reply.answers] == [(), (), ()]


async def test_a_follow_up_is_no_longer_understood_with_the_words_of_the_answer_before(
    tmp_path: Path,
) -> None:
    state = State.open(tmp_path, clock=Clock())
    completed = "三百二十万元由谁支付"
    nothing = replace(NOTHING, answers=(), understood=completed, understood_from=frozenset({BRIDGE.id}))
    asked = turn("由谁支付", understood=completed, reply=nothing)
    of_ferry = replace(nothing, understood="渡口几号停用", understood_from=frozenset({FERRY.id}))
    kept = turn("几号停用", understood="渡口几号停用", reply=of_ferry)
    for each in (asked, kept):
        await state.turns.put(each)
    assert await state.turns.find(asked.id) == asked
    await state.follow(without_bridge)
    assert not written(tmp_path, "三百二十万")
    assert set(await state.turns.recent(1)) == {"由谁支付", "渡口几号停用"}
    await state.close()


async def test_neither_is_one_whose_reply_is_no_longer_kept(tmp_path: Path) -> None:
    clock = Clock()
    state = State.open(tmp_path, clock=clock)
    for question, understood in (("由谁支付", "三百二十万元由谁支付"), ("渡口", "渡口")):
        nothing = replace(NOTHING, understood=understood, understood_from=frozenset({BRIDGE.id}))
        await state.turns.put(
            turn(question, understood=understood, reply=nothing, question_message=len(question))
        )
    clock.now += 91 * 86_400
    await state.close()
    state = State.open(tmp_path, clock=clock)
    await state.turns.put(turn("今天", asked_at=clock.now))
    assert written(tmp_path, "三百二十万元由谁支付")
    await state.follow(without_bridge)
    assert not written(tmp_path, "三百二十万元由谁支付")
    assert set(await state.turns.recent(1)) == {"由谁支付", "渡口", "今天"}
    await state.close()


async def test_a_question_made_of_the_words_of_a_document_leaves_with_it_and_stays_counted(
    tmp_path: Path,
) -> None:
    clock = Clock()
    state = State.open(tmp_path, clock=clock)
    made_of = {"青石桥修缮花费多少？": BRIDGE, "渡口哪年停用？": FERRY}
    for question, passage in made_of.items():
        given = replace(COST, understood=question, understood_from=frozenset({passage.id}))
        await state.turns.put(replace(turn(question, reply=given), question_message=None))
    several = turn("青石桥多长？", reply=COST)
    await state.turns.put(replace(several, question_message=None))
    await state.follow(without_bridge)
    assert not written(tmp_path, "青石桥修缮花费多少")
    assert set(await state.turns.recent(1)) == {"渡口哪年停用？", "青石桥多长？"}
    assert await state.statistics.total() == Total(questions=3, answered=3)
    await state.close()


async def test_so_does_one_whose_reply_is_no_longer_kept(tmp_path: Path) -> None:
    clock = Clock()
    state = State.open(tmp_path, clock=clock)
    nothing = replace(NOTHING, answers=(), understood_from=frozenset({BRIDGE.id}))
    await state.turns.put(replace(turn("青石桥谁修？", reply=nothing), question_message=None))
    clock.now += 91 * 86_400
    await state.close()
    state = State.open(tmp_path, clock=clock)
    await state.turns.put(turn("今天", asked_at=clock.now))
    await state.follow(without_bridge)
    assert not written(tmp_path, "青石桥谁修")
    await state.close()


async def test_a_question_that_was_under_way_brings_no_words_back(tmp_path: Path) -> None:
    state = State.open(tmp_path, clock=Clock())
    await state.follow(without_bridge)
    asked = turn()
    await state.turns.put(asked)
    assert not written(tmp_path, BRIDGE.text)
    assert await state.turns.find(asked.id) is not None
    await state.close()


async def test_replies_of_older_files_are_erased_as_well(tmp_path: Path) -> None:
    write_version_1(tmp_path / "bot.db")
    state = State.open(tmp_path, clock=Clock())
    assert written(tmp_path, "修缮花费三百")
    await state.follow(lambda _: set())
    assert not written(tmp_path, "修缮花费三百")
    await state.close()
