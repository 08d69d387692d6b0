"""Records and files are limited to the newest, so that a playground can run for days."""

import pytest

from bot.playground import Loopback
from bot.playground.protocol.refusals import Refusal
from bot.playground.simulation import queries, updates, world
from bot.playground.simulation.files import Files
from tests.bot.playground.conftest import Client, Clock


def with_limit(monkeypatch: pytest.MonkeyPatch, limit: int) -> Loopback:
    """A simulated Telegram that keeps at most `limit` records of each kind."""
    monkeypatch.setattr(world, "RECORDED", limit)
    monkeypatch.setattr(updates, "LOGGED", limit)
    monkeypatch.setattr(queries, "QUERIES_KEPT", limit)
    return Loopback()


def test_only_the_newest_requests_and_actions_are_kept(monkeypatch: pytest.MonkeyPatch) -> None:
    telegram = with_limit(monkeypatch, 3)
    chat = telegram.started(telegram.user("小明"))
    for number in range(5):
        telegram.record("getUpdates", {"offset": number}, {"ok": True})
        telegram.act(chat, f"action {number}")
    assert [request.values["offset"] for request in telegram.requests] == [2, 3, 4]
    assert [action for _, action in telegram.actions] == ["action 2", "action 3", "action 4"]


def test_only_the_newest_updates_are_logged_and_all_pending_ones_kept(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    telegram = with_limit(monkeypatch, 3)
    user = telegram.user("小明")
    for text in "甲乙丙丁戊":
        telegram.say(user, text)
    assert [update.payload["text"] for update in telegram.updates.log] == ["丙", "丁", "戊"]
    assert len(telegram.updates.pending) == 5


def test_only_the_newest_queries_are_kept(monkeypatch: pytest.MonkeyPatch) -> None:
    telegram = with_limit(monkeypatch, 2)
    user, group = telegram.user("小明"), telegram.group("别人的群", has_bot=False)
    message = telegram.say(user, "x")
    typed = [telegram.inline(user, text).id for text in "甲乙丙"]
    pressed = [telegram.press(user, message, text).id for text in "甲乙丙"]
    for text in "甲乙丙":
        telegram.say(user, f"@yuanwen_bot {text}", group)
    assert list(telegram.inline_queries) == typed[1:]
    assert list(telegram.callback_queries) == pressed[1:]
    assert [query.message.text[-1] for query in telegram.guest_queries.values()] == ["乙", "丙"]


def test_the_bytes_of_the_oldest_files_are_dropped(clock: Clock) -> None:
    files = Files(clock, iter(range(9)), kept_bytes=10)
    first, second = files.add("a.txt", b"12345"), files.add("b.txt", b"12345")
    path = files.prepare_download(first.id)["file_path"]
    assert files.at_path(path).data == b"12345"
    third = files.add("c.txt", b"1")
    assert (first.data, first.size, second.data, third.data) == (b"", 5, b"12345", b"1")
    for look in (
        lambda: files.find(first.id),
        lambda: files.prepare_download(first.id),
        lambda: files.at_path(path),
    ):
        with pytest.raises(Refusal):
            look()
    assert files.find(second.id) is second
    large = files.add("d.txt", b"x" * 20)
    assert files.find(large.id).data == b"x" * 20
    assert (second.data, third.data) == (b"", b"")


async def test_a_message_outlives_the_file_it_was_sent_with(
    telegram: Loopback, bot: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(telegram.files, "_kept_bytes", 4)
    user = telegram.user("小明")
    old = telegram.send_document(user, "旧.txt", b"1234")
    telegram.send_document(user, "新.txt", b"1234")
    assert old.file
    assert old.json()["document"]["file_size"] == 4
    assert (await bot.call("getFile", file_id=old.file.id))["error_code"] == 400
