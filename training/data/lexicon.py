"""Everyday words and formal ones: what text in an official tone cannot teach."""

from pathlib import Path

LEXICON = Path(__file__).with_name("colloquial.txt")

Group = tuple[str, ...]


def read_lexicon(file: Path = LEXICON) -> list[Group]:
    """Groups of expressions that may stand for each other in a question, the most colloquial one first.

    One group a line, expressions apart by spaces; a line that begins with "#" is a heading.
    """
    lines = file.read_text(encoding="utf-8").splitlines()
    return [tuple(line.split()) for line in lines if line and not line.startswith("#")]
