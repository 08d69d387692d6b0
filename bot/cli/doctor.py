"""`yuanwen doctor`: checks home, store, state, models, indexes and token, and says how to mend them."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from bot.cli.console import notes
from bot.cli.documents.embedding import time_left
from bot.cli.language import say
from bot.cli.language.failures import said
from bot.cli.progress import ProgressBar
from bot.settings import Settings
from embeddings import YuanwenError
from retrieval.storage.permissions import make_private_folder

if TYPE_CHECKING:
    from retrieval.search.retriever import Retriever


Degree = Literal["ok", "catching up", "bad"]
_Checked = str | tuple[Degree, str]
"""What a check saw; with its degree where that is not "ok"."""


@dataclass(frozen=True, slots=True)
class Finding:
    """What one check found.

    Attributes:
        name: What was checked.
        healthy: Whether it is in order.
        detail: What was seen; where it is not in order, the way out.
        degree: "ok"; "catching up", where it is in order and goes on by itself; or "bad".
    """

    name: str
    healthy: bool
    detail: str
    degree: Degree


def examine(settings: Settings, *, repair: bool = False) -> Iterator[Finding]:
    """Check home, store, state, models, index and token.

    Args:
        settings: What to check.
        repair: Rebuild what can be rebuilt from the store.
    """
    yield _finding("home", lambda: _check_home(settings.home))
    store = _finding("store", lambda: _check_store(settings))
    yield store
    yield _finding("state", lambda: _check_state(settings))
    yield _finding("encoder", lambda: _check_encoder(settings.encoder))
    yield _finding("reader", lambda: _check_reader(settings))
    if store.healthy:
        yield _finding("index", lambda: _check_index(settings, repair=repair))
    yield _finding("token", lambda: _check_token(settings))


def _finding(name: str, check: Callable[[], _Checked]) -> Finding:
    try:
        checked = check()
    except (YuanwenError, OSError) as error:
        return Finding(name, healthy=False, detail=said(error), degree="bad")
    if isinstance(checked, str):
        return Finding(name, healthy=True, detail=checked, degree="ok")
    degree, detail = checked
    return Finding(name, healthy=True, detail=detail, degree=degree)


def _check_home(home: Path) -> str:
    make_private_folder(home)
    probe = home / ".probe"
    probe.touch()
    probe.unlink()
    return str(home)


def _check_store(settings: Settings) -> str:
    from retrieval.storage.opening import open_store  # noqa: PLC0415

    home, address = settings.home, settings.address
    store = open_store(home, address)
    try:
        problems = store.check()
        if problems and address:
            raise YuanwenError(say("doctor-database-wrong", place=str(address), problem=problems[0]))
        if problems:
            raise YuanwenError(say("doctor-store-damaged", home=str(home), problem=problems[0]))
        documents, passages = len(store.documents()), len(store.passage_ids())
        counted = say("doctor-store", documents=documents, passages=passages)
        return say("doctor-database", store=counted, place=str(address)) if address else counted
    finally:
        store.close()


def _check_state(settings: Settings) -> str:
    import asyncio  # noqa: PLC0415

    from bot.storage.state import FILE  # noqa: PLC0415

    address, file = settings.address, settings.home / FILE
    if not address and not file.is_file():
        return say("doctor-no-state")
    problems, questions = asyncio.run(_remembered(settings))
    if problems and address:
        raise YuanwenError(say("doctor-database-wrong", place=str(address), problem=problems[0]))
    if problems:
        raise YuanwenError(say("doctor-state-damaged", file=str(file), problem=problems[0]))
    counted = say("doctor-state", questions=questions)
    return say("doctor-database", store=counted, place=str(address)) if address else counted


async def _remembered(settings: Settings) -> tuple[list[str], int]:
    """What is wrong with the bot's state, and how many questions it was asked, where nothing is."""
    from bot.storage import State  # noqa: PLC0415

    state = State.open(settings.home, settings.address)
    try:
        problems = await state.problems()
        return problems, 0 if problems else (await state.statistics.total()).questions
    finally:
        await state.close()


def _check_encoder(model: str | None) -> str:
    from embeddings.loading import load_encoder  # noqa: PLC0415

    encoder = load_encoder(model)
    return say("doctor-encoder", name=encoder.name, dimension=encoder.dimension)


def _check_reader(settings: Settings) -> str:
    from retrieval.confidence import Decision  # noqa: PLC0415
    from retrieval.reader import load_reader  # noqa: PLC0415

    load_reader(settings.reader)
    decision = Decision.of(settings.reader)
    borrowed = settings.reader is not None and decision == Decision.default()
    decided = decision.with_threshold(settings.threshold)
    name = settings.reader or say("doctor-reader-shipped")
    unsure, sure = f"{decided.unsure:.2f}", f"{decided.sure:.2f}"
    if borrowed:
        return say("doctor-reader-borrowed", name=name, unsure=unsure, sure=sure)
    return say("doctor-reader", name=name, unsure=unsure, sure=sure)


def _check_index(settings: Settings, *, repair: bool) -> _Checked:
    from embeddings.loading import load_encoder  # noqa: PLC0415
    from retrieval.library import Library  # noqa: PLC0415
    from retrieval.search.retriever import Retriever  # noqa: PLC0415
    from retrieval.storage.opening import open_store  # noqa: PLC0415

    encoder = load_encoder(settings.encoder)
    store = open_store(settings.home, settings.address)
    retriever = Retriever(store, encoder, settings.home, index=settings.index_address)
    try:
        Library(store)
        if repair:
            store.copies.find()
        checked = _repaired(retriever) if repair else _state(retriever)
        return _with_place(checked, retriever.place) if retriever.place else checked
    finally:
        retriever.close()
        store.close()


def _repaired(retriever: "Retriever") -> str:
    """Let the indexes catch up if nothing else is wrong; else build both anew."""
    bar = ProgressBar(say("embedding"), notes(), least=1)
    try:
        lags = retriever.kept() and not retriever.damaged()
        if lags and (retriever.drift() or retriever.backlog().missing):
            retriever.sync(bar)
            return say("doctor-embedded")
        retriever.rebuild(bar)
        return say("doctor-rebuilt")
    finally:
        bar.stop()


def _state(retriever: "Retriever") -> _Checked:
    """Whether the indexes hold what the store holds.

    Raises:
        YuanwenError: They are damaged.
    """
    if not retriever.kept():
        return say("doctor-no-index")
    if damaged := retriever.damaged():
        raise YuanwenError(say("doctor-index-damaged", files=say("list-comma").join(damaged)))
    if behind := _behind(retriever):
        return "catching up", behind
    backlog = retriever.backlog()
    total, compared = f"{backlog.total:,}", retriever.compared
    if compared < backlog.total:
        return say("doctor-index-many", total=total, compared=f"{compared:,}")
    return say("doctor-index", total=total)


def _behind(retriever: "Retriever") -> str:
    """What the indexes have still to catch up with; "" where that is nothing."""
    if other := retriever.other_encoder():
        return say("doctor-other-encoder", name=other)
    if retriever.drift():
        return say("doctor-changed")
    backlog = retriever.estimate()
    if not backlog.missing:
        return ""
    done, total = f"{backlog.total - backlog.missing:,}", f"{backlog.total:,}"
    if not backlog.seconds:
        return say("doctor-behind", done=done, total=total)
    return say("doctor-behind-time", done=done, total=total, time=time_left(backlog.seconds))


def _with_place(checked: _Checked, place: str) -> _Checked:
    """The same of an index that is not in the home."""
    if isinstance(checked, str):
        return say("doctor-place", place=place, detail=checked)
    degree, detail = checked
    return degree, say("doctor-place", place=place, detail=detail)


def _check_token(settings: Settings) -> str:
    if settings.telegram_bot_token is None:
        return say("doctor-no-token")
    settings.require_token()
    return say("doctor-token")
