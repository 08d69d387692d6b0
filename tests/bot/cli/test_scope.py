"""`ask --in` and `/in` of the chat keep questions to a document."""

import io
import json
from pathlib import Path

import pytest
from rich.console import Console

from bot.cli.chat import Conversation
from retrieval.followup import FOLLOWS_WITHIN_S
from tests.bot.cli.terminal import Terminal
from tests.conftest import OpenEngine

BUYING = "采购合同\n\n合同总价为八十万元。逾期交货的违约金为每日千分之三。\n"
RENT = "房屋租赁合同\n\n租金为每月六千元。逾期付租的违约金为每日千分之五。\n"
FINE = "违约金是多少？"


@pytest.fixture
def contracts(terminal: Terminal) -> Terminal:
    terminal.write("文件/采购.txt", BUYING)
    terminal.write("文件/租房.txt", RENT)
    assert terminal.run("add", "文件").returncode == 0
    return terminal


def test_ask_in_a_document(contracts: Terminal) -> None:
    said = contracts.run("ask", "--in", "租賃合同", FINE).stdout
    assert said.startswith("Only in 《房屋租赁合同》\n")
    assert "每日千分之五" in said
    content = json.loads(contracts.run("ask", "--in", "采购", "--json", FINE).stdout)
    assert list(content) == ["question", "answer", "confidence", "band", "answers", "took_ms"]
    assert {answer["source"] for answer in content["answers"]} == {"采购.txt"}
    both = json.loads(contracts.run("ask", "--in", "采购", "--in", "租房", "--json", FINE).stdout)
    assert {answer["source"] for answer in both["answers"]} == {"采购.txt", "租房.txt"}


def test_a_name_of_none_or_of_several_is_an_error(contracts: Terminal) -> None:
    several = contracts.run("ask", "--in", "合同", FINE)
    assert (several.returncode, several.stdout) == (1, "")
    assert "采购.txt" in several.stderr
    assert "租房.txt" in several.stderr
    none = contracts.run("ask", "--in", "采购合约", FINE)
    assert none.returncode == 1
    assert "The nearest: 采购.txt" in none.stderr


def test_chat_is_kept_to_a_document_until_in_again(contracts: Terminal) -> None:
    said = contracts.run(
        "--language", "zh", "chat", stdin=f"/in 租赁合同\n{FINE}\n/in\n/in 合同\n/in 采购合约\n"
    ).stdout
    kept, *answered = said.split("接下来只在《房屋租赁合同》里找")[1].split("\n\n")
    assert "恢复" in kept
    assert "每日千分之五" in answered[0]
    assert "在所有文档里找。" in answered[1]
    assert "采购.txt" in answered[2]
    assert "没有叫这个名字的文档。最接近的是：" in answered[3]


@pytest.mark.usefixtures("chinese")
def test_a_fragment_follows_up_for_ten_minutes_and_a_whole_question_never(
    tmp_path: Path, open_engine: OpenEngine
) -> None:
    engine, printed, now = open_engine(tmp_path / "home"), io.StringIO(), [0.0]
    conversation = Conversation(engine, Console(file=printed, width=100), lambda: now[0])
    conversation.take("星湖科创投资基金总规模是多少？")
    now[0] += FOLLOWS_WITHIN_S - 1
    conversation.take("首期呢？")
    assert "理解为：星湖科创投资基金首期规模是多少" in printed.getvalue()
    conversation.take("校长是谁？")
    now[0] += FOLLOWS_WITHIN_S + 1
    conversation.take("副校长呢？")
    assert printed.getvalue().count("理解为") == 1
    engine.close()


@pytest.mark.usefixtures("chinese")
def test_who_it_is_and_greetings_are_answered_without_a_search(
    tmp_path: Path, open_engine: OpenEngine
) -> None:
    engine, printed = open_engine(tmp_path / "home"), io.StringIO()
    conversation = Conversation(engine, Console(file=printed, width=100))
    for said in ("你好", "你是谁？", "有哪些资料？"):
        conversation.take(said)
    assert printed.getvalue().count("现在能问 1 份文档：") == 2
    assert "最接近" not in printed.getvalue()
    engine.close()


@pytest.mark.usefixtures("chinese")
def test_words_behind_a_slash_are_commands_and_never_questions(
    tmp_path: Path, open_engine: OpenEngine
) -> None:
    engine, printed = open_engine(tmp_path / "home"), io.StringIO()
    conversation = Conversation(engine, Console(file=printed, width=100))
    for said in ("/help", "/stats", "/docs"):
        conversation.take(said)
    said = printed.getvalue()
    assert said.count("/in 名称") == 2
    assert said.count("没有这个命令") == 1
    assert "现在能问 1 份文档：" in said
    assert "最接近" not in said
    engine.close()


@pytest.mark.usefixtures("chinese")
def test_two_questions_of_a_line_are_both_answered(tmp_path: Path, open_engine: OpenEngine) -> None:
    engine, printed = open_engine(tmp_path / "home"), io.StringIO()
    Conversation(engine, Console(file=printed, width=100)).take("基金总规模是多少？首期规模呢？")
    assert printed.getvalue().index("30亿元") < printed.getvalue().rindex("8亿元")
    assert "理解为：基金首期规模是多少" in printed.getvalue()
    engine.close()


@pytest.mark.usefixtures("chinese")
def test_a_document_that_is_gone_is_told_and_lifted(tmp_path: Path, open_engine: OpenEngine) -> None:
    engine, printed = open_engine(tmp_path / "home"), io.StringIO()
    conversation = Conversation(engine, Console(file=printed, width=100))
    conversation.take("/in 园区周报")
    (name,) = engine.names()
    engine.store.remove([name.id])
    conversation.take("基金总规模是多少？")
    assert "已经不在了" in printed.getvalue()
    assert "没有找到" in printed.getvalue()
    engine.close()


@pytest.fixture
def notices(terminal: Terminal) -> Terminal:
    for year, place in ((2023, "白石山"), (2024, "青石湖")):
        terminal.write(
            f"通知/{year}.txt", f"团建通知\n\n{year}年3月5日\n\n团建地点定在{place}，费用由工会承担。\n"
        )
    terminal.write("合同/采购.txt", BUYING)
    assert terminal.run("add", "通知", "合同").returncode == 0
    return terminal


_SLOW = (
    pytest.param(date, marks=pytest.mark.slow) for date in ("2023-03", "2023-03-05", "2023年3月", "２０２３")
)


@pytest.mark.parametrize("date", ["2023", "2023年3月5日", *_SLOW])
def test_ask_within_dates(notices: Terminal, date: str) -> None:
    asked = notices.run("ask", "--json", "--until", date, "团建地点在哪")
    content = json.loads(asked.stdout)
    assert (content["answer"], content["since"]) == ("白石山", None)
    assert content["until"].startswith("2023-")
    later = json.loads(notices.run("ask", "--json", "--since", "2023-03-06", "团建地点在哪").stdout)
    assert (later["answer"], later["since"], later["until"]) == ("青石湖", "2023-03-06", None)


def test_nothing_within_the_dates_says_which(notices: Terminal) -> None:
    said = notices.run(
        "--language", "zh", "ask", "--since", "2019", "--until", "2020-06", "团建地点在哪"
    ).stdout
    assert said.splitlines()[:2] == ["只在2019年1月1日至2020年6月30日发布的文档里找", "没有找到"]
    assert "不限时间" in said


@pytest.mark.parametrize(
    ("options", "told"),
    [
        (["--since", "去年"], "去年 is no date"),
        (["--until", "2024-13"], "2024-13 is no date"),
        (["--since", "2024-02-30"], "2024-02-30 is no date"),
        (["--since", "2024", "--until", "2023"], "is after"),
    ],
)
def test_what_is_no_date_is_an_error(terminal: Terminal, options: list[str], told: str) -> None:
    asked = terminal.run("ask", *options, "团建地点在哪")
    assert (asked.returncode, asked.stdout) == (2, "")
    assert told in asked.stderr


def test_ask_in_sources(notices: Terminal) -> None:
    def sources(*options: str) -> set[str]:
        asked = notices.run("ask", "--json", *options, "团建地点和违约金是多少")
        return {answer["source"] for answer in json.loads(asked.stdout)["answers"]}

    assert sources("--source", "采购.txt") == {"采购.txt"}
    assert sources("--source", "202*.txt") <= {"2023.txt", "2024.txt"}
    assert sources("--source", "2023", "--in", "2023.txt") <= {"2023.txt"}
    none = notices.run("ask", "--source", "没有.txt", "团建地点在哪")
    assert none.returncode == 1
    assert "没有.txt" in none.stderr
