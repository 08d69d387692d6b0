"""Paragraphs in the making."""

import re
from dataclasses import dataclass

from retrieval.documents import Form
from retrieval.text import fold


@dataclass(slots=True, eq=False)
class Draft:
    """A paragraph that may still be waiting for its other half.

    Attributes:
        text: What there is of it so far.
        page: The page on which it starts, from 1, or None.
        form: Text, an item of a list, or a row of a table.
    """

    text: str
    page: int | None
    form: Form = Form.TEXT

    @property
    def key(self) -> str:
        """What two printings of the same text have in common."""
        return re.sub(r"\s", "", fold(self.text))
