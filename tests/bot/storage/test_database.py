import asyncio
import sqlite3
import subprocess
import sys
import threading
import time
from pathlib import Path

import pytest

from bot.storage import ChatSettings, State, StateError, Total
from bot.storage.database import Database
from bot.storage.schema import MIGRATIONS
from retrieval.storage.databases import Connection, sqlite_file
from tests.bot.storage.samples import COST, Clock, turn

# The tables as version 1 was published with; never changed, whatever comes after.
VERSION_1 = """
CREATE TABLE chats (chat INTEGER PRIMARY KEY, language TEXT, only_called INTEGER NOT NULL DEFAULT 1);
CREATE TABLE turns (
    id INTEGER PRIMARY KEY, chat INTEGER, thread INTEGER, asker INTEGER NOT NULL, question_message INTEGER,
    answer_message INTEGER, question TEXT NOT NULL, understood TEXT NOT NULL, alike TEXT NOT NULL,
    found INTEGER NOT NULL, inline INTEGER NOT NULL, chosen INTEGER, asked_at REAL NOT NULL,
    took_ms REAL NOT NULL, reply BLOB
);
CREATE INDEX turns_by_answer ON turns (chat, answer_message) WHERE answer_message IS NOT NULL;
CREATE INDEX turns_by_question ON turns (chat, question_message) WHERE question_message IS NOT NULL;
CREATE INDEX turns_by_asker ON turns (asker, asked_at);
CREATE INDEX turns_by_time ON turns (asked_at, asker, found, took_ms, inline, chosen);
CREATE INDEX turns_with_reply ON turns (asked_at) WHERE reply IS NOT NULL;
CREATE INDEX turns_not_chosen ON turns (asked_at) WHERE inline AND chosen IS NULL;
CREATE INDEX turns_unanswered ON turns (alike, asked_at) WHERE NOT found;
CREATE TABLE votes (
    turn INTEGER NOT NULL REFERENCES turns (id) ON DELETE CASCADE, voter INTEGER NOT NULL,
    useful INTEGER NOT NULL, position INTEGER NOT NULL, voted_at REAL NOT NULL, PRIMARY KEY (turn, voter)
) WITHOUT ROWID;
CREATE INDEX votes_by_voter ON votes (voter);
CREATE TABLE updates (
    id INTEGER PRIMARY KEY, content TEXT, sending INTEGER NOT NULL DEFAULT 0,
    tries INTEGER NOT NULL DEFAULT 1, begun_at REAL NOT NULL
);
CREATE INDEX updates_by_time ON updates (begun_at);
INSERT INTO chats VALUES (-100, 'zh-hant', 0);
INSERT INTO turns VALUES (
    7, 100, NULL, 1, 10, 11, '花费？', '修缮花费？', '修缮花费', 1, 0, NULL, 1700000000.0, 40.0,
    CAST('{"question":"修缮花费？","took_ms":31.25,
      "answer":{"text":"三百","confidence":0.9,"passage":0,"start":4,"end":6,"also":[]},
      "answers":[{"text":"三百","confidence":0.9,"passage":0,"start":4,"end":6,"also":[]}],
      "passages":[{"text":"修缮花费三百","title":"桥","source":"桥.txt","path":"/桥.txt","collection":"public",
        "paragraph":1,"offset":0,"page":null,"published":"2023-05-02","id":9}]}' AS BLOB)
);
INSERT INTO votes VALUES (7, 1, 1, 0, 1700000001.0);
INSERT INTO updates VALUES (5, '{"update_id": 5}', 0, 1, 1700000000.0);
PRAGMA user_version = 1;
"""
LATER = "ALTER TABLE chats ADD COLUMN mood TEXT NOT NULL DEFAULT 'calm'; UPDATE chats SET mood = 'glad'"


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "bot.db"


def write_version_1(path: Path) -> None:
    db = sqlite3.connect(path)
    db.executescript(VERSION_1)
    db.close()


def spoil(path: Path) -> None:
    content = bytearray(path.read_bytes())
    content[4096:] = b"\xff" * (len(content) - 4096)
    path.write_bytes(content)


def tables(path: Path) -> list[tuple[str, str]]:
    db = sqlite3.connect(path)
    rows = db.execute("SELECT name, sql FROM sqlite_master WHERE sql IS NOT NULL").fetchall()
    db.close()
    return sorted((name, "".join(sql.split())) for name, sql in rows)


async def test_a_file_of_version_1_keeps_all_that_is_in_it(path: Path) -> None:
    write_version_1(path)
    state = State(path, clock=Clock())
    assert await state.chats.get(-100) == ChatSettings("zh-hant", only_called=False)
    kept = await state.turns.by_answer(100, 11)
    assert kept is not None
    assert kept.reply.answer is not None
    assert (kept.reply.answer.text, kept.reply.answer.passage.title) == ("三百", "桥")
    assert (await state.votes.tally()).useful == 1
    assert [begun.id for begun in await state.pending_updates.resume()] == [5]
    assert await state.statistics.total() == Total(1, 1)
    await state.close()


async def test_a_new_file_has_the_tables_of_a_migrated_one(path: Path, tmp_path: Path) -> None:
    write_version_1(tmp_path / "old.db")
    for file in (path, tmp_path / "old.db"):
        await State(file).close()
    assert tables(path) == tables(tmp_path / "old.db")


async def test_each_version_is_made_from_the_one_before(path: Path) -> None:
    write_version_1(path)
    for _ in range(2):  # the second time there is nothing to do
        database = Database(path, (MIGRATIONS[0], LATER))
        assert await database.rows("SELECT chat, language, mood FROM chats") == [(-100, "zh-hant", "glad")]
        assert await database.rows("PRAGMA user_version") == [(2,)]
        await database.close()


async def test_a_migration_that_fails_leaves_the_file_as_it_was(path: Path) -> None:
    write_version_1(path)
    before = tables(path)
    with pytest.raises(StateError, match=r"bot\.db cannot be opened"):
        Database(path, (MIGRATIONS[0], f"{LATER}; UPDATE nothing SET a = 1"))
    assert tables(path) == before
    state = State(path)
    assert (await state.chats.get(-100)).language == "zh-hant"
    await state.close()


def test_many_processes_may_make_the_file_at_once(path: Path) -> None:
    errors: list[BaseException] = []

    def opened() -> None:
        try:
            asyncio.run(State(path).close())
        except BaseException as error:  # noqa: BLE001  # reported below, on the test's own thread
            errors.append(error)

    threads = [threading.Thread(target=opened) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert errors == []


def test_a_newer_file_is_left_alone(path: Path) -> None:
    db = sqlite3.connect(path)
    db.execute("PRAGMA user_version = 99")
    db.close()
    with pytest.raises(StateError, match=r"bot\.db has version 99, this program reads \d+: upgrade yuanwen"):
        State(path)


def test_a_file_that_is_no_database_is_left_alone(path: Path) -> None:
    path.write_bytes(b"no database" * 500)
    with pytest.raises(StateError, match=r"bot\.db cannot be opened .* move it away"):
        State(path)
    assert path.read_bytes() == b"no database" * 500


def test_a_database_of_something_else_is_left_alone(path: Path) -> None:
    db = sqlite3.connect(path)
    db.execute("CREATE TABLE turns (id INTEGER)")
    db.close()
    with pytest.raises(StateError, match=r"not the state of a bot: move it away"):
        State(path)
    assert [name for name, _ in tables(path)] == ["turns"]


async def test_a_damaged_page_is_an_error_in_words(path: Path) -> None:
    state = State(path, clock=Clock())
    for number in range(50):
        await state.turns.put(turn(f"问题{number}"))
    await state.close()
    spoil(path)
    state = State(path)
    with pytest.raises(StateError, match=r"bot\.db cannot be read .* move it away"):
        await state.turns.recent(1)
    await state.close()


async def test_a_locked_file_is_not_called_damaged(path: Path) -> None:
    database = Database(path)
    await database.rows("PRAGMA busy_timeout = 10")
    other = sqlite3.connect(path)
    other.execute("BEGIN IMMEDIATE")
    with pytest.raises(StateError, match=r"cannot be changed .* Another process is changing it; try again"):
        await database.change(lambda db: None)
    other.close()
    assert await database.change(lambda db: [*db.execute("SELECT 1")]) == [(1,)]
    await database.close()


def test_a_place_that_cannot_be_written_to_is_named(tmp_path: Path) -> None:
    with pytest.raises(StateError, match="Check the folder's permissions"):
        State(tmp_path / "nowhere" / "bot.db")
    (tmp_path / "file").write_text("")
    with pytest.raises(StateError, match="Choose another --home"):
        State.open(tmp_path / "file" / "home")


async def test_a_change_that_fails_is_undone(path: Path) -> None:
    database = Database(path)

    def work(db: Connection) -> None:
        db.execute("INSERT INTO chats (chat) VALUES (1)")
        raise LookupError

    with pytest.raises(LookupError):
        await database.change(work)
    assert await database.rows("SELECT * FROM chats") == []
    await database.close()


async def test_another_process_reads_while_the_bot_writes(path: Path) -> None:
    """Two processes read at once, while this one goes on writing."""
    state = State(path, clock=Clock())
    await state.turns.put(turn("甲", asker=5, reply=COST))
    reader = (
        "import asyncio, sys; from pathlib import Path; from bot.storage import State\n"
        "async def read():\n"
        "    state = State(Path(sys.argv[1]))\n"
        "    print(*await state.turns.recent(5))\n"
        "    await state.close()\n"
        "asyncio.run(read())\n"
    )
    readers = [
        subprocess.Popen(  # noqa: ASYNC220, S603
            [sys.executable, "-c", reader, str(path)],
            stdout=subprocess.PIPE,
            cwd=Path(__file__).parents[3],
            encoding="utf-8",
            env={"PYTHONIOENCODING": "utf-8"},
        )
        for _ in range(2)
    ]
    number = 0
    while any(process.poll() is None for process in readers):
        await state.turns.put(turn(f"问题{number}"))
        number += 1
    read = [process.communicate()[0].strip() for process in readers]
    assert [process.returncode for process in readers] == [0, 0]
    assert read == ["甲", "甲"]
    assert number > 0
    await state.close()


async def test_the_event_loop_does_not_wait(path: Path) -> None:
    database = Database(path)
    slow = asyncio.create_task(database.change(lambda db: time.sleep(0.3)))
    turns = 0
    while not slow.done():
        await asyncio.sleep(0.005)
        turns += 1
    assert turns > 2  # it would be none
    await database.close()


async def test_threads_share_one_state(path: Path) -> None:
    state = State(path, clock=Clock())

    def write(number: int) -> None:
        asyncio.run(state.turns.put(turn(f"问题{number}", asker=9)))

    await asyncio.gather(*(asyncio.to_thread(write, number) for number in range(20)))
    assert len(await state.turns.recent(9, limit=50)) == 20
    await state.close()


def written(folder: Path, text: str) -> bool:
    return any(text.encode() in file.read_bytes() for file in folder.iterdir())


async def test_a_large_file_is_written_anew_when_it_is_closed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    rewritten = list[str]()

    def rewrite(db: sqlite3.Connection) -> None:
        rewritten.append("rewritten")
        rewrite_file(db)

    rewrite_file = sqlite_file.rewrite
    monkeypatch.setattr("retrieval.storage.databases.sqlite_database.rewrite", rewrite)
    state = State.open(tmp_path, clock=Clock())
    await state.turns.put(turn("小文件里问的", asker=7))
    await state.forget(7)
    assert rewritten == ["rewritten"]
    await state.close()
    monkeypatch.setattr("bot.storage.database._REWRITTEN_AT_ONCE_BYTES", 0)
    state = State.open(tmp_path, clock=Clock())
    await state.turns.put(turn("只有我会这样问", asker=8))
    await state.forget(8)
    assert rewritten == ["rewritten"]
    assert not written(tmp_path, "只有我会这样问")
    await state.close()
    assert rewritten == ["rewritten"] * 2
