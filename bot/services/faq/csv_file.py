"""The FAQ as a CSV file: what Excel opens and saves, and back."""

import csv
import io
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

from embeddings import YuanwenError
from retrieval.errors import DocumentError, FaqError, Unfit
from retrieval.faq import FaqEntry
from retrieval.ingestion.loaders.plain import decode

_HEADERS: Final[Mapping[str, frozenset[str]]] = {
    "question": frozenset({"question", "问题", "問題"}),
    "answer": frozenset({"answer", "答案", "回答"}),
    "date": frozenset({"date", "日期"}),
}
_DATE: Final = re.compile(r"(\d{4})[-/.年](\d{1,2})[-/.月](\d{1,2})日?")
_FORMULA: Final = ("=", "+", "-", "@", "\t", "'")
"""What begins a cell that Excel computes; in front of these stands a ', which Excel does not show."""
_MOST_FAULTS: Final = 10
"""How many faults the message of an error names."""


@dataclass(frozen=True, slots=True)
class LineFault:
    """Something wrong in a line of a file.

    Attributes:
        line: Its number in the file, from 1.
        reason: What is wrong.
        message: The same in a sentence.
    """

    line: int
    reason: Unfit
    message: str


class FaqFileError(YuanwenError):
    """A file holds no entries of the FAQ, or some that cannot be used.

    Attributes:
        faults: What is wrong in which lines; none where the columns are missing.
    """

    def __init__(self, faults: Sequence[LineFault] = ()) -> None:
        self.faults = tuple(faults)
        told = [f"line {fault.line}: {fault.message}" for fault in faults[:_MOST_FAULTS]]
        if len(faults) > _MOST_FAULTS:
            told.append(f"and {len(faults) - _MOST_FAULTS} lines more.")
        super().__init__(
            " ".join(["Nothing was imported;", *told])
            if faults
            else "It has no columns question and answer (问题, 答案) in its first line; nothing was imported."
        )


def encoded(entries: Iterable[FaqEntry]) -> bytes:
    """Entries as CSV in UTF-8 with the mark by which Excel knows it, oldest first."""
    text = io.StringIO(newline="")
    writer = csv.writer(text)
    writer.writerow(_HEADERS)
    for entry in reversed(list(entries)):
        writer.writerow([_guarded(entry.question), _guarded(entry.answer), entry.day.isoformat()])
    return text.getvalue().encode("utf-8-sig")


def decoded(data: bytes, today: date) -> list[FaqEntry]:
    """The entries in a CSV file; of several for the same question the last counts.

    Args:
        data: The file, in any encoding, with a line of headers; apart by commas, semicolons or tabs.
        today: The date of entries that have none.

    Raises:
        FaqFileError: Columns are missing, or some lines cannot be entries.
    """
    try:
        rows = _rows(decode(data).removeprefix("\ufeff"))
    except DocumentError:
        raise FaqFileError from None
    _, header = next(rows, (0, []))
    columns = {
        name: next((n for n, cell in enumerate(header) if cell.strip().lower() in names), None)
        for name, names in _HEADERS.items()
    }
    if columns["question"] is None or columns["answer"] is None:
        raise FaqFileError
    entries: dict[int, FaqEntry] = {}
    faults = []
    for line, row in rows:
        if not any(cell.strip() for cell in row):
            continue
        question, answer, day = (_cell(row, columns[name]) for name in _HEADERS)
        try:
            entry = FaqEntry.of(question, answer, _day(day, today))
        except FaqError as error:
            faults.append(LineFault(line, error.reason, str(error)))
        else:
            entries[entry.id] = entry
    if faults:
        raise FaqFileError(faults)
    return list(entries.values())


def _rows(text: str) -> Iterator[tuple[int, list[str]]]:
    """The rows of a file, each with the number of its first line."""
    header = text.partition("\n")[0]
    delimiter = max(",;\t", key=header.count)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
    line = 1
    try:
        for row in reader:
            yield line, row
            line = reader.line_num + 1
    except csv.Error:  # a cell of more than 131,072 characters
        fault = LineFault(line, Unfit.LONG_ANSWER, "A cell is far too long.")
        raise FaqFileError([fault]) from None


def _cell(row: Sequence[str], column: int | None) -> str:
    cell = row[column] if column is not None and column < len(row) else ""
    return cell[1:] if cell.startswith("'") and cell[1:].startswith(_FORMULA) else cell


def _guarded(cell: str) -> str:
    return f"'{cell}" if cell.startswith(_FORMULA) else cell


def _day(written: str, today: date) -> date:
    """The date in a cell: 2026-11-30, 2026/11/30, 2026年11月30日; today where there is none.

    Raises:
        FaqError: It is none.
    """
    if not written.strip():
        return today
    found = _DATE.match(written.strip())
    try:
        return date(*map(int, found.groups())) if found else date.fromisoformat(written.strip())
    except ValueError:
        raise FaqError(f"{written.strip()!r} is no date.", Unfit.DATE) from None
