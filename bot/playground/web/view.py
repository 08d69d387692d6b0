"""The view of the playground that the page has, ready for JSON."""

from collections.abc import Sequence
from typing import Any, Final

from bot.playground.loopback import Loopback
from bot.playground.simulation.chats import Message, User
from bot.playground.simulation.event_log import Acted, Deleted, Offered, Written
from bot.playground.web.scene import Place, Scene
from bot.playground.web.status import BotStatus, Explained, Failed, Ready
from retrieval.documents import Answer
from retrieval.explanation import Considered, Explanation

_FIGURES: Final = 4


class View:
    """The playground as the person at the page sees it.

    Args:
        telegram: The playground.
        scene: The person and their chats.
        news: How the bot fares.
    """

    def __init__(self, telegram: Loopback, scene: Scene, news: BotStatus) -> None:
        self._telegram = telegram
        self._scene = scene
        self._news = news

    def world(self) -> dict[str, Any]:
        """Everything as it stands, and the number of the newest event in it."""
        return {
            "me": _user(self._scene.me),
            "bot": _user(self._telegram.bot),
            "chats": [self._chat(place) for place in self._scene.places.values()],
            "messages": {key: self._history(place) for key, place in self._scene.places.items()},
            "commands": self._commands(),
            "language": self._scene.me.language_code,
            "ready": self._news.is_ready,
            "failed": self._news.failure,
            "explanation": self._explanation(),
            "seq": self._telegram.event_log.last,
        }

    def message(self, message: Message) -> dict[str, Any] | None:
        """A message, or None where the page does not show it."""
        place = self._scene.place_of(message.chat, message.thread_id)
        return self._message(place, message) if place else None

    def event(self, event: object) -> dict[str, Any] | None:  # noqa: PLR0911
        """Something that has happened, or None where it does not concern the page."""
        match event:
            case Written(message):
                shown = self.message(message)
                return {"type": "message", "message": shown} if shown else None
            case Deleted(message):
                place = self._scene.place_of(message.chat, message.thread_id)
                return {"type": "deleted", "key": place.key, "message_id": message.id} if place else None
            case Acted(chat, action, thread_id):
                place = self._scene.place_of(chat, thread_id)
                return {"type": "action", "key": place.key, "action": action} if place else None
            case Offered():
                return {"type": "commands", "commands": self._commands()}
            case Explained():
                return {"type": "explanation", "explanation": self._explanation()}
            case Ready():
                return {"type": "ready"}
            case Failed(reason):
                return {"type": "failed", "error": reason}
        return None

    def _chat(self, place: Place) -> dict[str, Any]:
        chat, topic = place.chat, place.topic
        members = [member.user for member in self._telegram.members.present(chat)]
        return {
            "key": place.key,
            "chat_id": chat.id,
            "thread_id": topic.id if topic else None,
            "kind": place.kind,
            "title": self._title(place),
            "forum": chat.name if topic else None,
            "members": [
                _user(user)
                for user in ((self._scene.me, self._telegram.bot) if place.kind == "private" else members)
            ],
        }

    def _title(self, place: Place) -> str:
        if place.topic:
            return place.topic.name
        return self._telegram.bot.first_name if place.kind == "private" else place.chat.name

    def _history(self, place: Place) -> list[dict[str, Any]]:
        messages = self._telegram.chats.history(place.chat)
        return [self._message(place, message) for message in messages if place.holds(message)]

    def _message(self, place: Place, message: Message) -> dict[str, Any]:
        return message.json() | {"key": place.key, "own": message.sender.id == self._scene.me.id}

    def _commands(self) -> dict[str, Sequence[Any]]:
        me = self._scene.me
        return {key: self._telegram.offered(me, place.chat) for key, place in self._scene.places.items()}

    def _explanation(self) -> dict[str, Any] | None:
        explanation = self._news.explanation
        return _explained(explanation) if explanation else None


def _user(user: User) -> dict[str, Any]:
    return {"id": user.id, "name": user.first_name, "username": user.username, "is_bot": user.is_bot}


def _explained(explanation: Explanation) -> dict[str, Any]:
    reply = explanation.reply
    return {
        "question": reply.question,
        "understood": reply.understood if reply.understood != reply.question else None,
        "took_ms": round(reply.took_ms, 1),
        "threshold": round(explanation.decision.unsure, _FIGURES),
        "sure": round(explanation.decision.sure, _FIGURES),
        "band": reply.band,
        "answer": reply.answer.text if reply.answer else None,
        "steps": [{"name": step.name, "ms": round(step.ms, 2)} for step in explanation.steps],
        "passages": [_considered(considered) for considered in explanation.passages],
    }


def _considered(considered: Considered) -> dict[str, Any]:
    passage = considered.passage
    return {
        "id": str(passage.id),  # its 63 bits are too many for JavaScript
        "title": passage.title,
        "source": passage.source,
        "collection": passage.collection,
        "text": passage.text,
        "words": considered.word_rank,
        "vectors": considered.vector_rank,
        "words_score": round(considered.word_score, _FIGURES),
        "cosine": round(considered.cosine, _FIGURES),
        "fused": round(considered.score, _FIGURES),
        "rank": considered.rank,
        "read": considered.read,
        "missing": list(considered.missing),
        "spans": [_span(answer) for answer in considered.spans],
    }


def _span(answer: Answer) -> dict[str, Any]:
    return {
        "text": answer.text,
        "confidence": round(answer.confidence, _FIGURES),
        "start": answer.start,
        "end": answer.end,
        "spans": [list(span) for span in answer.spans],
    }
