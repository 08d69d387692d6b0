"""What the bot calls a document that came without a name: a text by its title, each unlike the others."""

import re
from collections.abc import Container
from itertools import count
from pathlib import PurePath
from typing import Final

from retrieval.everyday.courtesy import without_courtesy

_LONGEST: Final = 30
"""Characters of a title."""
_SHORTEST: Final = 8
"""Characters from which a part of a sentence is a title."""
_END: Final = re.compile(r"[\n\r。！!？?；;]")
_BREAK: Final = re.compile(r"[，,、：:\s]")
_AROUND: Final = " \t\u3000#*=-—_·•，,、：:"
"""What stands around a title and is none of it."""
_ENCLOSED: Final = re.compile('[【《「『“"]([^【】《》「」『』“”"]+)[】》」』”"]')
_SALUTATION: Final = re.compile(
    r"(?:尊敬的|敬爱的|亲爱的|各位|全体|致|大家|@)[^。！!？?]{0,20}?(?:[：:，,]|[你您]?好|$)", re.IGNORECASE
)


def title_of_text(text: str) -> str:
    """What a text is called by: its first line or sentence that is no salutation, cut where it is long.

    "" where nothing in it could be that.
    """
    for piece in _END.split(text):
        title = piece.strip(_AROUND)
        if enclosed := _ENCLOSED.fullmatch(title):
            title = enclosed[1]
        if without_courtesy(title) and not _SALUTATION.fullmatch(piece.strip()) and re.search(r"\w", title):
            return _cut(" ".join(title.split()))
    return ""


def free_name(name: str, taken: Container[str]) -> str:
    """A name of a file, or one like it that no other document has: 照片 2026-11-30 (2).jpg.

    Args:
        name: The name.
        taken: The names of the other documents.
    """
    if name not in taken:
        return name
    path = PurePath(name)
    others = (f"{path.stem} ({number}){path.suffix}" for number in count(2))
    return next(other for other in others if other not in taken)


def _cut(title: str) -> str:
    if len(title) <= _LONGEST:
        return title
    breaks = [found.start() for found in _BREAK.finditer(title, _SHORTEST, _LONGEST)]
    return title[: breaks[-1]] if breaks else f"{title[: _LONGEST - 1]}…"
