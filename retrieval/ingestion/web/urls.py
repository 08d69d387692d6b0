"""Addresses of pages: which are taken."""

from typing import Final

import httpx

from retrieval.errors import Unfetched, WebError

_PORTS: Final = {"http": 80, "https": 443}
_LONGEST: Final = 2000
"""Characters of an address; servers refuse longer ones."""


def is_link(text: str) -> bool:
    """Whether a text is meant as an address on the web, not as a file."""
    return text.lower().startswith(("http://", "https://"))


def parsed_url(address: str, *, any_port: bool = False) -> httpx.URL:
    """An address, its host in lower case and in ASCII, without a fragment.

    Args:
        address: As it was written.
        any_port: Whether it may name a port other than 80 and 443.

    Raises:
        WebError: It is not one of http or https, names a user or a port, or is too long.
    """
    try:
        url = httpx.URL(address.strip()).copy_with(fragment=None)
        host = url.host  # which is decoded only now
    except (httpx.InvalidURL, ValueError, TypeError):
        raise _refused("This is no address of a page") from None
    if url.scheme not in _PORTS or not host or len(str(url)) > _LONGEST:
        raise _refused("This is no address of a page")
    if url.userinfo:
        raise _refused(f"The address at {url.host} holds a user name or a password")
    if not any_port and url.port not in {None, *_PORTS.values()}:
        raise _refused(f"The address at {url.host} names the port {url.port}")
    return url


def port_of(url: httpx.URL) -> int:
    """The port of an address, by its scheme where it names none."""
    return url.port or _PORTS[url.scheme]


def _refused(what: str) -> WebError:
    return WebError(
        f"{what}; only http:// and https:// without a user name and a port of its own are fetched. "
        "Save the page and add the file.",
        Unfetched.ADDRESS,
    )
