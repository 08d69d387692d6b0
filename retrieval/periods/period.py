"""Periods: spans of days."""

from calendar import monthrange
from dataclasses import dataclass
from datetime import date
from typing import Final, Self

LEAST_YEAR: Final = 1900
MOST_YEAR: Final = 2099
"""Years that are taken for years; other numbers of four digits seldom are."""


@dataclass(frozen=True, slots=True)
class Period:
    """Days from a first to a last one, both included.

    Attributes:
        first: The first day; `date.min` for one that has no beginning.
        last: The last day; `date.max` for one that has no end.
    """

    first: date = date.min
    last: date = date.max

    @classmethod
    def of(cls, year: int, month: int | None = None, day: int | None = None) -> Self:
        """A year, a month or a day.

        Raises:
            ValueError: There is none of these numbers.
        """
        if month is None:
            return cls(date(year, 1, 1), date(year, 12, 31))
        if day is None:
            return cls(date(year, month, 1), date(year, month, monthrange(year, month)[1]))
        return cls(date(year, month, day), date(year, month, day))

    @classmethod
    def of_months(cls, year: int, first: int, last: int) -> Self:
        """Some months of a year, both included."""
        return cls(date(year, first, 1), date(year, last, monthrange(year, last)[1]))

    def holds(self, day: date | None) -> bool:
        """Whether a day is one of its own."""
        return day is not None and self.first <= day <= self.last

    def covers(self, other: "Period") -> bool:
        """Whether all days of another one are its own."""
        return self.first <= other.first and other.last <= self.last

    def meets(self, other: "Period") -> bool:
        """Whether they have a day in common."""
        return self.first <= other.last and other.first <= self.last
