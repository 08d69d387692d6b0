"""`yuanwen add` of a file with a document in each line."""

import json

import pytest

from tests.bot.cli.terminal import Terminal

LINES = (
    {"正文": "青石桥昨日重新开放，修缮共花费三百二十万元。", "标题": "青石桥开放", "日期": "2024-03-05"},
    {"正文": "青石镇庙会吸引游客八万人次。", "标题": "庙会"},
    {"标题": "没有正文"},
)


@pytest.fixture
def terminal(terminal: Terminal) -> Terminal:
    terminal.write("news.jsonl", "".join(json.dumps(line, ensure_ascii=False) + "\n" for line in LINES))
    return terminal


def test_documents_are_added_and_bad_lines_told(terminal: Terminal) -> None:
    ended = terminal.run("add", "news.jsonl", "--no-wait")
    assert ended.stdout == "added     news.jsonl: 2 documents added, 1 line failed, 2 passages\n"
    assert "news.jsonl, line 3: it has no text" in ended.stderr
    assert ended.returncode == 1
    asked = terminal.run("ask", "青石桥修缮花费多少？")
    assert "三百二十万元" in asked.stdout


def test_fields_are_named_by_options(terminal: Terminal) -> None:
    terminal.write("own.jsonl", '{"k": "a", "t": "柳河水位上涨。", "text": "别的"}\n')
    ended = terminal.run("add", "own.jsonl", "--text-field", "t", "--id-field", "k", "--json")
    (outcome,) = json.loads(ended.stdout)
    assert outcome["lines"] == {"added": 1, "replaced": 0, "unchanged": 0, "removed": 0, "failed": []}
    (entry,) = json.loads(terminal.run("list", "--json").stdout)
    assert entry["path"].endswith("own.jsonl#a")
    assert entry["title"] == "柳河水位上涨"
