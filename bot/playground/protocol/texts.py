"""Texts as Telegram keeps them: parsed, cleaned, trimmed, with what it finds in them."""

from collections.abc import Iterable
from typing import Any, Final

from bot.playground.protocol.cleaning import cleaned
from bot.playground.protocol.detection import with_detected
from bot.playground.protocol.entities import ENTITIES, Entity, Formatted, ordered, trimmed
from bot.playground.protocol.html import parse_html
from bot.playground.protocol.links import checked_link
from bot.playground.protocol.refusals import bad_request
from bot.telegram.messages.truncation import units

_DETAILS: Final = {"custom_emoji": "custom_emoji_id", "pre": "language", "text_link": "url"}
"""The further field of a MessageEntity, by its type; any other is ignored."""


def parsed(text: str, parse_mode: str, entities: Iterable[Any] = ()) -> Formatted:
    """A text of the bot, cleaned and trimmed.

    Args:
        text: The text, with markup where there is a parse mode.
        parse_mode: "HTML", or "" for none.
        entities: Objects of type MessageEntity; ignored where there is a parse mode.

    Raises:
        Refusal: It cannot be parsed.
    """
    if parse_mode and parse_mode.lower() != "html":
        raise bad_request(f"unsupported parse_mode {parse_mode!r}: only HTML is supported here")
    return trimmed(cleaned(parse_html(text) if parse_mode else plain(text, map(_entity, entities))))


def sent_text(text: str, parse_mode: str, entities: Iterable[Any] = ()) -> Formatted:
    """A text of the bot with what Telegram finds in it, and with as many entities as it keeps.

    Raises:
        Refusal: It cannot be parsed.
    """
    return _with_what_is_found(parsed(text, parse_mode, entities))


def typed_text(text: str) -> Formatted:
    """A text that a person typed, with what Telegram finds in it."""
    return _with_what_is_found(trimmed(cleaned(Formatted(text))))


def plain(text: str, entities: Iterable[Entity] = ()) -> Formatted:
    """A text without markup, trimmed, with the given entities that lie within it and link to somewhere."""
    limit = units(text)
    fitting = [
        entity
        for entity in map(_with_checked_link, entities)
        if entity and 0 <= entity.offset < entity.end <= limit
    ]
    return trimmed(Formatted(text, ordered(fitting)))


def _with_what_is_found(content: Formatted) -> Formatted:
    found = with_detected(content)
    return Formatted(found.text, found.entities[:ENTITIES])


def _entity(described: Any) -> Entity:
    try:
        fields = dict(described)
        kind, offset, length = str(fields.pop("type")), int(fields.pop("offset")), int(fields.pop("length"))
    except (KeyError, TypeError, ValueError):
        raise bad_request("can't parse MessageEntity: type, offset and length are needed") from None
    name = _DETAILS.get(kind, "")
    details = ((name, str(fields[name])),) if fields.get(name) is not None else ()
    return Entity(kind, offset, length, details)


def _with_checked_link(entity: Entity) -> Entity | None:
    """An entity with its address as Telegram keeps it; None for a link to nowhere."""
    if entity.type != "text_link":
        return entity
    url = checked_link(dict(entity.details).get("url", ""))
    return Entity(entity.type, entity.offset, entity.length, (("url", url),)) if url else None
