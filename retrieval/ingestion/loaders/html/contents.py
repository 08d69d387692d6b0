"""Pages that are a table of contents."""

from retrieval.ingestion.loaders.html.encoding import decoded
from retrieval.ingestion.loaders.html.markup import Open, opens, parsed


def is_of_links(data: bytes) -> bool:
    """Whether most of the text of a page is in links, as in a table of contents."""
    events = parsed(decoded(data))
    body = next((place for place, _ in opens(events, frozenset(("body",)))), 0)
    counts = [0, 0]  # characters out of links, and in them
    depth = 0
    for event in events[body:]:
        if isinstance(event, str):
            counts[depth > 0] += len("".join(event.split()))
        elif event.name == "a":
            depth += 1 if isinstance(event, Open) else -1
    return counts[1] > counts[0]
