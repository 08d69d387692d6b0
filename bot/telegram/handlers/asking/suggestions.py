"""Questions as buttons: which come next after an answer, and what a press does."""

from typing import Final

from telegram import CallbackQuery, InlineKeyboardMarkup, Message, Update
from telegram.ext import ContextTypes

from bot.services.visibility import visible
from bot.storage import Turn, tolerated
from bot.telegram.handlers.admission import refused
from bot.telegram.handlers.asking.question import ChatQuestion, store_answer_message, store_turn
from bot.telegram.handlers.sending import answer_callback, reply, typing
from bot.telegram.handlers.services import Services
from bot.telegram.messages.button_kinds import SuggestionButton
from bot.telegram.messages.suggestions import with_next
from bot.telegram.messages.translations import Translator
from bot.telegram.messages.turns import view
from bot.telegram.rate_limiter import once
from retrieval.storage.suggestions import Suggestion
from retrieval.text import alike

_NEXT: Final = 2
"""Next questions under an answer."""
_REMEMBERED: Final = 10
"""Last questions of someone that are not suggested to them again."""


class NextQuestions:
    """Finds what can be asked next, after an answer.

    Args:
        services: Suggestions, and what was asked before.
    """

    def __init__(self, services: Services) -> None:
        self._services = services

    async def below(self, keyboard: InlineKeyboardMarkup | None, turn: Turn) -> InlineKeyboardMarkup | None:
        """The buttons of an answer, with up to two next questions of its article below them.

        Where none have been looked for there, this is begun, for the answers to come.
        """
        suggestions, answer = self._services.suggestions, turn.reply.answer
        if suggestions is None or answer is None:
            return keyboard
        self._services.run_in_background(suggestions.make_near(turn.asker, answer.passage.id))
        near = await suggestions.near(answer.passage.id)
        if not near:
            return keyboard
        with tolerated("suggestions_not_found"):
            before = [turn, *await self._services.state.turns.latest(turn.asker, _REMEMBERED)]
            near = tuple(each for each in near if not any(_answers(past, each) for past in before))
        return with_next(keyboard, near[:_NEXT])


class SuggestionHandlers:
    """Handles presses of buttons that ask a question.

    Args:
        services: Suggestions, answer pool, database, languages and rules.
    """

    def __init__(self, services: Services) -> None:
        self._services = services
        self._next_questions = NextQuestions(services)
        self._under_way: set[tuple[int, int]] = set()

    async def pressed(self, update: Update, _context: ContextTypes.DEFAULT_TYPE) -> None:
        """A press: sends the question with its answer, as if whoever pressed had asked it."""
        query = update.callback_query
        button = SuggestionButton.decode(query.data) if query else None
        if query is None:
            return
        translator = await self._services.translators.of(query.from_user)
        message = query.message
        if button is None or not isinstance(message, Message):
            await answer_callback(query, translator.plain("old-button"))
            return
        pressed = query.from_user.id, button.suggestion
        if pressed in self._under_way:
            await answer_callback(query)
            return
        self._under_way.add(pressed)
        try:
            suggestion = await self._asked(query, message, button, translator)
            if suggestion is not None:
                await self._answer(query, message, suggestion, update.update_id)
        finally:
            self._under_way.discard(pressed)

    async def _asked(
        self, query: CallbackQuery, message: Message, button: SuggestionButton, translator: Translator
    ) -> Suggestion | None:
        """What a press asks; None where it may not be asked, as the press is answered with."""
        suggestions, chat = self._services.suggestions, message.chat
        found = await suggestions.find(button.suggestion, visible(chat.id)) if suggestions else None
        if found is None:
            await answer_callback(query, translator.plain("suggestion-gone"))
            return None
        if await refused(self._services, query, chat, translator):
            return None
        await answer_callback(query)
        return found

    async def _answer(
        self, query: CallbackQuery, message: Message, suggestion: Suggestion, update_id: int
    ) -> None:
        """Answer a question from the document that it was made from."""
        asked = ChatQuestion(
            message,
            suggestion.question,
            None,
            (suggestion.document,),
            pressed_by=query.from_user.id,
            made_from=suggestion.passage,
        )
        async with typing(message):
            turn = await asked.turn(self._services.answer_pool, visible(message.chat.id))
        translator, turns = await self._services.translators.of(query.from_user), self._services.state.turns
        html, keyboard = view(turn, translator)
        keyboard = await self._next_questions.below(keyboard, turn)
        await store_turn(turns, turn)
        with once(self._services.state.pending_updates, update_id):
            sent = await reply(message, html, keyboard)
        await store_answer_message(turns, turn, sent)


def _answers(turn: Turn, suggestion: Suggestion) -> bool:
    """Whether a turn has answered what is suggested, in whatever words it was asked."""
    if alike(suggestion.question) in {alike(turn.question), alike(turn.understood)}:
        return True
    answer = turn.reply.answer
    if answer is None or answer.passage.id != suggestion.passage:
        return False
    return suggestion.answer in answer.text or answer.text in suggestion.answer
