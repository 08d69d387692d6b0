"""Pages that Word, Excel and browsers save with their pictures in one file (MHTML), whatever it is called."""

import re
from collections.abc import Iterator
from email import message_from_bytes
from itertools import islice

_BEGIN = re.compile(
    rb"\s*(?:From:|Snapshot-Content-Location:|MIME-Version:)[^\0]{0,2000}?multipart/related", re.I
)
_FRAMES = re.compile(rb"<\s*frameset|tabstrip", re.IGNORECASE)
_MOST_PARTS = 1_000


def is_saved(data: bytes) -> bool:
    """Whether a file is such a page."""
    return _BEGIN.match(data) is not None


def pages(data: bytes) -> Iterator[bytes]:
    """The pages in the file, in UTF-8 with its mark where they say in what else they are; no frames."""
    for part in islice(message_from_bytes(data).walk(), _MOST_PARTS):
        if part.get_content_type() == "text/html":
            payload = part.get_payload(decode=True)
            page = payload if isinstance(payload, bytes) else b""
            if not _FRAMES.search(page[:20_000]):
                yield _recoded(page, part.get_content_charset() or "")


def _recoded(page: bytes, charset: str) -> bytes:
    try:
        return page.decode(charset.replace("gb2312", "gb18030").replace("gbk", "gb18030")).encode("utf-8-sig")
    except (LookupError, ValueError):
        return page
