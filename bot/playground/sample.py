"""The sample page, to be read."""

from contextlib import closing
from dataclasses import dataclass
from itertools import groupby
from pathlib import Path

from bot.services.visibility import own_collection
from retrieval.documents import Passage
from retrieval.library import SAMPLE, Library
from retrieval.storage.databases import Address
from retrieval.storage.opening import open_store


@dataclass(frozen=True, slots=True)
class SampleArticle:
    """An article of the sample page.

    Attributes:
        source: The name of its file.
        title: Its headline.
        published: Its date as ISO 8601, or "".
        paragraphs: Its text.
    """

    source: str
    title: str
    published: str
    paragraphs: tuple[str, ...]


def sample_articles(
    home: Path, database: Address | None = None, person: int = 0
) -> tuple[SampleArticle, ...]:
    """The sample page, put in order as the bot reads it; empty where it does not serve.

    Args:
        home: Folder that holds the store; made if it is new.
        database: Where the store is kept instead, or None.
        person: Telegram's id of the person at the page, whom it does not serve beside documents of their own;
            0 for nobody.

    Raises:
        StoreError: The home cannot be used.
    """
    with closing(open_store(home, database)) as store:
        library = Library(store)
        entries = [] if library.entries(own_collection(person)) else library.entries(SAMPLE)
        ids = {id_ for entry in entries for id_ in store.passage_ids_of(entry.id)}
        passages = sorted(store.passages(ids).values(), key=lambda it: (it.source, it.paragraph, it.offset))
    return tuple(_article(list(of_one)) for _, of_one in groupby(passages, lambda it: (it.source, it.title)))


def _article(passages: list[Passage]) -> SampleArticle:
    first = passages[0]
    paragraphs = (
        "".join(part.text for part in parts) for _, parts in groupby(passages, lambda it: it.paragraph)
    )
    published = first.published.isoformat() if first.published else ""
    return SampleArticle(first.source, first.title, published, tuple(paragraphs))
