"""Deep links: a question in the parameter of t.me/bot?start=…"""

import re
from base64 import urlsafe_b64decode, urlsafe_b64encode
from binascii import Error as BadBase64
from typing import Final

NO_QUESTION: Final = "ask"
"""The parameter of a link without a question."""

PARAMETER_LENGTH: Final = 64
"""The longest parameter Telegram takes; its alphabet is A-Z a-z 0-9 _ and -."""

_PREFIX = "q-"
_WITH_QUESTION = re.compile(rf"{_PREFIX}([A-Za-z0-9_-]+)")


def parameter_for(question: str) -> str:
    """The start parameter that asks a question in the private chat.

    Returns:
        The question itself in URL-safe base64 where it fits (15 Chinese characters), else `NO_QUESTION`.
    """
    encoded = urlsafe_b64encode(question.encode(errors="replace")).decode().rstrip("=")
    parameter = _PREFIX + encoded
    return parameter if encoded and len(parameter) <= PARAMETER_LENGTH else NO_QUESTION


def decode_question(parameter: str) -> str | None:
    """The question in a start parameter, or None."""
    found = _WITH_QUESTION.fullmatch(parameter)
    if found is None:
        return None
    encoded = found[1]
    try:
        question = urlsafe_b64decode(encoded + "=" * (-len(encoded) % 4)).decode()
    except (BadBase64, UnicodeDecodeError):
        return None
    return question.strip() or None


NOT_ADMITTED: Final = parameter_for("?")
"""The parameter for people who are not admitted: it asks something, so the bot tells them their id."""
