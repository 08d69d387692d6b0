"""`yuanwen add --watch`: a collection follows folders until Ctrl-C."""

from collections.abc import Iterator, Sequence
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING

import typer

from bot.cli.console import print_json
from bot.cli.context import erase_removed, open_engine
from bot.cli.documents import outcomes
from bot.cli.language import say
from retrieval.errors import StoreError

if TYPE_CHECKING:
    from bot.cli.documents.reading import Added
    from retrieval.engine import Engine
    from retrieval.library import File
    from retrieval.storage.store import Entry

_LOOK_MS = 1000
"""Milliseconds between two looks while files change."""


def watch_folders(context: typer.Context, paths: Sequence[str], collection: str, *, as_json: bool) -> None:
    """Bring a collection to what folders hold, and keep it there until Ctrl-C.

    Raises:
        BadParameter: A path is no folder.
        YuanwenError: A folder is no longer there, or the system does not watch it.
    """
    for path in paths:
        if not Path(path).is_dir():
            raise typer.BadParameter(say("watch-no-folder", path=path))
    with closing(open_engine(context, asks=False)) as engine:
        _Watch(context, engine, tuple(map(Path, paths)), collection, as_json=as_json).run()


class _Watch:
    """Changes of folders, carried over to a collection and told a line each."""

    def __init__(
        self,
        context: typer.Context,
        engine: "Engine",
        folders: tuple[Path, ...],
        collection: str,
        *,
        as_json: bool,
    ) -> None:
        from bot.cli.documents.mirror import Mirror  # noqa: PLC0415

        self._context = context
        self._engine = engine
        self._folders = folders
        self._collection = collection
        self._as_json = as_json
        self._mirror = Mirror(engine.library, folders, collection)

    def run(self) -> None:
        """Compare all, then follow the changes."""
        try:
            self._take_over(self._mirror.files())
            self._remove(self._mirror.orphans())
            for folder in self._mirror.empty():
                typer.echo(say("watch-empty", folder=str(folder)), err=True)
            self._settle()
            typer.echo(
                say("watch-watching", folders=say("list-comma").join(map(str, self._folders))), err=True
            )
            for changed in _ticks(self._folders):
                if changed or not (self._mirror.is_settled and all(map(Path.is_dir, self._folders))):
                    self._follow()
        except KeyboardInterrupt:
            self._tell_end()

    def _follow(self) -> None:
        files, gone = self._mirror.changes()
        if files or gone:
            self._take_over(files)  # first, so that a file that is renamed never leaves the home empty
            self._remove(gone)
            self._settle()

    def _take_over(self, files: Sequence["File"]) -> None:
        from bot.cli.documents.reading import added  # noqa: PLC0415

        done: Added = added(self._engine.library, files, self._collection)
        told = [outcome for outcome in done.outcomes if outcome.change != "unchanged"]
        if self._as_json:
            for outcome in told:
                print_json(outcomes.as_json(outcome))
        else:
            outcomes.show(told)
            outcomes.warn(told)
        if done.interrupted:
            from bot.cli.documents.adding import EXIT_INTERRUPTED, tell_interrupted  # noqa: PLC0415

            tell_interrupted(done)
            raise typer.Exit(EXIT_INTERRUPTED)

    def _remove(self, entries: Sequence["Entry"]) -> None:
        for entry in entries:
            if self._engine.library.discard(entry.id, self._collection) is None:
                continue
            if self._as_json:
                print_json(outcomes.removed_as_json(entry))
            else:
                typer.echo(f"removed   {entry.source}")

    def _settle(self) -> None:
        """Let the index follow, and the bot forget what is no longer there."""
        self._engine.retriever.follow()
        erase_removed(self._context)

    def _tell_end(self) -> None:
        from bot.cli.documents.embedding import lacking  # noqa: PLC0415

        self._engine.retriever.close()
        backlog = self._engine.retriever.backlog()
        told = (
            say("add-embedding-stopped", lacking=lacking(backlog)) if backlog.missing else say("watch-ended")
        )
        typer.echo(told, err=True)


def _ticks(folders: tuple[Path, ...]) -> Iterator[bool]:
    """Whether anything may have changed: at first, at each change, and each second.

    Raises:
        StoreError: The system does not watch the folders.
        KeyboardInterrupt: Ctrl-C.
    """
    from watchfiles import watch  # noqa: PLC0415

    first = True  # what changed before the system watched
    try:
        for changes in watch(*folders, rust_timeout=_LOOK_MS, yield_on_timeout=True, watch_filter=None):
            yield bool(changes) or first
            first = False
    except FileNotFoundError as error:
        gone = next((folder for folder in folders if not folder.is_dir()), folders[0])
        raise StoreError(say("watch-folder-gone", folder=str(gone))) from error
    except (OSError, RuntimeError) as error:
        raise StoreError(say("watch-refused", message=str(error))) from error
