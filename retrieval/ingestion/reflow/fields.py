"""Fields of a form in running text: 邮编：100000."""

import re

_FIELD = re.compile(r"[^：:，。]{1,8}[：:]\s*\S")
_NUMBER = re.compile(r"\d[号室楼层]?\s*$")
_LONGEST_VALUE = 30  # characters of a value that is no text


def is_field(text: str) -> bool:
    """Whether a text is a field of a form: 时间：2024年10月12日."""
    return _FIELD.match(text) is not None


def is_whole_field(text: str) -> bool:
    """Whether a text is of fields whose last value is short, or a number: it is whole without a full stop."""
    value = _last_value(text)
    return bool(value) and ((len(value) <= _LONGEST_VALUE and "，" not in value) or is_number_field(text))


def is_number_field(text: str) -> bool:
    """Whether a text is of fields the last of which ends in a number: 电话：8068, 地址：人民路8号."""
    return _NUMBER.search(_last_value(text)) is not None


def _last_value(text: str) -> str:
    """What stands after the last colon of a text that is of fields, "" where it is of sentences."""
    return re.split("[：:]", text)[-1].strip() if is_field(text) and "。" not in text else ""
