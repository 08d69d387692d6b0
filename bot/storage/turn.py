"""A turn: one question with its reply, and the row it is kept in."""

import time
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from secrets import randbits
from typing import Any, Final, Self

from bot.storage.reply_codec import erased, pack, unpack
from retrieval.documents import Reply
from retrieval.storage.databases import Connection
from retrieval.text import alike

FIELDS: Final = (
    "id, chat, thread, asker, question_message, answer_message, question, understood, "
    "inline, chosen, asked_at, took_ms, reply"
)
"""The columns of `turns` that `turn_of` reads, in its order."""

_UPSERT: Final = """
INSERT INTO turns (
    id, chat, thread, asker, question_message, answer_message, question, understood, alike, found,
    inline, chosen, asked_at, took_ms, reply
) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
ON CONFLICT (id) DO UPDATE SET
    chat = excluded.chat, thread = excluded.thread, asker = excluded.asker,
    question_message = excluded.question_message, answer_message = excluded.answer_message,
    question = excluded.question, understood = excluded.understood, alike = excluded.alike,
    found = excluded.found, inline = excluded.inline, chosen = excluded.chosen,
    asked_at = excluded.asked_at, took_ms = excluded.took_ms, reply = excluded.reply
"""

NOT_WRITTEN: Final = "NOT inline AND question_message IS NULL"
"""The turns of buttons that ask, and of all questions of a message but its last one."""

_WORDS: Final = f"SELECT reply, question, understood = question, {NOT_WRITTEN} FROM turns WHERE id = ?"

_RANDOM_BITS: Final = 21
"""How many bits of an id are random; those before them are the time."""


def new_id() -> int:
    """An id that nobody guesses, below 2⁶³: what Telegram brings back from a button may be forged.

    The milliseconds since 1970 and 21 random bits, so that new rows lie beside each other in the file.
    """
    return int(time.time() * 1000) << _RANDOM_BITS | randbits(_RANDOM_BITS)


def is_id(number: int) -> bool:
    """Whether a turn may have this id; SQLite takes no larger numbers."""
    return 0 < number < 1 << 63


@dataclass(frozen=True, slots=True, kw_only=True)
class Turn:
    """One question with its answer.

    Attributes:
        chat: Telegram's id of the chat, or None where it is unknown (inline).
        asker: Telegram's id of who asked.
        question: As it was typed.
        understood: As it was searched: a follow-up carries the topic of the turn before.
        reply: What came of it.
        took_ms: What the asker waited, in milliseconds.
        thread: The forum topic, or None.
        question_message: The message that asked, or None (inline).
        answer_message: The message that answered, or None where it is unknown or not sent yet.
        inline: Whether it was asked inline.
        chosen: Which of `reply.answers` was chosen inline, from 0, or None.
        asked_at: When it was asked, in seconds since 1970.
        id: Its number, 1 to 2⁶³.
    """

    chat: int | None
    asker: int
    question: str
    understood: str
    reply: Reply
    took_ms: float
    thread: int | None = None
    question_message: int | None = None
    answer_message: int | None = None
    inline: bool = False
    chosen: int | None = None
    asked_at: float = field(default_factory=time.time)
    id: int = field(default_factory=new_id)

    @property
    def found(self) -> bool:
        """Whether the engine vouched for an answer."""
        return self.reply.answer is not None

    def answered(self, reply: Reply) -> Self:
        """The turn with another reply to the question as it was understood."""
        return replace(self, reply=replace(reply, understood_from=self.reply.understood_from))

    @property
    def shown_passages(self) -> set[int]:
        """Ids of all passages whose words are in the reply; those that no store gave an id are left out."""
        answers = (*self.reply.answers, *filter(None, (self.reply.answer,)))
        shown = {passage.id for answer in answers for passage in (answer.passage, *answer.also)}
        return (shown | self.reply.understood_from) - {0}


def write(db: Connection, turn: Turn) -> None:
    """Insert or replace a turn. Half a surrogate pair in a question becomes a question mark."""
    question, understood = (
        text.encode("utf-8", "replace").decode() for text in (turn.question, turn.understood)
    )
    where = (turn.chat, turn.thread, turn.asker, turn.question_message, turn.answer_message)
    wording = (question, understood, alike(understood), turn.found)
    facts = (turn.inline, turn.chosen, turn.asked_at, turn.took_ms, pack(turn.reply))
    db.execute(_UPSERT, (turn.id, *where, *wording, *facts))
    db.execute("DELETE FROM shown_passages WHERE turn = ?", (turn.id,))
    shown = ((passage, turn.id) for passage in turn.shown_passages)
    db.executemany("INSERT INTO shown_passages (passage, turn) VALUES (?, ?)", shown)


def erase_passages(db: Connection, passages: Iterable[int]) -> int:
    """Take the words of some passages out of all replies; gives how many replies had any.

    A follow-up that was understood with them is again what was asked. A question that was made of them, for a
    button, leaves with them; it stays counted.
    """
    gone = set(passages)
    turns = {
        row[0]
        for passage in gone
        for row in db.execute("SELECT turn FROM shown_passages WHERE passage = ?", (passage,))
    }
    for turn in turns:
        ((packed, question, whole, pressed),) = db.execute(_WORDS, (turn,)).fetchall()
        from_gone = packed is None or not gone.isdisjoint(unpack(packed).understood_from)
        if from_gone and whole and pressed:
            _delete_counted(db, turn)
            continue
        if packed is not None:
            db.execute("UPDATE turns SET reply = ? WHERE id = ?", (erased(packed, gone), turn))
        if from_gone:
            db.execute(
                "UPDATE turns SET understood = question, alike = ? WHERE id = ?", (alike(question), turn)
            )
    db.executemany("DELETE FROM shown_passages WHERE passage = ?", ((passage,) for passage in gone))
    return len(turns)


def _delete_counted(db: Connection, turn: int) -> None:
    """Delete a turn, which counts in what was asked in all."""
    for (found,) in db.execute("DELETE FROM turns WHERE id = ? RETURNING found", (turn,)).fetchall():
        db.execute("UPDATE past SET questions = questions + 1, answered = answered + ?", (int(found),))


def read(db: Connection, turn_id: int) -> Turn | None:
    """The turn of this id, or None where there is none or its reply is no longer kept."""
    row = db.execute(f"SELECT {FIELDS} FROM turns WHERE id = ?", (turn_id,)).fetchone()
    return turn_of(row) if row else None


def turn_of(row: Sequence[Any]) -> Turn | None:
    """The turn in a row of `FIELDS`, or None where its reply is no longer kept."""
    id_, chat, thread, asker, question_message, answer_message, question, understood = row[:8]
    inline, chosen, asked_at, took_ms, packed = row[8:]
    if packed is None:
        return None
    return Turn(
        id=id_,
        chat=chat,
        thread=thread,
        asker=asker,
        question_message=question_message,
        answer_message=answer_message,
        question=question,
        understood=understood,
        reply=unpack(packed),
        inline=bool(inline),
        chosen=chosen,
        asked_at=asked_at,
        took_ms=took_ms,
    )
