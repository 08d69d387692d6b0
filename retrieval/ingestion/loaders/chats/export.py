"""The history of a chat as Telegram Desktop exports it (result.json)."""

import json
from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any

from retrieval.errors import DocumentError, Unreadable
from retrieval.ingestion.extracts import Block, Extract, Form, Part


def extract(data: bytes) -> Extract:
    """What was said, each day a part, each message behind its author's name.

    What has no text, as pictures, and what Telegram says itself is left out.

    Raises:
        DocumentError: It is other JSON, or none.
    """
    try:
        chat = json.loads(data.decode("utf-8-sig"))
    except (ValueError, RecursionError) as error:
        raise _other() from error
    if not isinstance(chat, dict) or not isinstance(chat.get("messages"), list) or "name" not in chat:
        raise _other()
    days: dict[str, list[Block]] = {}
    for message in chat["messages"]:
        if isinstance(message, Mapping) and (said := _said(message)):
            days.setdefault(str(message.get("date", ""))[:10], []).append(said)
    name = chat["name"] if isinstance(chat["name"], str) else ""
    return Extract((), title=name or None, parts=tuple(_part(*each) for each in days.items()))


def _said(message: Mapping[str, Any]) -> Block | None:
    """A message as a block that is read by itself; None where it has no text."""
    text = " ".join("".join(_pieces(message.get("text", ""))).split())
    if not text or message.get("type") != "message":
        return None
    author = message.get("from")
    return Block(
        f"{author}：{text}" if isinstance(author, str) and author else text, heading=False, form=Form.ROW
    )


def _part(day: str, blocks: list[Block]) -> Part:
    """What was said on a day, as 2026-03-02."""
    try:
        said_on = date.fromisoformat(day)
    except ValueError:
        return Part(day, Extract(tuple(blocks)))
    name = f"{said_on.year}年{said_on.month}月{said_on.day}日"
    return Part(name, Extract(tuple(blocks), published=said_on))


def _pieces(text: Any) -> Iterator[str]:
    """The pieces of a text, which is one string or a list of strings and of marked-up parts."""
    for piece in text if isinstance(text, list) else [text]:
        said = piece.get("text", "") if isinstance(piece, Mapping) else piece
        if isinstance(said, str):
            yield said


def _other() -> DocumentError:
    return DocumentError(
        "Of .json files only chats that Telegram exported (result.json of one chat) are read;"
        " export one in Telegram Desktop, or save this file as .txt.",
        Unreadable.KIND,
    )
