"""Finds what Telegram makes clickable in any text: addresses, commands, mentions, tags."""

import re
from itertools import chain
from typing import Final

from bot.playground.protocol.entities import Entity, Formatted, ordered
from bot.telegram.messages.truncation import units

_OPAQUE_TYPES: Final = frozenset({"code", "pre", "text_link"})
"""Entities in which Telegram finds nothing."""

_COMMON_ENDINGS: Final = (
    "ai|app|biz|cc|cn|co|com|de|dev|edu|eu|fr|gov|hk|info|int|io|jp|kr|md|me|mil|net|org|ru|tech|top|tv|tw|uk|us|"
    "vip|xyz|中国|公司|网络"
)
"""Ends of host names that are addresses without "https://": the most common of Telegram's list."""

_LABEL: Final = r"\w(?:[\w-]{0,62}\w)?"
_REST: Final = r"(?::\d{1,5})?(?:[/?#][^\s<>\"«»]*)?"

_PATTERNS: Final = tuple(
    re.compile(pattern)
    for pattern in (
        r"(?<![\w/<>])(?P<bot_command>/[A-Za-z0-9_]{1,64}(?:@[A-Za-z0-9_]{3,32})?)(?![\w/<>])",
        r"(?<![\w/<>])(?P<mention>@[A-Za-z0-9_]{3,32})(?![\w/<>])",
        r"(?<![\w#])(?P<hashtag>#(?=\w*[^\W\d_])\w{1,256}(?:@[A-Za-z0-9_]{3,32})?)(?![\w#])",
        r"(?<![\w$])(?P<cashtag>\$[A-Z]{1,8}(?:@[A-Za-z0-9_]{3,32})?)(?![\w$])",
        r"(?<![\w.+-])(?P<email>[A-Za-z0-9][A-Za-z0-9._+-]{0,63}@(?:[A-Za-z0-9-]{1,63}\.){1,9}[A-Za-z]{2,})(?![\w-])",
        rf"(?<!\w)(?P<url>(?:https?|ftp)://(?:{_LABEL}\.){{1,9}}(?:[^\W\d_]{{2,}}|\d{{1,3}})(?![\w-]){_REST})",
        rf"(?<![\w@/.-])(?P<url>(?:{_LABEL}\.){{1,9}}(?:{_COMMON_ENDINGS})(?![\w@-]|\.\w){_REST})",
    )
)
_ENDS_OF_SENTENCES: Final = ".:;,('?!`"
_BRACKETS: Final = {")": "(", "]": "[", "}": "{"}


def with_detected(content: Formatted) -> Formatted:
    """A text with entities for what Telegram finds in it, but for what lies within code and links.

    Of two that overlap, the one that begins first counts.
    """
    opaque = [entity for entity in content.entities if entity.type in _OPAQUE_TYPES]
    found: list[Entity] = []
    for entity in ordered(_candidates(content.text)):
        if not any(
            entity.offset < other.end and other.offset < entity.end for other in (*opaque, *found[-1:])
        ):
            found.append(entity)
    return Formatted(content.text, ordered([*content.entities, *found]))


def _candidates(text: str) -> list[Entity]:
    found = []
    for match in chain.from_iterable(pattern.finditer(text) for pattern in _PATTERNS):
        kind = str(match.lastgroup)
        part = _without_end_of_sentence(match[0]) if kind == "url" else match[0]
        found.append(Entity(kind, units(text[: match.start()]), units(part)))
    return found


def _without_end_of_sentence(url: str) -> str:
    """An address without the punctuation that follows it, and without a bracket that it does not open."""
    while url[-1] in _ENDS_OF_SENTENCES or url.count(url[-1]) > url.count(_BRACKETS.get(url[-1], url[-1])):
        url = url[:-1]
    return url
