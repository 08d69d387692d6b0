"""A browser, the playground it looks at, and what a person does in it."""

import os
import shutil
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final

from playwright.sync_api import Browser, Locator, Page, ViewportSize, expect, sync_playwright

MISSING: Final = (
    "There is no Chromium to look at the page with: install one (Debian: apt-get install chromium), "
    "so that `chromium`, `chromium-browser` or `google-chrome` is on the path."
)
"""Why nothing can be looked at where `chromium` finds none."""

DESKTOP: Final = ViewportSize(width=1360, height=860)
PHONE: Final = ViewportSize(width=390, height=844)

PRIVATE, GROUP, TOPIC = 0, 1, 3
"""Places of chats in the list."""

FUND: Final = "星湖科创投资基金总规模是多少？"
"""A question that the sample page answers."""
SIZE: Final = "规模是多少亿元？"
"""One that may have several answers."""

SECONDS: Final = 10.0
"""How long a person waits for anything."""

_NAMES: Final = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
# It is to talk to the playground and to nobody else.
_ARGUMENTS: Final = (
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-gpu",
    "--disable-quic",
    "--disable-sync",
    "--no-first-run",
)


def chromium() -> str | None:
    """Where there is a Chromium, or None."""
    return next(filter(None, map(shutil.which, _NAMES)), None)


@contextmanager
def browser() -> Iterator[Browser]:
    """That browser, without a window, for as long as a block runs.

    Raises:
        LookupError: There is none.
    """
    executable = chromium()
    if executable is None:
        raise LookupError(MISSING)
    with sync_playwright() as playwright:
        opened = playwright.chromium.launch(executable_path=executable, args=_ARGUMENTS)
        yield opened
        opened.close()


@contextmanager
def playground(home: Path, port: int = 0) -> Iterator[str]:
    """`yuanwen playground` over a home for as long as a block runs; gives its address.

    Args:
        home: A folder.
        port: Where the page is to be; 0 for any that is free.
    """
    options = ["--port", str(port), "--no-browser"]
    command = [sys.executable, "-m", "bot", "--home", str(home), "playground", *options]
    kept = {
        name: value for name, value in os.environ.items() if not name.startswith(("YUANWEN_", "TELEGRAM_"))
    }
    with subprocess.Popen(  # noqa: S603
        command,
        cwd=home,  # no .env of anybody's there
        env=kept,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
    ) as process:
        try:
            assert process.stdout
            said = process.stdout.readline()
            address = next((word for word in said.split() if word.startswith("http://")), None)
            if address is None:
                raise LookupError(f"The playground says no address, but {said!r}.")
            yield address
        finally:
            process.send_signal(signal.SIGTERM)
            process.wait(SECONDS)


class Reader:
    """Somebody at the page.

    Args:
        page: What they see.
    """

    def __init__(self, page: Page) -> None:
        self.page = page
        self.draft = page.locator("#draft")
        self.log = page.locator("#log")
        self.story = page.locator("#story")

    def arrive(self, address: str) -> None:
        """Open the page and wait until the bot answers."""
        self.page.goto(address)
        expect(self.page.locator("#chats button")).to_have_count(4)
        expect(self.page.locator("#notice")).to_be_hidden(timeout=30_000)

    def enter(self, place: int) -> None:
        """Open a chat of the list, from 0."""
        self.page.locator("#chats button").nth(place).click()

    def write(self, text: str) -> None:
        """Type a message and send it."""
        self.draft.fill(text)
        self.draft.press("Enter")

    def ask(self, question: str) -> Locator:
        """Send a question; gives the bot's reply to it."""
        self.write(question)
        return self.reply_to(question)

    def reply_to(self, text: str) -> Locator:
        """The newest reply to a message of this text."""
        quote = self.page.locator(".reply", has_text=text)
        reply = self.page.locator(".message.other", has=quote).last
        expect(reply).to_be_visible()
        return reply

    def follow_up(self, message: Locator, text: str) -> Locator:
        """Reply to a message; gives the bot's reply to that."""
        message.hover()
        message.locator(".tools button").first.click()
        return self.ask(text)

    def drop(self, name: str, content: str) -> None:
        """Drag a file onto the chat and let go."""
        self.page.evaluate(
            """([name, content]) => {
                const dataTransfer = new DataTransfer();
                dataTransfer.items.add(new File([content], name, { type: 'text/plain' }));
                const place = document.getElementById('log');
                const details = { dataTransfer, bubbles: true, cancelable: true };
                for (const type of ['dragenter', 'dragover', 'drop']) {
                    place.dispatchEvent(new DragEvent(type, details));
                }
            }""",
            [name, content],
        )
