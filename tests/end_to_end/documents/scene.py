"""What people do with documents in these tests, and two documents of theirs."""

from typing import Any

from bot.playground import Loopback
from bot.playground.simulation.chats import Message, User
from bot.playground.simulation.queries import CallbackQuery
from bot.services.documents import DocumentService
from bot.services.visibility import own_collection
from bot.telegram.messages.translations import Language, Translator
from retrieval.engine import Engine
from tests.end_to_end.conftest import Serve

HANS, HANT, EN = (Translator(language) for language in Language)
NOT_FOUND = HANS.plain("not-found")
BRIDGE = "青石桥重新开放\n\n青石桥在停工两年之后重新开放，修缮共花费三百二十万元。市民周末可以步行通过。\n"
COST = "青石桥修缮花费多少？"
LIBRARY = "柳湾图书馆落成\n\n柳湾图书馆昨日落成，首任馆长是顾明远。馆内藏书八万册。\n"
HEAD = "柳湾图书馆馆长是谁？"


def served(serve: Serve, engine: Engine, **options: Any) -> Any:
    return serve(engine, document_service=DocumentService.of(engine), **options)


async def settled(telegram: Loopback, sent: Message, seconds: float = 60) -> Message:
    """The reply to a document once it says what became of it: the only one."""

    def look() -> Message | None:
        replies = telegram.replies(sent)
        return replies[0] if replies and not is_under_way(replies[0]) else None

    said = await telegram.notifier.until(look, timeout=seconds)
    assert len(telegram.replies(sent)) == 1
    return said


async def replies(telegram: Loopback, sent: Message, count: int) -> list[str]:
    """The replies to a message, once there are so many and none tells of what goes on; as of `answer`."""

    def look() -> list[str] | None:
        found = telegram.replies(sent)
        done = len(found) >= count and not any(is_under_way(message) for message in found)
        return [_without_doubt(message.text) for message in found] if done else None

    return await telegram.notifier.until(look, timeout=60)


def is_under_way(message: Message) -> bool:
    return any(words in message.text for words in ("正在下载", "正在读", "正在识别", "正在建索引"))


async def add(telegram: Loopback, user: User, name: str, text: str, *place: Any, **options: Any) -> Message:
    return await settled(telegram, telegram.send_document(user, name, text.encode(), *place, **options))


async def answer(telegram: Loopback, user: User, question: str, *place: Any, **options: Any) -> str:
    """The message that answers a question, without the mark of an answer that is not sure."""
    return _without_doubt((await telegram.answer_to(telegram.say(user, question, *place, **options))).text)


def _without_doubt(text: str) -> str:
    return text.removeprefix("不太确定：").lstrip()


async def page_after(telegram: Loopback, query: CallbackQuery) -> str:
    """The notice of a press, once it has been dealt with."""
    return (await telegram.notice_for(query)).text


async def changed(telegram: Loopback, message: Message, text: str) -> Message:
    """A message as soon as it holds some words."""

    def look() -> Message | None:
        current = telegram.current(message)
        return current if current and text in current.text else None

    return await telegram.notifier.until(look, timeout=20)


def sources(engine: Engine, chat: int) -> list[str]:
    return [entry.source for entry in engine.library.entries(own_collection(chat))]
