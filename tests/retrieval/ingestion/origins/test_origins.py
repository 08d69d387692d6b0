"""Files of many programs are read as a person sees them: all of it, in its order, and nothing else."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from retrieval.documents import TITLE_SEPARATOR, Document
from retrieval.ingestion.read import read_document
from tests.retrieval.ingestion.origins.seen import SEEN, Seen

FILES = sorted((Path(__file__).parent / "files").iterdir())
TABLES = frozenset((".xlsx", ".xls", ".ods", ".csv"))  # whose title is the caption of their first table
FIELD = re.compile("(?:发件人|收件人|日期)：|邮件$")  # the last one for a mail that is forwarded as one


def key(text: str) -> str:
    """A line as it is compared: without spaces, and the colon that a caption loses as a title."""
    return re.sub(r"\s", "", text).rstrip("：")


def lines(document: Document) -> Iterator[str]:
    """What is read of a document: each title below its own where it comes first, and each line."""
    above = [document.title]
    for article in document.articles:
        steps = [document.title]
        for step in article.title.split(TITLE_SEPARATOR):
            if step != document.title or len(steps) > 1:
                steps.append(step)
                if above[: len(steps)] != steps:
                    yield step
        above = steps
        for paragraph in article.paragraphs:
            yield from paragraph.text.split("\n")


def below(seen: Seen, document: Document) -> tuple[str, ...]:
    """What is to be read below the title of the document."""
    return (
        seen.lines if key(document.title) == key(seen.title) or not seen.title else (seen.title, *seen.lines)
    )


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.name)
def test_what_is_seen_is_read_and_nothing_else(path: Path) -> None:
    seen = SEEN[path.name.split(".")[0]]
    document = read_document(path, path.name)

    found = [line for line in lines(document) if not (path.suffix == ".eml" and FIELD.match(line))]
    if path.suffix == ".pptx" and found[0] == document.title:  # a cover says the title itself
        del found[0]

    assert list(map(key, found)) == list(map(key, below(seen, document)))
    assert path.suffix in TABLES or key(document.title) == key(seen.title)
