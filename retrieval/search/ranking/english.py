"""Questions in English: documents in Chinese have the answer in other words, which only meaning may find."""

import re
from collections.abc import Mapping, Sequence
from typing import Final

from retrieval.documents import Answer

_CHINESE: Final = re.compile("[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]")
"""Characters of Chinese, and of Japanese and Korean."""
_WORD: Final = re.compile(r"[A-Za-zÀ-ÿ]+(?:['’][a-z]+)?")
_COMMON: Final = re.compile(
    r"\b(?:what|who|whom|whose|when|where|which|why|how|is|are|was|were|do|does|did|can|could|should|must|may|will|"
    r"would|has|have|had|the|an?|of|to|in|for|on|at|by|tell|show|give|please|list|explain|there|my|your|our)\b",
    re.IGNORECASE,
)
_LEAST_WORDS: Final = 3


def is_english(question: str) -> bool:
    """Whether a question is a sentence in English, and no name or two such as X2 Pro."""
    words = _WORD.findall(question)
    if _CHINESE.search(question) or len(words) < 2:
        return False
    return bool(_COMMON.search(question)) or (len(words) >= _LEAST_WORDS and question.rstrip().endswith("?"))


def is_chinese(text: str) -> bool:
    """Whether a text has Chinese characters."""
    return _CHINESE.search(text) is not None


def by_meaning(answers: Sequence[Answer], cosines: Mapping[int, float]) -> tuple[Answer, ...]:
    """Candidates to a question in English, those first whose passages are nearest to it by meaning.

    Args:
        answers: The candidates.
        cosines: By passage id; one that has none comes last.
    """
    return tuple(sorted(answers, key=lambda answer: -cosines.get(answer.passage.id, -1.0)))
