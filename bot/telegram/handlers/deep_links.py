"""Deep links: a question carried in the parameter of t.me/bot?start=…"""

import re
from base64 import urlsafe_b64decode, urlsafe_b64encode
from binascii import Error as BadBase64
from typing import Final

PLAIN: Final = "ask"
"""The parameter of a link that carries no question."""

PARAMETER_LENGTH: Final = 64
"""The longest parameter Telegram takes; its alphabet is A-Z a-z 0-9 _ and -."""

_PREFIX = "q-"
_CARRIED = re.compile(rf"{_PREFIX}([A-Za-z0-9_-]+)")


def parameter_for(question: str) -> str:
    """The start parameter that brings a question into the private chat.

    Returns:
        The question itself in URL-safe base64 where it fits (15 Chinese characters), else `PLAIN`.
    """
    encoded = urlsafe_b64encode(question.encode(errors="replace")).decode().rstrip("=")
    parameter = _PREFIX + encoded
    return parameter if encoded and len(parameter) <= PARAMETER_LENGTH else PLAIN


def question_in(parameter: str) -> str | None:
    """The question that a start parameter carries, or None where it carries none."""
    carried = _CARRIED.fullmatch(parameter)
    if carried is None:
        return None
    encoded = carried[1]
    try:
        question = urlsafe_b64decode(encoded + "=" * (-len(encoded) % 4)).decode()
    except (BadBase64, UnicodeDecodeError):
        return None
    return question.strip() or None


REFUSED: Final = parameter_for("?")
"""The parameter for someone who may not ask: whatever they ask, they are told whom to turn to."""
