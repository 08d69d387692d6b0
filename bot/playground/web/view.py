"""What the page shows, as JSON."""

import re
from collections.abc import Sequence
from dataclasses import replace
from typing import Any, Final

from bot.playground.loopback import Loopback
from bot.playground.protocol.limits import START_PARAMETER
from bot.playground.protocol.texts import typed_text
from bot.playground.simulation.chats import Message, User
from bot.playground.simulation.event_log import ActionShown, CommandsChanged, MessageDeleted, MessageWritten
from bot.playground.web.demo_chats import ChatEntry, DemoChats
from bot.playground.web.status import BotFailed, BotReady, BotStatus, QuestionExplained
from retrieval.documents import Answer
from retrieval.explanation import Considered, Explanation

_DECIMALS: Final = 4
_START: Final = re.compile(rf"(/start) {START_PARAMETER.pattern}")
"""What a button or a link with a parameter sends."""


class View:
    """Turns messages and events into JSON for the page.

    Args:
        telegram: The simulated Telegram.
        demo_chats: The person at the page and their chats.
        bot_status: The bot's status.
    """

    def __init__(self, telegram: Loopback, demo_chats: DemoChats, bot_status: BotStatus) -> None:
        self._telegram = telegram
        self._demo_chats = demo_chats
        self._bot_status = bot_status

    def world(self) -> dict[str, Any]:
        """Everything that the page shows, and the number of the newest event."""
        return {
            "me": _user(self._demo_chats.me),
            "bot": _user(self._telegram.bot),
            "chats": [self._chat(entry) for entry in self._demo_chats.entries.values()],
            "messages": {key: self._history(entry) for key, entry in self._demo_chats.entries.items()},
            "commands": self._commands(),
            "language": self._demo_chats.me.language_code,
            "ready": self._bot_status.is_ready,
            "failed": self._bot_status.failure,
            "explanations": [self._explanation(update) for update in self._bot_status.explanations],
            "seq": self._telegram.event_log.last,
        }

    def message(self, message: Message) -> dict[str, Any] | None:
        """A message, or None where the page does not show it."""
        entry = self._demo_chats.entry_of(message.chat, message.thread_id)
        return self._message(entry, message) if entry else None

    def event(self, event: object) -> dict[str, Any] | None:  # noqa: PLR0911
        """An event, or None where the page does not show it."""
        match event:
            case MessageWritten(message):
                content = self.message(message)
                return {"type": "message", "message": content} if content else None
            case MessageDeleted(message):
                entry = self._demo_chats.entry_of(message.chat, message.thread_id)
                return {"type": "deleted", "key": entry.key, "message_id": message.id} if entry else None
            case ActionShown(chat, action, thread_id):
                entry = self._demo_chats.entry_of(chat, thread_id)
                return {"type": "action", "key": entry.key, "action": action} if entry else None
            case CommandsChanged():
                return {"type": "commands", "commands": self._commands()}
            case QuestionExplained(update):
                content = self._explanation(update)
                return {"type": "explanation", "explanation": content} if content else None
            case BotReady():
                return {"type": "ready"}
            case BotFailed(reason):
                return {"type": "failed", "error": reason}
        return None

    def _chat(self, entry: ChatEntry) -> dict[str, Any]:
        chat, topic = entry.chat, entry.topic
        members = [member.user for member in self._telegram.members.present(chat)]
        return {
            "key": entry.key,
            "chat_id": chat.id,
            "thread_id": topic.id if topic else None,
            "kind": entry.kind,
            "title": self._title(entry),
            "forum": chat.name if topic else None,
            "members": [
                _user(user)
                for user in (
                    (self._demo_chats.me, self._telegram.bot) if entry.kind == "private" else members
                )
            ],
        }

    def _title(self, entry: ChatEntry) -> str:
        if entry.topic:
            return entry.topic.name
        return self._telegram.bot.first_name if entry.kind == "private" else entry.chat.name

    def _history(self, entry: ChatEntry) -> list[dict[str, Any]]:
        messages = self._telegram.chats.history(entry.chat)
        return [self._message(entry, message) for message in messages if entry.holds(message)]

    def _message(self, entry: ChatEntry, message: Message) -> dict[str, Any]:
        shown = {"key": entry.key, "own": message.sender.id == self._demo_chats.me.id}
        if entry.kind == "private" and (started := _START.fullmatch(message.text)):
            # Telegram's apps keep the parameter to themselves; the bot gets it.
            message = replace(message, content=typed_text(started[1]))
        return message.json() | shown | ({"reaction": message.reaction} if message.reaction else {})

    def _commands(self) -> dict[str, Sequence[Any]]:
        me = self._demo_chats.me
        return {
            key: self._telegram.offered(me, entry.chat) for key, entry in self._demo_chats.entries.items()
        }

    def _explanation(self, update: int) -> dict[str, Any] | None:
        """How a question was answered, with the message that asked it; None where that is no longer kept."""
        explanation = self._bot_status.explanations.get(update)
        if explanation is None:
            return None
        asked = self._telegram.question(update)
        entry = self._demo_chats.entry_of(asked.chat, asked.thread_id) if asked else None
        place = (
            {"key": entry.key, "message_id": asked.id} if asked and entry else {"key": None, "message_id": 0}
        )
        return _explained(explanation) | place | {"pressed": self._telegram.presses_question(update)}


def _user(user: User) -> dict[str, Any]:
    return {"id": user.id, "name": user.first_name, "username": user.username, "is_bot": user.is_bot}


def _explained(explanation: Explanation) -> dict[str, Any]:
    reply = explanation.reply
    return {
        "question": reply.question,
        "understood": reply.understood if reply.understood != reply.question else None,
        "took_ms": round(reply.took_ms, 1),
        "threshold": round(explanation.decision.unsure, _DECIMALS),
        "sure": round(explanation.decision.sure, _DECIMALS),
        "band": reply.band,
        "answer": reply.answer.text if reply.answer else None,
        "steps": [{"name": step.name, "ms": round(step.ms, 2)} for step in explanation.steps],
        "passages": [_considered(considered) for considered in explanation.passages],
    }


def _considered(considered: Considered) -> dict[str, Any]:
    passage = considered.passage
    return {
        "id": str(passage.id),  # JavaScript numbers have 53 bits, ids 63
        "title": passage.title,
        "source": passage.source,
        "collection": passage.collection,
        "text": passage.text,
        "words": considered.word_rank,
        "vectors": considered.vector_rank,
        "words_score": round(considered.word_score, _DECIMALS),
        "cosine": round(considered.cosine, _DECIMALS),
        "fused": round(considered.score, _DECIMALS),
        "rank": considered.rank,
        "read": considered.read,
        "missing": list(considered.missing),
        "spans": [_span(answer) for answer in considered.spans],
    }


def _span(answer: Answer) -> dict[str, Any]:
    return {
        "text": answer.text,
        "confidence": round(answer.confidence, _DECIMALS),
        "start": answer.start,
        "end": answer.end,
        "spans": [list(span) for span in answer.spans],
    }
