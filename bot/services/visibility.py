"""The audience of documents: a chat is answered from the public ones and its own."""

from dataclasses import replace

from retrieval import library
from retrieval.documents import Answer, Passage, Reply
from retrieval.library import PUBLIC


def own_collection(chat: int) -> str:
    """The name of a chat's own collection; a private chat has its person's id, a group's is negative."""
    return f"user-{chat}" if chat > 0 else f"chat-{chat}"


def visible(chat: int) -> frozenset[str]:
    """The collections that whoever asks in a chat may see answers from.

    Args:
        chat: Telegram's id of the chat; for an inline query that of whoever types it.
    """
    return frozenset({PUBLIC, own_collection(chat)})


def is_public(passage: Passage) -> bool:
    """Whether everyone may see a passage, whatever chat they are in."""
    return passage.collection in library.visible({PUBLIC})


def for_others(reply: Reply) -> Reply:
    """What of a reply may go into a chat of others, if whoever asked chooses to send it there.

    Answers stay, at their places, whatever they are from: each is sent by choice. What would come along with
    them unseen goes: the names of places that not everyone may see, whether they say the same or only
    come near where there is no answer.
    """
    answer = reply.answer and _for_others(reply.answer)
    answers = map(_for_others, reply.answers or filter(None, (reply.answer,)))
    return replace(reply, answer=answer, answers=tuple(a for a in answers if answer or is_public(a.passage)))


def open_to_all(reply: Reply) -> tuple[int, ...]:
    """The places of those answers that everyone may see, from 0."""
    return tuple(place for place, answer in enumerate(reply.answers) if is_public(answer.passage))


def _for_others(answer: Answer) -> Answer:
    return replace(answer, also=tuple(filter(is_public, answer.also)))
