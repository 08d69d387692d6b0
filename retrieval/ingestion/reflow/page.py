"""The parts of a page under their headlines, broken paragraphs whole again."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from itertools import islice

from retrieval.documents import TITLE_SEPARATOR, Form
from retrieval.ingestion.reflow.drafts import Draft
from retrieval.ingestion.reflow.joints import Bond, bond, fits, is_long_prose, is_open, shared_words
from retrieval.ingestion.reflow.layout import (
    Kind,
    caption_title,
    dateline,
    is_table_caption,
    starts_item,
    title_text,
)
from retrieval.ingestion.reflow.lines import ends_sentence, is_item, joined
from retrieval.ingestion.reflow.parts import TOP, Part

_SHORT = 16
_CAPTION_LEVEL = 99  # below all headings
_A_FEW = 8
_FEW_ENDS = 0.2  # share of texts that end as sentences do; below it, the lack of an end says nothing
_LONG_ITEM = 40  # items of a list below it often have no full stop
_LOOK_AHEAD = 4
_FARTHEST = 8  # parts that may stand between two halves
_LONGEST = 5000  # characters of a paragraph that may still go on; the page broke none so long


@dataclass(slots=True, eq=False)
class Section:
    """An article in the making.

    Attributes:
        path: The titles above it and its own, each with its depth.
        drafts: Its paragraphs.
        published: Its date, or None.
        page: The page of its headline, from 1, or None.
    """

    path: tuple[tuple[int, str], ...]
    drafts: list[Draft] = field(default_factory=list)
    published: date | None = None
    page: int | None = None

    @property
    def title(self) -> str:
        """The titles of the whole and of its part, joined."""
        return TITLE_SEPARATOR.join(title for _, title in self.path)

    def title_as_draft(self) -> Draft:
        """Its own title as a paragraph."""
        return Draft(self.path[-1][1], self.page)


class Page:
    """The parts of a page, laid under their headlines one after the other."""

    def __init__(self, parts: Sequence[Part], title: str) -> None:
        self.published: date | None = None
        self.sections = [Section(((TOP, title),))]
        self._parts = parts
        self._current = self.sections[0]
        self._last: Draft | None = None
        self._table: Section | None = None  # the section that the table stands in, where it has a caption
        self._open: dict[Draft, tuple[Section, int]] = {}
        self._printed: set[str] = set()
        texts = [part for part in parts if part.kind is Kind.BODY and part.form is Form.TEXT]
        prose = [part for part in texts if len(part.text) >= _SHORT]
        self._has_headlines = any(part.kind is Kind.HEADLINE for part in parts)
        ended = sum(ends_sentence(part.text) for part in prose)
        self._tells_by_ends = len(prose) < _A_FEW or ended >= len(prose) * _FEW_ENDS
        self._tells_by_indents = not all(part.indented for part in prose)
        self._lay_out()

    def _lay_out(self) -> None:
        for index, part in enumerate(self._parts):
            if self._table and part.form is not Form.ROW:
                self._after_table(self._table)
            match part.kind:
                case Kind.HEADLINE | Kind.SECTION:
                    self._begin(part)
                case Kind.DATE:
                    self._date(part)
                case Kind.CAPTION:
                    self._caption(part, index)
                case Kind.BODY if part.form is Form.ROW:
                    self._row(part, index)
                case Kind.BODY:
                    self._body(part, index)

    def _begin(self, part: Part) -> None:
        path = self._current.path
        if len(self.sections) == 2 and not self._current.drafts:
            self.published = self.published or self._current.published  # of the paper's name and day
        if part.kind is Kind.HEADLINE and len(path) == 1 and self._current is self.sections[0]:
            path = ()  # the fallback title covers what has no headline, and numbered sections
        above = tuple(step for step in path if step[0] < part.level)
        published = part.published or (self._current.published if above else None)
        self._current = Section((*above, (part.level, part.text)), published=published, page=part.page)
        self.sections.append(self._current)

    def _date(self, part: Part) -> None:
        if self._current.drafts:
            for section in self.sections:  # who signs a part signs the whole
                if section.path[0] == self._current.path[0]:
                    section.published = section.published or part.published
            self._current.drafts.append(Draft(part.text, part.page))
        elif self._current is self.sections[0]:
            self.published = self.published or part.published
        else:
            self._current.published = part.published

    def _caption(self, part: Part, index: int) -> None:
        """A caption is an article of its own, unless it is all that stands under a headline."""
        headed = self._current is not self.sections[0] and not self._current.drafts
        if part.marked or headed or not self._has_headlines:
            self._body(part, index)
        else:
            self._set_apart(part)

    def _set_apart(self, part: Part) -> None:
        title = caption_title(part.text) or part.text
        self.sections.append(Section(((TOP, title),), [Draft(part.text, part.page)]))

    def _body(self, part: Part, index: int) -> None:
        if part.form is Form.ITEM:
            self._current.drafts.append(Draft(part.text, part.page, part.form))
            return
        if self._is_intruder(part, index):
            self._set_apart(part)
            return
        draft = Draft(self._told_apart_from_dateline(part), part.page)
        if draft.key in self._printed and len(draft.text) >= _SHORT:
            return
        half = None if part.indented and self._tells_by_indents else self._half(part, index)
        section = self._current
        if half is not None:
            section, _ = self._open.pop(half)
            half.text = joined((half.text, draft.text))
            draft = half
        else:
            section.drafts.append(draft)
        if len(draft.text) < _LONGEST and is_open(draft.text):
            self._open[draft] = section, index
        else:
            self._printed.add(draft.key)
        self._last = draft

    def _row(self, part: Part, index: int) -> None:
        """A row, under the caption right above its table as a title."""
        above = self._parts[index - 1] if index else None
        drafts = self._current.drafts
        if above and drafts and above.text == drafts[-1].text and is_table_caption(above.text):
            caption = title_text(drafts.pop().text.rstrip("：:"))
            self._table = self._current
            path = (*self._table.path, (_CAPTION_LEVEL, caption))
            self._current = Section(path, published=self._table.published, page=part.page)
            self.sections.append(self._current)
        self._current.drafts.append(Draft(part.text, part.page, part.form))

    def _after_table(self, section: Section) -> None:
        """Go on with the section in which a table with a caption stood."""
        self._current, self._table = (
            Section(section.path, published=section.published, page=section.page),
            None,
        )
        self.sections.append(self._current)

    def _told_apart_from_dateline(self, part: Part) -> str:
        """Body text without 本报讯; a dateline that names a day stays, since the text counts from it."""
        line = dateline(part.text)
        if line is None:
            return part.text
        self._current.published = self._current.published or line.published
        return part.text if line.has_day else part.text[len(line.text) :]

    def _half(self, part: Part, index: int) -> Draft | None:
        """The open paragraph that a part goes on, the last one first."""
        later = list(self._later(index)) if self._open else []
        for draft, (section, at) in reversed(self._open.items()):
            if index - at > _FARTHEST:
                break
            if bond(draft.text, part.text, later) >= self._needed(draft, section, part, index):
                return draft
        return None

    def _needed(self, draft: Draft, section: Section, part: Part, index: int) -> Bond:
        """How sure it must be that a part goes on a paragraph: the surer, the more speaks against it."""
        if draft is not self._last:
            return Bond.CERTAIN
        if section is self._current:
            is_entry = is_item(draft.text) and len(draft.text) < _LONG_ITEM
            is_entry |= draft.text[-1] in "；;" and not any(mark in draft.text[:-1] for mark in "。；;")
            is_whole = part.marked and not is_long_prose(draft.text)  # the format told paragraphs apart
            return Bond.OPEN if self._tells_by_ends and not (is_entry or is_whole) else Bond.STRONG
        if part.marked or starts_item(part.text) or not any(self._later(index)):
            return Bond.CERTAIN  # else the headline between them would be left without its text
        headline = self._current.path[-1][1]
        said = len(shared_words(headline, part.text))
        later = self._later(index)
        has_other_lead = any(dateline(text) or len(shared_words(headline, text)) > said for text in later)
        return Bond.OPEN if has_other_lead or not said else Bond.STRONG

    def _is_intruder(self, part: Part, index: int) -> bool:
        """Whether a text is a caption without saying so: it begins like one amid an open paragraph."""
        half = self._last
        if half is None or half not in self._open or part.marked or fits(half.text, part.text):
            return False
        if not (starts_item(part.text) and ends_sentence(part.text)):
            return False
        below = self._parts[index + 1] if index + 1 < len(self._parts) else None
        after = next(self._later(index), None)
        has_credit = below is not None and below.kind is Kind.CREDIT
        return has_credit or (after is not None and fits(half.text, after))

    def _later(self, index: int) -> Iterator[str]:
        """The next body texts under the same headline."""
        for part in islice(self._parts, index + 1, index + 1 + 2 * _LOOK_AHEAD):
            if part.kind in {Kind.HEADLINE, Kind.SECTION}:
                return
            if part.kind is Kind.BODY:
                yield part.text
