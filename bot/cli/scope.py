"""The documents that questions in the terminal are kept to, by their names."""

from collections.abc import Collection, Iterable

from bot.telegram.messages.citation import titles
from bot.telegram.messages.truncation import one_line
from retrieval.documents import DocumentName
from retrieval.engine import Engine
from retrieval.errors import StoreError
from retrieval.naming import matching


def document_ids(
    engine: Engine, names: Iterable[str], collections: Collection[str] | None = None
) -> list[int]:
    """The ids of the documents that some names stand for.

    Args:
        engine: Has the documents.
        names: Titles, file names or parts of these.
        collections: Names of the collections that they have to be in, or None for any.

    Raises:
        StoreError: A name stands for none, or for several.
    """
    return [document_of(engine, name, collections).id for name in names]


def document_of(engine: Engine, name: str, collections: Collection[str] | None = None) -> DocumentName:
    """The document that a name stands for, as for `document_ids`."""
    matches = matching(name, engine.names(collections))
    if not matches.found:
        near = f" The nearest: {titles(matches.nearest)}." if matches.nearest else ""
        raise StoreError(f"No document is called {name!r}.{near} `yuanwen list` shows the names.")
    if len(matches.found) > 1:
        fitting = ", ".join(one_line(each.source) for each in matches.found)
        raise StoreError(f"{name!r} fits several documents: {fitting}. Give more of the name.")
    return matches.found[0]
