"""The language that the command line speaks."""

import json

import pytest

from bot.cli.language import preferred, say, speak
from bot.cli.language.failures import failed, said
from bot.phrases import Language
from embeddings import YuanwenError
from retrieval.errors import DocumentError, OriginalError, Unreadable, Unshown
from tests.bot.cli.terminal import Terminal

TEXT = "青石桥重新开放\n\n青石桥在停工两年之后于5月1日重新开放，修缮共花费三百二十万元。\n"


@pytest.mark.parametrize(
    ("environment", "language"),
    [
        ({}, "en"),
        ({"LANG": "C.UTF-8"}, "en"),
        ({"LANG": "POSIX"}, "en"),
        ({"LANG": "en_GB.UTF-8"}, "en"),
        ({"LANG": "de_DE@euro"}, "en"),
        ({"LANG": "zh_CN.UTF-8"}, "zh-Hans"),
        ({"LANG": "zh_SG"}, "zh-Hans"),
        ({"LANG": "zh_TW.UTF-8"}, "zh-Hant"),
        ({"LANG": "zh_HK.big5hkscs"}, "zh-Hant"),
        ({"LANG": "zh_CN.UTF-8", "LC_MESSAGES": "en_US.UTF-8"}, "en"),
        ({"LANG": "en_US.UTF-8", "LC_ALL": "zh_TW", "LC_MESSAGES": "C"}, "zh-Hant"),
        ({"LANG": "zh_CN.UTF-8", "LC_ALL": ""}, "zh-Hans"),
    ],
)
def test_the_locale_decides(environment: dict[str, str], language: str) -> None:
    assert preferred(environment) == language


def test_an_option_comes_before_the_locale(terminal: Terminal) -> None:
    for language, usage in (("zh", "用法："), ("zh-Hant", "用法："), ("en", "Usage:")):
        shown = terminal.start("--language", language, "--help", LC_ALL="zh_CN.UTF-8").stdout
        assert usage in shown
    assert "用法：" in terminal.start("ask", "--help", LC_ALL="zh_CN.UTF-8").stdout


def test_a_home_is_used_in_chinese(terminal: Terminal) -> None:
    chinese = ("--language", "zh")
    terminal.write("桥.txt", TEXT)
    terminal.write("空.txt", "")
    added = terminal.run(*chinese, "add", "桥.txt", "空.txt")
    assert added.stdout.splitlines() == [
        "added     桥.txt: 1 段",
        "failed    空.txt: 里面没有可以用来回答的文字。",
    ]
    assert "都有存储的全部 1 段" in terminal.run(*chinese, "doctor").stdout
    assert terminal.run(*chinese, "list").stdout.split()[:2] == ["集合", "来源"]
    assert terminal.run(*chinese, "ask", "火星上有水吗").stdout.splitlines()[0] == "没有找到"
    chatted = terminal.run("--language", "zh-Hant", "chat", stdin="青石桥修缮花费了多少？\n").stdout
    assert chatted.startswith("原文 在 1 份文件裡找答案：《青石桥重新开放》")
    assert "再見。" in chatted


def test_a_kind_that_can_be_saved_as_another_is_told_as_which(terminal: Terminal) -> None:
    ways_out = {".docx": "doc wps", ".xlsx": "et", ".pptx": "ppt dps", ".jpg": "heic", ".png": "gif"}
    for instead, suffixes in ways_out.items():
        for suffix in suffixes.split():
            terminal.write(f"旧.{suffix}", "旧")
            told = terminal.run("--language", "zh", "add", f"旧.{suffix}").stdout
            assert told == f"failed    旧.{suffix}: 这种文件读不了；请另存为 {instead}。\n"


def test_chat_breaks_no_line_where_no_terminal_is(terminal: Terminal) -> None:
    terminal.write("长.txt", f"{'关于青石桥修缮工程的' * 8}通知\n\n{TEXT}")
    terminal.run("add", "长.txt")
    said = terminal.run("--language", "zh", "chat", stdin="你是谁\n").stdout
    assert said.startswith("原文 在 1 份文档里找答案：《")
    assert "》" in said.split("\n")[0]
    assert "从你的文档里找出能回答问题的原话，连同出处一起给你；找不到就说没有找到。" in said
    assert "您" not in said


def test_a_faq_without_questions_says_so(terminal: Terminal) -> None:
    assert terminal.run("--language", "zh", "faq", "list").stdout.startswith("还没有常见问题。")


def test_english_keeps_the_words_for_no_answer(terminal: Terminal) -> None:
    assert terminal.run("ask", "火星上有水吗").stdout.startswith("没有找到 · No answer found\n")


def test_json_is_the_same_in_all_languages(terminal: Terminal) -> None:
    terminal.write("空.txt", "")
    outputs = {terminal.run("--language", code, "add", "空.txt", "--json").stdout for code in ("zh", "en")}
    (output,) = outputs
    assert json.loads(output)[0]["reason"].isascii()


@pytest.mark.parametrize(
    ("arguments", "line"),
    [
        (["ask", " "], "错误：问题是空的。请把问题写在命令后面，加上引号。 用法见 `yuanwen ask --help`。"),
        (["add"], "错误：缺少 PATH...。 用法见 `yuanwen add --help`。"),
        (["foo"], "错误：没有 foo 这个命令。 用法见 `yuanwen --help`。"),
        (["faq", "lst"], "错误：没有 lst 这个命令。 用法见 `yuanwen faq --help`。"),
        (["list", "--all"], "错误：没有 --all 这个选项。 用法见 `yuanwen list --help`。"),
    ],
)
def test_mistakes_are_told_in_chinese(terminal: Terminal, arguments: list[str], line: str) -> None:
    done = terminal.run("--language", "zh", *arguments)
    assert (done.returncode, done.stderr) == (2, f"{line}\n")


def test_an_error_of_a_reason_is_told_in_chinese_and_in_english_in_its_own_words() -> None:
    locked = DocumentError("The file is locked.", Unreadable.LOCKED)
    assert failed(locked) == "Error: The file is locked."
    speak(Language.TRADITIONAL)
    assert failed(locked) == "錯誤：有密碼保護；請移除密碼後再加入。"
    assert "原檔" in said(OriginalError("It is gone.", Unshown.GONE))
    assert said(YuanwenError("Something else.")) == "Something else."


@pytest.mark.parametrize(
    ("arguments", "line"),
    [
        (["remove", "没有.txt"], "错误：没有叫“没有.txt”的文档。`yuanwen list` 会列出名字。"),
        (
            ["ask", "--in", "没有的", "问"],
            "错误：没有叫“没有的”的文档，最接近的是 园区周报.txt。`yuanwen list` 会列出名字。",
        ),
        (["ask", "-c", "别的", "问"], "错误：没有“别的”这个集合；已有的集合：sample。"),
        (["eval", "没有.json"], "错误：没有.json 无法读取：No such file or directory。请检查路径。"),
        (["restore", "没有.zip"], "错误：没有.zip 无法读取：No such file or directory。请检查路径。"),
    ],
)
def test_errors_with_a_phrase_are_told_in_chinese(
    terminal: Terminal, arguments: list[str], line: str
) -> None:
    done = terminal.run("--language", "zh", *arguments)
    assert (done.returncode, done.stderr) == (1, f"{line}\n")


def test_long_values_do_not_break_a_phrase() -> None:
    assert len(say("add-gone", source="长" * 5000)) < 1200
