"""The values of cells as a sheet shows them."""

from datetime import date, datetime, time, timedelta
from decimal import Decimal
from math import isfinite

from retrieval.ingestion.loaders.sheets.number_formats import Format

Value = int | float | str | bool | time | date | datetime | timedelta


def shown(value: Value, form: Format | None = None) -> str:
    """A value as text: 12, 12.5, 2025-03-01, 08:30; in its format where it has one."""
    if form and not isinstance(value, str | bool) and not (isinstance(value, float) and not isfinite(value)):
        text = form.shown(_plain(value))
        if text is not None:
            return text
    return _general(value)


def _general(value: Value) -> str:
    match value:
        case str():
            return value
        case bool():
            return str(value).upper()
        case int() | float():
            return _number(value)
        case datetime() if value.time() != time():
            return f"{_day(value)} {_clock(value.time())}"
        case date():
            return _day(value)
    return _clock(value) if isinstance(value, time) else _duration(value)


def _plain(value: float | time | date | timedelta) -> float | datetime | timedelta:
    """A number, a moment, or how far a time is from midnight."""
    match value:
        case datetime():
            return value
        case date():
            return datetime(value.year, value.month, value.day)  # noqa: DTZ001  # a day has no zone
        case time():
            return timedelta(hours=value.hour, minutes=value.minute, seconds=value.second)
        case _:
            return value


def _duration(value: timedelta) -> str:
    minutes, seconds = divmod(round(value.total_seconds()), 60)
    return f"{minutes // 60}:{minutes % 60:02}" + (f":{seconds:02}" if seconds else "")


def _number(value: float) -> str:
    return f"{Decimal(f'{value:.15g}'):f}" if isfinite(value) else ""


def _day(value: date) -> str:
    return f"{value.year:04}-{value.month:02}-{value.day:02}"


def _clock(value: time) -> str:
    return f"{value:%H:%M:%S}" if value.second else f"{value:%H:%M}"
