"""The methods of the Bot API, as far as this project's bot calls them."""

from collections.abc import Awaitable, Callable, Mapping
from typing import TYPE_CHECKING, Any, TypeVar
from urllib.parse import urlsplit

from bot.excerpt import units
from bot.playground import limits
from bot.playground.arguments import Arguments
from bot.playground.chats import Chat, Message
from bot.playground.queries import CallbackAnswer, CallbackQuery, InlineAnswer, InlineQuery, parse_results
from bot.playground.refusals import bad_request, not_found
from bot.playground.webhooks import Hook

if TYPE_CHECKING:
    from bot.playground.loopback import Loopback

Method = Callable[[Arguments], Awaitable[Any]]
Query = TypeVar("Query", InlineQuery, CallbackQuery)

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


class Methods:
    """The bot's side of the playground.

    Args:
        loopback: The playground that the methods work on.
    """

    def __init__(self, loopback: "Loopback") -> None:
        self._loopback = loopback
        self._methods: dict[str, Method] = {
            name.lower(): method
            for name, method in {
                "answerCallbackQuery": self._answer_callback_query,
                "answerInlineQuery": self._answer_inline_query,
                "deleteMessage": self._delete_message,
                "deleteMyCommands": self._delete_my_commands,
                "deleteWebhook": self._delete_webhook,
                "editMessageReplyMarkup": self._edit_message_reply_markup,
                "editMessageText": self._edit_message_text,
                "getChat": self._get_chat,
                "getMe": self._get_me,
                "getMyCommands": self._get_my_commands,
                "getUpdates": self._get_updates,
                "getWebhookInfo": self._get_webhook_info,
                "sendChatAction": self._send_chat_action,
                "sendMessage": self._send_message,
                "setMyCommands": self._set_my_commands,
                "setWebhook": self._set_webhook,
            }.items()
        }

    async def call(self, method: str, arguments: Arguments) -> Any:
        """Call a method by its name, upper and lower case alike.

        Returns:
            Its result, ready for JSON.

        Raises:
            Refusal: There is no such method, or it does not grant the request.
        """
        call = self._methods.get(method.lower())
        if call is None:
            raise not_found()
        return await call(arguments)

    async def _get_me(self, _arguments: Arguments) -> dict[str, Any]:
        return {
            **self._loopback.bot.json(),
            "can_join_groups": True,
            "can_read_all_group_messages": False,
            "supports_inline_queries": True,
        }

    async def _get_updates(self, arguments: Arguments) -> list[dict[str, Any]]:
        updates = self._loopback.updates
        if "allowed_updates" in arguments:
            updates.allow(arguments.array("allowed_updates"))
        fetched = await updates.fetch(
            arguments.integer("offset"), arguments.integer("limit", 100), arguments.integer("timeout")
        )
        return [update.json() for update in fetched]

    async def _set_webhook(self, arguments: Arguments) -> bool:
        arguments.require("url")
        url, secret = arguments.text("url"), arguments.text("secret_token")
        if url and (urlsplit(url).scheme not in {"http", "https"} or not urlsplit(url).hostname):
            raise bad_request("bad webhook: invalid webhook URL specified")
        if secret and not limits.SECRET_TOKEN.fullmatch(secret):
            raise bad_request("secret token contains unallowed characters")
        if "allowed_updates" in arguments:
            self._loopback.updates.allow(arguments.array("allowed_updates"))
        return await self._deliver(Hook(url, secret) if url else None, arguments)

    async def _delete_webhook(self, arguments: Arguments) -> bool:
        return await self._deliver(None, arguments)

    async def _deliver(self, hook: Hook | None, arguments: Arguments) -> bool:
        if arguments.flag("drop_pending_updates"):
            self._loopback.updates.clear()
        await self._loopback.courier.deliver_to(hook)
        return True

    async def _get_webhook_info(self, _arguments: Arguments) -> dict[str, Any]:
        updates = self._loopback.updates
        return {
            "url": updates.webhook_url,
            "has_custom_certificate": False,
            "pending_update_count": len(updates.pending),
            **({"allowed_updates": list(updates.allowed)} if updates.allowed else {}),
            **({"last_error_message": error} if (error := self._loopback.courier.last_error) else {}),
        }

    async def _get_chat(self, arguments: Arguments) -> dict[str, Any]:
        chat = self._chat(arguments)
        return {
            **chat.json(),
            "accent_color_id": 0,
            "max_reaction_count": 11,
            "accepted_gift_types": dict.fromkeys(
                (
                    "gifts_from_channels",
                    "limited_gifts",
                    "premium_subscription",
                    "unique_gifts",
                    "unlimited_gifts",
                ),
                False,
            ),
        }

    async def _send_message(self, arguments: Arguments) -> dict[str, Any]:
        arguments.require("chat_id", "text")
        chat = self._chat(arguments)
        content = limits.formatted(arguments.text("text"), arguments.text("parse_mode"))
        reply_to = self._replied(chat, arguments.structure("reply_parameters"))
        markup = arguments.structure("reply_markup")
        limits.check_keyboard(markup)
        return self._loopback.speak(chat, content, reply_to=reply_to, markup=markup).json()

    async def _edit_message_text(self, arguments: Arguments) -> dict[str, Any]:
        arguments.require("text")
        message = self._own_message(arguments)
        content = limits.formatted(arguments.text("text"), arguments.text("parse_mode"))
        return self._changed(message, arguments, content=content)

    async def _edit_message_reply_markup(self, arguments: Arguments) -> dict[str, Any]:
        return self._changed(self._own_message(arguments), arguments)

    def _changed(self, message: Message, arguments: Arguments, **fields: Any) -> dict[str, Any]:
        markup = arguments.structure("reply_markup")
        limits.check_keyboard(markup)
        if markup == message.markup and fields.get("content", message.content) == message.content:
            raise bad_request(
                "message is not modified: specified new message content and reply markup are exactly the "
                "same as a current content and reply markup of the message"
            )
        return self._loopback.change(message, markup=markup, **fields).json()

    async def _delete_message(self, arguments: Arguments) -> bool:
        arguments.require("message_id")
        message = self._loopback.chats.find(self._chat(arguments), arguments.integer("message_id"))
        if message is None:
            raise bad_request("message to delete not found")
        if message.sender != self._loopback.bot and message.chat.type != "private":
            raise bad_request("message can't be deleted")
        self._loopback.delete(message)
        return True

    async def _send_chat_action(self, arguments: Arguments) -> bool:
        arguments.require("chat_id", "action")
        chat, action = self._chat(arguments), arguments.text("action")
        if action not in _ACTIONS:
            raise bad_request("wrong parameter action in request")
        self._loopback.act(chat, action)
        return True

    async def _set_my_commands(self, arguments: Arguments) -> bool:
        arguments.require("commands")
        commands = arguments.array("commands")
        limits.check_commands(commands)
        self._loopback.commands[_audience(arguments)] = commands
        return True

    async def _get_my_commands(self, arguments: Arguments) -> list[Mapping[str, Any]]:
        return self._loopback.commands.get(_audience(arguments), [])

    async def _delete_my_commands(self, arguments: Arguments) -> bool:
        self._loopback.commands.pop(_audience(arguments), None)
        return True

    async def _answer_inline_query(self, arguments: Arguments) -> bool:
        arguments.require("inline_query_id", "results")
        query = self._waiting(self._loopback.inline_queries, arguments.text("inline_query_id"))
        button = arguments.structure("button")
        if button:
            limits.check_results_button(button)
        query.answer = InlineAnswer(
            results=parse_results(arguments.array("results")),
            cache_seconds=arguments.integer("cache_time", 300),
            is_personal=arguments.flag("is_personal"),
            button=button,
        )
        self._loopback.bell.ring()
        return True

    async def _answer_callback_query(self, arguments: Arguments) -> bool:
        arguments.require("callback_query_id")
        query = self._waiting(self._loopback.callback_queries, arguments.text("callback_query_id"))
        text = arguments.text("text")
        if units(text) > limits.CALLBACK_ANSWER_UNITS:
            raise bad_request("MESSAGE_TOO_LONG")
        query.answer = CallbackAnswer(text, arguments.flag("show_alert"))
        self._loopback.bell.ring()
        return True

    def _waiting(self, queries: Mapping[str, Query], identity: str) -> Query:
        query = queries.get(identity)
        if query is None or self._loopback.clock() - query.asked_at > limits.QUERY_SECONDS:
            raise bad_request("query is too old and response timeout expired or query ID is invalid")
        return query

    def _chat(self, arguments: Arguments) -> Chat:
        arguments.require("chat_id")
        return self._loopback.chats.chat_for_bot(arguments.integer("chat_id"))

    def _own_message(self, arguments: Arguments) -> Message:
        arguments.require("message_id")
        message = self._loopback.chats.find(self._chat(arguments), arguments.integer("message_id"))
        if message is None:
            raise bad_request("message to edit not found")
        if message.sender != self._loopback.bot:
            raise bad_request("message can't be edited")
        return message

    def _replied(self, chat: Chat, parameters: Mapping[str, Any]) -> Message | None:
        if not parameters:
            return None
        message = self._loopback.chats.find(chat, int(parameters.get("message_id", 0)))
        if message is None and not parameters.get("allow_sending_without_reply"):
            raise bad_request("message to be replied not found")
        return message


def _audience(arguments: Arguments) -> tuple[str, str]:
    """Whom a list of commands is for: its scope, and its language."""
    scope = arguments.structure("scope")
    return str(scope.get("type", "default")), arguments.text("language_code")
