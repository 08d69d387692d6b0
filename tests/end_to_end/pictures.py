"""Pictures of the playground for the README: `make pictures`, or `python -m tests.end_to_end.pictures`.

Needs Chromium, a Chinese font and one with emoji; Roboto makes Latin letters look as they do on most machines
(Debian: apt-get install chromium fonts-noto-cjk fonts-noto-color-emoji fonts-roboto-unhinted).
"""

import io
import sys
import tempfile
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Final, Literal

from PIL import Image
from playwright.sync_api import Browser, FilePayload, Locator, Page, ViewportSize, expect

from tests.end_to_end.page.browser import Reader, browser, playground

Scheme = Literal["light", "dark"]

FOLDER: Final = Path(__file__).parents[2] / "docs" / "images"
MOST_BYTES: Final = 300_000

_SCALE: Final = 2
_PHONE_WIDTH: Final = 500
_COLOURS: Final = (256, 128, 64)
_LOOKS_MS: Final = 8000
"""How long the bot looks for questions that an article answers, at most."""
_FUND: Final = "星湖科创投资基金总规模是多少？"
_MANUAL: Final = """云顶茶园采摘手册

云顶茶园的头采日定在3月21日，由制茶师傅罗青禾带队，只采一芽一叶。

当天采下的鲜叶要在4小时之内摊晾，摊晾厚度不超过3厘米。

头采茶每斤定价860元，只在茶园门口的小店出售，每人限购两斤。
"""
_NOTICE: Final = """<meta charset="utf-8"><title>云顶茶园头采通知</title>
<style>body { margin: 40px 56px; font: 22px/1.9 "Noto Serif CJK SC"; background: #f7f2e6; color: #2b2b2b; }
h1 { font-size: 30px; text-align: center; } p { text-indent: 2em; margin: 0 0 8px; }</style>
<h1>云顶茶园头采通知</h1>
<p>头采日定在3月21日，由制茶师傅罗青禾带队。</p>
<p>鲜叶要在4小时之内摊晾，厚度不超过3厘米。</p>
<p>头采茶每斤定价860元，每人限购两斤。</p>"""
_REGISTER: Final = "茶垄登记册\n\n" + "".join(
    f"第{row}号茶垄长{row % 37 + 20}米，种了{row % 11 + 3}行茶树，由第{row % 9 + 1}组照看。\n\n"
    for row in range(1, 20_000)
)


@dataclass(frozen=True, slots=True)
class Picture:
    """A picture.

    Attributes:
        name: Its file's, without scheme and suffix.
        size: The window.
        schemes: In which it is taken.
        scene: What leads to it; gives what is to be seen, None for all of the window.
        beside: Whether the panel beside the chat is open.
    """

    name: str
    size: ViewportSize
    schemes: tuple[Scheme, ...]
    scene: Callable[[Reader], Locator | None]
    beside: bool = False


def first_screen(reader: Reader) -> None:
    """The bot's chat as it is found."""
    expect(reader.page.locator(".questions")).to_be_visible()


def answer(reader: Reader) -> None:
    """An answer in private, after a question without one, and how it was found."""
    expect(reader.ask("白鹭湾跨江大桥由谁设计？")).to_contain_text("没有找到")
    expect(reader.ask(_FUND).locator(".key").first).to_be_visible()
    expect(reader.story.locator(".fused li").first).to_be_visible()


def explanation(reader: Reader) -> Locator:
    """How it was found, to the end."""
    answer(reader)
    return reader.page.locator("#explanation")


def group(reader: Reader) -> None:
    """A question in a group, and one more as a reply to its answer."""
    reader.enter(1)
    found = reader.ask(f"/ask {_FUND}")
    expect(reader.follow_up(found, "首期规模呢？").locator(".key").first).to_be_visible()


def inline(reader: Reader) -> None:
    """An answer that was chosen, and others to choose from while a question is typed."""
    reader.enter(1)
    first = reader.page.locator("#results [role=option]").first
    reader.draft.fill(f"@yuanwen_bot {_FUND}")
    expect(first).to_contain_text("30亿元")
    first.click()
    expect(reader.page.locator(".message.own")).to_contain_text("30亿元")
    reader.draft.fill("@yuanwen_bot 共享冷库可以存放多少吨蔬果")
    expect(first).to_contain_text("1800吨")


def upload(reader: Reader) -> None:
    """One document that has been read, the list of them, and another one under way."""
    send = reader.page.get_by_role("dialog").get_by_role("button", name="发送")
    reader.drop("采摘手册.txt", _MANUAL)
    send.click()
    expect(reader.reply_to("采摘手册.txt")).to_contain_text("已加入")
    reader.write("/docs")
    expect(reader.reply_to("/docs")).to_contain_text("采摘手册")
    reader.drop("茶垄登记册.txt", _REGISTER)
    send.click()
    expect(reader.reply_to("茶垄登记册.txt")).to_contain_text("正在")


def photo(reader: Reader) -> None:
    """A photo of a notice, and the answer to the question in its caption."""
    sheet = _sheet(reader)
    data = sheet.screenshot(type="jpeg", quality=80)
    answered = _send(reader, "采摘通知.jpg", "image/jpeg", data, "头采茶每斤定价多少元？")
    expect(answered.locator(".text > strong").first).to_have_text("860元")


def original(reader: Reader) -> None:
    """An answer from a PDF, and the page that it stands on."""
    data = _sheet(reader).pdf(width="170mm", height="100mm", print_background=True)
    answered = _send(reader, "采摘通知.pdf", "application/pdf", data, "头采日定在哪一天？")
    expect(answered).to_contain_text("3月21日")
    answered.get_by_role("button", name="看原页").click()
    expect(reader.page.locator(".message.other img").last).to_be_visible()


def _sheet(reader: Reader) -> Page:
    """A notice as a page of a browser."""
    opened = reader.page.context.browser
    assert opened is not None
    sheet = opened.new_page(viewport=ViewportSize(width=640, height=330), device_scale_factor=_SCALE)
    sheet.set_content(_NOTICE)
    return sheet


def _send(reader: Reader, name: str, kind: str, data: bytes, question: str) -> Locator:
    """Send a file with a question as its caption; gives the answer."""
    file = FilePayload(name=name, mimeType=kind, buffer=data)
    reader.page.locator("#file").set_input_files(file)
    reader.page.locator("#caption").fill(question)
    reader.page.get_by_role("dialog").get_by_role("button", name="发送").click()
    answered = reader.page.locator(".message.other", has=reader.page.locator(".key")).last
    expect(answered).to_be_visible(timeout=60_000)
    return answered


def phone(reader: Reader) -> None:
    """An answer on a phone, and what can be asked next: the bot looks for that once its article was asked."""
    expect(reader.ask(_FUND).locator(".key").first).to_be_visible()
    reader.page.wait_for_timeout(_LOOKS_MS)
    expect(reader.ask("星湖科创投资基金首期规模多少？").locator(".key", has_text="？").first).to_be_visible()


_DESKTOP: Final = ViewportSize(width=1280, height=800)
_WINDOW: Final = ViewportSize(width=960, height=760)

PICTURES: Final = (
    Picture("answer", _DESKTOP, ("light", "dark"), answer, beside=True),
    Picture(
        "explanation", ViewportSize(width=1280, height=1022), ("light", "dark"), explanation, beside=True
    ),
    Picture("first-screen", _WINDOW, ("light",), first_screen),
    Picture("group", ViewportSize(width=960, height=900), ("light",), group),
    Picture("inline", ViewportSize(width=960, height=900), ("dark",), inline),
    Picture("upload", _WINDOW, ("light",), upload),
    Picture("photo", ViewportSize(width=960, height=960), ("light",), photo),
    Picture("original", ViewportSize(width=960, height=840), ("dark",), original),
    Picture("phone", ViewportSize(width=390, height=780), ("light", "dark"), phone),
)


def take(picture: Picture, scheme: Scheme, opened: Browser) -> bytes:
    """A picture as PNG, from a playground of its own."""
    with tempfile.TemporaryDirectory() as home, playground(Path(home)) as address:
        on_phone = picture.size["width"] < _PHONE_WIDTH
        page = opened.new_page(
            viewport=picture.size,
            color_scheme=scheme,
            device_scale_factor=_SCALE,
            locale="zh-CN",
            timezone_id="Asia/Shanghai",
            reduced_motion="reduce",
            is_mobile=on_phone,
            has_touch=on_phone,
        )
        reader = Reader(page)
        reader.arrive(address)
        if not picture.beside:
            page.evaluate("document.getElementById('explanation').hidden = true")
        seen = picture.scene(reader)
        _rest(page)
        taken = (seen or page).screenshot()
        page.context.close()
        return taken


def small(png: bytes) -> bytes:
    """The same picture with as few colours as `MOST_BYTES` need.

    Raises:
        ValueError: It does not get small enough.
    """
    picture = Image.open(io.BytesIO(png)).convert("RGB")
    for colours in _COLOURS:
        out = io.BytesIO()
        reduced = picture.quantize(
            colours, method=Image.Quantize.MEDIANCUT, kmeans=2, dither=Image.Dither.NONE
        )
        reduced.save(out, "PNG", optimize=True)
        if len(out.getvalue()) <= MOST_BYTES:
            return out.getvalue()
    raise ValueError(f"The picture has {len(out.getvalue())} bytes even in {_COLOURS[-1]} colours.")


def _rest(page: Page) -> None:
    """Leave nothing pointed at, and wait until the page has drawn itself."""
    page.mouse.move(1, 1)
    page.evaluate("document.activeElement.blur()")
    page.evaluate("document.fonts.ready.then(() => new Promise((done) => setTimeout(done, 300)))")


def main(names: list[str]) -> None:
    """Take the pictures of these names, all by default."""
    FOLDER.mkdir(exist_ok=True)
    with browser() as opened:
        for picture in PICTURES:
            for scheme in picture.schemes:
                if names and picture.name not in names:
                    continue
                path = FOLDER / f"{picture.name}-{scheme}.png"
                path.write_bytes(small(take(picture, scheme, opened)))
                sys.stdout.write(f"{path.name}  {path.stat().st_size // 1000} kB\n")


if __name__ == "__main__":
    main(sys.argv[1:])
