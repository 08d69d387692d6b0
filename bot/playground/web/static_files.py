"""The files of the page."""

import re
from importlib.resources import files
from importlib.resources.abc import Traversable
from pathlib import PurePosixPath
from typing import Final

from bot.playground.web.context import PageContext
from bot.playground.web.handler import Handler
from bot.playground.web.security import Denial

PAGE: Final[Traversable] = files("bot.playground.web") / "static"
"""Where they lie."""

_TYPES: Final = {
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
_LONGEST_PATH: Final = 200
_PATH: Final = re.compile(rf"(?:{_NAME}/)*{_NAME}")
_KEY: Final = re.compile(r'(<meta name="playground-key" content=")[^"]*')


class Pages(Handler):
    """Sends the files of the page, and the key within the first of them."""

    keyed = False

    def initialize(self, stage: PageContext, page: Traversable = PAGE) -> None:
        super().initialize(stage)
        self._page = page

    def get(self, path: str = "") -> None:
        name = path or "index.html"
        found = content(self._page, name)
        if found is None:
            raise Denial(404, f"There is nothing at {self.request.path}.")
        if path:
            self.set_header("Cache-Control", "no-cache")
        else:
            found = _KEY.sub(rf"\g<1>{self.stage.guard.key}", found.decode()).encode()
        self.set_header("Content-Type", _TYPES[PurePosixPath(name).suffix])
        self.finish(found)


def content(page: Traversable, path: str) -> bytes | None:
    """What is in a file of the page.

    Args:
        page: The folder with the files.
        path: Where the file is in it, folders apart by /.

    Returns:
        None where there is no such file, or none that a page is made of; nothing outside is ever reached.
    """
    if len(path) > _LONGEST_PATH or not _PATH.fullmatch(path) or PurePosixPath(path).suffix not in _TYPES:
        return None
    file = page.joinpath(*path.split("/"))
    return file.read_bytes() if file.is_file() else None
