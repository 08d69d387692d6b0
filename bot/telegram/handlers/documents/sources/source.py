"""What is to be added, and what somebody sent with it."""

from dataclasses import dataclass
from typing import Protocol

from telegram import Message

from bot.telegram.messages.uploads.files import UploadedFile, WebLink
from bot.telegram.messages.uploads.problems import Problem
from retrieval.library import File


class Source(Protocol):
    """What is to be added, before it is fetched."""

    @property
    def upload(self) -> UploadedFile | WebLink:
        """What people see of it."""

    @property
    def empty_file(self) -> File:
        """The file that it will be, without its bytes."""

    async def fetch(self) -> File | Problem:
        """The file, or why there is none."""


@dataclass(frozen=True, slots=True)
class Sent:
    """What somebody sent to be added.

    Attributes:
        messages: The message with it, or those with the photos of an album or with forwarded texts, in order.
    """

    messages: tuple[Message, ...]

    @property
    def message(self) -> Message:
        """The message that it is known by: of an album the one with a caption, else the first."""
        return next((message for message in self.messages if message.caption), self.messages[0])

    @property
    def is_chat(self) -> bool:
        """Whether it is several texts, which are one document."""
        return len(self.messages) > 1 and all(message.text for message in self.messages)
