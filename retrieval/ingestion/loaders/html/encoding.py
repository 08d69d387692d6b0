"""The encoding of a page."""

import codecs
import re

from retrieval.ingestion.loaders.plain import clean, decode

_SUPERSETS = {"gb2312": "gb18030", "gbk": "gb18030", "x-gbk": "gb18030", "big5": "cp950"}
_DECLARED = re.compile(
    rb"""^\s*<\?xml[^>]{1,200}?encoding\s*=\s*["']([\w.:-]+)|<\s*meta[^>]{1,500}?charset\s*=\s*["']?\s*([\w.:-]+)""",
    re.IGNORECASE,
)
_HEAD_BYTES = 16 << 10  # in which an encoding may be declared
_NOT_READABLE_AS_ASCII = re.compile("utf-(?:7|16|32)|punycode|idna|undefined|(?:raw-)?unicode-escape")


def decoded(data: bytes) -> str:
    """Read a page as it declares; one that says UTF-16 where that can be read is not UTF-16, as in HTML5."""
    found = _DECLARED.search(data, 0, _HEAD_BYTES)
    declared = (found[1] or found[2]).decode("ascii", "replace").lower() if found else ""
    try:
        encoding = codecs.lookup(_SUPERSETS.get(declared, declared)).name
        if not (data.startswith(codecs.BOM_UTF8) or _NOT_READABLE_AS_ASCII.match(encoding)):
            return clean(data.decode(encoding))
    except (LookupError, ValueError):  # no such encoding, or its UnicodeError
        pass
    return decode(data)
