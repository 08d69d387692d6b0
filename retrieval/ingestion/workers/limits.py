"""How much reading one file may take, and how much text it may give."""

from dataclasses import dataclass
from typing import Final

_MB: Final = 1 << 20


@dataclass(frozen=True, slots=True)
class Limits:
    """What the reading of one file may take.

    Attributes:
        memory_bytes: Address space that a worker may use beyond what it has before it reads. Held by Linux
            alone; macOS and Windows set no such limit, there the others hold.
        seconds: Processor time, whatever the size of the file, before its worker is killed.
        seconds_per_mb: Further time for each megabyte of the file.
        busy: How many times as much time it may take in all, on a machine that does something else as well.
            Windows does not count processor time; there, this alone holds.
        pages: Pages whose text is recognised in a picture; the others are left out. 0 for none.
        seconds_per_page: Processor time for each of these, before its worker is killed.
        recognition_bytes: `memory_bytes` from the first of these on.
        lines: Lines or blocks that a file may consist of, blank ones aside.
        characters: Characters of text in it.
        paragraphs: Paragraphs that it may give back.
    """

    memory_bytes: int = 1 << 30
    seconds: float = 30.0
    seconds_per_mb: float = 6.0
    busy: float = 4.0
    pages: int = 100
    seconds_per_page: float = 60.0
    recognition_bytes: int = 2 << 30
    lines: int = 1_000_000
    characters: int = 25_000_000
    paragraphs: int = 400_000

    def seconds_for(self, size: int) -> float:
        """Seconds of processor time for a file of a size in bytes."""
        return self.seconds + self.seconds_per_mb * size / _MB

    def seconds_in_all(self, size: int) -> float:
        """Seconds from the beginning to the end, whatever else the machine does."""
        return self.busy * self.seconds_for(size)
