"""What a site sends, as a file: its kind, its name, its bytes."""

import mimetypes
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from email.message import Message
from pathlib import PurePosixPath
from types import MappingProxyType
from typing import Final
from urllib.parse import unquote, urlsplit

from retrieval.errors import Unfetched, WebError
from retrieval.ingestion.files import File
from retrieval.ingestion.loaders import SUFFIXES

_OFFICE: Final = "application/vnd.openxmlformats-officedocument"
_TYPES: Final[Mapping[str, str]] = MappingProxyType(
    {
        "text/html": ".html",
        "application/xhtml+xml": ".html",
        "text/markdown": ".md",
        "text/csv": ".csv",
        "text/tab-separated-values": ".tsv",
        "text/rtf": ".rtf",
        "application/rtf": ".rtf",
        "application/pdf": ".pdf",
        "application/x-pdf": ".pdf",
        f"{_OFFICE}.wordprocessingml.document": ".docx",
        f"{_OFFICE}.spreadsheetml.sheet": ".xlsx",
        f"{_OFFICE}.presentationml.presentation": ".pptx",
        "application/vnd.ms-excel": ".xls",
        "application/vnd.oasis.opendocument.spreadsheet": ".ods",
        "application/epub+zip": ".epub",
        "message/rfc822": ".eml",
    }
)
"""Media types, and the suffixes of such files."""
_PACKAGES: Final = (
    (b"word/document.xml", ".docx"),
    (b"xl/workbook.xml", ".xlsx"),
    (b"ppt/presentation.xml", ".pptx"),
    (b"application/epub+zip", ".epub"),
    (b"application/vnd.oasis.opendocument.spreadsheet", ".ods"),
)
"""What zip archives of a format hold in plain bytes, and the suffixes of such files."""
_TEXTS: Final = frozenset({".txt", ".md", ".csv", ".tsv"})
"""Suffixes of files that servers send as plain text."""
_SAME: Final[Mapping[str, str]] = MappingProxyType({".htm": ".html", ".xlsm": ".xlsx"})
"""Suffixes, and others of the same kind."""
_SAYS_NOTHING: Final = frozenset(
    {
        "",
        "application/octet-stream",
        "binary/octet-stream",
        "application/x-download",
        "application/force-download",
    }
)
_HEAD_BYTES: Final = 1024
_CHARSET: Final = re.compile(
    r"gb(?:2312|k|18030|_2312-80)|x-gbk|cp936|hz-gb-2312|big5(?:-?hkscs)?|cp950|shift[_-]jis|sjis|euc-(?:jp|kr|tw|cn)|"
    r"iso-2022-(?:jp|kr)|iso-8859-\d{1,2}|windows-125\d|koi8-[ru]"
)
"""Encodings of texts; of Python's others some take time without end."""
_ANYTHING: Final = frozenset({"iso-8859-1", "latin-1", "latin1", "windows-1252", "us-ascii", "ascii"})
"""Encodings that servers name for pages in any other."""


@dataclass(frozen=True, slots=True)
class Response:
    """What a site sent.

    Attributes:
        url: The address that it came from, after redirects.
        host: The host of that, as people read it.
        content_type: Its media type, with parameters, "" where none is given.
        disposition: The header that may name it, or "".
        body: The bytes, unpacked.
    """

    url: str
    host: str
    content_type: str
    disposition: str
    body: bytes = field(repr=False)


def file_of(address: str, response: Response) -> File:
    """A response as a file to be added.

    Args:
        address: What was asked for: the identity of the file.
        response: What came of it.

    Raises:
        WebError: It is of a kind that cannot be read.
    """
    type_, charset = _media_type(response.content_type)
    name = _name(response)
    suffix = _suffix(type_, PurePosixPath(name).suffix.lower(), response.body)
    if suffix not in SUFFIXES:
        kind = type_ or "no kind of file that is known"
        raise WebError(
            f"What {response.host} sends is {kind}, which cannot be read; these can: "
            f"{', '.join(sorted(SUFFIXES))}.",
            Unfetched.KIND,
        )
    body = _in_utf8(response.body, charset) if suffix in _TEXTS or suffix == ".html" else response.body
    ending = PurePosixPath(name).suffix.lower()
    return File.fetched(name if suffix in {ending, _SAME.get(ending)} else f"{name}{suffix}", address, body)


def _media_type(header: str) -> tuple[str, str]:
    """Media type and charset of a Content-Type, "" for what it does not name."""
    message = Message()
    message["Content-Type"] = _one_line(header) if "/" in header else "application/octet-stream"
    return message.get_content_type(), str(message.get_param("charset", "") or "").lower()


def _suffix(type_: str, ending: str, body: bytes) -> str:
    """The suffix of its kind: by the first bytes, then by the media type, then by the ending of the name."""
    head = body[:_HEAD_BYTES].lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    if head.startswith(b"%pdf-"):
        return ".pdf"
    if head.startswith(b"pk\x03\x04"):
        return next((suffix for mark, suffix in _PACKAGES if mark in body), ".zip")
    if type_ == "text/plain":
        return ending if ending in _TEXTS else ".txt"
    if type_ in _TYPES:
        return _TYPES[type_]
    if type_ in _SAYS_NOTHING and head.startswith((b"<!doctype html", b"<html")):
        return ".html"
    return ending if type_ in _SAYS_NOTHING else mimetypes.guess_extension(type_) or ""


def _name(response: Response) -> str:
    """The name that a response gives itself, or the last part of its path, or its host."""
    message = Message()
    message["Content-Disposition"] = _one_line(response.disposition)
    path = PurePosixPath(unquote(urlsplit(response.url).path)).name
    return (message.get_filename() if response.disposition else None) or path or response.host


def _one_line(header: str) -> str:
    return " ".join(header.split())


def _in_utf8(body: bytes, charset: str) -> bytes:
    """A text in UTF-8, where its server says how it is encoded; else as it is."""
    if charset in _ANYTHING or not _CHARSET.fullmatch(charset):
        return body
    try:
        return body.decode({"gb2312": "gb18030", "gbk": "gb18030"}.get(charset, charset)).encode("utf-8-sig")
    except (LookupError, UnicodeError):
        return body
