"""Paragraphs while they are put together."""

import re
from dataclasses import dataclass, field

from retrieval.ingestion.extracts import Form, recognised_together
from retrieval.ingestion.reflow.lines import entry_mark, joined
from retrieval.text import fold


@dataclass(slots=True, eq=False)
class MutableParagraph:
    """A paragraph to which more text may be added.

    Attributes:
        text: Its text so far.
        page: The page on which it starts, from 1, or None.
        form: Text, an item of a list, or a row of a table.
        recognised: As `Block.recognised`.
    """

    text: str
    page: int | None
    form: Form = Form.TEXT
    recognised: float | None = None
    _is_entry: bool | None = field(default=None, init=False, repr=False)

    def add(self, half: "MutableParagraph") -> None:
        """Continue it with another paragraph."""
        self.recognised = recognised_together([(self.text, self.recognised), (half.text, half.recognised)])
        self.text = joined((self.text, half.text))

    def is_entry(self) -> bool:
        """Whether it is an item of a list, by its form or its mark; asked once its text is whole."""
        if self._is_entry is None:
            is_marked = self.form is Form.TEXT and bool(entry_mark(self.text))
            self._is_entry = self.form is Form.ITEM or is_marked
        return self._is_entry

    @property
    def key(self) -> str:
        """Equal for two paragraphs that differ only in white space, script and width."""
        return re.sub(r"\s", "", fold(self.text))
