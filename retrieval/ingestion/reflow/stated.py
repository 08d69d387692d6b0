"""The day on which a document says that it was issued: in a line at its head or end, or by its name."""

import re
from collections.abc import Sequence
from datetime import date
from itertools import islice
from typing import Final

from retrieval.ingestion.extracts import Block
from retrieval.ingestion.reflow.dates import dates_in
from retrieval.periods.written import periods_in_name
from retrieval.text import fold

_AT_HEAD: Final = 6
"""Lines at the head that may say it."""
_AT_END: Final = 3
"""Lines at the end."""
_LONGEST: Final = 80
"""Characters of such a line."""
_ACTS: Final = (
    "修订|修正|更新",
    "发布|印发|公布|颁布|发文|下发|发表|刊发",
    "成文|签发|制定|通过|批准|编制",
)
"""What a document is done to on a day, the act first whose day counts before others."""


def stated_date(blocks: Sequence[Block], name: str) -> date | None:
    """The day of a document: 发布日期：…, （…印发）, or a whole date in its name; None where none is stated.

    Args:
        blocks: Its lines.
        name: The name of its file.
    """
    head = list(islice((block.text for block in blocks if block.text.strip()), _AT_HEAD))
    end = list(islice((block.text for block in reversed(blocks) if block.text.strip()), _AT_END))
    lines = [line.strip() for line in (*head, *end) if len(line.strip()) <= _LONGEST]
    lines = [fold(line) for line in lines if not line.endswith(("。", "；"))]
    for act in _ACTS:
        if days := [day for line in lines for day in _days(line, act)]:
            return max(days)
    whole = (each.period for each in periods_in_name(name))
    return next((period.first for period in whole if period.first == period.last), None)


def _days(line: str, act: str) -> list[date]:
    """The days of a folded line on which the document was done something to."""
    label = re.compile(rf"(?:{act})(?:时间|日期|于)?[：: ]*$")
    told = re.compile(rf"[^，,。；;：:、0-9]{{0,20}}?(?:{act})(?![：:时日][间期]?|了|的|通知)")
    return [
        day for start, end, day in dates_in(line) if label.search(line, 0, start) or told.match(line, end)
    ]
