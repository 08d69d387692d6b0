"""The command line where documents and the bot's state are in PostgreSQL."""

import asyncio
import json
import sys

import pytest

from bot.storage import State
from retrieval.documents import Answer, Reply
from retrieval.storage.databases import Address
from retrieval.storage.opening import open_store
from tests.bot.cli.terminal import Terminal
from tests.bot.storage.samples import Clock, turn
from tests.postgres import Server

TEXT = "青石桥重新开放\n\n青石桥在停工两年之后于5月1日重新开放，修缮共花费三百二十万元。\n"
NOWHERE = "postgresql://someone:geheim@127.0.0.1:1/nowhere"


@pytest.fixture
def address(postgres: Server, monkeypatch: pytest.MonkeyPatch) -> Address:
    """Of the database that the settings name."""
    url = postgres.schema()
    monkeypatch.setenv("YUANWEN_DATABASE", url)
    return Address.of(url)


async def remember(terminal: Terminal, address: Address) -> None:
    """Have the bot remember a question and a vote on its answer."""
    store = open_store(terminal.home, address)
    (passage,) = store.passages(store.passage_ids(["public"])).values()
    store.close()
    given = Answer(passage.text, 0.9, passage, 0, len(passage.text))
    state = State.open(terminal.home, address, clock=Clock())
    asked = turn("花费多少？", reply=Reply("花费多少？", given, (given,), 1.0))
    await state.turns.put(asked)
    await state.votes.cast(asked.id, 1, useful=True)
    await state.close()


def test_documents_and_what_the_bot_remembers_are_there(terminal: Terminal, address: Address) -> None:
    terminal.write("桥.txt", TEXT)
    assert terminal.run("add", "桥.txt").stdout == "added     桥.txt: 1 passage\n"
    assert terminal.run("add", "桥.txt").stdout == "unchanged 桥.txt\n"
    assert terminal.run("ask", "青石桥修缮花费了多少？").stdout.splitlines()[0] == "三百二十万元"
    asyncio.run(remember(terminal, address))
    exported = terminal.run("feedback", "export", "f.json", "--json")
    assert json.loads(exported.stdout)["answerable"] == 1
    findings = {each["name"]: each for each in json.loads(terminal.run("doctor", "--json").stdout)}
    assert findings["store"]["detail"] == "1 documents, 1 passages, in postgresql:///postgres"
    assert findings["state"]["detail"] == "1 questions asked so far, in postgresql:///postgres"
    assert all(each["healthy"] for each in findings.values())
    assert terminal.run("remove", "桥.txt").returncode == 0
    assert "三百二十万元" not in terminal.run("ask", "--json", "青石桥修缮花费了多少？").stdout
    exported = terminal.run("feedback", "export", "g.json", "--json")
    assert json.loads(exported.stdout)["answerable"] == 0
    assert "三百二十万元" not in (terminal.folder / "g.json").read_text(encoding="utf-8")
    assert not (terminal.home / "bot.db").exists()


@pytest.mark.parametrize(("part", "table"), [("state", "scopes"), ("store", "suggestions")])
def test_a_table_that_is_lost_is_named(terminal: Terminal, address: Address, part: str, table: str) -> None:
    import psycopg  # noqa: PLC0415  # only where there is a server

    asyncio.run(State.open(terminal.home, address).close())
    terminal.run("list")
    with psycopg.connect(address.url, autocommit=True) as connection:
        connection.execute(f"DROP TABLE {table}".encode())
    ended = terminal.run("doctor", "--json")
    assert ended.returncode == 1
    wrong = {each["name"]: each["detail"] for each in json.loads(ended.stdout) if not each["healthy"]}
    assert list(wrong) == [part]
    assert f"tables are missing: {table}" in wrong[part]


@pytest.mark.parametrize("command", ["backup", "restore"])
def test_a_backup_is_left_to_postgresql(
    terminal: Terminal, monkeypatch: pytest.MonkeyPatch, command: str
) -> None:
    monkeypatch.setenv("YUANWEN_DATABASE", NOWHERE)
    ended = terminal.run(command, "b.zip")
    assert (ended.returncode, ended.stdout) == (1, "")
    assert "pg_dump keeps them" in ended.stderr
    assert "geheim" not in ended.stderr


def test_a_server_that_is_not_there_is_one_line(terminal: Terminal, monkeypatch: pytest.MonkeyPatch) -> None:
    pytest.importorskip("psycopg")
    monkeypatch.setenv("YUANWEN_DATABASE", NOWHERE)
    ended = terminal.run("list")
    assert (ended.returncode, ended.stdout) == (1, "")
    assert "Check YUANWEN_DATABASE" in ended.stderr
    assert "geheim" not in ended.stderr
    assert len(ended.stderr.splitlines()) == 1


def test_what_is_not_installed_is_named(terminal: Terminal, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("YUANWEN_DATABASE", NOWHERE)
    monkeypatch.setitem(sys.modules, "psycopg", None)
    monkeypatch.delitem(sys.modules, "retrieval.storage.databases.postgres", raising=False)
    ended = terminal.run("list")
    assert "pip install 'yuanwen[postgres]'" in ended.stderr
    assert ended.returncode == 1
