"""`yuanwen ask --page-image`: the page that the answer stands on, as a picture."""

import json

import pytest

from tests.bot.cli.terminal import Terminal
from tests.retrieval.ingestion.pdf.sheets import Sheet, pdf
from tests.retrieval.ingestion.rendering.marks import marked_box

QUESTION = "违约金是多少？"
FIRST = Sheet().lines(72, 700, ["设备租赁合同", "", "第一条　租期为三年，自交付之日起计算。"])
SECOND = Sheet().lines(72, 700, ["第二条　逾期归还的，违约金为每日八百元。"])


@pytest.fixture
def with_contract(terminal: Terminal) -> Terminal:
    (terminal.folder / "合同.pdf").write_bytes(pdf(FIRST, SECOND))
    assert terminal.run("add", "合同.pdf").returncode == 0
    return terminal


def test_the_page_is_written_with_the_words_marked(with_contract: Terminal) -> None:
    done = with_contract.run("ask", QUESTION, "--json", "--page-image", "页.png")
    assert (done.returncode, json.loads(done.stdout)["answers"][0]["page"]) == (0, 2)
    assert "页.png: page 2 of 合同.pdf." in done.stderr
    left, top, right, bottom = marked_box((with_contract.folder / "页.png").read_bytes()) or (0, 0, 0, 0)
    assert top < 1 - 703 / 842 < bottom
    assert (72 + 12 * 12) / 595 < right < (72 + 12 * 21) / 595
    assert left > (72 + 12 * 12) / 595


def test_why_there_is_no_page_is_told(with_contract: Terminal) -> None:
    file = with_contract.folder / "合同.pdf"
    file.write_bytes(pdf(FIRST, SECOND, Sheet()))
    changed = with_contract.run("ask", QUESTION, "--page-image", "页.png")
    assert changed.returncode == 1
    assert "合同.pdf has changed since it was added" in changed.stderr
    file.unlink()
    gone = with_contract.run("ask", QUESTION, "--page-image", "页.png")
    assert gone.returncode == 1
    assert "合同.pdf is gone" in gone.stderr
    assert not (with_contract.folder / "页.png").exists()


def test_only_an_answer_from_a_file_with_pages_has_one(terminal: Terminal) -> None:
    text = terminal.run("ask", "星湖科创投资基金总规模是多少？", "--page-image", "页.png")
    assert (text.returncode, "no pages that can be shown" in text.stderr) == (1, True)
    nothing = terminal.run("ask", "昨天谁赢了决赛？", "--page-image", "页.png")
    assert (nothing.returncode, "There is no answer" in nothing.stderr) == (0, True)
    assert terminal.run("ask", "--page-image", "页.png").returncode == 2
