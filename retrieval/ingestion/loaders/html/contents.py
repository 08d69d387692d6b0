"""Pages that are a table of contents."""

from retrieval.ingestion.loaders.html.encoding import decoded
from retrieval.ingestion.loaders.html.markup import end_of, opens, parsed, texts


def is_of_links(data: bytes) -> bool:
    """Whether most of the text of a page is in links, as in a table of contents."""
    events = parsed(decoded(data))
    linked = sum(
        len(texts(events, place, end_of(events, place))) for place, _ in opens(events, frozenset("a"))
    )
    body = next((place for place, _ in opens(events, frozenset(("body",)))), 0)
    return linked * 2 > len("".join(texts(events, body, len(events)).split()))
