"""Recognition of text in pictures, where the extra `ocr` is installed."""

from retrieval.ingestion.recognition.allowance import LONGEST_SIDE, WAY_OUT, Allowance, OnPage, is_installed
from retrieval.ingestion.recognition.lines import RecognisedLine, RecognisedPage

__all__ = [
    "LONGEST_SIDE",
    "WAY_OUT",
    "Allowance",
    "OnPage",
    "RecognisedLine",
    "RecognisedPage",
    "is_installed",
]
