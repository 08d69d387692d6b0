"""Questions in messages: answered, overheard, edited."""

import math
import time
from collections.abc import Collection, Sequence
from contextlib import nullcontext
from dataclasses import replace
from typing import Final

from telegram import Message, Update
from telegram.constants import ReactionEmoji
from telegram.error import BadRequest
from telegram.ext import ContextTypes

from bot.services.visibility import visible
from bot.storage import Turn
from bot.telegram.handlers.admission import admitted
from bot.telegram.handlers.asking.about import render_about
from bot.telegram.handlers.asking.hints import hints
from bot.telegram.handlers.asking.mentions import (
    addresses_bot,
    caption_without_call,
    group_of,
    is_question,
    question_in,
    replied_to,
)
from bot.telegram.handlers.asking.question import (
    ChatQuestion,
    PreviousTurns,
    questions_of,
    store_answer_message,
    store_turn,
)
from bot.telegram.handlers.asking.scope import ScopeFinder
from bot.telegram.handlers.asking.suggestions import NextQuestions
from bot.telegram.handlers.message_locks import MessageLocks
from bot.telegram.handlers.sending import edit_at, react, reply, typing
from bot.telegram.handlers.services import Services
from bot.telegram.messages.html import joined
from bot.telegram.messages.turns import MOST_QUESTIONS, View, view, view_several
from bot.telegram.origin import sender_of
from bot.telegram.rate_limiter import once
from retrieval.everyday.courtesy import is_thanks
from retrieval.followup import addressed, is_answered_by_documents, is_fragment, is_talk

_NOT_NOW: Final = ReactionEmoji.PERSON_WITH_FOLDED_HANDS
"""The reaction to further questions of someone who has been told to wait."""


class QuestionHandlers:
    """Answers questions in messages.

    Args:
        services: Answer pool, database, languages and rules.
    """

    def __init__(self, services: Services) -> None:
        self._services = services
        self._scopes = ScopeFinder(services)
        self._previous_turns = PreviousTurns(services)
        self._next_questions = NextQuestions(services)
        self._message_locks = MessageLocks()

    async def asked(self, update: Update, _context: ContextTypes.DEFAULT_TYPE) -> None:
        """A text in private, or a message that addresses the bot in a group: sends the answer as a reply."""
        if message := update.message:
            await self.answer(message, question_in(message), update.update_id)

    async def overheard(self, update: Update, _context: ContextTypes.DEFAULT_TYPE) -> None:
        """A question in a group that does not address the bot: sends a sure answer if the group wants it."""
        message = update.message
        if message is None or replied_to(message) or not is_question(message.text or ""):
            return
        settings = await self._services.state.chats.get(message.chat.id)
        if not settings.only_called:
            await self.answer(message, message.text or "", update.update_id, unasked=True)

    async def edited(self, update: Update, _context: ContextTypes.DEFAULT_TYPE) -> None:
        """An edited question: edits its answer. Edits of other messages do nothing."""
        if message := update.edited_message:
            await self.answer_edit(message, question_in(message), update.update_id)

    async def answer_edit(
        self, message: Message, question: str, update_id: int, *, document: int | None = None
    ) -> bool:
        """Edit the answer to a message whose question has changed; returns whether there was one.

        Args:
            message: As it is now.
            question: What it asks now, or "".
            update_id: The update that brought it.
            document: The id of the document that it came with, which is asked alone.
        """
        async with self._message_locks.of(message):
            before = await self._services.state.turns.by_question(message.chat.id, message.message_id)
            if before is None:
                return False
            if question == before.question or _asks_nothing(question) or not await self.admitted(message):
                return True
            *others, turn = await self._turns(message, question, document=document)
            turn = replace(turn, id=before.id, answer_message=before.answer_message)
            await self._replace_answer(message, [*others, turn], update_id)
            return True

    async def answer(
        self,
        message: Message,
        question: str,
        update_id: int | None = None,
        *,
        unasked: bool = False,
        document: int | None = None,
        is_linked: bool = False,
    ) -> None:
        """Answer a question as a reply to a message; for an empty question, send how to ask.

        Args:
            message: The message.
            question: The question.
            update_id: The update that brought it.
            unasked: The message does not address the bot: it sends nothing but a sure answer.
            document: The id of the document that it came with, which is asked alone.
            is_linked: The message is a link in which nobody can read the question: that is shown, and the
                answer replies to it.
        """
        question = question.strip()
        async with self._message_locks.of(message):
            if not await self.admitted(message, overheard=unasked):
                return
            if not question:
                translator = await self._services.translators.of(message.from_user)
                await reply(message, translator.say("how-to-ask"))
                return
            if is_talk(question):
                await self._answer_small_talk(message, question)
                return
            # What is overheard may well get no answer: nobody is to wait for one.
            async with nullcontext() if unasked else typing(message):
                turns = await self._turns(message, question, document=document, unasked=unasked)
            if not unasked and len(turns) == 1 and await self._answer_about_bot(message, turns[0]):
                return
            if not unasked or turns[0].reply.band == "sure":
                shown = await self._show_question(message, question) if is_linked else message
                await self._send_answer(message, turns, update_id, unasked=unasked, shown=shown)

    async def admitted(self, message: Message, *, overheard: bool = False) -> bool:
        """Whether someone may ask now; where not, they are told why, unless the bot only overheard them."""
        if not await admitted(self._services, message, silent=overheard):
            return False
        allowance, user, group = self._services.allowance, sender_of(message), group_of(message.chat)
        if overheard:
            return group is not None and allowance.overhear(group)
        wait = allowance.take(user, group)
        if wait and allowance.tells(user, group):
            translator = await self._services.translators.of(message.from_user)
            await reply(message, translator.say("too-many", seconds=math.ceil(wait)))
        elif wait:
            await react(message, _NOT_NOW)
        return not wait

    async def _answer_small_talk(self, message: Message, said: str) -> None:
        """Reply to thanks or a greeting, but only in private."""
        if group_of(message.chat) is None:
            translator = await self._services.translators.of(message.from_user)
            await reply(message, translator.say("thanked") if is_thanks(said) else translator.say("courtesy"))

    async def _answer_about_bot(self, message: Message, turn: Turn) -> bool:
        """Say what the bot is or holds where that is asked and no document has these words; or return False.

        Asked of one document alone, or in reply to something, which documents there are is another question.
        """
        subject = addressed(turn.question)
        if subject is None or is_answered_by_documents(turn.question, turn.reply):
            return False
        if subject == "documents" and (turn.reply.within or replied_to(message)):
            return False
        translator = await self._services.translators.of(message.from_user)
        names = await self._scopes.names(message.chat.id)
        await reply(message, render_about(subject, names, translator))
        return True

    async def _turns(
        self, message: Message, question: str, *, document: int | None = None, unasked: bool = False
    ) -> list[Turn]:
        """The question with its answer, understood with the one that it follows up, and in its scope.

        Several questions in one message are asked one after another; each counts as one. The last is that of
        the message: what is said next follows it up.

        Args:
            message: Asks it.
            question: The question.
            document: The id of the document that it came with, which is asked alone.
            unasked: The message does not address the bot: it gets one answer, and is told nothing else.
        """
        asked_at = time.time()
        documents: Collection[int] | None = None
        if document is not None:
            documents = (document,)
        else:
            scope = await self._scopes.of(message, lifts=not unasked)
            documents = scope.documents
            if scope.is_gone and not unasked:
                translator = await self._services.translators.of(message.from_user)
                await reply(message, translator.say("scope-gone"))
        turns: list[Turn] = []
        for asked in (question,) if unasked else questions_of(question)[:MOST_QUESTIONS]:
            if turns:
                self._services.allowance.count(sender_of(message), group_of(message.chat))
                before = turns[-1] if is_fragment(asked) else None
            else:
                before = await self._previous_turns.of(message, asked, with_document=document is not None)
            each = ChatQuestion(message, asked, before, documents, asked_at=asked_at)
            turns.append(await each.turn(self._services.answer_pool, visible(message.chat.id)))
        return [*(replace(turn, question_message=None) for turn in turns[:-1]), turns[-1]]

    async def _show_question(self, message: Message, question: str) -> Message:
        """Send the question of a link, to which the answer can reply."""
        translator = await self._services.translators.of(message.from_user)
        return await message.reply_text(translator.say("asked", question=question), do_quote=False)

    async def _send_answer(
        self,
        message: Message,
        turns: Sequence[Turn],
        update_id: int | None,
        *,
        unasked: bool,
        shown: Message,
    ) -> None:
        """Store turns and send their answer. Stored first: a message may arrive although the call fails."""
        for turn in turns:
            await store_turn(self._services.state.turns, turn)
        sent = await self._send_reply(message, turns, update_id, unasked=unasked, shown=shown)
        await store_answer_message(self._services.state.turns, turns[-1], sent)

    async def _replace_answer(self, message: Message, turns: Sequence[Turn], update_id: int) -> None:
        """Edit the previous answer into this one, or send it where the previous is gone."""
        *others, turn = turns
        if not await self._edit_answer(message, turns):
            unasked = not addresses_bot(message)
            sent = await self._send_reply(message, turns, update_id, unasked=unasked, shown=message)
            turn = replace(turn, answer_message=sent.message_id)
        # Stored last: after a crash before this line, the next run handles the edit again.
        for each in (*others, turn):
            await store_turn(self._services.state.turns, each)

    async def _send_reply(
        self,
        message: Message,
        turns: Sequence[Turn],
        update_id: int | None,
        *,
        unasked: bool,
        shown: Message,
    ) -> Message:
        """Send the answer as a reply to the message that shows the question."""
        answer = await self._view(message, turns, leads_on=not unasked)
        with once(self._services.state.pending_updates, update_id):
            return await reply(shown, *answer)

    async def _view(self, message: Message, turns: Sequence[Turn], *, leads_on: bool) -> View:
        """The answer, with what can be asked next where the bot was asked directly, and hints for none."""
        translator = await self._services.translators.of(message.from_user)
        *others, turn = turns
        if others:
            said = question_in(message) or caption_without_call(message)
            are_all = len(questions_of(said)) <= len(turns)
            html, keyboard = view_several(turns, translator, are_all=are_all)
        else:
            html, keyboard = view(turn, translator)
        html = joined([html, *hints(message, turns, self._services, translator)], "\n\n")
        leads_on = leads_on and not others
        return html, await self._next_questions.below(keyboard, turn) if leads_on else keyboard

    async def _edit_answer(self, message: Message, turns: Sequence[Turn]) -> bool:
        """Edit the previous answer; False where it is gone."""
        if (answer := turns[-1].answer_message) is None:
            return False
        shown = await self._view(message, turns, leads_on=addresses_bot(message))
        try:
            await edit_at(message.get_bot(), message.chat.id, answer, *shown)
        except BadRequest:
            return False
        return True


def _asks_nothing(said: str) -> bool:
    """Whether an edited text is no question any more: empty, a command, or thanks."""
    return not said or said.startswith("/") or is_talk(said)
