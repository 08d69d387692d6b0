"""Who may see which documents: a chat is answered from the public ones and its own."""

from dataclasses import replace

from retrieval import library
from retrieval.documents import Answer, DocumentName, Passage, Reply
from retrieval.library import PUBLIC


def own_collection(chat: int) -> str:
    """The name of a chat's own collection, by Telegram's id of the chat; that of a group is negative."""
    return f"user-{chat}" if chat > 0 else f"chat-{chat}"


def visible(chat: int) -> frozenset[str]:
    """The collections from which questions in a chat are answered.

    Args:
        chat: Telegram's id of the chat; for an inline query that of the user who types it.
    """
    return frozenset({PUBLIC, own_collection(chat)})


def is_public(passage: Passage) -> bool:
    """Whether everyone may see a passage, whatever chat they are in."""
    return passage.collection in library.visible({PUBLIC})


def for_others(reply: Reply) -> Reply:
    """The part of a reply that may go into a chat of others, if the asker chooses to send it there.

    All answers stay, at their places: the asker chooses which to send. Left out is what would be sent along
    unseen: private passages that give the same answer, or that are near where there is no answer, and the
    names of private documents that were searched.
    """
    answer = reply.answer and _for_others(reply.answer)
    answers = map(_for_others, reply.answers or filter(None, (reply.answer,)))
    within = reply.within if all(map(_is_public_name, reply.within)) else ()
    shown = tuple(each for each in answers if answer or is_public(each.passage))
    return replace(reply, answer=answer, answers=shown, within=within)


def open_to_all(reply: Reply) -> tuple[int, ...]:
    """Which of the answers everyone may see, by their places from 0."""
    return tuple(place for place, answer in enumerate(reply.answers) if is_public(answer.passage))


def _is_public_name(name: DocumentName) -> bool:
    return name.collection in library.visible({PUBLIC})


def _for_others(answer: Answer) -> Answer:
    return replace(answer, also=tuple(filter(is_public, answer.also)))
