"""What a command opens of a home: its settings, its documents, the engine over them, and the bot's state.

Modules are imported where they are used, so that `yuanwen --help` does not wait for them.
"""

import gc
import os
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import typer

if TYPE_CHECKING:
    from bot.settings import Settings
    from retrieval.engine import Engine
    from retrieval.ingestion.workers import ReadingPool
    from retrieval.library import Library
    from retrieval.storage.databases import Address


def open_settings(context: typer.Context) -> "Settings":
    """The settings, for the home that was named before the command.

    Raises:
        SettingsError: A value cannot be used.
    """
    from bot.settings import load_settings  # noqa: PLC0415

    return load_settings(context.obj)


def open_engine(context: typer.Context, *, asks: bool = True, pool: "ReadingPool | None" = None) -> "Engine":
    """The engine over the home, which the caller closes. Its notices go to standard error.

    Args:
        context: The command.
        asks: Whether the command answers questions. If not, the reader that ships is loaded, at once, and not
            the one of the settings, and passages are encoded on all cores.
        pool: Reads files; closed with the engine. None for one that starts with the first file.

    Raises:
        YuanwenError: The home, a model or a setting cannot be used.
    """
    with _nothing_to_collect():
        from embeddings.loading import load_encoder  # noqa: PLC0415
        from retrieval.confidence import Decision  # noqa: PLC0415
        from retrieval.engine import Engine  # noqa: PLC0415
        from retrieval.reader import load_reader  # noqa: PLC0415

        settings = open_settings(context)
        reader = settings.reader if asks else None
        return Engine.open(
            settings.home,
            database=settings.address,
            encoder=load_encoder(settings.encoder, cores=None if asks else os.cpu_count()),
            reader=load_reader(reader),
            decision=Decision.of(reader),
            threshold=settings.threshold,
            notice=lambda sentence: typer.echo(sentence, err=True),
            pool=pool,
            index=settings.index_address,
        )


@contextmanager
def _nothing_to_collect() -> Iterator[None]:
    """A block that only loads what stays: looking through it for garbage would take a tenth of a second."""
    gc.disable()
    try:
        yield
    finally:
        gc.freeze()
        gc.unfreeze()  # both together make what was loaded old, as if it had been looked through
        gc.enable()


@contextmanager
def open_library(context: typer.Context) -> Iterator["Library"]:
    """The documents of the home, without any model.

    Raises:
        YuanwenError: The home or a setting cannot be used.
    """
    from retrieval.library import Library  # noqa: PLC0415
    from retrieval.storage.opening import open_store  # noqa: PLC0415

    settings = open_settings(context)
    with closing(open_store(settings.home, settings.address)) as store:
        yield Library(store)


def erase_removed(context: typer.Context) -> None:
    """Erase the words of removed documents from what the bot and the playground of the home remember.

    Raises:
        YuanwenError: The store or a state cannot be used.
    """
    import asyncio  # noqa: PLC0415

    from bot.storage import State, state_files  # noqa: PLC0415
    from bot.storage.state import FILE  # noqa: PLC0415
    from retrieval.storage.opening import open_store  # noqa: PLC0415

    async def erase(place: "Path | Address") -> None:
        state = State(place)
        try:
            await state.follow(store.present)
        finally:
            await state.close()

    settings = open_settings(context)
    places: list[Path | Address] = list(state_files(settings.home))
    if settings.address:  # the bot's file, if there is one, is about other documents
        places = [settings.address, *(file for file in places if file != settings.home / FILE)]
    if places:
        with closing(open_store(settings.home, settings.address)) as store:
            for place in places:
                asyncio.run(erase(place))
