"""Adds files of very many documents, some hundred lines at a time."""

from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import AbstractContextManager
from dataclasses import dataclass, field, replace
from hashlib import sha256
from itertools import islice
from pathlib import Path
from typing import Final

from retrieval.documents import TITLE_SEPARATOR, Article, Contents, Document, Paragraph
from retrieval.errors import DocumentError, Unreadable
from retrieval.ingestion.digest import READING
from retrieval.ingestion.files import resolved
from retrieval.ingestion.passages import split
from retrieval.ingestion.workers import ReadingPool
from retrieval.ingestion.workers.messages import Request
from retrieval.lines.fields import Fields, Line, LineError
from retrieval.lines.file import KEY, lines_of
from retrieval.storage.store import Change, Store

AT_ONCE: Final = 256
"""Lines that are read by one worker, and kept in one transaction."""
_FILE: Final = Path("line.txt")
"""As which the text of a line is read."""


@dataclass(frozen=True, slots=True)
class Fault:
    """A line that is no document.

    Attributes:
        line: Its number, from 1.
        reason: Why.
    """

    line: int
    reason: str


@dataclass(slots=True)
class LinesOutcome:
    """What became of the lines of a file.

    Attributes:
        counts: How many were added, replaced or unchanged.
        passages: How many passages those are that were added or replaced.
        removed: How many documents were taken out, as their lines are gone from the file.
        faults: The lines that are no documents; those that were such documents before are kept.
    """

    counts: dict[Change, int] = field(default_factory=lambda: {"added": 0, "replaced": 0, "unchanged": 0})
    passages: int = 0
    removed: int = 0
    faults: list[Fault] = field(default_factory=list)

    @property
    def has_changed(self) -> bool:
        """Whether the library holds anything else than before."""
        return bool(self.counts["added"] or self.counts["replaced"] or self.removed)


@dataclass(frozen=True, slots=True)
class _Numbered:
    number: int
    line: Line
    path: str
    digest: str


class LineFiles:
    """Adds files in which every line is a document of its own.

    Each has its own source, day and title; one is replaced where its line changed, and taken out where it is
    gone, and what did not change keeps its vectors. Its path is that of the file, `KEY` and the line's key.
    """

    def __init__(
        self, store: Store, pool: ReadingPool, changing: Callable[[], AbstractContextManager[None]]
    ) -> None:
        """Nothing is read yet.

        Args:
            store: Where documents are kept.
            pool: Reads the texts.
            changing: A block in which documents change, one at a time.
        """
        self._store, self._pool, self._changing = store, pool, changing

    def add(
        self,
        path: Path,
        collection: str,
        fields: Fields | None = None,
        progress: Callable[[int], None] | None = None,
    ) -> LinesOutcome:
        """Read a file; what of it was read is kept where it breaks off.

        Args:
            path: The file.
            collection: Where to; made if it is new.
            fields: Names of the fields of a line.
            progress: Called with the number of the last line that is kept, from time to time.

        Raises:
            DocumentError: The file cannot be read, or no line of it is a document.
            ReadingStoppedError: Reading was stopped meanwhile.
            StoreError: The store cannot be changed.
        """
        outcome, root = LinesOutcome(), resolved(path) + KEY
        held = self._store.names.paths(collection)
        known = {path: id_ for path, (id_, _) in held.items() if path.startswith(root)}
        gone, source = set(known), path.name
        lines = self._read(path, root, fields or Fields(), outcome)
        with ThreadPoolExecutor(self._pool.size) as threads:
            waiting: list[tuple[int, Future[list[Document]]]] = []
            while batch := list(islice(lines, AT_ONCE)):
                gone.difference_update(each.path for each in batch)
                new = [each for each in batch if held.get(each.path, (0, ""))[1] != each.digest]
                outcome.counts["unchanged"] += len(batch) - len(new)
                waiting.append((batch[-1].number, threads.submit(self._documents, new, source, outcome)))
                if len(waiting) > 2 * self._pool.size:
                    self._keep(waiting.pop(0), collection, outcome, progress)
            for each in waiting:
                self._keep(each, collection, outcome, progress)
        outcome.faults.sort(key=lambda fault: fault.line)
        if not sum(outcome.counts.values()):
            first = f" Line {outcome.faults[0].line}: {outcome.faults[0].reason}." if outcome.faults else ""
            raise DocumentError(f"No line of the file is a document.{first}", Unreadable.EMPTY)
        if gone and not outcome.faults:
            outcome.removed = len(gone)
            with self._changing():
                self._store.remove(known[each] for each in gone)
        return outcome

    def _read(self, path: Path, root: str, fields: Fields, outcome: LinesOutcome) -> Iterator[_Numbered]:
        """The lines that are documents, each once."""
        seen = set[str]()
        way = repr((READING, fields)).encode()
        for number, raw in lines_of(path):
            try:
                if raw is None:
                    raise LineError("it is too long")
                line = fields.read(raw)
                if line.key in seen:
                    raise LineError(f"a line before it has the same id, {line.key}")
            except LineError as error:
                outcome.faults.append(Fault(number, str(error)))
                continue
            seen.add(line.key)
            yield _Numbered(number, line, root + line.key, sha256(way + raw).hexdigest())

    def _documents(self, lines: list[_Numbered], source: str, outcome: LinesOutcome) -> list[Document]:
        """What lines are as documents, their texts read by a worker."""
        if not lines:
            return []
        requests = [Request(str(_FILE), _FILE.name, each.line.text.encode()) for each in lines]
        found = []
        for each, contents in zip(lines, self._pool.read_all(requests), strict=True):
            articles = _articles(each.line, contents)
            if articles:
                found.append(
                    Document(each.line.source or source, each.path, each.digest, each.line.title, articles)
                )
            else:
                outcome.faults.append(Fault(each.number, str(contents)))
        return found

    def _keep(
        self,
        batch: tuple[int, Future[list[Document]]],
        collection: str,
        outcome: LinesOutcome,
        progress: Callable[[int], None] | None,
    ) -> None:
        number, documents = batch
        items = [(document, list(split(document, collection))) for document in documents.result()]
        with self._changing():
            changes = self._store.put_all(items, collection)
        for change, (_, passages) in zip(changes, items, strict=True):
            outcome.counts[change] += 1
            outcome.passages += len(passages)
        if progress:
            progress(number)


def _articles(line: Line, contents: Contents | DocumentError) -> tuple[Article, ...]:
    """The articles of a line, with its title and its day."""
    if isinstance(contents, DocumentError):
        if contents.reason is not Unreadable.EMPTY:
            return ()
        text = " ".join(line.text.split())  # what seems a byline is all that there is
        return (Article(line.title, (Paragraph(text),), line.published),)
    return tuple(
        replace(
            article,
            title=line.title
            if article.title in {_FILE.stem, line.title}
            else f"{line.title}{TITLE_SEPARATOR}{article.title}",
            published=line.published or article.published,
        )
        for article in contents.articles
    )
