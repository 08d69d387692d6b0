"""Reads files and pages into a library, several at once, until they are in or Ctrl-C ends it."""

from collections.abc import Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from bot.cli.console import notes
from bot.cli.language import say
from bot.cli.progress import ProgressBar
from retrieval.errors import DocumentError, WebError
from retrieval.lines.file import is_line_file

if TYPE_CHECKING:
    from retrieval.ingestion.recognition import OnPage
    from retrieval.library import File, Library, Outcome
    from retrieval.lines import Fields
    from retrieval.storage.store import Change

_SHOWN_FROM_FILES = 2


@dataclass(frozen=True, slots=True)
class Added:
    """What became of files.

    Attributes:
        outcomes: Of those that were tried, in their order.
        interrupted: Whether Ctrl-C ended it.
        under_way: Names of those that were being read then; nothing of them is kept.
        waiting: How many had not been begun then.
    """

    outcomes: tuple["Outcome", ...]
    interrupted: bool = False
    under_way: tuple[str, ...] = ()
    waiting: int = 0

    @property
    def kept(self) -> int:
        """How many files the library holds as they are now."""
        return sum(outcome.change in {"added", "replaced", "unchanged"} for outcome in self.outcomes)

    @property
    def has_changed(self) -> bool:
        """Whether the library holds anything new."""
        return any(outcome.change in {"added", "replaced"} for outcome in self.outcomes)


def added(
    library: "Library", files: Sequence["File | str"], collection: str, fields: "Fields | None" = None
) -> Added:
    """Add files and what is at addresses; a bar shows how far it is, for a single file by recognised pages.

    Ctrl-C gives up what is being read, and the library reads no more.

    Raises:
        YuanwenError: None of them can be added.
    """
    from rich.progress import track  # noqa: PLC0415

    screen = notes()
    bar = ProgressBar(say("add-recognising"), screen, least=2)
    on_page: OnPage | None = (lambda page, pages: bar(page - 1, pages)) if len(files) == 1 else None
    threads = ThreadPoolExecutor(library.files.files_at_once + 1)  # one keeps while the others read
    known = library.unchanged((file for file in files if not isinstance(file, str)), collection)
    futures = [
        threads.submit(_added_one, library, file, collection, on_page, fields)
        if isinstance(file, str) or file not in known
        else _done(known[file])
        for file in files
    ]
    hidden = len(files) < _SHOWN_FROM_FILES or not screen.is_terminal
    try:
        for future in track(futures, say("add-reading"), console=screen, transient=True, disable=hidden):
            future.result()
        return Added(tuple(future.result() for future in futures))
    except KeyboardInterrupt:
        threads.shutdown(wait=False, cancel_futures=True)  # first, so that no thread takes up another file
        library.files.close()
        threads.shutdown()
        return _broken_off(files, futures)
    except BaseException:
        threads.shutdown(wait=False, cancel_futures=True)
        library.files.close()
        raise
    finally:
        threads.shutdown()
        bar.stop()


def _done(outcome: "Outcome") -> "Future[Outcome]":
    done = Future["Outcome"]()
    done.set_result(outcome)
    return done


def _broken_off(files: Sequence["File | str"], futures: "Sequence[Future[Outcome]]") -> Added:
    begun = [(file, each) for file, each in zip(files, futures, strict=True) if not each.cancelled()]
    return Added(
        tuple(each.result() for _, each in begun if each.exception() is None),
        interrupted=True,
        under_way=tuple(
            file if isinstance(file, str) else file.source for file, each in begun if each.exception()
        ),
        waiting=len(files) - len(begun),
    )


def _added_one(
    library: "Library",
    file: "File | str",
    collection: str,
    on_page: "OnPage | None",
    fields: "Fields | None",
) -> "Outcome":
    """Add a file, the documents in its lines, or what is at an address."""
    if not isinstance(file, str):
        if is_line_file(file.path):
            return _added_lines(library, file, collection, fields)
        return library.add(file, collection, on_page=on_page)
    import asyncio  # noqa: PLC0415

    from retrieval.ingestion.web import Web  # noqa: PLC0415
    from retrieval.library import File, Outcome  # noqa: PLC0415

    try:
        fetched = asyncio.run(Web(any_port=True).fetch(file))
    except WebError as error:
        failed = File(Path(file), file, identity=file)
        return Outcome(failed, "failed", reason=str(error), unfetched=error.reason)
    return library.add(fetched, collection, on_page=on_page)


def _added_lines(library: "Library", file: "File", collection: str, fields: "Fields | None") -> "Outcome":
    """Add the documents in the lines of a file."""
    from retrieval.library import Outcome  # noqa: PLC0415

    try:
        lines = library.lines.add(file.path, collection, fields)
    except DocumentError as error:
        return Outcome(file, "failed", reason=str(error), unreadable=error.reason)
    change: Change = "unchanged"
    if lines.has_changed:
        change = "replaced" if lines.removed or lines.counts["replaced"] else "added"
    return Outcome(file, change, lines.passages, lines=lines)
