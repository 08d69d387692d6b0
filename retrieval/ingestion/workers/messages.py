"""What the pool and a worker send each other over the worker's standard streams: lines of JSON, and bytes.

JSON rather than pickles: nothing that a file did to its reader can run in the process that asked for it.
"""

import json
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import IO, Any, Final

from retrieval.documents import Article, Contents, Omission, Paragraph
from retrieval.errors import DocumentError, Unreadable

_PAGE: Final = "page"
READY: Final = b"ready\n"
"""What a worker writes once it can read files."""


@dataclass(frozen=True, slots=True)
class Request:
    """A file to be read.

    Attributes:
        path: Where it lies, for its suffix.
        source: The name people will see.
        data: Its bytes.
    """

    path: str
    source: str
    data: bytes


@dataclass(frozen=True, slots=True)
class Response:
    """What came of a request.

    Attributes:
        contents: What was read, or why nothing was.
        spent: Whether the worker ends now, as it keeps too much memory.
    """

    contents: Contents | DocumentError
    spent: bool


def send_request(stream: IO[bytes], request: Request) -> None:
    """Write a request.

    Raises:
        OSError: The worker has ended.
    """
    head = {"path": request.path, "source": request.source, "size": len(request.data)}
    stream.write(_line(head))
    stream.write(request.data)
    stream.flush()


def receive_request(stream: IO[bytes]) -> Request | None:
    """Read a request; None where none will come any more."""
    if not (line := stream.readline()):
        return None
    head = json.loads(line)
    data = stream.read(head["size"])
    return Request(head["path"], head["source"], data) if len(data) == head["size"] else None


def send_page(stream: IO[bytes]) -> None:
    """Write that the text of a further page is being recognised: this comes before the response."""
    stream.write(_line(_PAGE))
    stream.flush()


def send_response(stream: IO[bytes], response: Response) -> None:
    """Write a response, each article on a line of its own."""
    contents = response.contents
    if isinstance(contents, DocumentError):
        head = {"failure": contents.reason.name, "message": str(contents), "spent": response.spent}
        stream.write(_line(head))
    else:
        omissions = [[each.reason.name, each.pages, each.part] for each in contents.omissions]
        head = {
            "title": contents.title,
            "articles": len(contents.articles),
            "omissions": omissions,
            "spent": response.spent,
        }
        stream.write(_line(head))
        for article in contents.articles:
            day = article.published and article.published.isoformat()
            stream.write(
                _line(
                    [
                        article.title,
                        day,
                        [[each.text, each.page, each.recognised] for each in article.paragraphs],
                    ]
                )
            )
    stream.flush()


def receive_response(stream: IO[bytes], on_page: Callable[[], None]) -> Response:
    """Read a response.

    Args:
        stream: The worker's output.
        on_page: Called for each page whose text it begins to recognise.

    Raises:
        EOFError: The worker has ended.
        ValueError: What it wrote is no response.
    """
    while (head := _read(stream)) == _PAGE:
        on_page()
    if "failure" in head:
        error = DocumentError(str(head["message"]), Unreadable[head["failure"]])
        return Response(error, bool(head["spent"]))
    articles = tuple(_article(*_read(stream)) for _ in range(head["articles"]))
    omissions = tuple(
        Omission(Unreadable[reason], tuple(pages), part) for reason, pages, part in head["omissions"]
    )
    return Response(Contents(str(head["title"]), articles, omissions), bool(head["spent"]))


def _article(title: str, day: str | None, paragraphs: list[list[Any]]) -> Article:
    published = date.fromisoformat(day) if day else None
    return Article(title, tuple(Paragraph(*each) for each in paragraphs), published)


def _line(content: Any) -> bytes:
    return json.dumps(content).encode("ascii") + b"\n"


def _read(stream: IO[bytes]) -> Any:
    line = stream.readline()
    if not line.endswith(b"\n"):
        raise EOFError
    return json.loads(line)
