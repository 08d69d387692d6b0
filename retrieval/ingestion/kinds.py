"""What kind of file some bytes are: the first ones decide where they and the ending disagree."""

import re
from collections.abc import Mapping
from io import BytesIO
from types import MappingProxyType
from typing import Final
from zipfile import ZIP_DEFLATED, ZIP_STORED, BadZipFile, ZipFile
from zlib import error as ZlibError  # noqa: N812

_HEADS: Final = (
    (re.compile(rb"%PDF-\d"), ".pdf"),
    (re.compile(rb"\{\\rtf\d"), ".rtf"),
    (re.compile(rb"\x89PNG\r\n\x1a\n"), ".png"),
    (re.compile(rb"\xff\xd8\xff[\xc0-\xfe]"), ".jpg"),
    (re.compile(rb"RIFF....WEBP", re.DOTALL), ".webp"),
    (re.compile(rb"II\*\x00|MM\x00\*"), ".tif"),
    (re.compile(rb"BM.{4}\x00\x00\x00\x00.{3}\x00[\x0c-\x7c]\x00\x00\x00", re.DOTALL), ".bmp"),
)
"""How files begin that nothing else begins like, and their suffixes."""
_PAGE: Final = re.compile(rb"(?:\xef\xbb\xbf)?\s*<(?:!doctype html|html)\b", re.IGNORECASE)
_PACKAGE: Final = b"PK\x03\x04"
_MEMBERS: Final[Mapping[str, str]] = MappingProxyType(
    {"word/document.xml": ".docx", "xl/workbook.xml": ".xlsx", "ppt/presentation.xml": ".pptx"}
)
"""The main part of each office format, and the suffix of its files."""
_CONTENT_TYPES: Final = "[Content_Types].xml"
_MIME_TYPES: Final[Mapping[bytes, str]] = MappingProxyType(
    {
        b"application/epub+zip": ".epub",
        b"application/vnd.oasis.opendocument.spreadsheet": ".ods",
        b"application/vnd.oasis.opendocument.text": ".odt",
        b"application/vnd.oasis.opendocument.presentation": ".odp",
    }
)
"""What packages say of themselves in their first file, and the suffixes of such files."""
_LONGEST_MIME_TYPE: Final = 100
_HIDES_ARCHIVES: Final = frozenset(
    {"", ".txt", ".md", ".html", ".htm", ".csv", ".tsv", ".rtf", ".pdf", ".eml"}
)
"""Endings of what is never an archive; other formats are, and their loaders say what is wrong with one."""
_SAME: Final[Mapping[str, str]] = MappingProxyType({".xlsm": ".xlsx", ".jpeg": ".jpg", ".tiff": ".tif"})


def suffix_of(ending: str, data: bytes) -> str:
    """The suffix of what some bytes are.

    Args:
        ending: The suffix of their name, in lower case; "" for none.
        data: The bytes.

    Returns:
        What they tell beyond doubt; else the ending.
    """
    found = _of_package(data, ending) if data.startswith(_PACKAGE) else _of_head(data)
    if not found and not ending and _PAGE.match(data):
        found = ".html"
    return ending if not found or found == _SAME.get(ending, ending) else found


def _of_head(data: bytes) -> str:
    return next((suffix for head, suffix in _HEADS if head.match(data)), "")


def _of_package(data: bytes, ending: str) -> str:
    """The kind of a zip archive, by the table of its files; "" where it cannot be read.

    One that has the main parts of several formats is what its ending says, if that is one of these.
    """
    try:
        with ZipFile(BytesIO(data)) as package:
            names = set(package.namelist())
            said = _mime_type(package) if "mimetype" in names else b""
    except (BadZipFile, ZlibError, OSError, RuntimeError, NotImplementedError, ValueError, EOFError):
        return ""
    if suffix := _MIME_TYPES.get(said.strip()):
        return suffix
    kinds = [suffix for name, suffix in _MEMBERS.items() if name in names] if _CONTENT_TYPES in names else []
    if kinds:
        return _SAME.get(ending, ending) if _SAME.get(ending, ending) in kinds else kinds[0]
    return ".zip" if ending in _HIDES_ARCHIVES else ""


def _mime_type(package: ZipFile) -> bytes:
    """What a package says of itself; b"" where it is packed in a way that may ask for memory at will."""
    is_usual = package.getinfo("mimetype").compress_type in {ZIP_STORED, ZIP_DEFLATED}
    return package.open("mimetype").read(_LONGEST_MIME_TYPE) if is_usual else b""
