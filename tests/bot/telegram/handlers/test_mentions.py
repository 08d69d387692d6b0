"""Which messages call the bot, and what they ask."""

from datetime import UTC, datetime
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from telegram import Bot, Chat, ForumTopicCreated, Message, MessageEntity, TextQuote, User

from bot.playground.protocol.texts import typed_text
from bot.telegram.handlers.asking.mentions import (
    AskWithoutSpace,
    Mention,
    ReplyToBot,
    group_of,
    is_from_bot,
    is_question,
    question_in,
    replied_to,
)

NOW = datetime(2024, 6, 18, tzinfo=UTC)
GROUP = Chat(-5, "group")
PERSON = User(7, "小明", is_bot=False)
ITSELF = User(1, "原文", is_bot=True, username="Yuanwen_Bot")


class Named(Bot):
    """A bot that has met Telegram."""

    @property
    def id(self) -> int:
        return ITSELF.id

    @property
    def username(self) -> str:
        return str(ITSELF.username)


BOT = Named("1:no-token")


def message(text: str = "", sender: User = PERSON, **fields: Any) -> Message:
    """A message with the mentions that Telegram finds in its text."""
    entities = [
        MessageEntity(entity.type, entity.offset, entity.length) for entity in typed_text(text).entities
    ]
    said = Message(3, NOW, GROUP, sender, text=text or None, entities=entities, **fields)
    said.set_bot(BOT)
    return said


@pytest.mark.parametrize("text", ["/ask基金规模", "/ASK基金", "/ask@yuanwen_bot基金", "/ask？", "/ask 基金"])
def test_ask_needs_no_space_before_chinese(text: str) -> None:
    assert AskWithoutSpace().filter(message(text))


@pytest.mark.parametrize(
    "text", ["", "/asked基金", "/ask_x", "/ask@other_bot基金", "/ask@", "问/ask基金", "ask基金", "/help"]
)
def test_other_commands_and_other_bots_are_not_asked(text: str) -> None:
    assert not AskWithoutSpace().filter(message(text))


@pytest.mark.parametrize(
    ("text", "named"),
    [
        ("@yuanwen_bot 基金规模", True),
        ("基金规模，@YUANWEN_BOT？", True),
        ("@yuanwen_bot基金", False),
        ("@yuanwen_bot_too 基金", False),
        ("yuanwen_bot 基金", False),
        ("", False),
    ],
)
def test_a_mention_is_of_this_bot(text: str, named: bool) -> None:
    assert Mention().filter(message(text)) is named


def test_only_what_the_bot_itself_wrote_is_its_own() -> None:
    own, via = message("答", ITSELF), message("答", PERSON, via_bot=ITSELF)
    posted = message("答", ITSELF, via_bot=User(2, "别的", is_bot=True))
    assert [is_from_bot(said) for said in (own, via, posted, message("答"), None)] == [True] + [False] * 4
    assert ReplyToBot().filter(message("首期呢", reply_to_message=own))
    assert not ReplyToBot().filter(message("首期呢", reply_to_message=via))
    assert not ReplyToBot().filter(message("首期呢"))


def test_what_opened_a_topic_is_not_replied_to() -> None:
    opened = message(sender=ITSELF, forum_topic_created=ForumTopicCreated("机器人", 0x6FB9F0))
    said = message("今天吃什么", reply_to_message=opened)
    assert replied_to(said) is None
    assert not ReplyToBot().filter(said)
    assert replied_to(message("x", reply_to_message=message("y"))) == message("y")


@pytest.mark.parametrize(
    ("text", "asked"),
    [
        ("基金规模多少？", "基金规模多少？"),
        (" /ask 基金 规模\n多少 ", "基金 规模\n多少"),
        ("/ask基金", "基金"),
        ("/ask@yuanwen_bot 基金", "基金"),
        ("/ask /ask", "/ask"),
        ("@yuanwen_bot 基金", "基金"),
        ("@Yuanwen_Bot /ask 基金", "基金"),
        ("基金 @yuanwen_bot ，规模，@YUANWEN_BOT", "基金   ，规模，"),
        ("@yuanwen_bot @yuanwen_bot_too 是谁的", "@yuanwen_bot_too 是谁的"),
        ("@other_bot 基金", "@other_bot 基金"),
        ("/asked 基金", "/asked 基金"),
        ("/ask", ""),
        ("@yuanwen_bot", ""),
    ],
)
def test_the_question_is_what_is_left_of_the_text(text: str, asked: str) -> None:
    assert question_in(message(text)) == asked


def test_without_a_question_of_its_own_a_message_asks_what_it_replies_to() -> None:
    text, picture = message("基金规模多少"), message(caption="桥长多少")
    assert question_in(message("/ask", reply_to_message=text)) == "基金规模多少"
    assert question_in(message("@yuanwen_bot", reply_to_message=picture)) == "桥长多少"
    quote = TextQuote("规模", 2)
    assert question_in(message("/ask", reply_to_message=text, quote=quote)) == "规模"
    assert question_in(message("/ask 首期", reply_to_message=text)) == "首期"
    assert question_in(message("/ask", reply_to_message=message("答", ITSELF))) == ""
    assert question_in(message("/ask", reply_to_message=message())) == ""


QUESTIONS = (
    "桥有多长 橋有多長 谁负责 是誰負責 几月开工 什么时候开工 在何处 怎麼走 去吗 好了？ 他说“好吗？” 何時"
)


@pytest.mark.parametrize("text", [*QUESTIONS.split(), "Where is it?"])
def test_a_question_is_known_by_its_words(text: str) -> None:
    assert is_question(text)


@pytest.mark.parametrize("text", ["", "今天天气不错", "多谢", "几乎没有", "好的。", "吗啡是药", "?!"])
def test_talk_is_no_question(text: str) -> None:
    assert not is_question(text)


def test_groups_are_told_from_other_chats() -> None:
    assert [group_of(Chat(-5, kind)) for kind in ("group", "supergroup")] == [-5, -5]
    assert [group_of(Chat(5, kind)) for kind in ("private", "channel")] == [None, None]


@given(st.text() | st.text(alphabet="/ask@yuanwen_bot 问？"))
def test_any_text_can_be_looked_at(text: str) -> None:
    said = message(text)
    assert question_in(said) == question_in(said).strip()
    assert isinstance(is_question(text), bool)
    AskWithoutSpace().filter(said)
