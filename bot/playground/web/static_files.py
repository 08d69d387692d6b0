"""The static files of the page."""

import re
from importlib.resources import files
from importlib.resources.abc import Traversable
from pathlib import PurePosixPath
from typing import Final

from bot.playground.web.context import PageContext
from bot.playground.web.handler import PageHandler
from bot.playground.web.security import Denial

PAGE: Final[Traversable] = files("bot.playground.web") / "static"
"""The folder that holds them."""

_CONTENT_TYPES: Final = {
    ".css": "text/css; charset=utf-8",
    ".html": "text/html; charset=utf-8",
    ".ico": "image/x-icon",
    ".js": "text/javascript; charset=utf-8",
    ".json": "application/json; charset=utf-8",
    ".png": "image/png",
    ".svg": "image/svg+xml",
    ".webp": "image/webp",
    ".woff2": "font/woff2",
}
_NAME: Final = r"[A-Za-z0-9_-][A-Za-z0-9._-]*"
_MAX_PATH_LENGTH: Final = 200
_PATH: Final = re.compile(rf"(?:{_NAME}/)*{_NAME}")
_KEY_TAG: Final = re.compile(r'(<meta name="playground-key" content=")[^"]*')


class StaticFileHandler(PageHandler):
    """GET / and /static/PATH: sends a file of the page; index.html gets the key."""

    needs_key = False

    def initialize(self, context: PageContext, page: Traversable = PAGE) -> None:
        super().initialize(context)
        self._page = page

    def get(self, path: str = "") -> None:
        name = path or "index.html"
        found = read_file(self._page, name)
        if found is None:
            raise Denial(404, f"There is nothing at {self.request.path}.")
        if path:
            self.set_header("Cache-Control", "no-cache")
        else:
            found = _KEY_TAG.sub(rf"\g<1>{self.context.guard.key}", found.decode()).encode()
        self.set_header("Content-Type", _CONTENT_TYPES[PurePosixPath(name).suffix])
        self.finish(found)


def read_file(page: Traversable, path: str) -> bytes | None:
    """Read a file of the page.

    Args:
        page: The folder with the files.
        path: The path in that folder, with / between the parts.

    Returns:
        The content; None where there is no such file, or it has a type that no page needs. Files outside the
        folder are never read.
    """
    if (
        len(path) > _MAX_PATH_LENGTH
        or not _PATH.fullmatch(path)
        or PurePosixPath(path).suffix not in _CONTENT_TYPES
    ):
        return None
    file = page.joinpath(*path.split("/"))
    return file.read_bytes() if file.is_file() else None
