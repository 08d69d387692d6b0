"""What an update is, who sent it, and how much of it is taken."""

from dataclasses import replace
from typing import Any

import pytest
from telegram import Bot, Update, User

from bot.services.access import Rules
from bot.telegram.limits import TYPED_PER_MINUTE, UpdateLimits
from bot.telegram.origin import Kind, Origin
from tests.bot.services.test_access import Clock

BOT = Bot("1:" + "a" * 30)
BOT._bot_user = User(1, "原文", is_bot=True, username="yuanwen_bot")
PERSON = {"id": 7, "is_bot": False, "first_name": "小明"}
PRIVATE = {"id": 7, "type": "private", "first_name": "小明"}
GROUP = {"id": -5, "type": "supergroup", "title": "群"}
ANONYMOUS = {"id": 1087968824, "is_bot": True, "first_name": "Group", "username": "GroupAnonymousBot"}
CHANNEL = {"id": -9, "type": "channel", "title": "频道"}
SERVICE = {"id": 777000, "is_bot": False, "first_name": "Telegram"}
FILE = {"file_id": "f", "file_unique_id": "f"}


def message(chat: dict[str, Any] = PRIVATE, sender: dict[str, Any] = PERSON, **fields: Any) -> dict[str, Any]:
    return {"message_id": 3, "date": 1_700_000_000, "chat": chat, "from": sender, **fields}


def origin(**update: Any) -> Origin:
    found = Update.de_json({"update_id": 1, **update}, BOT)
    assert found
    return Origin.of(found)


QUERY = {"id": "1", "from": PERSON}
OF_BOT = message(GROUP, {"id": 1, "is_bot": True, "first_name": "原文"}, text="答")


@pytest.mark.parametrize(
    ("update", "kind"),
    [
        ({"message": message(text="基金多少？")}, Kind.QUESTION),
        ({"message": message(text="/ask 基金")}, Kind.QUESTION),
        ({"message": message(text="/help")}, Kind.ACTION),
        ({"message": message(document=FILE)}, Kind.DOCUMENT),
        ({"message": message(venue=None)}, Kind.ACTION),
        ({"edited_message": message(text="改")}, Kind.ACTION),
        ({"edited_message": message(GROUP, text="闲聊改")}, Kind.OVERHEARD),
        ({"edited_message": message(GROUP, text="@Yuanwen_bot 基金")}, Kind.ACTION),
        ({"message": message(GROUP, text="闲聊")}, Kind.OVERHEARD),
        ({"message": message(GROUP, document=FILE)}, Kind.OVERHEARD),
        ({"message": message(GROUP, document=FILE, caption="@Yuanwen_bot")}, Kind.DOCUMENT),
        ({"message": message(GROUP, text="@Yuanwen_bot 基金")}, Kind.QUESTION),
        ({"message": message(GROUP, text="首期呢", reply_to_message=OF_BOT)}, Kind.QUESTION),
        ({"message": message(GROUP, text="/docs")}, Kind.ACTION),
        ({"message": message(GROUP, migrate_to_chat_id=-100)}, Kind.MOVED),
        ({"inline_query": {**QUERY, "query": "基", "offset": ""}}, Kind.TYPED),
        ({"callback_query": {**QUERY, "chat_instance": "1", "data": "x"}}, Kind.ACTION),
        ({"chosen_inline_result": {"result_id": "1", "from": PERSON, "query": "基"}}, Kind.EVENT),
        ({"guest_message": message(GROUP, text="基金", guest_query_id="9")}, Kind.QUESTION),
    ],
)
def test_what_an_update_is(update: dict[str, Any], kind: Kind) -> None:
    found = origin(**update)
    assert (found.kind, found.sender) == (kind, 7)


def test_anonymous_admins_count_for_their_group_and_posts_for_their_channel() -> None:
    anonymous = origin(message=message(GROUP, ANONYMOUS, sender_chat=GROUP, text="/ask 基金"))
    post = message(GROUP, SERVICE, sender_chat=CHANNEL, is_automatic_forward=True, text="公告")
    assert (anonymous.sender, anonymous.group) == (-5, -5)
    assert (origin(message=post).sender, origin(message=post).group) == (-9, -5)
    assert origin(message=message(text="基金")).group is None


def test_actions_are_limited_for_each_person_and_group_and_questions_are_not() -> None:
    clock = Clock()
    limits = UpdateLimits(Rules(actions_each=2, actions_together=3), clock)
    of = [Origin(7, None, Kind.ACTION), Origin(7, -5, Kind.ACTION), Origin(8, -5, Kind.ACTION)]
    assert [limits.take(of[0]), limits.take(of[1]), limits.take(of[1])] == [0, 0, 60]
    assert [limits.take(of[2]), limits.take(of[2]), limits.take(of[2])] == [0, 0, 60]
    assert [limits.take(Origin(9, -5, kind)) for kind in (Kind.QUESTION, Kind.DOCUMENT, Kind.MOVED)] == [
        0
    ] * 3
    clock.now += 60
    assert [limits.take(replace(of[0], kind=Kind.EVENT)) for _ in range(3)] == [0, 0, 60]
    assert limits.take(of[0]) == 60


def test_what_is_overheard_and_typed_has_limits_of_its_own() -> None:
    limits = UpdateLimits(Rules(actions_each=1), Clock())
    overheard = Origin(7, -5, Kind.OVERHEARD)
    assert [limits.take(overheard), limits.take(overheard)] == [0, 60]
    typed = [limits.take(Origin(7, None, Kind.TYPED)) for _ in range(TYPED_PER_MINUTE + 1)]
    assert (max(typed[:-1]), typed[-1]) == (0, 60)
    assert limits.take(Origin(7, None, Kind.ACTION)) == 0


def test_who_expects_a_reply_is_told_once_a_minute_in_each_chat() -> None:
    clock = Clock()
    limits = UpdateLimits(Rules(), clock)
    private, group = Origin(7, None, Kind.ACTION), Origin(7, -5, Kind.QUESTION)
    assert [limits.tells(private), limits.tells(private), limits.tells(group)] == [True, False, True]
    clock.now += 60
    assert limits.tells(private)
    assert not any(limits.tells(Origin(8, -5, kind)) for kind in (Kind.OVERHEARD, Kind.TYPED, Kind.EVENT))
