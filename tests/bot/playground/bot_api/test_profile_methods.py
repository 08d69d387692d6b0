"""Commands by scope and language, and the texts of the profile."""

from typing import Any

import pytest

from bot.playground import Loopback
from tests.bot.playground.conftest import Client
from tests.bot.playground.protocol.test_refusals import error


def command(name: str) -> dict[str, str]:
    return {"command": name, "description": "x"}


async def test_the_narrowest_scope_and_the_own_language_win(telegram: Loopback, bot: Client) -> None:
    admin, member = telegram.user("管", language_code="en-GB"), telegram.user("友", language_code="zh-hant")
    group = telegram.group("群")
    telegram.appoint(admin, group, "administrator")
    offered: list[tuple[str, dict[str, Any], str]] = [
        ("a", {"type": "default"}, ""),
        ("b", {"type": "default"}, "en"),
        ("c", {"type": "all_group_chats"}, "zh"),
        ("d", {"type": "all_chat_administrators"}, ""),
        ("e", {"type": "chat_member", "chat_id": group.id, "user_id": member.id}, ""),
    ]

    def names() -> list[str]:
        places = ((admin, None), (member, None), (admin, group), (member, group))
        return [" ".join(c["command"] for c in telegram.offered(*place)) for place in places]

    seen = [names()]
    for name, scope, language in offered:
        body = await bot.call("setMyCommands", commands=[command(name)], scope=scope, language_code=language)
        assert body["ok"]
        seen.append(names())
    assert seen == [
        ["", "", "", ""],
        ["a", "a", "a", "a"],
        ["b", "a", "b", "a"],
        ["b", "a", "b", "c"],
        ["b", "a", "d", "c"],
        ["b", "a", "d", "e"],
    ]
    scope = offered[2][1]
    listed = await bot.call("getMyCommands", scope=scope, language_code="zh")
    assert listed["result"] == [command("c")]
    assert (await bot.call("getMyCommands", scope=scope))["result"] == []
    assert (await bot.call("deleteMyCommands", scope=scope, language_code="zh"))["ok"]
    assert (await bot.call("getMyCommands", scope=scope, language_code="zh"))["result"] == []


@pytest.mark.parametrize("language", ["zh-hans", "ZH", "z", "chinese"])
async def test_languages_have_two_letters(bot: Client, language: str) -> None:
    body = await bot.call("setMyCommands", commands=[command("a")], language_code=language)
    assert body == error(400, "Bad Request: invalid language code specified")


async def test_invalid_scopes(telegram: Loopback, bot: Client) -> None:
    private = telegram.started(telegram.user("小明"))
    for scope in (
        {"type": "everyone"},
        {"type": "chat"},
        {"type": "chat", "chat_id": -1},
        {"type": "chat_administrators", "chat_id": private.id},
        {"type": "chat_member", "chat_id": private.id},
    ):
        body = await bot.call("setMyCommands", commands=[command("a")], scope=scope)
        assert body["error_code"] == 400


@pytest.mark.parametrize(
    ("noun", "kind", "longest"),
    [
        ("Name", "name", 64),
        ("Description", "description", 512),
        ("ShortDescription", "short_description", 120),
    ],
)
async def test_texts_by_language(bot: Client, noun: str, kind: str, longest: int) -> None:
    assert (await bot.call(f"setMy{noun}", **{kind: "一"}))["ok"]
    assert (await bot.call(f"setMy{noun}", **{kind: "one"}, language_code="en"))["ok"]
    got = [(await bot.call(f"getMy{noun}", language_code=code))["result"][kind] for code in ("", "en", "fr")]
    assert got == ["一", "one", "一"]
    assert (await bot.call(f"setMy{noun}", **{kind: "字" * longest}))["ok"]
    assert (await bot.call(f"setMy{noun}", **{kind: "字" * (longest + 1)}))["error_code"] == 400
