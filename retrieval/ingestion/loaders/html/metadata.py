"""What a page says of itself: its title, and when it was published."""

from collections.abc import Iterator, Sequence
from datetime import date
from itertools import islice

from retrieval.ingestion.loaders.html.markup import Event, end_of, opens, texts
from retrieval.ingestion.loaders.plain import own_title
from retrieval.ingestion.reflow.dates import first_date
from retrieval.ingestion.reflow.lines import flow

_TITLES = {"og:title", "articletitle"}  # the second by the rules for sites of Chinese authorities
_DATES = {"article:published_time", "og:published_time", "datepublished", "pubdate", "publishdate"}
_DATES |= {"publish_date", "dc.date", "dc.date.issued", "dcterms.issued", "date"}


def title_of(events: Sequence[Event]) -> str | None:
    """The title made for sharing, the only first heading, or the window's, which often names the site."""
    for content in _metadata(events, _TITLES):
        return flow(content)
    headings = list(islice(opens(events, frozenset(("h1",))), 2))
    headings = headings if len(headings) == 1 else []
    tag = next(iter(headings or opens(events, frozenset(("title",)))), None)
    text = flow(texts(events, tag[0], end_of(events, tag[0]))) if tag else ""
    return text or None if headings else own_title(text)


def published_of(events: Sequence[Event]) -> date | None:
    dates = (first_date(content) for content in _metadata(events, _DATES))
    return next((found for found in dates if found), None)


def _metadata(events: Sequence[Event], names: set[str]) -> Iterator[str]:
    """What the page's metadata say under any of these names."""
    for _, tag in opens(events, frozenset(("meta",))):
        given = {tag.attributes.get(key, "").lower() for key in ("property", "name", "itemprop")}
        content = tag.attributes.get("content", "").strip()
        if given & names and content:
            yield content
