"""A question in a chat, the turn before it, and the turn that it becomes."""

import time
from collections.abc import Collection
from dataclasses import dataclass, field, replace

from telegram import Message

from bot.services.answering import AnswerPool
from bot.storage import Turn, tolerated
from bot.storage.turns import Turns
from bot.telegram.handlers.asking.mentions import group_of, is_from_bot, replied_to, topic_of
from bot.telegram.handlers.services import Services
from bot.telegram.messages.button_kinds import AnswerButton
from bot.telegram.origin import sender_of
from retrieval.documents import Previous
from retrieval.everyday.several import questions_in
from retrieval.followup import FOLLOWS_WITHIN_S, addressed, is_fragment


@dataclass(frozen=True, slots=True)
class ChatQuestion:
    """A message that asks something.

    Attributes:
        message: The message.
        question: What it asks.
        before: The turn that it follows up, or None.
        documents: Ids of the documents that it is asked of alone, or None.
        pressed_by: Telegram id of who pressed a button with the question under the message; None where the
            message itself asks.
        made_from: Id of the passage whose words the question on that button is made of; None for others.
        asked_at: When it was asked, in seconds since 1970: all of one message at once, however long the
            first ones take.
    """

    message: Message
    question: str
    before: Turn | None
    documents: Collection[int] | None = None
    pressed_by: int | None = None
    made_from: int | None = None
    asked_at: float = field(default_factory=time.time)

    async def turn(self, answer_pool: AnswerPool, collections: Collection[str]) -> Turn:
        """The question with its answer; a follow-up is understood with the turn before it.

        Args:
            answer_pool: Answers it.
            collections: Names of the collections to answer it from.
        """
        began = time.perf_counter()
        previous = Previous.of(self.before.reply) if self.before else None
        asker = sender_of(self.message) if self.pressed_by is None else self.pressed_by
        reply = await answer_pool.ask(asker, self.question, collections, previous, self.documents)
        if self.made_from is not None:
            reply = replace(reply, understood=reply.question, understood_from=frozenset({self.made_from}))
        elif self.before and reply.understood != reply.question:
            reply = replace(reply, understood_from=frozenset(self.before.shown_passages))
        return Turn(
            chat=self.message.chat.id,
            thread=topic_of(self.message),
            asker=asker,
            question=self.question,
            understood=reply.understood if reply.understood != reply.question else self.question,
            reply=reply,
            took_ms=(time.perf_counter() - began) * 1000,
            question_message=self.message.message_id if self.pressed_by is None else None,
            asked_at=self.asked_at,
        )


class PreviousTurns:
    """Finds the turn that a message follows up.

    Args:
        services: What was asked before.
    """

    def __init__(self, services: Services) -> None:
        self._state = services.state

    async def of(self, message: Message, question: str, *, with_document: bool) -> Turn | None:
        """The turn that a message follows up: that of the answer it replies to, or the last for a fragment.

        The first is found by the id of the answer, or by its buttons where the response with that id was
        lost. What comes with a document goes on with that one, as does what is said after a document.
        """
        replied, turns = replied_to(message), self._state.turns
        if replied is None:
            return None if with_document else await self._of_fragment(message, question)
        if not is_from_bot(replied):
            return None
        if turn := await turns.by_answer(message.chat.id, replied.message_id):
            return turn
        turn = await turn_of_buttons(replied, turns)
        return turn if turn and turn.chat == message.chat.id else None

    async def _of_fragment(self, message: Message, question: str) -> Turn | None:
        """The turn before a fragment that is no reply, in private; None for a whole question.

        A document that came since is what people go on with: the turn before it is none of that.
        """
        if group_of(message.chat) is not None or addressed(question) or not is_fragment(question):
            return None
        chat, since = message.chat.id, time.time() - FOLLOWS_WITHIN_S
        turn = await self._state.turns.last(chat, topic_of(message), since, before=message.message_id)
        last = (turn.answer_message or turn.question_message) if turn else None
        if last is None or await self._state.scopes.is_between(chat, last, before=message.message_id):
            return None
        return turn


def questions_of(said: str) -> tuple[str, ...]:
    """What a message asks, one after another; what is asked of the bot itself is not taken apart."""
    asked = questions_in(said)
    return (said,) if not asked or any(map(addressed, asked)) else asked


async def store_turn(turns: Turns, turn: Turn) -> None:
    """Store a turn. A failure is only logged: the answer is sent, but its buttons will not work."""
    with tolerated("turn_not_kept"):
        await turns.put(turn)


async def store_answer_message(turns: Turns, turn: Turn, answer: Message) -> None:
    """Store which message has the answer of a turn. A failure is only logged: follow-ups to it get lost."""
    with tolerated("turn_not_kept"):
        await turns.sent(turn.id, answer.message_id)


async def turn_of_buttons(message: Message, turns: Turns) -> Turn | None:
    """The turn whose buttons stand under a message of the bot, or None."""
    for row in message.reply_markup.inline_keyboard if message.reply_markup else ():
        for shown in row:
            button = AnswerButton.decode(str(shown.callback_data))
            turn = await turns.find(button.turn) if button else None
            if turn is not None:
                return turn
    return None
