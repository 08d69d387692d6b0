"""The actions that the page asks for."""

import json
from collections.abc import Awaitable, Callable, Mapping
from typing import Any, Final

from bot.playground.bot_api.arguments import Arguments
from bot.playground.bot_api.limits import CALLBACK_DATA_BYTES, QUERY_SECONDS, TEXT_UNITS
from bot.playground.bot_api.refusals import Refusal
from bot.playground.simulation.chats import Message
from bot.playground.simulation.queries import InlineQuery
from bot.playground.web.context import PageContext
from bot.playground.web.handler import Handler
from bot.playground.web.scene import Place
from bot.playground.web.security import Denial
from bot.telegram.messages.truncation import units

LANGUAGES: Final = ("zh-hans", "zh-hant", "en")
"""What the person's Telegram may speak."""

Answer = dict[str, Any] | None
"""What comes back, or None for nothing."""


class Actions:
    """What the person at the page can do.

    Args:
        stage: Where they do it.
    """

    def __init__(self, stage: PageContext) -> None:
        self._stage = stage
        self._telegram = stage.telegram
        self._typed: InlineQuery | None = None
        self._methods: Mapping[str, Callable[[Arguments], Awaitable[Answer]]] = {
            "choose": self._choose,
            "edit": self._edit,
            "inline": self._inline,
            "language": self._language,
            "press": self._press,
            "say": self._say,
        }

    async def do(self, name: str, arguments: Arguments) -> Answer:
        """Do something.

        Raises:
            Denial: There is no such thing, or it cannot be done.
            Refusal: The arguments are not those it needs.
        """
        method = self._methods.get(name)
        if method is None:
            raise Denial(404, f"There is no action {name!r}.")
        try:
            return await method(arguments)
        except TimeoutError:
            raise Denial(504, f"The bot has not answered within {QUERY_SECONDS:.0f} seconds.") from None

    def place(self, key: str) -> Place:
        """The chat that the page means.

        Raises:
            Denial: There is none.
        """
        place = self._stage.scene.places.get(key)
        if place is None:
            raise Denial(404, f"There is no chat {key!r}.")
        return place

    def set_language(self, code: str) -> None:
        """Let the person's Telegram speak a language.

        Raises:
            Denial: It speaks no such language.
        """
        if code not in LANGUAGES:
            raise Denial(400, f"The page speaks {', '.join(LANGUAGES)}, not {code!r}.")
        if code != self._stage.scene.me.language_code:
            self._telegram.set_language(self._stage.scene.me, code)

    async def _say(self, arguments: Arguments) -> Answer:
        place, text = self.place(arguments.text("key")), _text(arguments, "text")
        replied = self._message(place, arguments, "reply_to") if "reply_to" in arguments else None
        return self._shown(self._telegram.say(self._stage.scene.me, text, place.where, reply_to=replied))

    async def _edit(self, arguments: Arguments) -> Answer:
        place, text = self.place(arguments.text("key")), _text(arguments, "text")
        message = self._message(place, arguments, "message_id")
        if message.sender.id != self._stage.scene.me.id or message.via_bot:
            raise Denial(403, "Only what you wrote yourself can be edited.")
        return self._shown(message if message.text == text else self._telegram.edit(message, text))

    async def _press(self, arguments: Arguments) -> Answer:
        message = self._message(self.place(arguments.text("key")), arguments, "message_id")
        data = arguments.text("data")
        if not 1 <= len(data.encode(errors="replace")) <= CALLBACK_DATA_BYTES:
            raise Denial(400, "A button says 1 to 64 bytes.")
        pressed = self._telegram.press(self._stage.scene.me, message, _whole(data))
        notice = await self._telegram.notice_for(pressed, seconds=QUERY_SECONDS)
        return {"text": notice.text, "show_alert": notice.show_alert}

    async def _inline(self, arguments: Arguments) -> Answer:
        place = self.place(arguments.text("key"))
        kind = "sender" if place.kind == "private" else place.chat.type
        typed = self._typed = self._telegram.inline(
            self._stage.scene.me,
            _whole(arguments.text("query")),
            chat_type=kind,
            offset=_whole(arguments.text("offset")),
        )

        def settled() -> bool:
            return typed.answer is not None or self._typed is not typed

        await self._telegram.notifier.until(settled, timeout=QUERY_SECONDS)
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
            # What may not be kept at all is not there yet.
            "again": not results and answer.cache_seconds == 0,
        }

    async def _choose(self, arguments: Arguments) -> Answer:
        place = self.place(arguments.text("key"))
        query = self._telegram.inline_queries.get(arguments.text("query_id"))
        results = query.answer.results if query and query.answer else ()
        result = next((one for one in results if one.id == arguments.text("result_id")), None)
        if query is None or result is None:
            raise Denial(404, "There is no such result.")
        return self._shown(self._telegram.choose(query, result, place.where))

    async def _language(self, arguments: Arguments) -> Answer:
        self.set_language(arguments.text("language"))
        return {"language": self._stage.scene.me.language_code}

    def _message(self, place: Place, arguments: Arguments, name: str) -> Message:
        number = arguments.integer(name)
        message = self._telegram.chats.find(place.chat, number)
        if message is None or not place.holds(message):
            raise Denial(404, f"There is no message {number} in this chat.")
        return message

    def _shown(self, message: Message) -> Answer:
        return {"message": self._stage.view.message(message)}


class Action(Handler):
    """Takes an action's arguments as JSON."""

    def initialize(self, stage: PageContext, actions: Actions) -> None:  # type: ignore[override]
        super().initialize(stage)
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
        # A form of another site can send anything but this type without asking first.
        if self.request.headers.get("Content-Type", "").partition(";")[0].strip() != "application/json":
            raise Denial(415, "What is asked for is said in application/json.")
        try:
            values = json.loads(self.request.body)
        except (RecursionError, ValueError):
            raise Denial(400, "The body is no JSON.") from None
        if not isinstance(values, dict):
            raise Denial(400, "The body must be a JSON object.")
        return Arguments(values)


class Worlds(Handler):
    """Tells how everything stands."""

    def initialize(  # type: ignore[override]
        self, stage: PageContext, actions: Actions, extras: Callable[[], Awaitable[dict[str, Any]]]
    ) -> None:
        super().initialize(stage)
        self._actions = actions
        self._extras = extras

    async def get(self) -> None:
        if language := self.get_query_argument("language", ""):
            self._actions.set_language(language)
        extras = await self._extras()
        self.answer(self.stage.view.world() | extras)


def _text(arguments: Arguments, name: str) -> str:
    """What is to be said: something, and no more than Telegram takes."""
    text = _whole(arguments.text(name)).strip()
    if not text:
        raise Denial(400, "There is nothing in this message.")
    if units(text) > TEXT_UNITS:
        raise Denial(400, f"A message has at most {TEXT_UNITS} characters.")
    return text


def _whole(text: str) -> str:
    """A text without halves of characters, which JSON can hold and UTF-8 cannot."""
    return text.encode(errors="replace").decode()
