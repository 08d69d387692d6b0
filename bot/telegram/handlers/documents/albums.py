"""Albums: files that are sent together, of which each comes as a message of its own."""

from collections import OrderedDict
from typing import Final

from telegram import Message

_ALBUMS: Final = 500

Key = tuple[int, str]


class Albums:
    """Whoever calls the bot with one file of an album calls it with all of them, whatever their order."""

    def __init__(self) -> None:
        self._called: OrderedDict[Key, None] = OrderedDict()
        self._waiting: OrderedDict[Key, list[Message]] = OrderedDict()

    def call(self, message: Message) -> list[Message]:
        """The bot is called with a message; gives those of its album that came before."""
        if (key := _key(message)) is None:
            return []
        self._called[key] = None
        _forget(self._called)
        return self._waiting.pop(key, [])

    def follows(self, message: Message) -> bool:
        """Whether the album of a message has called already; otherwise the message waits for that."""
        if (key := _key(message)) is None:
            return False
        if key in self._called:
            return True
        self._waiting.setdefault(key, []).append(message)
        _forget(self._waiting)
        return False


def _key(message: Message) -> Key | None:
    return (message.chat.id, message.media_group_id) if message.media_group_id else None


def _forget(albums: OrderedDict[Key, None] | OrderedDict[Key, list[Message]]) -> None:
    while len(albums) > _ALBUMS:
        albums.popitem(last=False)
