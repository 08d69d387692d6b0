"""Inline queries: questions typed after the bot's name in any chat."""

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Final

import structlog
from telegram import (
    Bot,
    InlineKeyboardMarkup,
    InlineQuery,
    InlineQueryResultArticle,
    InlineQueryResultsButton,
    InputTextMessageContent,
    Update,
)
from telegram.error import BadRequest, RetryAfter
from telegram.ext import ContextTypes

from bot.services.rate_limit import RateLimit
from bot.storage import Turn
from bot.telegram.handlers.asking.typeahead import Typeahead, TypingPause
from bot.telegram.handlers.deep_links import NO_QUESTION, NOT_ADMITTED, parameter_for
from bot.telegram.handlers.services import Services
from bot.telegram.messages.answers import InlineChoice, render_choices, render_missing
from bot.telegram.messages.button_kinds import AnswerAction, AnswerButton
from bot.telegram.messages.buttons import answer_buttons
from bot.telegram.messages.translations import Translator
from bot.telegram.messages.truncation import clip, one_line
from bot.telegram.messages.turns import pages
from bot.telegram.rate_limiter import asked_to_wait

RESPONSE_TIMEOUT_S: Final = 0.8
"""Seconds that a query waits for its answer, so that results are shown within a second."""

PAGE: Final = 5
"""Results in one response: about as many as a phone shows above its keyboard."""

RECENT_QUESTIONS: Final = 3
"""The last questions of a person that are shown for an empty query."""

ANSWERS_A_SECOND: Final = 30
"""The most inline queries that are answered in a second."""

_RATE_LIMIT_MARGIN_S: Final = 0.1
_HINT_ID: Final = "hint"
_TITLE_UNITS: Final = 100
_CACHE_S: Final = 3
_NOT_ADMITTED_CACHE_S: Final = 60

_log = structlog.get_logger(__name__)


@dataclass(frozen=True, slots=True)
class _Offer:
    """The response to an inline query.

    Attributes:
        results: The results.
        button: The button above them.
        more: The offset of the next page, or "".
        cache_s: Seconds for which Telegram may show it again without asking the bot.
    """

    results: Sequence[InlineQueryResultArticle] = ()
    button: InlineQueryResultsButton | None = None
    more: str = ""
    cache_s: int = _CACHE_S


class InlineHandlers:
    """Answers inline queries, each within a second or not at all.

    Args:
        services: Answer pool, database, documents, languages and rules.
    """

    def __init__(self, services: Services) -> None:
        self._services = services
        self._typeahead = Typeahead(services.answer_pool, services.state.turns, services.document_service)
        self._rate_limit = RateLimit(ANSWERS_A_SECOND)

    async def query(self, update: Update, context: ContextTypes.DEFAULT_TYPE) -> None:
        """An inline query: sends the answers to what has been typed so far, unless the person typed on."""
        query = update.inline_query
        if query is None:
            return
        with self._typeahead.pause(query.from_user.id, RESPONSE_TIMEOUT_S) as pause:
            translator = await self._services.translators.of(query.from_user)
            try:
                offer = await self._offer(query, pause, translator, context.bot.username)
            except Exception:
                private = _button(translator.plain("inline-button"), parameter_for(query.query))
                await self._show(context.bot, query, pause, _Offer(button=private, cache_s=0))
                raise
            await self._show(context.bot, query, pause, offer)

    async def chosen(self, update: Update, _context: ContextTypes.DEFAULT_TYPE) -> None:
        """A chosen inline result: stores its turn as asked. Sends nothing.

        Telegram reports it where @BotFather's /setinlinefeedback is on.
        """
        result = update.chosen_inline_result
        button = AnswerButton.decode(result.result_id) if result else None
        if result is None or button is None:
            return
        self._services.allowance.count(result.from_user.id)
        await self._services.state.turns.chosen(button.turn, result.from_user.id, button.position)

    async def _offer(
        self, query: InlineQuery, pause: TypingPause, translator: Translator, username: str
    ) -> _Offer:
        question = query.query.strip()
        if not self._services.rules.access.admits(pause.asker):
            return _Offer(
                button=_button(translator.plain("inline-not-admitted"), NOT_ADMITTED),
                cache_s=_NOT_ADMITTED_CACHE_S,
            )
        if not question:
            return await self._suggestions(pause, translator, username)
        turn, first = await self._turn(query, pause, question)
        if turn is None:
            # Too late. The answer is stored once it is there, and the same query then gets it.
            return _Offer(button=_button(translator.plain("inline-late"), parameter_for(question)), cache_s=0)
        if not turn.found:
            button = _button(translator.plain("inline-missing-button"), parameter_for(question))
            return _Offer([_missing(turn, translator)], button)
        found = _answers(turn, translator)
        after = first + PAGE
        return _Offer(found[first:after], more=_offset(turn, after) if after < len(found) else "")

    async def _turn(self, query: InlineQuery, pause: TypingPause, question: str) -> tuple[Turn | None, int]:
        """The turn of a query, or None where it takes too long; and the first answer on its page.

        A further page is of the same turn as the first, unless some of its passages were removed meanwhile.
        """
        page = AnswerButton.decode(query.offset)
        if page is None:
            return await self._typeahead.turn(pause, question), 0
        turn = await self._services.state.turns.find(page.turn)
        mine = turn is not None and turn.inline and turn.asker == pause.asker
        if turn is None or not mine or not await self._typeahead.is_current(pause, turn):
            turn = await self._typeahead.turn(pause, question)
        return turn, page.position

    async def _suggestions(self, pause: TypingPause, translator: Translator, username: str) -> _Offer:
        """The response to an empty query: how to ask, and the person's last questions with new answers."""
        hint = InlineChoice(
            title=translator.plain("inline-title"),
            description=translator.plain("inline-hint", bot=username),
            html=translator.say("usage", bot=username),
        )
        results = [_article(_HINT_ID, hint)]
        for question in await self._services.state.turns.recent(pause.asker, RECENT_QUESTIONS):
            turn = await self._typeahead.turn(pause, question)
            if turn is None:
                break
            if turn.found:
                best = render_choices(turn.reply, translator)[0]
                title = clip(one_line(question), _TITLE_UNITS)
                results.append(
                    _answer(turn, 0, replace(best, title=title, description=best.title), translator)
                )
        return _Offer(results, _button(translator.plain("inline-button"), NO_QUESTION))

    async def _show(self, bot: Bot, query: InlineQuery, pause: TypingPause, offer: _Offer) -> None:
        """Send a response if the person still waits, within the rate limit."""
        while self._typeahead.is_newest(pause):
            wait = self._rate_limit.take()
            if not wait:
                await self._send(bot, query, offer)
                return
            if wait > self._typeahead.left(pause) + _RATE_LIMIT_MARGIN_S:
                _log.info("inline_answer_given_up")
                return
            await asyncio.sleep(wait)

    async def _send(self, bot: Bot, query: InlineQuery, offer: _Offer) -> None:
        try:
            await bot.answer_inline_query(
                query.id,
                offer.results,
                cache_time=offer.cache_s,
                # In the asker's language, and maybe from documents that nobody else may see.
                is_personal=True,
                next_offset=offer.more or None,  # "" would be sent as "[]" where Defaults are set
                button=offer.button,
            )
        except RetryAfter as error:
            self._rate_limit.hold(asked_to_wait(error))
            _log.info("inline_answers_put_off")
        except BadRequest as error:
            # Telegram waits about ten seconds; whoever asked has typed on or given up by then.
            if "query is too old" not in error.message.lower():
                raise
            _log.info("inline_answer_too_late")


def _answers(turn: Turn, translator: Translator) -> list[InlineQueryResultArticle]:
    choices = render_choices(turn.reply, translator)
    return [_answer(turn, position, choice, translator) for position, choice in enumerate(choices)]


def _answer(
    turn: Turn, position: int, choice: InlineChoice, translator: Translator
) -> InlineQueryResultArticle:
    """The result for an answer. Its message has buttons, so Telegram lets the bot edit it later."""
    words = turn.reply.answers[position].text
    buttons = answer_buttons(turn.id, position, pages(turn), translator, words=words)
    return _article(AnswerButton(turn.id, AnswerAction.ANSWER, position).encode(), choice, buttons)


def _missing(turn: Turn, translator: Translator) -> InlineQueryResultArticle:
    return _article(
        AnswerButton(turn.id, AnswerAction.NEAREST, 0).encode(), render_missing(turn.reply, translator)
    )


def _article(
    id_: str, choice: InlineChoice, buttons: InlineKeyboardMarkup | None = None
) -> InlineQueryResultArticle:
    content = InputTextMessageContent(choice.html)
    return InlineQueryResultArticle(
        id_, choice.title, content, description=choice.description, reply_markup=buttons
    )


def _button(text: str, parameter: str) -> InlineQueryResultsButton:
    return InlineQueryResultsButton(text, start_parameter=parameter)


def _offset(turn: Turn, position: int) -> str:
    """The offset of the next page: which turn, and its first answer on that page."""
    return AnswerButton(turn.id, AnswerAction.ANSWER, position).encode()
