"""Names of documents: the time that they name, and what editions of one document have in common."""

import re
from functools import lru_cache
from typing import Final

from retrieval.documents import TITLE_SEPARATOR
from retrieval.periods.period import Period
from retrieval.periods.written import comparable, periods_in_name

_SUFFIX: Final = re.compile(r"\.[a-z0-9]{2,5}$")
_EDITION: Final = re.compile(
    "(?:年度|[第v]?[0-9.]+版|修订|修正|试行|暂行|最新|新|旧|年)版?|版本?|[第v][0-9.]+|[年月日号度]"
)
"""Words that tell editions of one document apart."""
_LEAST: Final = 2
"""Characters that a name has at least without what tells its edition."""


def named_periods(title: str, source: str) -> tuple[Period, ...]:
    """The periods that an article's names tell: the innermost title, or else its file, or a folder."""
    names = (*source.split("/"), *title.split(TITLE_SEPARATOR))
    return next(filter(None, map(_periods, reversed(names))), ())


def document_keys(title: str, source: str) -> frozenset[str]:
    """What all editions of a document are called, by title and file: 考勤办法（2024版） → 考勤办法."""
    names = (title.split(TITLE_SEPARATOR, maxsplit=1)[0], source.rpartition("/")[2])
    return frozenset(filter(None, map(_bare, names)))


@lru_cache(maxsize=4096)
def _periods(name: str) -> tuple[Period, ...]:
    return tuple(written.period for written in periods_in_name(name))


@lru_cache(maxsize=4096)
def _bare(name: str) -> str:
    """A name without what tells its edition, "" where too little is left of it."""
    text = _SUFFIX.sub("", comparable(name))
    for written in reversed(list(periods_in_name(text))):
        text = f"{text[: written.start]} {text[written.end :]}"
    text = "".join(filter(str.isalpha, _EDITION.sub(" ", text)))
    return text if len(text) >= _LEAST else ""
