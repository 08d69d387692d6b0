"""Methods that send, edit and delete messages."""

from collections.abc import Awaitable, Callable
from typing import Any, Final

from bot.playground.bot_api.arguments import Arguments
from bot.playground.bot_api.photos import pixels
from bot.playground.bot_api.replies import Replies
from bot.playground.protocol import limits
from bot.playground.protocol.entities import Formatted
from bot.playground.protocol.keyboards import checked_keyboard
from bot.playground.protocol.reactions import checked_reaction
from bot.playground.protocol.refusals import bad_request, entity_too_large
from bot.playground.simulation.chats import Chat, Message
from bot.playground.simulation.files import StoredFile
from bot.playground.simulation.world import World

GENERAL: Final = 1
"""The id of a forum's General topic, whose messages have no thread id."""

_ACTIONS = frozenset(
    {
        "choose_sticker",
        "find_location",
        "record_video",
        "record_video_note",
        "record_voice",
        "typing",
        "upload_document",
        "upload_photo",
        "upload_video",
        "upload_video_note",
        "upload_voice",
    }
)


class MessageMethods:
    """sendMessage, editMessageText, deleteMessage and the like.

    Args:
        world: Holds the chats.
    """

    def __init__(self, world: World) -> None:
        self._world = world
        self._replies = Replies(world)

    def methods(self) -> dict[str, Callable[[Arguments], Awaitable[Any]]]:
        """The methods, by name."""
        return {
            "deleteMessage": self._delete_message,
            "editMessageReplyMarkup": self._edit_message_reply_markup,
            "editMessageText": self._edit_message_text,
            "sendChatAction": self._send_chat_action,
            "sendDocument": self._send_document,
            "sendMessage": self._send_message,
            "sendPhoto": self._send_photo,
            "setMessageReaction": self._set_message_reaction,
        }

    async def _send_message(self, arguments: Arguments) -> dict[str, Any]:
        arguments.require("chat_id", "text")
        chat = self._chat(arguments)
        content = self._text(arguments)
        return self._world.speak(chat, content, **self._target(chat, arguments)).json()

    async def _send_document(self, arguments: Arguments) -> dict[str, Any]:
        return self._send_file("document", arguments)

    async def _send_photo(self, arguments: Arguments) -> dict[str, Any]:
        return self._send_file("photo", arguments)

    def _send_file(self, kind: str, arguments: Arguments) -> dict[str, Any]:
        """Send a file of an argument, which is a document or a photo as its name says."""
        arguments.require("chat_id", kind)
        chat = self._chat(arguments)
        caption = limits.caption(
            arguments.text("caption"), arguments.text("parse_mode"), arguments.array("caption_entities")
        )
        target, file = self._target(chat, arguments), self._file(kind, arguments)
        return self._world.speak(chat, caption, **target, file=file).json()

    def _file(self, kind: str, arguments: Arguments) -> StoredFile:
        upload = arguments.upload(kind)
        if upload is None:
            found = self._world.files.find(arguments.text(kind))
            if (found.pixels is not None) != (kind == "photo"):
                raise bad_request("type of file mismatch")
            return found
        if len(upload.data) > limits.UPLOAD_BYTES:
            raise entity_too_large()
        if not upload.data:
            raise bad_request("file must be non-empty")
        size = pixels(upload.data) if kind == "photo" else None
        return self._world.files.add(upload.name, upload.data, upload.mime_type, pixels=size)

    async def _edit_message_text(self, arguments: Arguments) -> dict[str, Any] | bool:
        arguments.require("text")
        message = self._own_message(arguments)
        if message.file:
            raise bad_request("there is no text in the message to edit")
        content = self._text(arguments)
        return self._changed(message, arguments, content=content)

    async def _edit_message_reply_markup(self, arguments: Arguments) -> dict[str, Any] | bool:
        return self._changed(self._own_message(arguments), arguments)

    def _changed(self, message: Message, arguments: Arguments, **fields: Any) -> dict[str, Any] | bool:
        markup = checked_keyboard(arguments.structure("reply_markup"))
        if markup == message.markup and fields.get("content", message.content) == message.content:
            raise bad_request(
                "message is not modified: specified new message content and reply markup are exactly the "
                "same as a current content and reply markup of the message"
            )
        changed = self._world.change(message, markup=markup, **fields)
        return True if "inline_message_id" in arguments else changed.json()

    async def _delete_message(self, arguments: Arguments) -> bool:
        arguments.require("message_id")
        message = self._world.chats.find(self._chat(arguments), arguments.integer("message_id"))
        if message is None:
            raise bad_request("message to delete not found")
        if (
            message.sender != self._world.bot
            and message.chat.type != "private"
            and not self._is_admin(message)
        ):
            raise bad_request("message can't be deleted")
        if self._world.clock() - message.date >= limits.DELETION_SECONDS:
            raise bad_request("message can't be deleted for everyone")
        self._world.delete(message)
        return True

    async def _set_message_reaction(self, arguments: Arguments) -> bool:
        arguments.require("chat_id", "message_id")
        message = self._world.chats.find(self._chat(arguments), arguments.integer("message_id"))
        if message is None:
            raise bad_request("message to react not found")
        self._world.react(message, checked_reaction(arguments.array("reaction")))
        return True

    def _is_admin(self, message: Message) -> bool:
        return self._world.members.of(message.chat, self._world.bot).is_admin

    async def _send_chat_action(self, arguments: Arguments) -> bool:
        arguments.require("chat_id", "action")
        chat, action = self._chat(arguments), arguments.text("action")
        if action not in _ACTIONS:
            raise bad_request("wrong parameter action in request")
        thread_id = arguments.integer("message_thread_id")
        if not (chat.is_forum and thread_id == GENERAL):
            self._check_thread(chat, thread_id)
        self._world.act(chat, action, thread_id or None)
        return True

    def _text(self, arguments: Arguments) -> Formatted:
        return limits.formatted(
            arguments.text("text"), arguments.text("parse_mode"), arguments.array("entities")
        )

    def _target(self, chat: Chat, arguments: Arguments) -> dict[str, Any]:
        """The reply, the thread and the buttons of a new message, as fields of `Message`."""
        thread_id = arguments.integer("message_thread_id")
        self._check_thread(chat, thread_id)
        reply = self._replies.parse(chat, thread_id, arguments.structure("reply_parameters"))
        return {
            **self._world.thread(chat, reply.message, thread_id or None),
            "markup": checked_keyboard(arguments.structure("reply_markup")),
            "extra": reply.fields,
        }

    def _check_thread(self, chat: Chat, thread_id: int) -> None:
        """Check that a thread exists: a topic of a forum, or the replies to a message of a supergroup."""
        if not thread_id or self._world.chats.topic(chat, thread_id):
            return
        root = self._world.chats.find(chat, thread_id)
        if chat.type != "supergroup" or thread_id == GENERAL or root is None or root.in_topic:
            raise bad_request("message thread not found")

    def _chat(self, arguments: Arguments) -> Chat:
        arguments.require("chat_id")
        return self._world.chat_to_write_to(arguments.integer("chat_id"))

    def _own_message(self, arguments: Arguments) -> Message:
        if "inline_message_id" in arguments:
            inline = self._world.chats.inline(arguments.text("inline_message_id"))
            if inline is None:
                raise bad_request("MESSAGE_ID_INVALID")
            return inline
        arguments.require("message_id")
        message = self._world.chats.find(self._chat(arguments), arguments.integer("message_id"))
        if message is None:
            raise bad_request("message to edit not found")
        if message.sender != self._world.bot:
            raise bad_request("message can't be edited")
        return message
