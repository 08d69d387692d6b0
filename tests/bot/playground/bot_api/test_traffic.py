"""All traffic in the tests is checked against the schema of the Bot API; these tests check the check."""

from typing import Any

import pytest

from bot.playground import Loopback
from tests.end_to_end.schema import PATH, Schema


@pytest.fixture
def described(schema: Schema | None) -> Schema:
    if schema is None:
        pytest.skip(f"the description of the Bot API is not there: {PATH}")
    return schema


@pytest.mark.parametrize(
    ("kind", "payload", "fault"),
    [
        ("massage", {}, "Update: massage is unknown"),
        ("message", {"message_id": 1, "date": 1}, "Update.message: chat is missing"),
        ("inline_query", {"id": 1}, "Update.inline_query.id: 1 is no String"),
        (
            "my_chat_member",
            {"old_chat_member": {"status": "owner"}},
            "Update.my_chat_member.old_chat_member.status: 'owner' is not ",
        ),
    ],
)
def test_faulty_updates_are_found(described: Schema, kind: str, payload: dict[str, Any], fault: str) -> None:
    loopback = Loopback()
    loopback.updates.add(kind, payload)
    assert any(found.startswith(fault) for found in described.faults_of_traffic(loopback))


def test_faulty_answers_are_found(described: Schema) -> None:
    loopback = Loopback()
    loopback.record("getMe", {}, {"ok": True, "result": {"id": "1"}})
    loopback.record("sendMessage", {}, {"ok": False})
    faults = described.faults_of_traffic(loopback)
    assert "result of getMe.id: '1' is no Integer" in faults
    assert "sendMessage: text is missing" in faults
    granted = described.faults_of_traffic(loopback, refused=False)
    assert granted == [fault for fault in faults if not fault.startswith("sendMessage")] != []
