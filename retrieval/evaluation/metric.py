"""Exact match and character F1 as the CMRC 2018 shared task counts them.

Punctuation and white space are removed; Chinese counts by character, everything else by run
(a number or a Latin word is one token). F1 is over the longest common substring of the tokens,
not over a bag. Source: Cui et al., A Span-Extraction Dataset for Chinese Machine Reading
Comprehension (EMNLP 2019), section 4.1.
"""

import re
from collections.abc import Iterable, Sequence

_PUNCTUATION = frozenset("-:_*^/\\~`+=，。：？！“”；‘’《》…·、「」（）－～『』")
_TOKEN = re.compile(r"[\u4e00-\u9fa5]|[^\s\u4e00-\u9fa5]+")


def exact_match(prediction: str, references: Iterable[str]) -> float:
    """1.0 if the prediction equals one of the references, else 0.0."""
    return float(any(_bare(prediction) == _bare(reference) for reference in references))


def f1(prediction: str, references: Iterable[str]) -> float:
    """The best F1 of the prediction against the references, 0 to 1."""
    tokens = _tokens(prediction)
    return max((_f1(tokens, _tokens(reference)) for reference in references), default=0.0)


def _bare(text: str) -> str:
    return "".join(c for c in text.lower() if c not in _PUNCTUATION and not c.isspace())


def _tokens(text: str) -> list[str]:
    spaced = "".join(" " if c in _PUNCTUATION else c for c in text.lower())
    return _TOKEN.findall(spaced)


def _f1(prediction: Sequence[str], reference: Sequence[str]) -> float:
    common = _longest_common_substring(prediction, reference)
    return 2 * common / (len(prediction) + len(reference)) if common else 0.0


def _longest_common_substring(a: Sequence[str], b: Sequence[str]) -> int:
    best, row = 0, [0] * (len(b) + 1)
    for item in a:
        row = [0] + [row[j] + 1 if item == other else 0 for j, other in enumerate(b)]
        best = max(best, *row)
    return best
