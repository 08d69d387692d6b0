"""Inline queries: questions typed behind the bot's name in any chat."""

from collections.abc import Sequence
from hashlib import blake2b

import structlog
from telegram import (
    InlineQuery,
    InlineQueryResultArticle,
    InlineQueryResultsButton,
    InputTextMessageContent,
    Update,
)
from telegram.constants import ParseMode
from telegram.error import BadRequest
from telegram.ext import ContextTypes

from bot.desk import Desk
from bot.handlers.links import PLAIN, parameter_for
from bot.handlers.replies import NO_PREVIEW
from bot.phrases import INLINE_BUTTON_HELP, INLINE_BUTTON_MISSING, INLINE_TITLE, inline_hint, usage
from bot.render import Choice, render_choices, render_missing

_HINT_CACHE_SECONDS = 300
_ANSWER_CACHE_SECONDS = 30
_MISSING_CACHE_SECONDS = 5

_log = structlog.get_logger(__name__)


class Inline:
    """Answers inline queries.

    Args:
        desk: Where they are answered.
    """

    def __init__(self, desk: Desk) -> None:
        self._desk = desk

    async def query(self, update: Update, context: ContextTypes.DEFAULT_TYPE) -> None:
        """Offer the answers to what has been typed so far."""
        query = update.inline_query
        if query is None:
            return
        question = query.query.strip()
        if not question:
            await self._hint(query, context.bot.username)
            return
        found = await self._desk.ask_newest(query.from_user.id, question)
        if found is None:
            return
        if choices := render_choices(found):
            await _offer(query, choices, _ANSWER_CACHE_SECONDS)
        else:
            button = InlineQueryResultsButton(INLINE_BUTTON_MISSING, start_parameter=parameter_for(question))
            await _offer(query, [render_missing(found)], _MISSING_CACHE_SECONDS, button)

    async def _hint(self, query: InlineQuery, username: str) -> None:
        hint = Choice(
            id=blake2b(INLINE_TITLE.encode(), digest_size=16).hexdigest(),
            title=INLINE_TITLE,
            description=inline_hint(username),
            html=usage(username),
        )
        button = InlineQueryResultsButton(INLINE_BUTTON_HELP, start_parameter=PLAIN)
        await _offer(query, [hint], _HINT_CACHE_SECONDS, button)


async def _offer(
    query: InlineQuery,
    choices: Sequence[Choice],
    cache_seconds: int,
    button: InlineQueryResultsButton | None = None,
) -> None:
    try:
        await query.answer(
            [_article(choice) for choice in choices],
            cache_time=cache_seconds,
            is_personal=False,
            button=button,
        )
    except BadRequest as error:
        # Telegram waits about ten seconds; whoever asked has typed on or given up by then.
        if "query is too old" not in error.message.lower():
            raise
        _log.info("inline_answer_too_late")


def _article(choice: Choice) -> InlineQueryResultArticle:
    content = InputTextMessageContent(choice.html, parse_mode=ParseMode.HTML, link_preview_options=NO_PREVIEW)
    return InlineQueryResultArticle(choice.id, choice.title, content, description=choice.description)
