"""The way of a call to Telegram: in its turn, no faster than allowed, and again where that is safe."""

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

PATIENCE_S: Final = 120.0
"""For how long a call is tried again, from its first failure."""
ASKING: Final = 5
"""How often Telegram may ask one call to wait."""

# Telegram's FAQ: 30 messages a second, 20 a minute in one group. A bucket lets its size pass at once and
# then its size in each period, so these never send more than 29 in any second, 20 in any minute: what is
# delayed on its way may come close to the next.
_ALL: Final = (4, 0.16)
_GROUP: Final = (8, 40.0)

_CHAT_ACTION: Final = "sendChatAction"
_CHAT_ACTIONS_PER_SECOND: Final = (20, 1.0)

_UNLIMITED_METHODS: Final = frozenset(
    {"answerInlineQuery", "deleteWebhook", "getMe", "setMyCommands", "setWebhook"}
)
"""Calls that only count at once, or are repeated by whoever makes them."""
_SHORT_PATIENCE_S: Final = {"answerCallbackQuery": 5.0}
_CREATING_METHODS: Final = ("copy", "create", "forward", "send")
_NEVER_SENT: Final = (httpx.ConnectError, httpx.ConnectTimeout, httpx.PoolTimeout, httpx.ProxyError)
_NOT_DONE_MESSAGES: Final = ("Internal Server Error", "Bad Gateway", "Service Unavailable")
_UNKNOWN_OUTCOME_MESSAGE: Final = "Gateway Timeout"
_LONGEST_PAUSE_S: Final = 15.0
_SLACK_S: Final = 0.1
_LAST_RESPONSE_S: Final = 3.0
"""How long a cancelled handler still waits for the response to a request that is out."""
_LAST_RECORD_S: Final = 0.5
"""How long it then has to record what was sent."""

Call = Callable[..., Coroutine[Any, Any, Any]]

_log = structlog.get_logger(__name__)


@dataclass(frozen=True, slots=True)
class _Record:
    """Where it is kept that an answer is on its way."""

    pending_updates: PendingUpdates
    update_id: int

    async def sending(self) -> None:
        with tolerated("sending_not_kept"):
            await self.pending_updates.sending(self.update_id)

    async def unsent(self) -> None:
        with tolerated("sending_not_kept"):
            await self.pending_updates.unsent(self.update_id)


_record: ContextVar[_Record | None] = ContextVar("record", default=None)


@contextmanager
def once(pending_updates: PendingUpdates, update_id: int | None) -> Iterator[None]:
    """What is sent within the block answers an update, and is not sent again by a later run.

    That it is on its way is kept only while a call is out: what waits for its turn when the process ends
    has not been sent, and a later run sends it.
    """
    token = _record.set(None if update_id is None else _Record(pending_updates, update_id))
    try:
        yield
    finally:
        _record.reset(token)


def asked_to_wait(error: TelegramError) -> float:
    """How many seconds Telegram asks to wait by an error; 0 where it does not."""
    wait = error.retry_after if isinstance(error, RetryAfter) else 0
    return float(wait) if isinstance(wait, int) else wait.total_seconds()


class RateLimiter(AIORateLimiter):
    """Carries calls to Telegram.

    In one chat, one call goes after the other; where Telegram asks to wait, that chat waits, the others go
    on. A call that Telegram cannot have carried out is repeated, with growing pauses; so is one that does no
    harm twice, like an edit. A message that may have arrived is never sent again.

    Args:
        patience_s: For how long a call is tried again, from its first failure.
        first_pause_s: How long the first pause is; each further one is twice as long, at most 15 seconds.
    """

    def __init__(self, patience_s: float = PATIENCE_S, first_pause_s: float = 0.5) -> None:
        super().__init__(*_ALL, *_GROUP)
        self._patience_s = patience_s
        self._first_pause_s = first_pause_s
        self._chat_actions = AsyncLimiter(*_CHAT_ACTIONS_PER_SECOND)
        self._turns: WeakValueDictionary[int | str, asyncio.Lock] = WeakValueDictionary()

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
            TelegramError: Telegram refuses it, or it failed for longer than the patience lasts.
            CancelledError: The handler was cancelled, also where it went on to learn of its last call.
        """
        if _is_cancelled():
            raise asyncio.CancelledError
        if endpoint == _CHAT_ACTION:
            return await self._send_chat_action(callback, args, kwargs)
        if endpoint in _UNLIMITED_METHODS:
            return await callback(*args, **kwargs)

        call = partial(callback, *args, **kwargs)
        if (record := _record.get()) and endpoint.startswith(_CREATING_METHODS):
            call = partial(_with_sending_recorded, call, record)
        paced = super().process_request
        in_turn = partial(paced, _until_finished, (call,), {}, endpoint, data, rate_limit_args)
        return await self._with_retries(in_turn, endpoint, data.get("chat_id"))

    async def _with_retries(self, call: Call, endpoint: str, chat: int | str | None) -> Any:
        """Make a call, and repeat it for as long as that is safe and may help."""
        patience = min(self._patience_s, _SHORT_PATIENCE_S.get(endpoint, self._patience_s))
        late, pauses = None, _pauses(self._first_pause_s)
        while True:
            try:
                async with self._turn(chat):
                    return await _after_requested_wait(call, patience)
            except NetworkError as error:
                now, pause = asyncio.get_running_loop().time(), next(pauses)
                late = now + patience if late is None else late
                if not _may_repeat(endpoint, error) or now + pause > late:
                    raise
                _log.info("call_repeated", method=endpoint, error=type(error).__name__, seconds=pause)
            await asyncio.sleep(pause)

    async def _send_chat_action(self, callback: Call, args: Any, kwargs: dict[str, Any]) -> Any:
        """Say that an answer is under way; where many wait for one, not to all of them."""
        if not self._chat_actions.has_capacity():
            return True
        await self._chat_actions.acquire()
        return await callback(*args, **kwargs)

    def _turn(self, chat: int | str | None) -> AbstractAsyncContextManager[Any]:
        """Held by the one call that goes to a chat."""
        return nullcontext() if chat is None else self._turns.setdefault(chat, asyncio.Lock())


class _AskedToWait(Exception):  # noqa: N818  # no error: the limiter below would stop all chats for a RetryAfter
    """Telegram asks to wait."""

    def __init__(self, error: RetryAfter) -> None:
        super().__init__(str(error))
        self.error = error


async def _after_requested_wait(call: Call, patience_s: float) -> Any:
    """Make a call, as late as Telegram asks."""
    for asked in range(ASKING + 1):
        try:
            return await call()
        except _AskedToWait as wait:
            seconds = asked_to_wait(wait.error)
            if asked == ASKING or seconds > patience_s:
                raise wait.error from None
            _log.info("telegram_asks_to_wait", seconds=seconds)
            await asyncio.sleep(seconds + _SLACK_S)
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
    if isinstance(error, InvalidToken):  # with another token, the next run gives the answer
        raise asyncio.CancelledError
    raise _AskedToWait(error) if isinstance(error, RetryAfter) else error


async def _with_sending_recorded(call: Call, record: _Record) -> Any:
    """Make a call, and keep for how long nobody knows whether it is carried out."""
    await record.sending()
    try:
        return await call()
    except TelegramError as error:
        if _is_undone(error):
            await record.unsent()
        raise


def _is_cancelled() -> bool:
    task = asyncio.current_task()
    return task is not None and task.cancelling() > 0


def _may_repeat(endpoint: str, error: NetworkError) -> bool:
    """Whether a call that failed is worth making again, and does no harm."""
    if isinstance(error, BadRequest) or not (
        _came_of_http(error) or _says(error, *_NOT_DONE_MESSAGES, _UNKNOWN_OUTCOME_MESSAGE)
    ):
        return False
    return not endpoint.startswith(_CREATING_METHODS) or _is_undone(error)


def _is_undone(error: BaseException) -> bool:
    """Whether a call was certainly not carried out.

    It was not where no connection came about, or where Telegram says so. Nobody knows where no answer came,
    or none that can be read, or where a gateway waited for one in vain.
    """
    if _came_of_http(error):
        return isinstance(error.__cause__, _NEVER_SENT)
    if type(error) in {NetworkError, TelegramError}:
        return _says(error, *_NOT_DONE_MESSAGES)
    return isinstance(error, TelegramError)


def _came_of_http(error: BaseException) -> bool:
    return isinstance(error, NetworkError) and isinstance(error.__cause__, httpx.HTTPError)


def _says(error: BaseException, *words: str) -> bool:
    return isinstance(error, TelegramError) and any(word in error.message for word in words)


def _pauses(pause: float) -> Iterator[float]:
    """Seconds between one try and the next."""
    while True:
        yield pause
        pause = min(2 * pause, _LONGEST_PAUSE_S)
