"""Chooses what renders a file."""

from collections.abc import Callable, Mapping
from importlib import import_module
from pathlib import PurePath
from types import MappingProxyType
from typing import Final

from retrieval.errors import DocumentError, Unreadable
from retrieval.ingestion.kinds import suffix_of
from retrieval.ingestion.loaders.formats import PICTURES, unforeseen
from retrieval.ingestion.rendering.protocol import PagePicture, Place

_RENDERERS: Final[Mapping[str, str]] = MappingProxyType(
    {
        ".pdf": "pdf",
        **dict.fromkeys(PICTURES, "picture"),
    }
)
"""Suffixes and the modules that render such files, each with a function `render`."""

RENDERED: Final = frozenset(_RENDERERS)
"""Suffixes of files whose pages can be shown."""


def render(path: PurePath, data: bytes, place: Place) -> PagePicture:
    """The page of a file on which an answer stands.

    Args:
        path: The file, for its suffix, where its first bytes do not tell.
        data: Its bytes.
        place: Where the answer stands.

    Raises:
        DocumentError: The file is damaged or locked, or has no such page.
        MemoryError: Rendering takes more memory than there is.
    """
    suffix = suffix_of(path.suffix.lower(), data)
    if suffix not in RENDERED:
        raise DocumentError(f"Pages of {suffix} files cannot be shown.", Unreadable.KIND)
    renderer: Callable[[bytes, Place], PagePicture]
    renderer = import_module(f"retrieval.ingestion.rendering.{_RENDERERS[suffix]}").render
    try:
        return renderer(data, place)
    except (DocumentError, MemoryError):
        raise
    except Exception as error:  # libraries raise all kinds of errors on unusual files
        raise unforeseen(error) from error
