"""What the pool and a worker send each other over the worker's standard streams: lines of JSON, and bytes.

JSON rather than pickles: nothing that a file did to its reader can run in the process that asked for it.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import IO, Any, Final

from retrieval.documents import Article, Contents, Omission, Paragraph
from retrieval.errors import DocumentError, Unreadable
from retrieval.ingestion.recognition import OnPage
from retrieval.ingestion.rendering import PagePicture, Place

_PAGE: Final = "page"
READY: Final = b"ready\n"
"""What a worker writes once it can read files."""

_PNG: Final = b"\x89PNG\r\n\x1a\n"
_MOST_PICTURE_BYTES: Final = 12 << 20


@dataclass(frozen=True, slots=True)
class Request:
    """A file to be read, or to be shown.

    Attributes:
        path: Where it lies, for its suffix.
        source: The name people will see.
        data: Its bytes.
        place: Where an answer stands in it, to have that page as a picture; None to have its text.
    """

    path: str
    source: str
    data: bytes
    place: Place | None = None


@dataclass(frozen=True, slots=True)
class Response:
    """What came of a request.

    Attributes:
        contents: What was read, or the page that was asked for; or why there is nothing.
        spent: Whether the worker ends now, as it keeps too much memory.
    """

    contents: Contents | PagePicture | DocumentError
    spent: bool


def send_request(stream: IO[bytes], request: Request) -> None:
    """Write a request.

    Raises:
        OSError: The worker has ended.
    """
    place = request.place and [request.place.page, request.place.text, request.place.spans]
    head = {"path": request.path, "source": request.source, "size": len(request.data), "place": place}
    stream.write(_line(head))
    stream.write(request.data)
    stream.flush()


def receive_request(stream: IO[bytes]) -> Request | None:
    """Read a request; None where none will come any more."""
    if not (line := stream.readline()):
        return None
    head = json.loads(line)
    data = stream.read(head["size"])
    if len(data) != head["size"]:
        return None
    return Request(head["path"], head["source"], data, head["place"] and _place(*head["place"]))


def send_page(stream: IO[bytes], page: int, pages: int) -> None:
    """Write that the text of one of some pages is being recognised: this comes before the response."""
    stream.write(_line([_PAGE, page, pages]))
    stream.flush()


def send_response(stream: IO[bytes], response: Response) -> None:
    """Write a response, each article on a line of its own."""
    contents = response.contents
    if isinstance(contents, DocumentError):
        head = {"failure": contents.reason.name, "message": str(contents), "spent": response.spent}
        stream.write(_line(head))
    elif isinstance(contents, PagePicture):
        shown = {"picture": len(contents.png), "page": contents.page, "is_marked": contents.is_marked}
        stream.write(_line({**shown, "spent": response.spent}))
        stream.write(contents.png)
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


def receive_response(stream: IO[bytes], on_page: OnPage) -> Response:
    """Read a response.

    Args:
        stream: The worker's output.
        on_page: Called for each page, or strip of one, whose text it begins to recognise.

    Raises:
        EOFError: The worker has ended.
        ValueError: What it wrote is no response.
    """
    while isinstance(head := _read(stream), list):
        name, page, pages = head
        if name != _PAGE:
            raise ValueError("Neither a page nor a response")
        on_page(int(page), int(pages))
    if "failure" in head:
        error = DocumentError(str(head["message"]), Unreadable[head["failure"]])
        return Response(error, bool(head["spent"]))
    if "picture" in head:
        return Response(_picture(stream, head), bool(head["spent"]))
    articles = tuple(_article(*_read(stream)) for _ in range(head["articles"]))
    omissions = tuple(
        Omission(Unreadable[reason], tuple(pages), part) for reason, pages, part in head["omissions"]
    )
    return Response(Contents(str(head["title"]), articles, omissions), bool(head["spent"]))


def _picture(stream: IO[bytes], head: Mapping[str, Any]) -> PagePicture:
    size = int(head["picture"])
    if not 0 < size <= _MOST_PICTURE_BYTES:
        raise ValueError(f"A picture of {size} bytes")
    png = stream.read(size)
    if len(png) < size:
        raise EOFError
    if not png.startswith(_PNG):
        raise ValueError("No picture")
    return PagePicture(png, int(head["page"]), bool(head["is_marked"]))


def _place(page: int, text: str, spans: list[list[int]]) -> Place:
    return Place(page, text, tuple((start, end) for start, end in spans))


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
