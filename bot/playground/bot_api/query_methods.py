"""Methods that answer inline queries, pressed buttons and calls as a guest."""

from collections.abc import Awaitable, Callable, Mapping
from typing import Any

from bot.playground.bot_api.arguments import Arguments
from bot.playground.protocol import limits
from bot.playground.protocol.cleaning import clean
from bot.playground.protocol.refusals import bad_request
from bot.playground.simulation.queries import (
    CallbackAnswer,
    InlineAnswer,
    Query,
    parse_result,
    parse_results,
)
from bot.playground.simulation.world import World
from bot.telegram.messages.truncation import units


class QueryMethods:
    """answerInlineQuery, answerCallbackQuery and answerGuestQuery.

    Args:
        world: Holds the queries.
    """

    def __init__(self, world: World) -> None:
        self._world = world

    def methods(self) -> dict[str, Callable[[Arguments], Awaitable[Any]]]:
        """The methods, by name."""
        return {
            "answerCallbackQuery": self._answer_callback_query,
            "answerGuestQuery": self._answer_guest_query,
            "answerInlineQuery": self._answer_inline_query,
        }

    async def _answer_inline_query(self, arguments: Arguments) -> bool:
        arguments.require("inline_query_id", "results")
        query = self._waiting(self._world.inline_queries, arguments.text("inline_query_id"))
        button = arguments.structure("button")
        if button:
            limits.check_results_button(button)
        next_offset = arguments.text("next_offset")
        if len(next_offset.encode()) > limits.NEXT_OFFSET_BYTES:
            raise bad_request("NEXT_OFFSET_INVALID")
        query.answer = InlineAnswer(
            results=parse_results(arguments.array("results")),
            cache_seconds=arguments.integer("cache_time", 300),
            is_personal=arguments.flag("is_personal"),
            button=button,
            next_offset=next_offset,
        )
        self._world.inline_cache.add(query, query.answer)
        self._world.notifier.notify()
        return True

    async def _answer_callback_query(self, arguments: Arguments) -> bool:
        arguments.require("callback_query_id")
        query = self._waiting(self._world.callback_queries, arguments.text("callback_query_id"))
        if query.answer:
            raise _too_old()
        text = clean(arguments.text("text"))
        if units(text) > limits.CALLBACK_ANSWER_UNITS:
            raise bad_request("MESSAGE_TOO_LONG")
        query.answer = CallbackAnswer(text, arguments.flag("show_alert"))
        self._world.notifier.notify()
        return True

    async def _answer_guest_query(self, arguments: Arguments) -> dict[str, Any]:
        arguments.require("guest_query_id", "result")
        query = self._waiting(
            self._world.guest_queries, arguments.text("guest_query_id"), limits.GUEST_SECONDS
        )
        if query.answer:
            raise _too_old()
        result = parse_result(arguments.structure("result"))
        asked = query.message
        query.answer = self._world.speak(
            asked.chat,
            result.content,
            **self._world.thread(asked.chat, asked, asked.thread_id),
            markup=result.markup,
            inline_id=f"guest-{query.id}",
            caller=asked.sender,
        )
        return {"inline_message_id": query.answer.inline_id}

    def _waiting(
        self, queries: Mapping[str, Query], query_id: str, seconds: float = limits.QUERY_SECONDS
    ) -> Query:
        query = queries.get(query_id)
        if query is None or self._world.clock() - query.asked_at > seconds:
            raise _too_old()
        return query


def _too_old() -> Exception:
    return bad_request("query is too old and response timeout expired or query ID is invalid")
