"""Pages and files on the web, by the links of messages."""

import re
from dataclasses import dataclass, field
from typing import Final

import structlog
from telegram import Message, MessageEntity

from bot.services.documents import DocumentService
from bot.telegram.messages.uploads.files import WebLink
from bot.telegram.messages.uploads.problems import Problem, problem_of_link
from retrieval.errors import WebError
from retrieval.library import File

_ADDRESS: Final = re.compile(r"https?://\S+", re.IGNORECASE)
"""An address that Telegram does not mark as one, as `http://localhost/`."""
_LINKS: Final[list[str | None]] = [MessageEntity.URL, MessageEntity.TEXT_LINK]

_log = structlog.get_logger(__name__)


@dataclass(frozen=True, slots=True)
class WebPage:
    """A page or file on the web.

    Attributes:
        upload: Its address.
        document_service: Fetches it.
    """

    upload: WebLink
    document_service: DocumentService = field(repr=False)

    @property
    def empty_file(self) -> File:
        """The file without its bytes."""
        return File.fetched("", self.upload.identity, b"")

    async def fetch(self) -> File | Problem:
        """The page as a file, or why there is none."""
        try:
            return await self.document_service.fetch(self.upload.address)
        except WebError as error:
            _log.info("page_not_fetched", reason=error.reason.name)
            return problem_of_link(error)


def link_in(message: Message) -> str:
    """The first address in a message, or ""."""
    text = message.text or message.caption or ""
    found = message.parse_entities(_LINKS) if message.text else message.parse_caption_entities(_LINKS)
    for entity, part in found.items():
        if entity.url:
            return str(entity.url)
        return part if "://" in part else f"http://{part}"  # as Telegram opens it
    written = _ADDRESS.search(text)
    return written[0] if written else ""
