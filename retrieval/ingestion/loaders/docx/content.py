"""What holds paragraphs: the body, a cell, a text box, a note; and contents that stand in a file twice."""

from collections.abc import Iterable
from dataclasses import dataclass, field

from retrieval.ingestion.extracts import Block
from retrieval.ingestion.loaders.docx.paragraphs import Paragraph

Notes = dict[tuple[str, str], list[Block]]
"""Notes by kind (footnote, endnote) and id; each is taken where it is referred to."""


@dataclass(slots=True)
class Content:
    """What is read so far of the body, a cell, a text box or a note.

    Attributes:
        blocks: All of it, in its order.
        texts: The lines of its own paragraphs.
        apart: The blocks of its tables, text boxes and notes.
        last: A paragraph that is not in `blocks` yet, as its end is deleted and the next goes on with it.
    """

    blocks: list[Block] = field(default_factory=list)
    texts: list[str] = field(default_factory=list)
    apart: list[Block] = field(default_factory=list)
    last: Paragraph | None = None

    def add(self, blocks: Iterable[Block], are_own: bool = False) -> None:
        """Add blocks, but no second blank one in a row."""
        for block in blocks:
            if block.text:
                self.blocks.append(block)
                if are_own:
                    self.texts.append(block.text.strip())
                else:
                    self.apart.append(block)
            elif self.blocks and self.blocks[-1].text:
                self.blocks.append(block)


class Alternatives:
    """Contents that stand in a file in a newer and an older form: the first with text is read.

    Attributes:
        shown: Pieces of text that were shown so far.
    """

    def __init__(self) -> None:
        self.shown = 0
        self._have_text: list[bool] = []
        self._before: list[int] = []

    def begin(self) -> None:
        """A content begins that may stand here in several forms."""
        self._have_text.append(False)

    def begin_one(self) -> bool:
        """One of the forms begins; returns whether it is read."""
        if self._have_text and self._have_text[-1]:
            return False
        self._before.append(self.shown)
        return True

    def end_one(self) -> None:
        """A form that is read ends."""
        before = self._before.pop() if self._before else self.shown
        if self._have_text:
            self._have_text[-1] |= self.shown > before

    def end(self) -> None:
        """All forms of a content were there."""
        if self._have_text:
            self._have_text.pop()
