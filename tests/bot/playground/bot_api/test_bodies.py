"""The bodies of requests."""

import pytest

from bot.playground.bot_api.bodies import parse_body
from bot.playground.protocol.refusals import Refusal

HALF = r'{"chat_id": 1, "text": "桥", "reply_markup": {"keyboard": [["\ud83d"]]}}'
DEEP = "[" * 100_000


@pytest.mark.parametrize("body", [HALF, DEEP, "[]", "{"])
def test_json_that_no_response_can_repeat_is_refused(body: str) -> None:
    with pytest.raises(Refusal) as told:
        parse_body("application/json", body.encode())
    assert told.value.body()["error_code"] == 400


@pytest.mark.parametrize("value", [r'["\ud83d"]', DEEP])
def test_json_within_a_form_is_refused_likewise(value: str) -> None:
    arguments = parse_body("application/x-www-form-urlencoded", b"entities=" + value.encode())
    with pytest.raises(Refusal, match="can't parse"):
        arguments.array("entities")
