"""Paragraphs while they are put together."""

import re
from dataclasses import dataclass

from retrieval.documents import Form
from retrieval.text import fold


@dataclass(slots=True, eq=False)
class MutableParagraph:
    """A paragraph to which more text may be added.

    Attributes:
        text: Its text so far.
        page: The page on which it starts, from 1, or None.
        form: Text, an item of a list, or a row of a table.
    """

    text: str
    page: int | None
    form: Form = Form.TEXT

    @property
    def key(self) -> str:
        """Equal for two paragraphs that differ only in white space, script and width."""
        return re.sub(r"\s", "", fold(self.text))
