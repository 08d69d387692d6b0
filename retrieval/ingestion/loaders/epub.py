"""E-books (epub): chapters in the order of reading, each an HTML page."""

import posixpath
from collections.abc import Iterable, Iterator
from dataclasses import replace
from io import BytesIO
from itertools import groupby
from operator import itemgetter
from urllib.parse import unquote
from xml.parsers.expat import ExpatError
from zipfile import BadZipFile

from retrieval.errors import DocumentError, Unreadable
from retrieval.ingestion.extracts import Extract, Part
from retrieval.ingestion.loaders import html
from retrieval.ingestion.loaders.packages.container import DAMAGED, Container
from retrieval.ingestion.loaders.packages.elements import Attributes, Collector, Element, stream
from retrieval.ingestion.loaders.plain import own_title

_CONTAINER = "META-INF/container.xml"
_RIGHTS = "META-INF/rights.xml"
_PAGES = frozenset({"application/xhtml+xml", "text/html"})


def extract(data: bytes) -> Extract:
    """Each chapter a part; the table of contents is left out.

    Raises:
        DocumentError: The file is damaged, locked, or holds more than can be read.
    """
    try:
        return _extract(Container(data))
    except (*DAMAGED, ExpatError, StopIteration) as error:
        raise DocumentError(
            "The file is not an e-book, or it is damaged; convert it to .epub anew.", Unreadable.DAMAGED
        ) from error


def _extract(container: Container) -> Extract:
    if _RIGHTS in container:
        raise DocumentError(
            "The file is locked for one reader's device; add a copy without.", Unreadable.LOCKED
        )
    root = _elements(container, _CONTAINER, "rootfile")
    if not root:
        raise BadZipFile("no book is named")
    book = root[0].attributes.get("full-path", "")
    found = _elements(container, book, "title", "item", "itemref", "reference")
    title = next((own_title(" ".join(e.text.split())) for e in found if e.name == "title"), None)
    parts = tuple(_joined(_pages(container, posixpath.dirname(book), found)))
    if (
        title is None and len(parts) == 1
    ):  # a text that LibreOffice has saved: its first line may be its title
        return parts[0].extract
    return Extract((), title=title, parts=parts)


def _pages(container: Container, folder: str, found: list[Element]) -> Iterator[Extract]:
    """The pages of the book in the order of reading, without a table of contents."""
    items = {
        element.attributes.get("id", ""): element.attributes for element in found if element.name == "item"
    }
    order = [element.attributes.get("idref", "") for element in found if element.name == "itemref"]
    tables = {
        _path(folder, element.attributes)
        for element in found
        if element.name == "reference" and element.attributes.get("type") == "toc"
    }
    read: set[str] = set()
    for id_ in order:
        item = items.get(id_, {})
        if item.get("media-type") in _PAGES and "nav" not in item.get("properties", "").split():
            path = _path(folder, item)
            if path in container and path not in read:
                read.add(path)
                page = container.read(path)
                if not (path in tables and html.is_of_links(page)):
                    yield html.extract(page)


def _joined(pages: Iterable[Extract]) -> Iterator[Part]:
    """Each page a part, but for those that go on with a chapter: of its title, and without headings."""
    for _, group in groupby(_numbered(pages), key=itemgetter(0)):
        found = [page for _, page in group]
        blocks = tuple(block for page in found for block in page.blocks)
        yield Part("", replace(found[0], blocks=blocks))


def _numbered(pages: Iterable[Extract]) -> Iterator[tuple[int, Extract]]:
    """Pages with the number of the chapter that they are of."""
    chapter, title = 0, None
    for page in pages:
        is_headed = any(block.heading for block in page.blocks)
        chapter += is_headed or page.title is None or page.title != title
        title = page.title
        yield chapter, page


def _path(folder: str, attributes: Attributes) -> str:
    """The part that an entry names."""
    name = unquote(attributes.get("href", "").partition("#")[0])
    return posixpath.normpath(posixpath.join(folder, name))


def _elements(container: Container, name: str, *names: str) -> list[Element]:
    collector = Collector(*names)
    stream(BytesIO(container.read(name)), collector)
    return collector.found
