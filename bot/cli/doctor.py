"""`yuanwen doctor`: checks home, store, models, indexes and token, and says how to mend them."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from bot.cli.console import notes
from bot.cli.embedding import time_left
from bot.cli.progress import ProgressBar
from bot.settings import Settings
from embeddings import YuanwenError
from retrieval.storage.permissions import make_private_folder

if TYPE_CHECKING:
    from retrieval.search.retriever import Retriever


@dataclass(frozen=True, slots=True)
class Finding:
    """What one check found.

    Attributes:
        name: What was checked.
        healthy: Whether it is in order.
        detail: What was seen; where it is not in order, the way out.
    """

    name: str
    healthy: bool
    detail: str


def examine(settings: Settings, *, repair: bool = False) -> Iterator[Finding]:
    """Check home, store, index, models and token.

    Args:
        settings: What to check.
        repair: Rebuild what can be rebuilt from the store.
    """
    yield _finding("home", lambda: _check_home(settings.home))
    store = _finding("store", lambda: _check_store(settings.home))
    yield store
    yield _finding("encoder", lambda: _check_encoder(settings.encoder))
    yield _finding("reader", lambda: _check_reader(settings))
    if store.healthy:
        yield _finding("index", lambda: _check_index(settings, repair=repair))
    yield _finding("token", lambda: _check_token(settings))


def _finding(name: str, check: Callable[[], str]) -> Finding:
    try:
        return Finding(name, healthy=True, detail=check())
    except (YuanwenError, OSError) as error:
        return Finding(name, healthy=False, detail=str(error))


def _check_home(home: Path) -> str:
    make_private_folder(home)
    probe = home / ".probe"
    probe.touch()
    probe.unlink()
    return str(home)


def _check_store(home: Path) -> str:
    from retrieval.engine import open_store  # noqa: PLC0415

    store = open_store(home)
    try:
        problems = store.check()
        if problems:
            raise YuanwenError(
                f"{home} is damaged ({problems[0]}): move it away and add the documents again."
            )
        return f"{len(store.documents())} documents, {len(store.passage_ids())} passages"
    finally:
        store.close()


def _check_encoder(model: str | None) -> str:
    from embeddings.loading import load_encoder  # noqa: PLC0415

    encoder = load_encoder(model)
    return f"{encoder.name}, {encoder.dimension} dimensions"


def _check_reader(settings: Settings) -> str:
    from retrieval.confidence import Decision  # noqa: PLC0415
    from retrieval.reader import load_reader  # noqa: PLC0415

    load_reader(settings.reader)
    decision = Decision.of(settings.reader)
    borrowed = settings.reader is not None and decision == Decision.default()
    decided = decision.with_threshold(settings.threshold)
    confidence = f"a confidence of {decided.unsure:.2f}, sure from {decided.sure:.2f}"
    fitted = ", which was fitted for the one that ships" if borrowed else ""
    return f"{settings.reader or 'the one that ships'}, answers from {confidence}{fitted}"


def _check_index(settings: Settings, *, repair: bool) -> str:
    from embeddings.loading import load_encoder  # noqa: PLC0415
    from retrieval.engine import open_store  # noqa: PLC0415
    from retrieval.library import Library  # noqa: PLC0415
    from retrieval.search.retriever import Retriever  # noqa: PLC0415

    encoder = load_encoder(settings.encoder)
    store = open_store(settings.home)
    retriever = Retriever(store, encoder, settings.home)
    try:
        Library(store)
        return _repaired(retriever) if repair else _state(retriever)
    finally:
        retriever.close()
        store.close()


def _repaired(retriever: "Retriever") -> str:
    """Embed the missing passages if nothing else is wrong; else build both indexes anew."""
    bar = ProgressBar("Embedding", notes(), least=1)
    try:
        if retriever.kept() and not retriever.drift() and retriever.backlog().missing:
            retriever.sync(bar)
            return "the passages that were missing are embedded"
        retriever.rebuild(bar)
        return "rebuilt from the store"
    finally:
        bar.stop()


def _state(retriever: "Retriever") -> str:
    """Whether the indexes hold what the store holds.

    Raises:
        YuanwenError: They hold other passages than the store.
    """
    if not retriever.kept():
        return "not there yet: it is made at the first question"
    if drift := retriever.drift():
        raise YuanwenError(f"{drift}; the next question mends that, or `yuanwen doctor --repair` now")
    backlog = retriever.estimate()
    if backlog.missing:
        done = f"{backlog.total - backlog.missing:,} of {backlog.total:,} passages are embedded"
        left = f", {time_left(backlog.seconds)} left" if backlog.seconds else ""
        return f"catching up: {done}{left}; `add`, `chat`, `bot` and `playground` go on, or --repair now"
    return f"both indexes hold the store's {backlog.total:,} passages"


def _check_token(settings: Settings) -> str:
    if settings.telegram_bot_token is None:
        return "TELEGRAM_BOT_TOKEN is not set: only the terminal works"
    settings.require_token()
    return "TELEGRAM_BOT_TOKEN is set"
