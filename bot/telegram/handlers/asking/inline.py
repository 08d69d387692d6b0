"""Inline queries: questions typed behind the bot's name in any chat."""

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
from telegram.constants import ParseMode
from telegram.error import BadRequest, RetryAfter
from telegram.ext import ContextTypes

from bot.services.rate_limit import RateLimit
from bot.storage import Turn
from bot.telegram.handlers.asking.typeahead import Pause, Typeahead
from bot.telegram.handlers.deep_links import PLAIN, REFUSED, parameter_for
from bot.telegram.handlers.sending import NO_PREVIEW
from bot.telegram.handlers.services import Services
from bot.telegram.messages.answers import InlineChoice, render_choices, render_missing
from bot.telegram.messages.buttons import ButtonAction, Press, answer_buttons
from bot.telegram.messages.translations import Translator
from bot.telegram.messages.truncation import clip, one_line
from bot.telegram.messages.turns import pages
from bot.telegram.rate_limiter import asked_to_wait

PATIENCE_S: Final = 0.8
"""How long a query waits for its answer; what is left of a second is for the way there and back."""

PAGE: Final = 5
"""How many answers are offered at once: about what a phone shows above its keyboard."""

RECENT: Final = 3
"""How many of the asker's last questions are offered where nothing has been typed."""

ANSWERS_A_SECOND: Final = 30

_MARGIN_S: Final = 0.1
_HINT_ID: Final = "hint"
_TITLE_UNITS: Final = 100
_CACHE_S: Final = 3
_STRANGER_CACHE_S: Final = 60

_log = structlog.get_logger(__name__)


@dataclass(frozen=True, slots=True)
class _Offer:
    """What is shown for a query.

    Attributes:
        results: What can be chosen.
        button: The button above.
        more: The offset that brings the next results, or "".
        cache_s: For how long Telegram may show it again without asking.
    """

    results: Sequence[InlineQueryResultArticle] = ()
    button: InlineQueryResultsButton | None = None
    more: str = ""
    cache_s: int = _CACHE_S


class Inline:
    """Answers inline queries, each within a second or not at all.

    Args:
        house: Where they are answered.
    """

    def __init__(self, services: Services) -> None:
        self._services = services
        self._typeahead = Typeahead(services.answer_pool, services.state.turns, services.document_service)
        self._rate_limit = RateLimit(ANSWERS_A_SECOND)

    async def query(self, update: Update, context: ContextTypes.DEFAULT_TYPE) -> None:
        """Offer the answers to what has been typed so far, unless whoever typed it has typed on."""
        query = update.inline_query
        if query is None:
            return
        with self._typeahead.pause(query.from_user.id, PATIENCE_S) as pause:
            translator = await self._services.translators.of(query.from_user)
            try:
                offer = await self._offer(query, pause, translator, context.bot.username)
            except Exception:
                private = _button(translator.plain("inline-button"), parameter_for(query.query))
                await self._show(context.bot, query, pause, _Offer(button=private, cache_s=0))
                raise
            await self._show(context.bot, query, pause, offer)

    async def chosen(self, update: Update, _context: ContextTypes.DEFAULT_TYPE) -> None:
        """An answer was chosen, and now counts as a question.

        Telegram tells so where @BotFather's /setinlinefeedback is on.
        """
        result = update.chosen_inline_result
        press = Press.of(result.result_id) if result else None
        if result is None or press is None:
            return
        self._services.allowance.count(result.from_user.id)
        await self._services.state.turns.chosen(press.turn, result.from_user.id, press.position)

    async def _offer(self, query: InlineQuery, pause: Pause, translator: Translator, username: str) -> _Offer:
        question = query.query.strip()
        if not self._services.rules.access.admits(pause.asker):
            return _Offer(
                button=_button(translator.plain("inline-not-admitted"), REFUSED), cache_s=_STRANGER_CACHE_S
            )
        if not question:
            return await self._guide(pause, translator, username)
        turn, first = await self._turn(query, pause, question)
        if turn is None:
            # Nothing to choose yet; it is remembered once it is there, so that asking again gets it.
            return _Offer(button=_button(translator.plain("inline-late"), parameter_for(question)), cache_s=0)
        if not turn.found:
            button = _button(translator.plain("inline-missing-button"), parameter_for(question))
            return _Offer([_missing(turn, translator)], button)
        found = _answers(turn, translator)
        after = first + PAGE
        return _Offer(found[first:after], more=_offset(turn, after) if after < len(found) else "")

    async def _turn(self, query: InlineQuery, pause: Pause, question: str) -> tuple[Turn | None, int]:
        """The turn of a query, and from which of its answers on they are wanted.

        A further page belongs to the turn of the first, unless some of that has left the documents.
        """
        place = Press.of(query.offset)
        if place is None:
            return await self._typeahead.turn(pause, question), 0
        turn = await self._services.state.turns.find(place.turn)
        mine = turn is not None and turn.inline and turn.asker == pause.asker
        if turn is None or not mine or not await self._typeahead.stands(pause, turn):
            turn = await self._typeahead.turn(pause, question)
        return turn, place.position

    async def _guide(self, pause: Pause, translator: Translator, username: str) -> _Offer:
        """Where nothing has been typed: how to ask, and the asker's last questions, answered anew."""
        hint = InlineChoice(
            title=translator.plain("inline-title"),
            description=translator.plain("inline-hint", bot=username),
            html=translator.say("usage", bot=username),
        )
        results = [_article(_HINT_ID, hint)]
        for question in await self._services.state.turns.recent(pause.asker, RECENT):
            turn = await self._typeahead.turn(pause, question)
            if turn is None:
                break
            if turn.found:
                best = render_choices(turn.reply, translator)[0]
                title = clip(one_line(question), _TITLE_UNITS)
                results.append(
                    _answer(turn, 0, replace(best, title=title, description=best.title), translator)
                )
        return _Offer(results, _button(translator.plain("inline-button"), PLAIN))

    async def _show(self, bot: Bot, query: InlineQuery, pause: Pause, offer: _Offer) -> None:
        """Show an offer to whoever still waits, no more of them a second than Telegram takes."""
        while self._typeahead.is_newest(pause):
            wait = self._rate_limit.take()
            if not wait:
                await self._send(bot, query, offer)
                return
            if wait > self._typeahead.left(pause) + _MARGIN_S:
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
                next_offset=offer.more,
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
    return [_answer(turn, place, choice, translator) for place, choice in enumerate(choices)]


def _answer(
    turn: Turn, position: int, choice: InlineChoice, translator: Translator
) -> InlineQueryResultArticle:
    """An answer that can be chosen; its message has buttons, so Telegram lets the bot change it later."""
    buttons = answer_buttons(turn.id, position, pages(turn), translator)
    return _article(str(Press(turn.id, ButtonAction.ANSWER, position)), choice, buttons)


def _missing(turn: Turn, translator: Translator) -> InlineQueryResultArticle:
    return _article(str(Press(turn.id, ButtonAction.NEAREST, 0)), render_missing(turn.reply, translator))


def _article(
    id_: str, choice: InlineChoice, buttons: InlineKeyboardMarkup | None = None
) -> InlineQueryResultArticle:
    content = InputTextMessageContent(choice.html, parse_mode=ParseMode.HTML, link_preview_options=NO_PREVIEW)
    return InlineQueryResultArticle(
        id_, choice.title, content, description=choice.description, reply_markup=buttons
    )


def _button(text: str, parameter: str) -> InlineQueryResultsButton:
    return InlineQueryResultsButton(text, start_parameter=parameter)


def _offset(turn: Turn, position: int) -> str:
    """Where the next page begins, in words that `Press` reads: of which turn, and from which answer on."""
    return str(Press(turn.id, ButtonAction.ANSWER, position))
