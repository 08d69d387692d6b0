"""HTML pages: what a reader of the page would see, block by block."""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import groupby

from retrieval.ingestion.extracts import Block, Extract, Form, Part
from retrieval.ingestion.loaders.html.clutter import clutter, is_hidden, is_unread
from retrieval.ingestion.loaders.html.encoding import decoded
from retrieval.ingestion.loaders.html.lists import Numbers, count_of
from retrieval.ingestion.loaders.html.marks import without_marks
from retrieval.ingestion.loaders.html.markup import Close, Event, Open, end_of, opens, parsed, texts
from retrieval.ingestion.loaders.html.metadata import published_of, title_of
from retrieval.ingestion.loaders.html.saved import is_saved, pages
from retrieval.ingestion.loaders.html.styling import with_hidden
from retrieval.ingestion.loaders.tables import Cell, table
from retrieval.ingestion.loaders.titles import with_title
from retrieval.ingestion.reflow.lines import flow, is_item

_HIDDEN = {"head", "script", "style", "noscript", "template", "rt", "rp", "rtc"}
_HIDDEN |= {"svg", "iframe", "object", "button", "select", "option", "textarea", "datalist"}
_INLINE = {"a", "abbr", "acronym", "b", "bdi", "bdo", "big", "cite", "code", "data", "del", "dfn", "em"}
_INLINE |= {"font", "i", "img", "ins", "kbd", "label", "mark", "q", "rb", "ruby", "s", "samp", "small"}
_INLINE |= {"span", "strike", "strong", "sub", "sup", "time", "tt", "u", "var", "wbr"}
_SHORTEST_TITLE = 4  # characters
_LONGEST_TERM = 20  # characters of a term that its definition follows on one line
_HEADINGS = {f"h{level}": level for level in range(1, 7)}

_Style = tuple[int, Form]
"""Level of the heading, 0 for none, and form of a text."""
_Piece = tuple[str, _Style] | Sequence[Event] | None
"""A text with its style, the tags and texts of a table, or None where a line ends."""
_PLAIN: _Style = (0, Form.TEXT)


def extract(data: bytes) -> Extract:
    """Headings, paragraphs, list items and table rows as blocks, without what the page hides."""
    if is_saved(data):
        found = [_extract(page) for page in pages(data)]
        return found[0] if len(found) == 1 else Extract((), parts=tuple(Part("", page) for page in found))
    return _extract(data)


def _extract(data: bytes) -> Extract:
    events = with_hidden(without_marks(parsed(decoded(data))))
    blocks = tuple(_blocks(events, clutter(events)))
    title = title_of(events)
    if not any(block.level for block in blocks):
        blocks = tuple(replace(block, heading=None) for block in blocks)
    return Extract(tuple(_titled(blocks, title)), title=title, published=published_of(events))


def _titled(blocks: Sequence[Block], title: str | None) -> Sequence[Block]:
    """Blocks of which the first is the title, where the page says so or names none of its own."""
    first = blocks[0] if blocks and not blocks[0].level else Block("")
    is_named = len(first.text) >= _SHORTEST_TITLE and (title or "").startswith(first.text)
    if not (is_named or (first.text and title is None and any(block.level for block in blocks))):
        return blocks
    return with_title([replace(first, heading=None, level=1), *blocks[1:]])


def visible_blocks(markup: str) -> Iterator[Block]:
    """What a reader sees of a scrap of HTML."""
    events = without_marks(parsed(markup))
    return _blocks(events, clutter(events))


def _blocks(events: Sequence[Event], unread: frozenset[int] = frozenset()) -> Iterator[Block]:
    """The lines that hold text, and the tables; tags may be nested to any depth, some may be left unread."""
    for kind, pieces in groupby(_Pieces(events, unread).walk(), key=type):
        if kind is tuple:
            parts, styles = zip(*(piece for piece in pieces if isinstance(piece, tuple)), strict=True)
            level, form = max(styles, key=lambda style: (style[0], style[1] is Form.ITEM))
            if text := flow("".join(parts)):
                yield Block(text, heading=level > 0, level=level, form=Form.TEXT if level else form)
        elif kind is list:
            yield from (block for inside in pieces if isinstance(inside, list) for block in _table(inside))


class _Pieces:
    """The texts and tables among tags, in order, with None where a line ends.

    The number of an item of an ordered list stands in front of its first text, as a browser shows it.
    """

    def __init__(self, events: Sequence[Event], unread: frozenset[int]) -> None:
        self._events = events
        self._unread = unread
        self._outer = _outer_tables(events)
        self._open: list[tuple[_Style, bool]] = []  # of each open tag: its style, and whether it ends a line
        self._lists: list[Numbers] = []  # of each open list
        self._parents: list[str] = []
        self._defines = False  # whether a term was read that the next tag explains on the same line
        self._number: tuple[int, str] | None = None  # depth and number of the item that waits for a text

    def walk(self) -> Iterator[_Piece]:
        place, style = 0, _PLAIN
        while place < len(self._events):
            event = self._events[place]
            if isinstance(event, str):
                if not self._defines or event.strip():
                    yield self._numbered(event), style
            elif isinstance(event, Open):
                name = event.name
                self._count(event)
                if name in _HIDDEN or place in self._unread or (event.attributes and is_unread(event)):
                    self._close(Close(name))
                    place = end_of(self._events, place)
                elif name in _INLINE or (name == "br" and style[0]):
                    self._open.append((style, False))
                    yield "\n" * (name == "br"), style
                elif name in {"pre", "table"} and (inside := self._inside(place, name)):
                    yield None
                    yield from self._lines(inside) if name == "pre" else [inside, None]
                    self._close(Close(name))
                    place += len(inside) + 1
                else:
                    yield ("：", style) if self._defines else None
                    self._defines = False
                    self._open.append((style, True))
                    style = _HEADINGS.get(name, style[0]), self._form(name, place) or style[1]
            else:
                self._close(event)
                if self._open:
                    style, ends_line = self._open.pop()
                    self._defines = ends_line and event.name == "dt" and self._is_defined(place)
                    if ends_line and not self._defines:
                        yield None
            place += 1

    def _form(self, name: str, place: int) -> Form | None:
        """The form that a tag gives to what is in it, None where it gives none; a question is a text."""
        if name == "dt" and self._text_after(place).rstrip()[-1:] in {"？", "?"}:
            return Form.TEXT
        return Form.ITEM if name in {"li", "dt", "dd"} else None

    def _is_defined(self, place: int) -> bool:
        """Whether a term that ends at a place is short, and a text explains it at once."""
        after = place + 1
        while after < len(self._events) and not str(self._events[after]).strip():
            after += 1
        term, event = self._events[place - 1], self._events[after] if after < len(self._events) else None
        is_term = isinstance(term, str) and 0 < len(term.strip()) <= _LONGEST_TERM
        is_next = isinstance(event, Open) and event.name == "dd" and bool(self._text_after(after).strip())
        return is_term and is_next and str(term).strip()[-1] not in "：:？?"

    def _text_after(self, place: int) -> str:
        """The text right behind a tag, "" where another tag is."""
        event = self._events[place + 1] if place + 1 < len(self._events) else ""
        return event if isinstance(event, str) else ""

    def _inside(self, place: int, name: str) -> list[Event]:
        """What is within a tag that is read as a whole; nothing where it is no such tag, or empty."""
        if name == "table" and place in self._outer:
            return []
        inside = list(self._events[place + 1 : end_of(self._events, place)])
        return inside if name == "pre" or _is_data(inside) else []

    def _lines(self, inside: Sequence[Event]) -> Iterator[_Piece]:
        for line in texts(inside, 0, len(inside)).splitlines():
            yield self._numbered(line), _PLAIN
            yield None

    def _count(self, event: Open) -> None:
        """Number an item of an ordered list; where one begins with another, the outer number counts."""
        if event.name == "li" and self._lists and self._parents[-1] == "ol":
            number = self._lists[-1].take(event)
            self._number = self._number or (len(self._parents), number)
        elif event.name == "ol":
            self._lists.append(Numbers(event))
        self._parents.append(event.name)

    def _close(self, event: Close) -> None:
        if event.name == "ol" and self._lists:
            self._lists.pop()
        if self._parents:
            self._parents.pop()
        if self._number and self._number[0] >= len(self._parents):
            self._number = None

    def _numbered(self, text: str) -> str:
        if self._number is None or not text.strip():
            return text
        number, self._number = self._number[1], None
        return text if is_item(text) or not number else f"{number}. {text.lstrip()}"


def _outer_tables(events: Sequence[Event]) -> frozenset[int]:
    """Where tables begin that hold others: they lay out a page."""
    outer: set[int] = set()
    open_: list[int] = []
    for place, event in enumerate(events):
        if not isinstance(event, str) and event.name == "table":
            if isinstance(event, Close):
                del open_[-1:]
            else:
                outer.update(open_[-1:])
                open_.append(place)
    return frozenset(outer)


def _is_data(inside: Sequence[Event]) -> bool:
    """Whether a table that holds no other is one to those who read it, and no means of layout."""
    if next(opens(inside, frozenset(_HEADINGS)), None) is not None:
        return False
    rows = [len(cells) for cells, _ in _rows(inside)]
    return len(rows) > 1 and max(rows) > 1


def _rows(inside: Sequence[Event]) -> Iterator[tuple[list[tuple[Open, list[Event]]], bool]]:
    """The rows of a table that are seen, its foot last: the cells, with what is in each, and whether they are
    its head.
    """
    parts: Counter[str] = Counter()
    feet: list[tuple[list[tuple[Open, list[Event]]], bool]] = []
    place = 0
    while place < len(inside):
        event = inside[place]
        if not isinstance(event, str) and event.name in {"thead", "tfoot"}:
            parts[event.name] += 1 if isinstance(event, Open) else -1
        if isinstance(event, Open) and event.name == "tr":
            end = end_of(inside, place)
            if not (event.attributes and is_hidden(event)):
                row = list(_cells(inside[place + 1 : end])), parts["thead"] > 0
                if parts["tfoot"] > 0:
                    feet.append(row)
                else:
                    yield row
            place = end
        place += 1
    yield from feet


def _cells(row: Sequence[Event]) -> Iterator[tuple[Open, list[Event]]]:
    place = 0
    while place < len(row):
        event = row[place]
        if isinstance(event, Open):
            end = end_of(row, place)
            if event.name in {"td", "th"} and not (event.attributes and is_hidden(event)):
                yield event, list(row[place + 1 : end])
            place = end
        place += 1


def _table(inside: Sequence[Event]) -> Iterator[Block]:
    """The caption and the rows of a table that holds no other."""
    if caption := next(opens(inside, frozenset(("caption",))), None):
        yield Block(flow(texts(inside, caption[0], end_of(inside, caption[0]))), heading=False)
    yield from table((_as_cells(cells, is_head) for cells, is_head in _rows(inside)), heading=False)


def _as_cells(cells: Sequence[tuple[Open, list[Event]]], is_head: bool) -> list[Cell]:
    return [
        Cell(
            _cell_text(inside),
            count_of(tag, "colspan"),
            count_of(tag, "rowspan"),
            heading=tag.name == "th" or is_head,
        )
        for tag, inside in cells
    ]


def _cell_text(inside: Sequence[Event]) -> str:
    if len(inside) == 1 and isinstance(inside[0], str):
        return flow(inside[0])
    return " ".join(block.text for block in _blocks(inside))
