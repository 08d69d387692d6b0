"""The actions of the page: send, edit, press, type an inline query, choose a result, set the language."""

import json
from collections.abc import Awaitable, Callable, Mapping
from typing import Any, Final

from bot.playground.bot_api.arguments import Arguments
from bot.playground.protocol.keyboards import CALLBACK_DATA_BYTES
from bot.playground.protocol.limits import CAPTION_UNITS, QUERY_SECONDS, TEXT_UNITS
from bot.playground.protocol.refusals import Refusal
from bot.playground.simulation.chats import Message
from bot.playground.simulation.queries import InlineQuery
from bot.playground.web.context import PageContext
from bot.playground.web.demo_chats import ChatEntry
from bot.playground.web.handler import PageHandler
from bot.playground.web.security import Denial
from bot.telegram.messages.truncation import units

LANGUAGES: Final = ("zh-hans", "zh-hant", "en")
"""The languages that the page can have."""

Result = dict[str, Any] | None
"""The JSON object of the response; None for an empty one."""


class Actions:
    """Carries out the actions of the person at the page.

    Args:
        context: The parts of the page's server.
    """

    def __init__(self, context: PageContext) -> None:
        self._context = context
        self._telegram = context.telegram
        self._newest_query: InlineQuery | None = None
        self._methods: Mapping[str, Callable[[Arguments], Awaitable[Result]]] = {
            "choose": self._choose,
            "edit": self._edit,
            "inline": self._inline,
            "language": self._language,
            "press": self._press,
            "say": self._say,
        }

    async def do(self, name: str, arguments: Arguments) -> Result:
        """Carry out an action.

        Args:
            name: Its name, the last part of its address.
            arguments: The fields of the request's body.

        Raises:
            Denial: There is no such action, or it cannot be carried out.
            Refusal: An argument has the wrong type.
        """
        method = self._methods.get(name)
        if method is None:
            raise Denial(404, f"There is no action {name!r}.")
        try:
            return await method(arguments)
        except TimeoutError:
            raise Denial(
                504, f"The bot has not answered within {QUERY_SECONDS:.0f} seconds.", name="no-answer"
            ) from None

    def entry(self, key: str) -> ChatEntry:
        """A chat of the page by its key.

        Raises:
            Denial: There is none.
        """
        entry = self._context.demo_chats.entries.get(key)
        if entry is None:
            raise Denial(404, f"There is no chat {key!r}.")
        return entry

    def set_language(self, code: str) -> None:
        """Set the language of the person's Telegram.

        Raises:
            Denial: There is no such language.
        """
        if code not in LANGUAGES:
            raise Denial(400, f"The page speaks {', '.join(LANGUAGES)}, not {code!r}.")
        if code != self._context.demo_chats.me.language_code:
            self._telegram.set_language(self._context.demo_chats.me, code)

    async def _say(self, arguments: Arguments) -> Result:
        entry, text = self.entry(arguments.text("key")), _text(arguments, "text")
        replied = self._message(entry, arguments, "reply_to") if "reply_to" in arguments else None
        return self._with_message(
            self._telegram.say(self._context.demo_chats.me, text, entry.where, reply_to=replied)
        )

    async def _edit(self, arguments: Arguments) -> Result:
        entry = self.entry(arguments.text("key"))
        message = self._message(entry, arguments, "message_id")
        text = _text(arguments, "text") if message.file is None else caption(arguments.text("text"))
        if message.sender.id != self._context.demo_chats.me.id or message.via_bot:
            raise Denial(403, "Only what you wrote yourself can be edited.")
        return self._with_message(message if message.text == text else self._telegram.edit(message, text))

    async def _press(self, arguments: Arguments) -> Result:
        message = self._message(self.entry(arguments.text("key")), arguments, "message_id")
        data = arguments.text("data")
        if not 1 <= len(data.encode(errors="replace")) <= CALLBACK_DATA_BYTES:
            raise Denial(400, "Callback data has 1 to 64 bytes.")
        pressed = self._telegram.press(self._context.demo_chats.me, message, _without_surrogates(data))
        notice = await self._telegram.notice_for(pressed, seconds=QUERY_SECONDS)
        return {"text": notice.text, "show_alert": notice.show_alert}

    async def _inline(self, arguments: Arguments) -> Result:
        entry = self.entry(arguments.text("key"))
        kind = "sender" if entry.kind == "private" else entry.chat.type
        typed = self._newest_query = self._telegram.inline(
            self._context.demo_chats.me,
            _without_surrogates(arguments.text("query")),
            chat_type=kind,
            offset=_without_surrogates(arguments.text("offset")),
        )

        def is_done() -> bool:
            return typed.answer is not None or self._newest_query is not typed

        await self._telegram.notifier.until(is_done, timeout=QUERY_SECONDS)
        answer = typed.answer
        if answer is None:
            return None
        results = [
            {"id": result.id, "title": result.title, "description": result.description}
            for result in answer.results
        ]
        return {
            "query_id": typed.id,
            "results": results,
            "next_offset": answer.next_offset,
            "button": dict(answer.button) or None,
            # An empty answer that must not be cached: the bot is still looking.
            "again": not results and answer.cache_seconds == 0,
        }

    async def _choose(self, arguments: Arguments) -> Result:
        entry = self.entry(arguments.text("key"))
        query = self._telegram.inline_queries.get(arguments.text("query_id"))
        results = query.answer.results if query and query.answer else ()
        result = next((one for one in results if one.id == arguments.text("result_id")), None)
        if query is None or result is None:
            raise Denial(404, "There is no such result.")
        return self._with_message(self._telegram.choose(query, result, entry.where))

    async def _language(self, arguments: Arguments) -> Result:
        self.set_language(arguments.text("language"))
        return {"language": self._context.demo_chats.me.language_code}

    def _message(self, entry: ChatEntry, arguments: Arguments, name: str) -> Message:
        number = arguments.integer(name)
        message = self._telegram.chats.find(entry.chat, number)
        if message is None or not entry.holds(message):
            raise Denial(404, f"There is no message {number} in this chat.", name="message-gone")
        return message

    def _with_message(self, message: Message) -> Result:
        return {"message": self._context.view.message(message)}


class ActionHandler(PageHandler):
    """POST /api/ACTION: carries out an action; its arguments are a JSON object."""

    def initialize(self, context: PageContext, actions: Actions) -> None:  # type: ignore[override]
        super().initialize(context)
        self._actions = actions

    async def post(self, name: str) -> None:
        try:
            answer = await self._actions.do(name, self._arguments())
        except Refusal as refusal:
            raise Denial(refusal.code, f"{refusal.description}.") from refusal
        if answer is None:
            self.set_status(204)
            self.finish()
        else:
            self.answer(answer)

    def _arguments(self) -> Arguments:
        # A form of another site cannot send this type without a preflight request.
        if self.request.headers.get("Content-Type", "").partition(";")[0].strip() != "application/json":
            raise Denial(415, "The body must be of type application/json.")
        try:
            values = json.loads(self.request.body)
        except (RecursionError, ValueError):
            raise Denial(400, "The body is not JSON.") from None
        if not isinstance(values, dict):
            raise Denial(400, "The body must be a JSON object.")
        return Arguments(values)


class WorldHandler(PageHandler):
    """GET /api/world: everything that the page shows."""

    def initialize(  # type: ignore[override]
        self, context: PageContext, actions: Actions, extras: Callable[[], Awaitable[dict[str, Any]]]
    ) -> None:
        super().initialize(context)
        self._actions = actions
        self._extras = extras

    async def get(self) -> None:
        if language := self.get_query_argument("language", ""):
            self._actions.set_language(language)
        extras = await self._extras()
        self.answer(self.context.view.world() | extras)


def _text(arguments: Arguments, name: str) -> str:
    """The text of a message.

    Raises:
        Denial: It is empty, or longer than Telegram allows.
    """
    text = _without_surrogates(arguments.text(name)).strip()
    if not text:
        raise Denial(400, "There is nothing in this message.")
    if units(text) > TEXT_UNITS:
        raise Denial(400, f"A message has at most {TEXT_UNITS} characters.", name="text-too-long")
    return text


def caption(text: str) -> str:
    """The text below a file, "" for none.

    Raises:
        Denial: It is longer than Telegram allows.
    """
    text = _without_surrogates(text).strip()
    if units(text) > CAPTION_UNITS:
        raise Denial(
            400, f"The text below a file has at most {CAPTION_UNITS} characters.", name="caption-too-long"
        )
    return text


def _without_surrogates(text: str) -> str:
    """The text with lone surrogates replaced, which JSON can hold and UTF-8 cannot."""
    return text.encode(errors="replace").decode()
