"""What others may see of what someone chose, and what nobody is offered."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from bot.playground import Loopback
from bot.playground.simulation.chats import User
from bot.services.visibility import own_collection
from retrieval.documents import Passage
from retrieval.engine import Engine
from retrieval.library import File
from tests.conftest import OpenEngine
from tests.end_to_end.conftest import Serve
from tests.end_to_end.inline.answerer import (
    CONTEXT,
    COPY,
    OTHERS,
    QUESTION,
    USEFUL,
    USELESS,
    VOICE,
    KnownAnswers,
    answer,
    chosen,
    labels,
    offered,
    reply,
    titles,
)


async def test_of_private_documents_others_see_what_was_chosen_and_no_more(
    telegram: Loopback, serve: Serve, user: User
) -> None:
    own = own_collection(user.id)
    diary = Passage("x", title="日记", source="秘.txt", collection=own)
    report = Passage("x", title="公报", source="b.txt", collection="public")
    answers = (
        answer("甲", own, also=(diary, report)),
        answer("乙", also=(diary, report)),
        answer("丙", own),
        answer("丁"),
    )
    async with serve(KnownAnswers({QUESTION: reply(*answers)})):
        inline_answer = await offered(telegram, user)
        assert titles(inline_answer) == ["甲", "乙", "丙", "丁"]
        assert [labels(result) for result in inline_answer.results] == [
            [USEFUL, USELESS, COPY],
            ["其他答案 2/2 ›", CONTEXT, USEFUL, USELESS, COPY],
            [USEFUL, USELESS, COPY],
            ["‹ 1/2", CONTEXT, USEFUL, USELESS, COPY],
        ]
        assert all("公报" in result.content.text for result in inline_answer.results[:2])
        assert all("日记" not in result.content.text for result in inline_answer.results)
        # Paging passes over what is private, there and back.
        public, stranger = await chosen(telegram, user, 1), telegram.user("小红")
        telegram.tap(stranger, public, OTHERS)
        last = await telegram.change_of(public)
        assert "丁通知" in last.text
        telegram.tap(stranger, last, "‹")
        assert (await telegram.change_of(last)).content == public.content
        # A press that no button makes gets nothing out of the bot either.
        private = await chosen(telegram, user, 2)
        data = private.buttons[0]["callback_data"]
        for message in (private, public):
            for action, place in (("a", 0), ("c", 0), ("a", 2), ("c", 2), ("p", 0), ("a", 9)):
                forged = f"{data.rpartition(':')[0][:-1]}{action}:{place}"
                notice = await telegram.notice_for(telegram.press(stranger, message, forged))
                assert notice.text == VOICE.plain("turn-gone")
        assert telegram.current(private) == private
        voted = await telegram.notice_for(telegram.tap(stranger, private, USEFUL))
        assert voted.text == VOICE.plain("voted")


async def test_where_nothing_was_found_no_private_document_is_named(
    telegram: Loopback, serve: Serve, user: User
) -> None:
    near = reply(answer("秘", own_collection(user.id)), answer("公"), found=False)
    async with serve(KnownAnswers({QUESTION: near})):
        message = await chosen(telegram, user)
    assert "公通知" in message.text
    assert "秘" not in message.text
    telegram.inline_cache.clear()  # some seconds later
    alone = reply(answer("秘", own_collection(user.id)), found=False)
    async with serve(KnownAnswers({QUESTION: alone})):
        (result,) = (await offered(telegram, user, QUESTION)).results
    assert (result.title, result.description) == (VOICE.plain("not-found"), VOICE.plain("inline-missing"))
    assert VOICE.plain("nearest") not in result.content.text


@pytest.fixture
def shared_engine(tmp_path: Path, open_engine: OpenEngine) -> Iterator[Engine]:
    engine = open_engine(tmp_path)
    yield engine
    engine.close()


async def test_nobody_is_offered_what_belongs_to_someone_else(
    telegram: Loopback, serve: Serve, user: User, shared_engine: Engine
) -> None:
    text = "星河小学搬迁通知\n\n星河小学新校区位于枫林路88号，九月一日启用。\n".encode()
    file = File.uploaded("通知.txt", text)
    assert shared_engine.library.add(file, own_collection(user.id)).change == "added"
    question, place = "星河小学新校区位于哪里？", "枫林路88号"
    async with serve(shared_engine):
        for _ in range(2):
            assert place in titles(await offered(telegram, user, question))[0]
            other = await offered(telegram, telegram.user("小红"), question)
            assert place not in str(other)
            assert "通知.txt" not in str(other)
