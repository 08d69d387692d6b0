"""Texts with entities: their formats, and what Telegram finds in them."""

from dataclasses import dataclass
from typing import Any, Final

from bot.telegram.messages.truncation import units

ENTITIES: Final = 100
"""The most entities that Telegram keeps of a text."""


@dataclass(frozen=True, slots=True)
class Entity:
    """A part of a text with a format or a meaning, as a MessageEntity.

    Attributes:
        type: "bold", "expandable_blockquote", "bot_command" …
        offset: Its start, in UTF-16 code units.
        length: Its length, in UTF-16 code units, above 0.
        details: Further fields: "url", "language", "custom_emoji_id".
    """

    type: str
    offset: int
    length: int
    details: tuple[tuple[str, str], ...] = ()

    @property
    def end(self) -> int:
        """Its end, in UTF-16 code units."""
        return self.offset + self.length

    def json(self) -> dict[str, Any]:
        """As the Bot API sends it."""
        return {"type": self.type, "offset": self.offset, "length": self.length, **dict(self.details)}


@dataclass(frozen=True, slots=True)
class Formatted:
    """A text and its entities, ordered by their start, outer ones first."""

    text: str
    entities: tuple[Entity, ...] = ()

    def part(self, entity: Entity) -> str:
        """The text that an entity covers."""
        encoded = self.text.encode("utf-16-le")
        return encoded[2 * entity.offset : 2 * entity.end].decode("utf-16-le")

    def parts(self, kind: str) -> list[str]:
        """The texts that entities of a type cover."""
        return [self.part(entity) for entity in self.entities if entity.type == kind]


def ordered(entities: list[Entity]) -> tuple[Entity, ...]:
    """Entities by their start, outer ones first."""
    return tuple(sorted(entities, key=lambda entity: (entity.offset, -entity.length)))


def trimmed(content: Formatted) -> Formatted:
    """The text without white space around it; entities of white space only are dropped."""
    text = content.text.strip()
    if text == content.text:
        return content
    skipped = units(content.text) - units(content.text.lstrip())
    limit = units(text)
    entities = []
    for entity in content.entities:
        start = min(max(entity.offset - skipped, 0), limit)
        end = min(max(entity.end - skipped, 0), limit)
        if end > start:
            entities.append(Entity(entity.type, start, end - start, entity.details))
    return Formatted(text, tuple(entities))
