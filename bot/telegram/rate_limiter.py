"""Calls to Telegram: in order in each chat, within the rate limits, and repeated where that is safe."""

import asyncio
from collections.abc import Callable, Coroutine, Iterator
from contextlib import AbstractAsyncContextManager, contextmanager, nullcontext
from contextvars import ContextVar
from dataclasses import dataclass
from functools import partial
from typing import Any, Final
from weakref import WeakValueDictionary

import httpx
import structlog
from aiolimiter import AsyncLimiter
from telegram.error import BadRequest, InvalidToken, NetworkError, RetryAfter, TelegramError
from telegram.ext import AIORateLimiter

from bot.storage import tolerated
from bot.storage.pending_updates import PendingUpdates
from bot.telegram.places import place_lent

RETRY_PERIOD_S: Final = 120.0
"""Seconds from its first failure for which a call is repeated."""
MAX_REQUESTED_WAITS: Final = 5
"""How many times one call waits where Telegram answers 429."""

# Telegram's FAQ: 30 messages a second, 20 a minute in one group. These are leaky buckets, (calls, seconds):
# a bucket lets so many calls pass at once, then so many in each period. That makes at most 29 calls in any
# second and 20 in any minute; one call less than a second allows, as calls may be delayed on their way.
_ALL_CHATS_LIMIT: Final = (4, 0.16)
_GROUP_LIMIT: Final = (8, 40.0)

_COURTESIES: Final = frozenset({"sendChatAction", "setMessageReaction"})
"""Methods that are left out where too many are due, so that no answer waits for them."""
_COURTESY_LIMIT: Final = (20, 1.0)

_UNLIMITED_METHODS: Final = frozenset(
    {"answerInlineQuery", "deleteWebhook", "getMe", "setMyCommands", "setWebhook"}
)
"""Methods that are useless when late, or repeated by their caller: neither limited nor repeated."""
_SHORT_RETRY_PERIODS_S: Final = {"answerCallbackQuery": 5.0}
_SENDING_METHODS: Final = ("copy", "create", "forward", "send")
"""Beginnings of the methods that post something: where one arrived already, it must not be repeated."""
_NOT_SENT_ERRORS: Final = (httpx.ConnectError, httpx.ConnectTimeout, httpx.PoolTimeout, httpx.ProxyError)
_NOT_DONE_TEXTS: Final = ("Internal Server Error", "Bad Gateway", "Service Unavailable")
_UNKNOWN_OUTCOME_TEXT: Final = "Gateway Timeout"
_LONGEST_PAUSE_S: Final = 15.0
_WAIT_MARGIN_S: Final = 0.1
_LAST_RESPONSE_S: Final = 3.0
"""How long a cancelled handler still waits for the response to a request that is out."""
_LAST_RECORD_S: Final = 0.5
"""How long it then has to record what was sent."""

Call = Callable[..., Coroutine[Any, Any, Any]]

_log = structlog.get_logger(__name__)


@dataclass(frozen=True, slots=True)
class _SendingMark:
    """Records of one update whether its answer is being sent.

    Attributes:
        pending_updates: The table of updates that are not handled yet.
        update_id: The update.
    """

    pending_updates: PendingUpdates
    update_id: int

    async def sending(self) -> bool:
        with tolerated("sending_not_kept"):
            return await self.pending_updates.sending(self.update_id)
        return True

    async def unsent(self) -> None:
        with tolerated("sending_not_kept"):
            await self.pending_updates.unsent(self.update_id)


_sending_mark: ContextVar[_SendingMark | None] = ContextVar("sending_mark", default=None)


@contextmanager
def once(pending_updates: PendingUpdates, update_id: int | None) -> Iterator[None]:
    """Messages sent within the block answer an update, and are not sent again after a crash.

    The update is marked only while such a call is out. A message that still waits for the rate limit when the
    process ends was not sent, and the next run sends it.

    Args:
        pending_updates: The table of updates that are not handled yet.
        update_id: The update; None for no record.
    """
    token = _sending_mark.set(None if update_id is None else _SendingMark(pending_updates, update_id))
    try:
        yield
    finally:
        _sending_mark.reset(token)


def asked_to_wait(error: TelegramError) -> float:
    """Seconds that an error asks to wait, 0 for none."""
    wait = error.retry_after if isinstance(error, RetryAfter) else 0
    return float(wait) if isinstance(wait, int) else wait.total_seconds()


class RateLimiter(AIORateLimiter):
    """Makes calls to Telegram within the rate limits, and repeats those that failed.

    Calls to one chat are made one after another. Where Telegram answers 429, that chat waits and the others
    go on. A call is repeated, with growing pauses, where it was certainly not carried out, or where carrying
    it out twice does no harm, as with an edit. A message that may have been sent is never sent again.

    While a handler waits here, its place is lent to others (`places`). Its person and its group have used up
    theirs, so no more calls to a chat wait than these have places.

    Args:
        retry_period_s: Seconds from its first failure for which a call is repeated.
        first_pause_s: Seconds before the first repetition; each further pause is twice as long, at most 15.
    """

    def __init__(self, retry_period_s: float = RETRY_PERIOD_S, first_pause_s: float = 0.5) -> None:
        super().__init__(*_ALL_CHATS_LIMIT, *_GROUP_LIMIT)
        self._retry_period_s = retry_period_s
        self._first_pause_s = first_pause_s
        self._courtesies = AsyncLimiter(*_COURTESY_LIMIT)
        self._chat_locks: WeakValueDictionary[int | str, asyncio.Lock] = WeakValueDictionary()

    async def process_request(
        self,
        callback: Call,
        args: Any,
        kwargs: dict[str, Any],
        endpoint: str,
        data: dict[str, Any],
        rate_limit_args: int | None,
    ) -> Any:
        """Make a call; see `telegram.ext.BaseRateLimiter`.

        Raises:
            TelegramError: Telegram refuses the call, or it failed for the whole retry period.
            CancelledError: The handler was cancelled, now or during a call before.
        """
        if endpoint in _COURTESIES:
            return await self._show_courtesy(callback, args, kwargs)
        if endpoint in _UNLIMITED_METHODS:
            return await callback(*args, **kwargs)
        if _is_cancelled():
            raise asyncio.CancelledError

        call = partial(callback, *args, **kwargs)
        if (mark := _sending_mark.get()) and endpoint.startswith(_SENDING_METHODS):
            call = partial(_with_sending_mark, call, mark)
        process = super().process_request
        limited = partial(process, _until_finished, (call,), {}, endpoint, data, rate_limit_args)
        with place_lent():
            return await self._with_retries(limited, endpoint, data.get("chat_id"))

    async def _with_retries(self, call: Call, endpoint: str, chat: int | str | None) -> Any:
        """Make a call, and repeat it while that is safe and the retry period lasts."""
        period = min(self._retry_period_s, _SHORT_RETRY_PERIODS_S.get(endpoint, self._retry_period_s))
        deadline, pauses = None, _pauses(self._first_pause_s)
        while True:
            try:
                async with self._chat_lock(chat):
                    return await _after_requested_wait(call, period)
            except NetworkError as error:
                now, pause = asyncio.get_running_loop().time(), next(pauses)
                deadline = now + period if deadline is None else deadline
                if not _may_repeat(endpoint, error) or now + pause > deadline:
                    raise
                _log.info("call_repeated", method=endpoint, error=type(error).__name__, seconds=pause)
            await asyncio.sleep(pause)

    async def _show_courtesy(self, callback: Call, args: Any, kwargs: dict[str, Any]) -> Any:
        """Send a chat action ("typing") or a reaction, or drop it where too many are due."""
        if not self._courtesies.has_capacity():
            return True
        await self._courtesies.acquire()
        return await callback(*args, **kwargs)

    def _chat_lock(self, chat: int | str | None) -> AbstractAsyncContextManager[Any]:
        """The lock that a call to a chat holds."""
        return nullcontext() if chat is None else self._chat_locks.setdefault(chat, asyncio.Lock())


class _AskedToWait(Exception):  # noqa: N818  # AIORateLimiter would stop all chats for a RetryAfter
    """Telegram answered 429; stands for its `RetryAfter` on the way through `AIORateLimiter`."""

    def __init__(self, error: RetryAfter) -> None:
        super().__init__(str(error))
        self.error = error


async def _after_requested_wait(call: Call, retry_period_s: float) -> Any:
    """Make a call, and repeat it after the seconds that Telegram asks to wait."""
    for waits in range(MAX_REQUESTED_WAITS + 1):
        try:
            return await call()
        except _AskedToWait as wait:
            seconds = asked_to_wait(wait.error)
            if waits == MAX_REQUESTED_WAITS or seconds > retry_period_s:
                raise wait.error from None
            _log.info("telegram_asks_to_wait", seconds=seconds)
            await asyncio.sleep(seconds + _WAIT_MARGIN_S)
    raise AssertionError("the last round returns or raises")


async def _until_finished(call: Call) -> Any:
    """Make a call, and return its response also where the handler is cancelled meanwhile.

    So a message that went out is recorded. The cancellation stands: the handler makes no further call, and is
    cancelled again a moment later.
    """
    task = asyncio.ensure_future(call())
    try:
        await asyncio.wait([task])
    except asyncio.CancelledError:
        await asyncio.wait([task], timeout=_LAST_RESPONSE_S)
        if not task.done() or task.exception():
            task.cancel()
            raise
        if handler := asyncio.current_task():
            asyncio.get_running_loop().call_later(_LAST_RECORD_S, handler.cancel)
    error = task.exception()
    if error is None:
        return task.result()
    if isinstance(error, InvalidToken):  # the next run, with another token, answers the update
        raise asyncio.CancelledError
    raise _AskedToWait(error) if isinstance(error, RetryAfter) else error


async def _with_sending_mark(call: Call, mark: _SendingMark) -> Any:
    """Make a call, and mark its update from before the call until it is certain that nothing was sent.

    Raises:
        CancelledError: Another run has taken the update over, and answers it.
    """
    if not await mark.sending():
        _log.warning("update_taken_over")
        raise asyncio.CancelledError
    try:
        return await call()
    except TelegramError as error:
        if _was_not_done(error):
            await mark.unsent()
        raise


def _is_cancelled() -> bool:
    task = asyncio.current_task()
    return task is not None and task.cancelling() > 0


def _may_repeat(endpoint: str, error: NetworkError) -> bool:
    """Whether repeating a failed call may help and does no harm."""
    if isinstance(error, BadRequest) or not (
        _came_of_http(error) or _mentions(error, *_NOT_DONE_TEXTS, _UNKNOWN_OUTCOME_TEXT)
    ):
        return False
    return not endpoint.startswith(_SENDING_METHODS) or _was_not_done(error)


def _was_not_done(error: BaseException) -> bool:
    """Whether a failed call was certainly not carried out.

    It was not where there was no connection, or where the response is an error of Telegram. It is unknown
    where there was no response, none that can be read, or the time-out of a gateway.
    """
    if _came_of_http(error):
        return isinstance(error.__cause__, _NOT_SENT_ERRORS)
    if type(error) in {NetworkError, TelegramError}:
        return _mentions(error, *_NOT_DONE_TEXTS)
    return isinstance(error, TelegramError)


def _came_of_http(error: BaseException) -> bool:
    return isinstance(error, NetworkError) and isinstance(error.__cause__, httpx.HTTPError)


def _mentions(error: BaseException, *words: str) -> bool:
    return isinstance(error, TelegramError) and any(word in error.message for word in words)


def _pauses(pause: float) -> Iterator[float]:
    """Seconds before each repetition of a call."""
    while True:
        yield pause
        pause = min(2 * pause, _LONGEST_PAUSE_S)
