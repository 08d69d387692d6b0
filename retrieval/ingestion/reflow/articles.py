"""Puts the lines of a page together into articles of whole paragraphs.

The steps: lines that were broken at the width of the page are joined; every block is classified as headline,
byline, credit, caption, date or body text; body blocks go under their headlines, and the halves of a broken
paragraph are joined, whatever stands between them; lists are joined with the line that leads to them.
"""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date

from retrieval.documents import TITLE_SEPARATOR, Article
from retrieval.ingestion.extracts import Extract, Form, Part
from retrieval.ingestion.reflow.classification import classify
from retrieval.ingestion.reflow.lines import unwrap
from retrieval.ingestion.reflow.lists import gathered
from retrieval.ingestion.reflow.page import Page, Section
from retrieval.ingestion.reflow.paragraphs import MutableParagraph
from retrieval.ingestion.reflow.stated import stated_date

_SHORT = 16  # characters; a shorter paragraph may well come twice


def reflow(extract: Extract, title: str) -> tuple[Article, ...]:
    """Put the text of a file together again as articles and paragraphs.

    Left out are bylines, picture credits, a date at the head of an article, a dateline that names no day
    (本报讯), a table of contents, and a paragraph printed before under the same headline, of news under any.
    All other text is kept, character by character, save the white space around it.

    Args:
        extract: The text of the file.
        title: Title of what stands under no headline, where the file names no title of its own.

    Returns:
        Articles in reading order, none without a paragraph. Titles of parts are joined to that of the
        whole by " · ".
    """
    whole = extract.title or title
    page = Page(classify(unwrap(extract.blocks)), whole)
    published = page.published or extract.published or stated_date(extract.blocks, title)
    own = _articles(_with_empty_ones_as_text(page.sections), published, page.is_news)
    return (*own, *(article for part in extract.parts for article in _within(part, whole, published)))


def _within(part: Part, whole: str, published: date | None) -> Iterator[Article]:
    """The articles of a part, under the title of the whole and its own name."""
    for article in reflow(part.extract, part.name or whole):
        titles = dict.fromkeys((whole, part.name, *article.title.split(TITLE_SEPARATOR)))
        title = TITLE_SEPARATOR.join(filter(None, titles))
        yield replace(article, title=title, published=article.published or published)


def _with_empty_ones_as_text(sections: Sequence[Section]) -> list[Section]:
    """Sections that hold paragraphs; a title that heads nothing, not even sections, becomes a paragraph."""
    filled = [section.path for section in sections if section.paragraphs]
    heads = {path[:depth] for path in filled for depth in range(len(path) + 1)}
    kept: list[Section] = []
    for section in sections:
        if section.paragraphs:
            kept.append(section)
        elif section is not sections[0] and section.path not in heads:
            if not kept:
                kept.append(sections[0])
            kept[-1].paragraphs.append(section.title_as_paragraph())
    return kept


def _articles(sections: Sequence[Section], published: date | None, is_news: bool) -> Iterator[Article]:
    """Articles without paragraphs that come again: under one headline, of news under any."""
    printed: set[str] = set()
    for section in sections:
        if not is_news:
            printed.clear()
        paragraphs: list[MutableParagraph] = []
        for paragraph in section.paragraphs:
            is_again = paragraph.form is Form.TEXT and paragraph.key in printed
            if not (is_again and len(paragraph.text) >= _SHORT):
                printed.add(paragraph.key)
                paragraphs.append(paragraph)
        if paragraphs:
            yield Article(section.title, tuple(gathered(paragraphs)), section.published or published)
