"""/docs: what a chat can see, page by page, and how a document goes."""

from bot.playground import Loopback
from bot.telegram.messages.button_kinds import DocumentAction, DocumentButton
from bot.telegram.messages.documents import PAGE
from retrieval.engine import Engine
from retrieval.library import SAMPLE_QUESTIONS, File
from tests.end_to_end.conftest import Serve
from tests.end_to_end.documents.scene import (
    BRIDGE,
    COST,
    HANS,
    HEAD,
    LIBRARY,
    NOT_FOUND,
    add,
    answer,
    changed,
    page_after,
    served,
    sources,
)


async def test_docs_shows_the_sample_to_begin_with(telegram: Loopback, serve: Serve, engine: Engine) -> None:
    async with served(serve, engine):
        user, group = telegram.user("小明"), telegram.group("读书会")
        alone = await telegram.answer_to(telegram.say(user, "/docs"))
        assert alone.content.parts("bold") == ["你的文档（0/50）", "公共文档（0）"]
        assert alone.content.parts("code") == [SAMPLE_QUESTIONS[0]]
        assert alone.buttons == []
        assert (await answer(telegram, user, SAMPLE_QUESTIONS[0])).startswith("30亿元")
        together = await telegram.answer_to(telegram.say(user, "/docs", group))
        assert together.content.parts("bold") == ["本群的文档（0/50）", "公共文档（0）"]
        engine.library.add(File.uploaded("桥.txt", BRIDGE.encode()))
        shared = await telegram.answer_to(telegram.say(telegram.user("Ann", language_code="en"), "/docs"))
        assert shared.content.parts("bold") == ["Your documents (0/50)", "For everyone (1)"]
        assert "《青石桥重新开放》 · 桥.txt · 1 passage" in shared.text
        assert SAMPLE_QUESTIONS[0] not in shared.text


async def test_the_sample_leaves_a_chat_with_its_first_own_document_and_comes_back(
    telegram: Loopback, serve: Serve, engine: Engine
) -> None:
    async with served(serve, engine):
        user, other = telegram.user("小明"), telegram.user("小红")
        start = await telegram.answer_to(telegram.say(user, "/start"))
        await add(telegram, user, "桥.txt", BRIDGE)
        said = await telegram.answer_to(telegram.say(user, SAMPLE_QUESTIONS[0]))
        assert said.text.startswith(NOT_FOUND)
        assert "园区周报" not in f"{said.text}{said.buttons}"
        assert NOT_FOUND in await answer(telegram, user, f"在园区周报里，{SAMPLE_QUESTIONS[0]}")
        listed = await telegram.answer_to(telegram.say(user, "/docs"))
        assert "园区周报" not in listed.text
        telegram.press(user, start, start.buttons[0]["callback_data"])
        inline = await telegram.offers_for(telegram.inline(user, SAMPLE_QUESTIONS[0]))
        assert "30亿元" not in str([result.title for result in inline.results])
        # Others have it still, and so has a group of the same person.
        assert (await answer(telegram, other, SAMPLE_QUESTIONS[0])).startswith("30亿元")
        group = telegram.group("读书会", owner=user)
        assert (await answer(telegram, user, f"/ask {SAMPLE_QUESTIONS[0]}", group)).startswith("30亿元")
        telegram.tap(user, listed, "✕ 1")
        await changed(telegram, listed, "删除 ")
        telegram.tap(user, listed, "删除")
        assert "园区周报" in (await changed(telegram, listed, "你的文档（0/50）")).text
        assert (await answer(telegram, user, SAMPLE_QUESTIONS[0])).startswith("30亿元")


async def test_a_document_is_removed_after_one_question(
    telegram: Loopback, serve: Serve, engine: Engine
) -> None:
    async with served(serve, engine):
        user = telegram.user("小明")
        await add(telegram, user, "桥.txt", BRIDGE)
        await add(telegram, user, "馆.txt", LIBRARY)
        menu = await telegram.answer_to(telegram.say(user, "/docs"))
        assert [button["text"] for button in menu.buttons] == ["✕ 1. 桥.txt", "✕ 2. 馆.txt"]
        telegram.tap(user, menu, "✕ 1")
        asked = await changed(telegram, menu, "删除 ")
        assert "桥.txt" in asked.text
        telegram.tap(user, menu, "留着")
        await changed(telegram, menu, "馆.txt")
        assert sources(engine, user.id) == ["桥.txt", "馆.txt"]
        telegram.tap(user, menu, "✕ 1")
        await changed(telegram, menu, "删除 ")
        assert await page_after(telegram, telegram.tap(user, menu, "删除")) == HANS.plain("docs-removed")
        left = await changed(telegram, menu, "你的文档（1/50）")
        assert "桥.txt" not in left.text
        assert NOT_FOUND in await answer(telegram, user, COST)
        assert (await answer(telegram, user, HEAD)).startswith("顾明远")


async def test_docs_has_pages(telegram: Loopback, serve: Serve, engine: Engine) -> None:
    for n in range(PAGE):
        engine.library.add(File.uploaded(f"公{n}.txt", f"{BRIDGE}{n}".encode()))
    async with served(serve, engine):
        user = telegram.user("小明")
        await add(telegram, user, "馆.txt", LIBRARY)
        menu = await telegram.answer_to(telegram.say(user, "/docs"))
        assert menu.content.parts("bold") == ["你的文档（1/50）", f"公共文档（{PAGE}）"]
        assert [button["text"] for button in menu.buttons] == ["✕ 1. 馆.txt", "2/2 ›"]
        telegram.tap(user, menu, "2/2")
        second = await changed(telegram, menu, f"公{PAGE - 1}.txt")
        assert second.content.parts("bold") == [f"公共文档（{PAGE}）"]
        assert [button["text"] for button in second.buttons] == ["‹ 1/2"]
        # A page that is not there is the last.
        await telegram.notice_for(
            telegram.press(user, menu, DocumentButton(DocumentAction.LIST, page=99999).encode())
        )
        current = telegram.current(menu)
        assert current
        assert current.text == second.text


async def test_the_name_of_a_file_is_no_link(telegram: Loopback, serve: Serve, engine: Engine) -> None:
    async with served(serve, engine):
        user = telegram.user("小明")
        await add(telegram, user, "桥.md", BRIDGE)
        for text in (COST, "/docs"):
            await telegram.answer_to(telegram.say(user, text))
        (named,) = [one for one in telegram.said(telegram.private(user)) if "已加入" in one.text]
        copied = named.text.partition("：")[0]
        kept = await telegram.answer_to(telegram.say(user, f"/in {copied}"))
        assert "《青石桥重新开放》" in kept.text
        said = telegram.said(telegram.private(user))
        assert sum(".md" in message.text for message in said) == 3
        kinds = {entity.type for message in said for entity in message.content.entities}
        assert "url" not in kinds
