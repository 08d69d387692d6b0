"""Chats that Telegram exported."""

import json
from pathlib import Path
from typing import Any

import pytest

from retrieval.errors import DocumentError, Unreadable
from retrieval.ingestion.loaders import is_readable
from retrieval.ingestion.read import read_contents


def exported(*messages: Any) -> bytes:
    chat = {"name": "修桥群", "type": "private_group", "id": 7, "messages": list(messages)}
    return json.dumps(chat, ensure_ascii=False).encode()


def said(who: str, text: Any, day: str = "2026-03-02") -> dict[str, Any]:
    return {"id": 1, "type": "message", "date": f"{day}T10:00:00", "from": who, "text": text}


MESSAGES = (
    {"id": 0, "type": "service", "date": "2026-03-02T09:00:00", "action": "create_group", "text": ""},
    said("张三", "桥面下周三封闭。"),
    said("李四", ["材料放在 ", {"type": "bold", "text": "东岸"}, " 仓库。\n钥匙在我这里。"]),
    said("张三", "", "2026-03-02"),
    said("李四", "验收改到四月九日。", "2026-03-05"),
    "no message",
    {"type": "message", "text": 7},
)


def test_each_day_is_a_part_and_each_message_has_its_author() -> None:
    contents = read_contents(Path("result.json"), "result.json", exported(*MESSAGES))
    assert contents.title == "修桥群"
    assert [(article.title, [p.text for p in article.paragraphs]) for article in contents.articles] == [
        ("修桥群 · 2026年3月2日", ["张三：桥面下周三封闭。", "李四：材料放在 东岸 仓库。 钥匙在我这里。"]),
        ("修桥群 · 2026年3月5日", ["李四：验收改到四月九日。"]),
    ]
    assert [str(article.published) for article in contents.articles] == ["2026-03-02", "2026-03-05"]


@pytest.mark.parametrize(
    "data",
    [b"{}", b"[1]", b"not json", b"[" * 100_000, b'{"messages": []}', b'{"chats": {"list": []}}', b"\xff"],
)
def test_other_json_is_refused(data: bytes) -> None:
    with pytest.raises(DocumentError, match=r"result\.json") as raised:
        read_contents(Path("a.json"), "a.json", data)
    assert raised.value.reason is Unreadable.KIND


def test_among_other_files_only_what_telegram_calls_so_is_read() -> None:
    assert is_readable(Path("群/result.json"), recognises=False)
    assert not is_readable(Path("群/package.json"), recognises=False)
