"""Under an answer from a PDF its page is shown as a picture, and a file that was sent can be had back."""

from pathlib import Path

import pytest

from bot.playground import Loopback
from bot.playground.simulation.chats import Message, User
from bot.services.access import Access, Rules
from bot.services.visibility import own_collection
from bot.storage import State
from bot.telegram.messages.button_kinds import AnswerAction, AnswerButton
from retrieval.engine import Engine
from retrieval.library import File
from tests.end_to_end.conftest import Serve
from tests.end_to_end.documents.scene import HANS, page_after, served, settled
from tests.retrieval.ingestion.pdf.sheets import Sheet, pdf
from tests.retrieval.ingestion.rendering.marks import marked_box

QUESTION = "逾期归还的违约金是多少？"
CONTRACT = pdf(
    Sheet().lines(72, 700, ["设备租赁合同", "", "第一条　租期为三年，自交付之日起计算。"]),
    Sheet().text(72, 421, "第二条　逾期归还的，违约金为每日八百元。"),
)


def button(answer: Message, label: str) -> str:
    """The callback data of the button with a label."""
    (data,) = (b["callback_data"] for b in answer.buttons if b["text"] == HANS.plain(label))
    return str(data)


async def asked(telegram: Loopback, user: User) -> Message:
    return await telegram.answer_to(telegram.say(user, QUESTION))


async def sent_after(telegram: Loopback, user: User, answer: Message, label: str) -> Message:
    """What is sent after a press of a button."""
    before = len(telegram.replies(answer))
    telegram.press(user, answer, button(answer, label))
    replies = await telegram.notifier.until(
        lambda: found if len(found := telegram.replies(answer)) > before else None, timeout=60
    )
    return replies[-1]


async def test_the_page_and_the_file_of_an_upload_are_sent(
    telegram: Loopback, serve: Serve, engine: Engine
) -> None:
    async with served(serve, engine):
        owner, other = telegram.user("小明"), telegram.user("小红")
        await settled(telegram, telegram.send_document(owner, "合同.pdf", CONTRACT))
        answer = await asked(telegram, owner)
        page = await sent_after(telegram, owner, answer, "button-page")
        assert (page.text, page.file and page.file.pixels) == ("合同.pdf · 第2页", (1131, 1600))
        left, top, right, bottom = marked_box(page.file.data if page.file else b"") or (0, 0, 0, 0)
        assert top < 1 - 424 / 842 < bottom
        assert (72 + 12 * 12) / 595 < left < right < (72 + 12 * 21) / 595
        back = await sent_after(telegram, owner, answer, "button-file")
        assert back.file
        assert (back.file.name, back.file.data) == ("合同.pdf", CONTRACT)
        # Whoever makes up callback data gets nothing of it in a chat of their own.
        theirs = await telegram.answer_to(telegram.say(other, "你好"))
        for label in ("button-page", "button-file"):
            notice = await page_after(telegram, telegram.press(other, theirs, button(answer, label)))
            assert notice == HANS.plain("turn-gone")
        # Nor does anybody once the document is removed.
        engine.library.clear(own_collection(owner.id))
        gone = telegram.press(owner, answer, button(answer, "button-page"))
        assert await page_after(telegram, gone) == HANS.plain("passage-gone")
        assert len(telegram.replies(answer)) == 2


async def test_the_file_of_a_document_that_was_removed_is_told(
    telegram: Loopback, serve: Serve, engine: Engine
) -> None:
    async with served(serve, engine):
        owner = telegram.user("小明")
        await settled(telegram, telegram.send_document(owner, "合同.pdf", CONTRACT))
        answer = await asked(telegram, owner)
        listed = await telegram.answer_to(telegram.say(owner, "/docs"))
        telegram.tap(owner, listed, "✕ 1.")
        sure = await telegram.change_of(listed)
        await telegram.notice_for(telegram.tap(owner, sure, HANS.plain("button-remove")))
        notice = await page_after(telegram, telegram.press(owner, answer, button(answer, "button-file")))
    assert notice == HANS.plain("document-gone")


async def test_the_page_of_a_file_of_this_machine_is_sent_while_it_is_there_as_it_was(
    telegram: Loopback, serve: Serve, engine: Engine, tmp_path: Path
) -> None:
    file = tmp_path / "合同.pdf"
    file.write_bytes(CONTRACT)
    engine.library.add(File(file, "合同.pdf"))
    async with served(serve, engine, state=State(tmp_path / "bot.db")):
        reader = telegram.user("小明")
        answer = await asked(telegram, reader)
        assert HANS.plain("button-file") not in str(answer.buttons)
        assert (await sent_after(telegram, reader, answer, "button-page")).file
        file.write_bytes(CONTRACT + b"\n")
        changed = await sent_after(telegram, reader, answer, "button-page")
        assert changed.text == HANS.plain("original-changed")
        file.unlink()
        gone = await sent_after(telegram, reader, answer, "button-page")
        assert gone.text == HANS.plain("original-gone")
    # Whoever is not admitted any more sees nothing either.
    rules = Rules(access=Access(users=frozenset({reader.id + 1})))
    async with served(serve, engine, rules=rules, state=State(tmp_path / "bot.db")):
        notice = await page_after(telegram, telegram.press(reader, answer, button(answer, "button-page")))
        assert notice == HANS.plain("inline-not-admitted")


async def test_a_file_that_telegram_has_lost_or_that_was_added_before_is_told(
    telegram: Loopback, serve: Serve, engine: Engine, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with served(serve, engine):
        owner = telegram.user("小明")
        added = engine.library.add(File.uploaded("合同.pdf", CONTRACT), own_collection(owner.id))
        answer = await asked(telegram, owner)
        for label in ("button-page", "button-file"):
            pressed = telegram.press(owner, answer, button(answer, label))
            assert await page_after(telegram, pressed) == HANS.plain("original-not-kept")
        assert added.entry
        engine.store.originals.keep(added.entry.id, "file-lost")
        for label in ("button-page", "button-file"):
            assert (await sent_after(telegram, owner, answer, label)).text == HANS.plain("original-lost")
        # The same file sent again brings both back.
        await settled(telegram, telegram.send_document(owner, "合同.pdf", CONTRACT))
        assert (await sent_after(telegram, owner, answer, "button-file")).file


async def test_an_answer_sent_inline_has_no_button_for_its_original(
    telegram: Loopback, serve: Serve, engine: Engine, tmp_path: Path
) -> None:
    file = tmp_path / "合同.pdf"
    file.write_bytes(CONTRACT)
    engine.library.add(File(file, "合同.pdf"))
    async with served(serve, engine):
        user = telegram.user("小明")
        query = telegram.inline(user, QUESTION)
        offers = await telegram.offers_for(query)
        chosen = telegram.choose(query, offers.results[0], telegram.group("读书会", owner=user))
        assert HANS.plain("button-page") not in str(chosen.buttons)
        turn = AnswerButton.decode(str(chosen.buttons[0]["callback_data"]))
        assert turn
        made_up = AnswerButton(turn.turn, AnswerAction.PAGE, 0).encode()
        assert await page_after(telegram, telegram.press(user, chosen, made_up)) == HANS.plain("turn-gone")
