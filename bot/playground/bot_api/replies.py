"""The reply_parameters of a message that the bot sends."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from bot.playground.bot_api.arguments import Arguments
from bot.playground.protocol.quotes import text_quote
from bot.playground.protocol.refusals import bad_request
from bot.playground.protocol.texts import parsed
from bot.playground.simulation.chats import Chat, Message
from bot.playground.simulation.world import World


@dataclass(frozen=True, slots=True)
class Reply:
    """What a message replies to.

    Attributes:
        message: A message of the same chat, or None.
        fields: Fields of the new message: its quote, and the message of another chat that it replies to.
    """

    message: Message | None = None
    fields: Mapping[str, Any] = field(default_factory=dict)


class Replies:
    """Parses reply_parameters.

    Args:
        world: Holds the chats.
    """

    def __init__(self, world: World) -> None:
        self._world = world

    def parse(self, chat: Chat, thread_id: int, parameters: Mapping[str, Any]) -> Reply:
        """Parse an object of type ReplyParameters.

        Args:
            chat: The chat of the new message.
            thread_id: The thread of the new message, or 0.
            parameters: The object; empty for no reply.

        Raises:
            Refusal: There is no such message, or it has no such quote.
        """
        if not parameters:
            return Reply()
        arguments = Arguments(parameters)
        other_id = arguments.integer("chat_id", chat.id)
        source = chat if other_id == chat.id else self._world.chat_for_bot(other_id)
        message = self._world.chats.find(source, arguments.integer("message_id"))
        if message is None:
            # A reply can go without a message of the same chat, but not without one of another.
            if source == chat and arguments.flag("allow_sending_without_reply"):
                return Reply()
            raise bad_request("message to be replied not found")
        if source == chat and thread_id and thread_id not in {message.id, message.thread_id}:
            raise bad_request("message to be replied not found")
        quote = _quote(message, arguments)
        if source == chat:
            return Reply(message, quote)
        return Reply(None, {"external_reply": _external_reply(message), **quote})


def _quote(message: Message, arguments: Arguments) -> dict[str, Any]:
    quote = parsed(
        arguments.text("quote"), arguments.text("quote_parse_mode"), arguments.array("quote_entities")
    )
    if not quote.text:
        return {}
    return {"quote": text_quote(message.content, quote, arguments.integer("quote_position"))}


def _external_reply(message: Message) -> dict[str, Any]:
    """An ExternalReplyInfo of the Bot API; only supergroups are named in it."""
    origin = {"type": "user", "date": message.date, "sender_user": message.sender.json()}
    named = {"chat": message.chat.json(), "message_id": message.id}
    return {"origin": origin, **(named if message.chat.type == "supergroup" else {})}
