"""Files fetched from Telegram."""

import asyncio
from collections.abc import Awaitable, Callable
from typing import Final

import telegram
from telegram.error import BadRequest, Forbidden, NetworkError, RetryAfter, TelegramError

from bot.telegram.handlers.errors import note
from bot.telegram.messages.uploads.files import MAX_FILE_BYTES
from bot.telegram.messages.uploads.problems import Problem
from bot.telegram.rate_limiter import asked_to_wait

_PAUSES_S: Final = (0.5, 2.0)
"""Seconds before each further attempt of a failed download."""


async def downloaded(get_file: Callable[[], Awaitable[telegram.File]]) -> bytes | Problem:
    """The bytes of a file, after three attempts at most; or why there are none.

    Args:
        get_file: Calls `getFile` for it.
    """
    for pause in (*_PAUSES_S, None):
        try:
            file = await get_file()
            if (file.file_size or 0) > MAX_FILE_BYTES:  # a Bot API server of one's own allows more
                return Problem.SIZE
            return bytes(await file.download_as_bytearray())
        except (BadRequest, Forbidden) as error:
            return Problem.SIZE if "too big" in error.message.lower() else Problem.LOST
        except TelegramError as error:
            note("download_failed", error)
            if pause is None or not isinstance(error, NetworkError | RetryAfter):
                return Problem.LOST
            await asyncio.sleep(max(pause, asked_to_wait(error)))
    return Problem.LOST
