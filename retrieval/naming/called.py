"""Documents that are called by their source, their path, or a folder or file that they were read from."""

import os
from collections.abc import Sequence
from pathlib import Path

from retrieval.errors import StoreError
from retrieval.ingestion.files import resolved
from retrieval.lines import KEY
from retrieval.storage.store import Entry


def called(name: str, entries: Sequence[Entry]) -> list[Entry]:
    """The document of this source or path, or all that were read below this folder or of this file.

    Raises:
        StoreError: There is none, or there are several of this source.
    """
    path = resolved(Path(name))
    matches = [entry for entry in entries if name in {entry.source, entry.path} or path == entry.path]
    below = [entry for entry in entries if entry.path.startswith((path + os.sep, path + KEY))]
    if not matches and below:
        return below
    if not matches:
        raise StoreError(f"No document is called {name!r}. `yuanwen list` shows the names.").phrased(
            "no-document", name=name
        )
    if len(matches) > 1:
        paths = ", ".join(f"{entry.path} ({entry.collection})" for entry in matches)
        raise StoreError(f"{name!r} fits several documents: {paths}. Give the path or --collection.").phrased(
            "several-documents", name=name, paths=paths
        )
    return matches
