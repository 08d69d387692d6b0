"""Whatever is asked for, the answer is the thing or a sentence."""

import asyncio
import json
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any
from unittest.mock import patch

from hypothesis import given
from hypothesis import strategies as st

from bot.playground import Loopback
from bot.playground.bot_api.arguments import Arguments
from bot.playground.bot_api.refusals import Refusal
from bot.playground.simulation.id_counters import IdCounters
from bot.playground.web.actions import Actions
from bot.playground.web.context import PageContext
from bot.playground.web.scene import Scene
from bot.playground.web.security import Denial, RequestGuard
from bot.playground.web.static_files import content
from bot.playground.web.status import BotStatus

NAMES = (
    "key",
    "text",
    "reply_to",
    "message_id",
    "data",
    "query",
    "offset",
    "query_id",
    "result_id",
    "language",
)
VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(st.characters()),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(), inner, max_size=3),
    max_leaves=5,
)
ACTIONS = ("say", "edit", "press", "inline", "choose", "language")


def stage() -> PageContext:
    telegram = Loopback(id_counters=IdCounters.apart(1_700_000_000))
    return PageContext.of(RequestGuard(1), telegram, Scene(telegram), BotStatus(telegram.event_log))


@given(
    action=st.sampled_from(ACTIONS),
    values=st.dictionaries(st.sampled_from(NAMES), VALUES),
    place=st.integers(0, 4),
)
def test_actions(action: str, values: dict[str, Any], place: int) -> None:
    served = stage()
    keys = list(served.scene.places)
    if place < len(keys):
        values["key"] = keys[place]
        values.setdefault(
            "message_id", served.telegram.chats.history(served.scene.places[keys[1]].chat)[0].id
        )
    with patch("bot.playground.web.actions.QUERY_SECONDS", 0.001):
        try:
            outcome: object = asyncio.run(Actions(served).do(action, Arguments(values)))
        except (Denial, Refusal) as refused:
            outcome = str(refused)
    assert outcome
    # All that was said can be told to the bot and to the page.
    for update in served.telegram.updates.log:
        json.dumps(update.json(), ensure_ascii=False).encode()
    json.dumps(served.view.world(), ensure_ascii=False).encode()


@given(path=st.text(st.sampled_from("./\\%ab\0\n~:") | st.characters(), max_size=20))
def test_paths(path: str) -> None:
    with TemporaryDirectory() as folder:
        page = Path(folder) / "a" / "page"
        page.mkdir(parents=True)
        (page / "a.js").write_text("within")
        for outside in (page.parent / "a.js", page.parent.parent / "a.js"):
            outside.write_text("outside")
        assert content(page, path) in {None, b"within"}
        assert content(page, f"{path}/a.js") in {None, b"within"}
