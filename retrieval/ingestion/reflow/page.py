"""The blocks of a page under their headlines, broken paragraphs whole again."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date

from retrieval.documents import TITLE_SEPARATOR
from retrieval.ingestion.extracts import Form
from retrieval.ingestion.reflow.classification import TOP, ClassifiedBlock
from retrieval.ingestion.reflow.continuation import (
    Continuation,
    continuation,
    fits,
    is_long_prose,
    is_open,
    shared_words,
)
from retrieval.ingestion.reflow.layout import (
    Kind,
    caption_title,
    dateline,
    is_table_caption,
    starts_item,
    title_text,
)
from retrieval.ingestion.reflow.lines import ends_sentence, is_item
from retrieval.ingestion.reflow.paragraphs import MutableParagraph

_SHORT = 16  # characters
_OF_NEWS = frozenset((Kind.BYLINE, Kind.CREDIT, Kind.CAPTION))
_CAPTION_LEVEL = 99  # below all headings
_A_FEW_BLOCKS = 8
_FEW_ENDS = 0.2  # share of texts that end as sentences do; below it, a missing end says nothing
_LONG_ITEM = 40  # characters; shorter items of a list often have no full stop
_LOOK_AHEAD = 4  # blocks of body text
_FARTHEST = 8  # blocks that may stand between two halves
_LONGEST = 5000  # characters of a paragraph that may be continued


@dataclass(slots=True, eq=False)
class Section:
    """An article, or a section of one, while paragraphs are added to it.

    Attributes:
        path: The titles above it and its own, each with its depth.
        paragraphs: Its paragraphs.
        published: Its date, or None.
        page: The page of its headline, from 1, or None.
    """

    path: tuple[tuple[int, str], ...]
    paragraphs: list[MutableParagraph] = field(default_factory=list)
    published: date | None = None
    page: int | None = None

    @property
    def title(self) -> str:
        """The titles of the document and of its part, joined."""
        return TITLE_SEPARATOR.join(title for _, title in self.path)

    def title_as_paragraph(self) -> MutableParagraph:
        """Its own title as a paragraph."""
        return MutableParagraph(self.path[-1][1], self.page)


class Page:
    """The blocks of a page, laid under their headlines one after the other.

    Attributes:
        published: A date that stands above all headlines, or None.
        sections: What stands under each headline; the first has none.
        is_news: Whether it names writers or pictures: there paragraphs are often printed twice.
    """

    def __init__(self, blocks: Sequence[ClassifiedBlock], title: str) -> None:
        self.published: date | None = None
        self.sections = [Section(((TOP, title),))]
        self._blocks = blocks
        self._current = self.sections[0]
        self._dated = 0  # sections that the next line looks after
        self._undated: dict[tuple[int, str], list[Section]] = {}  # by the document they are of
        self._last: MutableParagraph | None = None
        self._table: Section | None = None  # the section that the table stands in, where it has a caption
        self._open: dict[MutableParagraph, tuple[Section, int]] = {}
        self.is_news = any(block.kind in _OF_NEWS for block in blocks)
        self._printed: set[tuple[str, int]] = set()  # keys, with the number of the section
        texts = [block for block in blocks if block.kind is Kind.BODY and block.form is Form.TEXT]
        prose = [block for block in texts if len(block.text) >= _SHORT]
        self._has_headlines = any(block.kind is Kind.HEADLINE for block in blocks)
        ended = sum(ends_sentence(block.text) for block in prose)
        self._tells_by_ends = len(prose) < _A_FEW_BLOCKS or ended >= len(prose) * _FEW_ENDS
        self._tells_by_indents = not all(block.indented for block in prose)
        self._lay_out()

    def _lay_out(self) -> None:
        for index, block in enumerate(self._blocks):
            if self._table and block.form is not Form.ROW:
                self._after_table(self._table)
            match block.kind:
                case Kind.HEADLINE | Kind.SECTION:
                    self._begin(block)
                case Kind.DATE:
                    self._date(block)
                case Kind.CAPTION:
                    self._caption(block, index)
                case Kind.BODY if block.form is Form.ROW:
                    self._row(block, index)
                case Kind.BODY:
                    self._body(block, index)

    def _begin(self, block: ClassifiedBlock) -> None:
        path = self._current.path
        if len(self.sections) == 2 and not self._current.paragraphs:
            self.published = self.published or self._current.published  # of the paper's name and day
        if block.kind is Kind.HEADLINE and len(path) == 1 and self._current is self.sections[0]:
            path = ()  # the fallback title covers what has no headline, and numbered sections
        above = tuple(step for step in path if step[0] < block.level)
        published = block.published or (self._current.published if above else None)
        self._current = Section((*above, (block.level, block.text)), published=published, page=block.page)
        self.sections.append(self._current)

    def _date(self, block: ClassifiedBlock) -> None:
        if self._current.paragraphs:
            for section in self._since_date(self._current.path[0]):  # it is that of the document
                section.published = section.published or block.published
            self._current.paragraphs.append(_paragraph(block))
        elif self._current is self.sections[0]:
            self.published = self.published or block.published
        else:
            self._current.published = block.published

    def _since_date(self, root: tuple[int, str]) -> Iterator[Section]:
        """The sections of a document that were begun since the last date in it."""
        for section in self.sections[self._dated :]:
            self._undated.setdefault(section.path[0], []).append(section)
        self._dated = len(self.sections)
        yield from self._undated.pop(root, [])

    def _caption(self, block: ClassifiedBlock, index: int) -> None:
        """A caption is an article of its own, unless it is all that stands under a headline."""
        headed = self._current is not self.sections[0] and not self._current.paragraphs
        if block.marked or headed or not self._has_headlines:
            self._body(block, index)
        else:
            self._set_apart(block)

    def _set_apart(self, block: ClassifiedBlock) -> None:
        title = caption_title(block.text) or block.text
        self.sections.append(Section(((TOP, title),), [_paragraph(block)]))

    def _body(self, block: ClassifiedBlock, index: int) -> None:
        if block.form is Form.ITEM:
            self._current.paragraphs.append(_paragraph(block))
            return
        if self._is_unmarked_caption(block, index):
            self._set_apart(block)
            return
        paragraph = _paragraph(block, self._without_dateline(block))
        if self._key(paragraph) in self._printed and len(paragraph.text) >= _SHORT:
            return
        half = None if block.indented and self._tells_by_indents else self._half(block, index)
        section = self._current
        if half is not None:
            section, _ = self._open.pop(half)
            half.add(paragraph)
            paragraph = half
        else:
            section.paragraphs.append(paragraph)
        if len(paragraph.text) < _LONGEST and is_open(paragraph.text):
            self._open[paragraph] = section, index
        else:
            self._printed.add(self._key(paragraph))
        self._last = paragraph

    def _key(self, paragraph: MutableParagraph) -> tuple[str, int]:
        """What tells a paragraph that comes again: under its headline, on a page of news anywhere."""
        return paragraph.key, 0 if self.is_news else len(self.sections)

    def _row(self, block: ClassifiedBlock, index: int) -> None:
        """A row, under the caption right above its table as a title."""
        above = self._blocks[index - 1] if index else None
        paragraphs = self._current.paragraphs
        if above and paragraphs and above.text == paragraphs[-1].text and is_table_caption(above.text):
            caption = title_text(paragraphs.pop().text.rstrip("：:"))
            self._table = self._current
            path = (*self._table.path, (_CAPTION_LEVEL, caption))
            self._current = Section(path, published=self._table.published, page=block.page)
            self.sections.append(self._current)
        self._current.paragraphs.append(_paragraph(block))

    def _after_table(self, section: Section) -> None:
        """Go on with the section in which a table with a caption stood."""
        self._current, self._table = (
            Section(section.path, published=section.published, page=section.page),
            None,
        )
        self.sections.append(self._current)

    def _without_dateline(self, block: ClassifiedBlock) -> str:
        """Body text without 本报讯; a dateline that names a day stays, since the text counts from it."""
        line = dateline(block.text)
        if line is None:
            return block.text
        self._current.published = self._current.published or line.published
        return block.text if line.has_day else block.text[len(line.text) :]

    def _half(self, block: ClassifiedBlock, index: int) -> MutableParagraph | None:
        """The open paragraph that a block continues; the last one comes first."""
        later = list(self._later(index)) if self._open else []
        for paragraph, (section, at) in reversed(self._open.items()):
            if index - at > _FARTHEST:
                break
            if continuation(paragraph.text, block.text, later) >= self._needed(
                paragraph, section, block, index
            ):
                return paragraph
        return None

    def _needed(
        self, paragraph: MutableParagraph, section: Section, block: ClassifiedBlock, index: int
    ) -> Continuation:
        """The least likelihood with which a block continues a paragraph; it rises with what is against it."""
        if paragraph is not self._last:
            return Continuation.CERTAIN
        if section is self._current:
            is_entry = is_item(paragraph.text) and len(paragraph.text) < _LONG_ITEM
            is_entry |= paragraph.text[-1] in "；;" and not any(
                mark in paragraph.text[:-1] for mark in "。；;"
            )
            is_whole = block.marked and not is_long_prose(paragraph.text)  # the format marks paragraphs
            return (
                Continuation.POSSIBLE
                if self._tells_by_ends and not (is_entry or is_whole)
                else Continuation.LIKELY
            )
        if block.marked or starts_item(block.text) or not any(self._later(index)):
            return Continuation.CERTAIN  # else the headline between them would be left without its text
        headline = self._current.path[-1][1]
        said = len(shared_words(headline, block.text))
        later = self._later(index)
        has_other_lead = any(dateline(text) or len(shared_words(headline, text)) > said for text in later)
        return Continuation.POSSIBLE if has_other_lead or not said else Continuation.LIKELY

    def _is_unmarked_caption(self, block: ClassifiedBlock, index: int) -> bool:
        """Whether a text within an open paragraph is a caption that nothing marks."""
        half = self._last
        if half is None or half not in self._open or block.marked or fits(half.text, block.text):
            return False
        if not (starts_item(block.text) and ends_sentence(block.text)):
            return False
        below = self._blocks[index + 1] if index + 1 < len(self._blocks) else None
        after = next(self._later(index), None)
        has_credit = below is not None and below.kind is Kind.CREDIT
        return has_credit or (after is not None and fits(half.text, after))

    def _later(self, index: int) -> Iterator[str]:
        """The next body texts under the same headline."""
        for block in self._blocks[index + 1 : index + 1 + 2 * _LOOK_AHEAD]:
            if block.kind in {Kind.HEADLINE, Kind.SECTION}:
                return
            if block.kind is Kind.BODY:
                yield block.text


def _paragraph(block: ClassifiedBlock, text: str | None = None) -> MutableParagraph:
    """The paragraph that a block begins, with its text or another one."""
    return MutableParagraph(block.text if text is None else text, block.page, block.form, block.recognised)
