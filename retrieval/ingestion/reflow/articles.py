"""From the lines of a page to articles of whole paragraphs, as a careful reader would put them together.

The way: lines that a width broke are unwrapped; every block is told to be a headline, byline, credit,
caption, date or body text; then body blocks are put under their headlines, and the halves of a broken
paragraph together, whatever stands between them; then lists are put together with what leads to them.
"""

from collections.abc import Iterator, Sequence
from datetime import date

from retrieval.documents import Article, Extract, Form
from retrieval.ingestion.reflow.drafts import Draft
from retrieval.ingestion.reflow.lines import unwrap
from retrieval.ingestion.reflow.lists import gathered
from retrieval.ingestion.reflow.page import Page, Section
from retrieval.ingestion.reflow.parts import classify

_SHORT = 16  # a paragraph below this may be printed in several articles, of each of which it is a part


def reflow(extract: Extract, title: str) -> tuple[Article, ...]:
    """Put the text of a file together again as articles and paragraphs.

    Left out are bylines, picture credits, a date at the head of an article, a dateline that names no day
    (本报讯), a table of contents, and a paragraph printed before. All other text is kept, character by
    character, save the white space around it.

    Args:
        extract: The text of the file.
        title: Title of what stands under no headline, where the file names no title of its own.

    Returns:
        Articles in reading order, none without a paragraph. Titles of parts are joined to that of the
        whole by " · ".
    """
    page = Page(classify(unwrap(extract.blocks)), extract.title or title)
    sections = _with_empty_ones_as_text(page.sections)
    return tuple(_articles(sections, page.published or extract.published))


def _with_empty_ones_as_text(sections: Sequence[Section]) -> list[Section]:
    """Sections that hold paragraphs; a title that heads nothing, not even sections, becomes a paragraph."""
    filled = [section.path for section in sections if section.drafts]
    heads = {path[:depth] for path in filled for depth in range(len(path) + 1)}
    kept: list[Section] = []
    for section in sections:
        if section.drafts:
            kept.append(section)
        elif section is not sections[0] and section.path not in heads:
            if not kept:
                kept.append(sections[0])
            kept[-1].drafts.append(section.title_as_draft())
    return kept


def _articles(sections: Sequence[Section], published: date | None) -> Iterator[Article]:
    printed: set[str] = set()
    for number, section in enumerate(sections):
        drafts: list[Draft] = []
        for draft in section.drafts:
            is_unique = len(draft.text) >= _SHORT and draft.form is Form.TEXT
            key = draft.key if is_unique else f"{number} {draft.key}"
            if key not in printed:
                printed.add(key)
                drafts.append(draft)
        if drafts:
            yield Article(section.title, tuple(gathered(drafts)), section.published or published)
