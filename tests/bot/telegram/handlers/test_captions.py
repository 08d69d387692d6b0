"""Which captions of files and photos are questions."""

import pytest
from telegram import Document, Message, PhotoSize

from bot.telegram.handlers.documents.captions import question_of_caption
from bot.telegram.handlers.documents.handles import Handle
from tests.bot.telegram.handlers.test_mentions import BOT, GROUP, NOW, PERSON

FILE = Document("id", "unique", file_name="采购合同.pdf")
PHOTO = (PhotoSize("id", "unique", 90, 90),)


def asked(caption: str, album: str | None = None, *, is_photo: bool = False) -> str:
    message = Message(
        3,
        NOW,
        GROUP,
        PERSON,
        caption=caption,
        document=None if is_photo else FILE,
        photo=PHOTO if is_photo else (),
        media_group_id=album,
    )
    message.set_bot(BOT)
    return question_of_caption(message)


@pytest.mark.parametrize(
    ("caption", "question"),
    [
        ("违约金是多少？", "违约金是多少？"),
        ("违约金", "违约金"),
        ("/add 违约金", "违约金"),
        ("/ADD@Yuanwen_bot违约金是多少", "违约金是多少"),
        ("@yuanwen_bot /ask 违约金", "违约金"),
        ("请看 @YUANWEN_BOT 违约金", "请看   违约金"),
        ("采购合同.pdf里违约金是多少", "采购合同.pdf里违约金是多少"),
        ("", ""),
        ("/add", ""),
        ("/add@yuanwen_bot", ""),
        ("@yuanwen_bot", ""),
        ("采购合同.PDF", ""),
        ("采购合同", ""),
        ("附件一.xlsx", ""),
        ("https://example.org/a", ""),
        ("谢谢", ""),
    ],
)
def test_a_caption_is_a_question_unless_it_only_calls_or_names(caption: str, question: str) -> None:
    assert asked(caption) == question


def test_of_an_album_of_photos_only_what_asks_is_a_question() -> None:
    assert asked("采购合同", "9", is_photo=True) == ""
    assert asked("违约金是多少", "9", is_photo=True) == "违约金是多少"
    assert asked("违约金", is_photo=True) == "违约金"


@pytest.mark.parametrize(
    "handle", [Handle(("a-1",)), Handle(("a",), is_photo=True), Handle(("a", "b"), True)]
)
def test_a_handle_is_read_as_it_was_written(handle: Handle) -> None:
    assert Handle.decode(handle.encode()) == handle
    assert handle.page(1) == handle.page(None) == handle.file_ids[0]
    assert handle.page(9) == handle.file_ids[-1]
