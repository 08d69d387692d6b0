"""Addresses of links, as Telegram takes them."""

import re
from typing import Final

_HTTP: Final = re.compile(
    r"(?:(?P<scheme>https?)://)?(?P<user>[^/?#@\s]*@)?"
    r"(?P<host>\[[0-9a-f:.]+\]|[^/?#:@\s<>\"'\[\]]+)(?P<port>:\d{1,5})?(?P<rest>[/?#].*)?",
    re.IGNORECASE | re.DOTALL,
)
_TELEGRAM: Final = re.compile(r"tg:(?://)?(?P<rest>[\w-]+(?:[/?#].*)?)", re.IGNORECASE | re.DOTALL)


def checked_link(url: str) -> str:
    """The address of a link as Telegram keeps it.

    Returns:
        An address with http, https or tg as its scheme, http where none is given; "" where Telegram takes it
        for no address: another scheme ("javascript:"), or a host without a dot.
    """
    if found := _TELEGRAM.fullmatch(url.strip()):
        return f"tg://{found['rest']}"
    found = _HTTP.fullmatch(url.strip())
    if found is None or not ("." in found["host"].strip(".") or found["host"].startswith("[")):
        return ""
    rest = found["rest"] or ""
    path = rest if rest.startswith("/") else f"/{rest}"
    host = found["host"].lower()
    return f"{(found['scheme'] or 'http').lower()}://{found['user'] or ''}{host}{found['port'] or ''}{path}"
