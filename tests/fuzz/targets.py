"""What can be fuzzed: functions of bytes that raise where something is wrong."""

from collections.abc import Callable, Mapping, Sequence
from functools import partial
from io import BytesIO
from pathlib import Path
from typing import Final
from unittest.mock import patch

from PIL.Image import Image
from PIL.Image import new as new_picture
from telegram import Bot, Update

from bot.playground.protocol.html import parse_html
from bot.telegram.messages import button_kinds
from bot.telegram.messages.answers import (
    MESSAGE_UNITS,
    render,
    render_choices,
    render_missing,
    render_nearest,
)
from bot.telegram.messages.callback_data import MAX_BYTES, CallbackData
from bot.telegram.messages.translations import Language, Translator
from bot.telegram.messages.truncation import units
from bot.telegram.origin import Origin
from retrieval.documents import Answer, Passage, Reply
from retrieval.errors import DocumentError
from retrieval.followup import understood
from retrieval.followup.question import Question
from retrieval.ingestion.extracts import Block, Extract
from retrieval.ingestion.loaders import SUFFIXES
from retrieval.ingestion.loaders.formats import PICTURES
from retrieval.ingestion.read import read_contents
from retrieval.ingestion.recognition import Allowance
from retrieval.ingestion.recognition.lines import FoundLine
from retrieval.ingestion.reflow import reflow
from retrieval.text import fold
from tests.fuzz import archives, people
from tests.fuzz.archives import Mutate
from tests.retrieval.ingestion.hostile import pages, workbooks

Target = Callable[[bytes], None]

_BOT: Final = Bot("1:" + "a" * 30)
_TELEGRAM_CLEANS: Final = "\0"
_SMALL: Final = 2
"""Size of the hostile files that fuzzing begins with."""
_SLOW: Final = frozenset({"rows that repeat"})
"""Kinds of these that take a second, however small they are."""
_WRITTEN: Final = Path("tests/retrieval/ingestion/origins/files")
"""Files as programs write them."""
_FEW: Final = 4
"""How many of these fuzzing begins with: the smallest ones, as large ones take long."""
_MOST_PAGES: Final = 5
LONGEST_BYTES: Final = 20_000
"""Inputs have no more."""


def _text(data: bytes) -> str:
    return data.decode("utf-8", "replace").replace(_TELEGRAM_CLEANS, "")


def _read(suffix: str, data: bytes, recognition: Allowance | None = None) -> None:
    """Read a file; what no loader foresaw comes out as the error that it was."""
    try:
        read_contents(Path(f"a{suffix}"), f"a{suffix}", data, recognition=recognition)
    except DocumentError as error:
        if "unusual form" in str(error) and error.__cause__:
            raise error.__cause__ from None


def _file(data: bytes) -> None:
    """Read a file of any kind behind a line with its ending."""
    suffix, _, content = data.partition(b"\n")
    _picture(suffix.decode("utf-8", "replace"), content)


def _mutated_file(data: bytes, longest: int, seed: int, mutate: Mutate) -> bytes:
    suffix, _, content = data.partition(b"\n")
    return suffix + b"\n" + archives.mutated(content, longest - len(suffix) - 1, seed, mutate)


def _read_slide(data: bytes) -> None:
    _read(".pptx", pages.with_slide(data))


def _read_document(data: bytes) -> None:
    _read(".docx", pages.docx(data.decode("utf-8", "replace")))


def _read_sheet(data: bytes) -> None:
    _read(".xlsx", workbooks.xlsx(data.decode("utf-8", "replace")))


def _read_table(data: bytes) -> None:
    _read(".ods", workbooks.ods(data.decode("utf-8", "replace")))


def _read_book(data: bytes) -> None:
    page, _, spine = data.decode("utf-8", "replace").partition("\0")
    _read(".epub", pages.epub({"a": page}, spine or '<itemref idref="a"/>'))


def _reflow(data: bytes) -> None:
    """Put lines together; each paragraph has a text."""
    articles = reflow(Extract(tuple(Block(line) for line in _text(data).splitlines())), "题")
    if not all(paragraph.text.strip() for article in articles for paragraph in article.paragraphs):
        raise AssertionError("a paragraph without text")


def _question(data: bytes) -> None:
    """Take a question apart, and complete one by another."""
    previous, _, rest = _text(data).partition("\n")
    answer, _, said = rest.partition("\n")
    question = Question.parse(previous)
    if not fold(question.text) == question.folded or not previous.startswith(question.text):
        raise AssertionError("a question that is another")
    understood(previous, answer, said)


def _messages(data: bytes) -> None:
    """Render an answer out of any texts; Telegram takes it."""
    texts = [*_text(data).strip().split("\n\n"), "", "", "", ""]
    before, text, after, title, source = texts[:5]
    passage = Passage(before + text + after, title, source)
    answer = Answer(text, 0.5, passage, len(before), len(before + text), (passage,) * 3, band="unsure")
    found, missing = Reply(title, answer, (answer,) * 2), Reply(title, None, (answer,) * 2)
    for language in Language:
        translator = Translator(language)
        _check(render_nearest(passage, translator))
        _check(render_missing(missing, translator).html)
        for reply in (found, missing):
            _check(render(reply, translator, understood=source, around=(passage,) * 3).html)
        for choice in render_choices(found, translator):
            _check(choice.html)


def _check(html: str) -> None:
    content = parse_html(html)
    if not 0 < units(content.text) <= MESSAGE_UNITS:
        raise AssertionError(f"a message of {units(content.text)} units")


def _buttons(data: bytes) -> None:
    """Decode callback data; what is a button encodes to the same."""
    text = data.decode("utf-8", "replace")
    for kind in CallbackData.__subclasses__():
        button = kind.decode(text)
        if button is not None and (
            len(button.encode()) > MAX_BYTES or kind.decode(button.encode()) != button
        ):
            raise AssertionError(f"a button that is another: {button}")


def _chats(data: bytes) -> None:
    """Say and press what each line says."""
    from tests.fuzz.conversations import talk  # noqa: PLC0415  # imports the whole bot

    talk(_text(data))


def _presses(data: bytes) -> None:
    """Press buttons that are there, and others."""
    from tests.fuzz.conversations import press  # noqa: PLC0415  # imports the whole bot

    press(_text(data))


def _picture(suffix: str, data: bytes) -> None:
    """Read a picture; the text that is recognised in it is always the same."""
    with patch("retrieval.ingestion.recognition.allowance.Engine", _Recognised):
        _read(suffix, data, Allowance(_MOST_PAGES))


class _Recognised:
    """Stands in for the recognition, which takes seconds."""

    def lines(self, picture: Image) -> tuple[Sequence[FoundLine], int]:
        width, height = picture.size
        return [FoundLine([(0, 0), (width, 0), (width, height), (0, height)], "渡船每天往返八班。", 0.9)], 0


def _updates(data: bytes) -> None:
    """Find out where a private message comes from."""
    text, _, name = _text(data).partition("\n")
    sender = {"id": 7, "is_bot": False, "first_name": name}
    chat = {"id": 7, "type": "private", "first_name": name}
    entity = {"type": "mention", "offset": len(name), "length": len(text)}
    message = {"message_id": 1, "date": 1, "chat": chat, "from": sender, "text": text, "entities": [entity]}
    if update := Update.de_json({"update_id": 1, "message": message}, _BOT):
        Origin.of(update)


TARGETS: Final[Mapping[str, Target]] = {
    **{suffix[1:]: partial(_read, suffix) for suffix in sorted(SUFFIXES - PICTURES)},
    **{suffix[1:]: partial(_picture, suffix) for suffix in sorted(PICTURES)},
    "files": _file,
    "docx-body": _read_document,
    "xlsx-rows": _read_sheet,
    "ods-rows": _read_table,
    "pptx-shapes": _read_slide,
    "epub-page": _read_book,
    "reflow": _reflow,
    "question": _question,
    "messages": _messages,
    "buttons": _buttons,
    "updates": _updates,
    "chats": _chats,
    "presses": _presses,
}
"""By name: a suffix reads files of it, `files` those of all; `docx-body` and the like pack a part of them."""

MUTATED: Final[Mapping[str, Callable[[bytes, int, int, Mutate], bytes]]] = {
    **dict.fromkeys(("docx", "xlsx", "xlsm", "ods", "pptx", "epub", "zip"), archives.mutated),
    **dict.fromkeys(("chats", "presses"), people.mutated),
    "files": _mutated_file,
}
"""Targets whose inputs are mutated otherwise than byte by byte, and how."""


def seeds(target: str) -> list[bytes]:
    """Inputs that fuzzing begins with."""
    if target == "files":
        return [f"{suffix}\n".encode() + data for suffix in sorted(SUFFIXES) for data in seeds(suffix[1:])]
    kinds = {**workbooks.FILES, **pages.FILES}
    files = [
        made(_SMALL)
        for kind, (name, made) in kinds.items()
        if name.endswith(f".{target}") and kind not in {*pages.ENDLESS, *_SLOW}
    ]
    written = sorted((path.read_bytes() for path in _WRITTEN.glob(f"*.{target}")), key=len)[:_FEW]
    files = [data for data in (*files, *written) if len(data) <= LONGEST_BYTES]
    if f".{target}" in PICTURES:
        files += [_drawn(target, mode) for mode in ("RGB", "L", "CMYK" if target.startswith("j") else "P")]
    return [*files, *(text.encode() for text in _SEEDS.get(target, _SENTENCES))]


def _drawn(suffix: str, mode: str) -> bytes:
    file = BytesIO()
    picture = new_picture("RGB", (40, 30), "teal").convert(mode)
    picture.save(file, {"jpg": "JPEG", "tif": "TIFF"}.get(suffix, suffix))
    return file.getvalue()


_SENTENCES = (
    "青石镇图书馆几点闭馆？\n二十一点三十分\n那周末呢",
    "第一条　总则\n\n一、本办法自2024年3月5日起施行。\n（记者 何静娴）\n",
    "| 姓名 | 分机 |\n|---|---|\n| 何静娴 | 8068 |\n",
)
_SEEDS: Mapping[str, tuple[str, ...]] = {
    "docx-body": (
        '<w:tbl><w:tr><w:tc><w:tcPr><w:gridSpan w:val="2"/><w:vMerge/></w:tcPr><w:p><w:pPr>'
        '<w:pStyle w:val="a"/><w:numPr/></w:pPr><w:r><w:t>字</w:t></w:r></w:p></w:tc></w:tr></w:tbl>',
        '<w:p><w:r><w:fldChar w:fldCharType="begin"/><w:instrText>PAGE</w:instrText></w:r></w:p>',
    ),
    "xlsx-rows": (
        '<row r="1"><c r="A1" t="s" s="1"><v>0</v></c><c t="inlineStr"><is><t>字</t></is></c>'
        '<c t="d"><v>2024</v></c>'
        '<c s="1" t="e"><v>#N/A</v></c><c><f>A1</f><v>1e300</v></c></row>',
    ),
    "ods-rows": (
        '<table:table-row table:number-rows-repeated="2"><table:table-cell office:value-type="float"'
        ' office:value="1e9" table:number-columns-repeated="3"><text:p>字<text:s text:c="2"/></text:p>'
        "</table:table-cell></table:table-row>",
    ),
    "pptx-shapes": (pages.SHAPE, pages.GROUP + pages.SHAPE + "</p:grpSp>"),
    "epub-page": ("<html><body><h1>题</h1><table><tr><td>字</table></body></html>\0",),
    "chats": (
        *("\n".join([*scene, "b0", "b1"]) for scene in people.SCENES),
        "g@yuanwen_bot 拨款多少？\ns/start q_1\ns/help\no/stats\ns/ask\ns/add\ns/in 通知\ne首期呢",
        'j{"photo":[{"file_id":"a","file_unique_id":"a","width":1,"height":1}],"caption":"问"}\nj{"location":{}}',
    ),
    "presses": tuple(f"{number}\n0\n1\n2\n1a:0" for number in range(len(people.SCENES))),
    "buttons": tuple(
        kind.prefix + ":1:a:0"
        for kind in vars(button_kinds).values()
        if isinstance(kind, type) and issubclass(kind, CallbackData) and kind is not CallbackData
    ),
}
