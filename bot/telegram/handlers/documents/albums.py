"""Albums: files sent together, which arrive as one message each, in any order."""

from collections import OrderedDict
from typing import Final

from telegram import Message

_MAX_ALBUMS: Final = 500
"""The most albums that are remembered."""
_MAX_FILES: Final = 10
"""The most files that Telegram takes in an album."""

Key = tuple[int, str]


class Albums:
    """Files of albums in groups: where the caption of one addresses the bot, all of them count."""

    def __init__(self) -> None:
        self._addressed: OrderedDict[Key, None] = OrderedDict()
        self._waiting: OrderedDict[Key, list[Message]] = OrderedDict()

    def call(self, message: Message) -> list[Message]:
        """Note that a message addresses the bot; returns the messages of its album that came before."""
        if (key := _key(message)) is None:
            return []
        self._addressed[key] = None
        _drop_oldest(self._addressed)
        return self._waiting.pop(key, [])

    def follows(self, message: Message) -> bool:
        """Whether the album of a message has addressed the bot; if not, the message waits for that."""
        if (key := _key(message)) is None:
            return False
        if key in self._addressed:
            return True
        waiting = self._waiting.setdefault(key, [])
        if len(waiting) < _MAX_FILES:
            waiting.append(message)
        _drop_oldest(self._waiting)
        return False


def _key(message: Message) -> Key | None:
    return (message.chat.id, message.media_group_id) if message.media_group_id else None


def _drop_oldest(albums: OrderedDict[Key, None] | OrderedDict[Key, list[Message]]) -> None:
    while len(albums) > _MAX_ALBUMS:
        albums.popitem(last=False)
