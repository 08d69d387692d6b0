"""Files whose names do not say what they are, or say something else."""

import pytest

from bot.playground import Loopback
from retrieval.engine import Engine
from tests.end_to_end.conftest import Serve
from tests.end_to_end.documents.scene import answer, served, settled
from tests.retrieval.ingestion.test_kinds import PDF, word


@pytest.mark.parametrize(
    ("name", "mime", "data"),
    [
        ("桥.txt", "text/plain", PDF),
        ("桥", "", PDF),
        ("桥", "application/pdf", word()),
        ("桥.zip", "", word()),
    ],
)
async def test_they_are_read_as_what_they_are(
    telegram: Loopback, serve: Serve, engine: Engine, name: str, mime: str, data: bytes
) -> None:
    async with served(serve, engine):
        user = telegram.user("小明")
        said = await settled(telegram, telegram.send_document(user, name, data, mime=mime))
        assert "已加入" in said.text
        assert (await answer(telegram, user, "青石桥修缮花费多少？")).startswith("三百二十万元")


async def test_what_is_of_no_kind_is_refused_after_a_look(
    telegram: Loopback, serve: Serve, engine: Engine
) -> None:
    async with served(serve, engine):
        said = await settled(telegram, telegram.send_document(telegram.user("小明"), "没有后缀", b"x"))
    assert "读不了" in said.text
