"""The files of phrases agree with each other, and with the code that says them."""

import ast
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path

import pytest
from fluent.runtime import FluentResource
from fluent.syntax import FluentSerializer
from fluent.syntax.ast import BaseComment, Message, MessageReference, TextElement, VariableReference
from fluent.syntax.visitor import Visitor
from opencc import OpenCC

from bot.playground.protocol.html import parse_html
from bot.telegram.messages.translations import LOCALES, Language, Translator, Value

BOT = Path(__file__).parents[4] / "bot"

ELSEWHERE = {
    "文檔": "文件",
    "文本": "文字",
    "搜索": "搜尋",
    "信息": "訊息",
    "消息": "訊息",
    "群裡": "群組",
    "發送": "傳送",
    "回復": "回覆",
    "保存": "儲存",
    "默認": "預設",
    "設置": "設定",
    "上載": "上傳",
    "支持": "支援",
    "質量": "品質",
    "軟件": "軟體",
    "程序": "程式",
    "網絡": "網路",
    "數據": "資料",
    "用戶": "使用者",
    "視頻": "影片",
    "鏈接": "連結",
    "添加": "加入",
    "私聊": "私訊",
    "屏幕": "螢幕",
    "賬號": "帳號",
}
"""Words of the mainland in traditional script, with what is said in Taiwan."""


@dataclass(frozen=True)
class Use:
    """A place in the code where a phrase is said."""

    where: str
    method: str
    phrases: tuple[str, ...]
    values: frozenset[str]


class Parts(Visitor):
    """Variables, references and text within a phrase."""

    def __init__(self) -> None:
        self.variables: set[str] = set()
        self.references: set[str] = set()
        self.text = ""

    def visit_VariableReference(self, node: VariableReference) -> None:  # noqa: N802
        self.variables.add(node.id.name)

    def visit_MessageReference(self, node: MessageReference) -> None:  # noqa: N802
        self.references.add(node.id.name)

    def visit_TextElement(self, node: TextElement) -> None:  # noqa: N802
        self.text += node.value


def source(language: Language) -> str:
    return (LOCALES / f"{language}.ftl").read_text(encoding="utf-8")


@cache
def phrases(language: Language) -> dict[str, Parts]:
    found = {}
    for entry in FluentResource(source(language)).body:
        if isinstance(entry, Message):
            found[entry.id.name] = parts = Parts()
            parts.visit(entry)
    return found


def variables(language: Language, phrase: str) -> set[str]:
    """The values a phrase takes, those of the phrases within it included."""
    parts = phrases(language)[phrase]
    return parts.variables.union(*(variables(language, inner) for inner in parts.references))


def uses() -> Iterator[Use]:
    """Every `….say(…)` and `….plain(…)` of a voice in the code."""
    for file in sorted(BOT.rglob("*.py")):
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
            if not isinstance(node, ast.Call) or not isinstance(node.func, ast.Attribute):
                continue
            if node.func.attr in {"say", "plain"} and "translator" in ast.unparse(node.func.value).lower():
                where = f"{file.relative_to(BOT)}:{node.lineno}"
                given = frozenset(str(keyword.arg) for keyword in node.keywords)
                yield Use(where, node.func.attr, tuple(written_out(node.args[0])), given)


def written_out(argument: ast.expr) -> Iterator[str]:
    """The phrases that an argument may name; nothing where that is not to be seen."""
    if isinstance(argument, ast.IfExp):
        yield from written_out(argument.body)
        yield from written_out(argument.orelse)
    elif isinstance(argument, ast.Constant):
        yield str(argument.value)


@pytest.mark.parametrize("language", Language)
def test_a_file_is_read_entirely_and_says_nothing_twice(language: Language) -> None:
    entries = FluentResource(source(language)).body
    strange = [entry for entry in entries if not isinstance(entry, Message | BaseComment)]
    assert [FluentSerializer().serialize_entry(entry) for entry in strange] == []
    names = Counter(entry.id.name for entry in entries if isinstance(entry, Message))
    assert [name for name, count in names.items() if count > 1] == []


def test_there_is_a_file_for_each_language_and_no_other() -> None:
    assert {file.name for file in LOCALES.iterdir()} == {f"{language}.ftl" for language in Language}


@pytest.mark.parametrize("language", Language)
def test_all_languages_have_the_same_phrases_in_the_same_order(language: Language) -> None:
    assert list(phrases(language)) == list(phrases(Language.SIMPLIFIED))


@pytest.mark.parametrize("language", Language)
def test_all_languages_take_the_same_values(language: Language) -> None:
    for phrase in phrases(language):
        assert variables(language, phrase) == variables(Language.SIMPLIFIED, phrase), phrase


def test_every_phrase_in_the_code_is_written_out_and_exists_with_its_values() -> None:
    wrong = [
        use
        for use in uses()
        if not use.phrases
        or any(
            phrase not in phrases(language) or variables(language, phrase) != use.values
            for phrase in use.phrases
            for language in Language
        )
    ]
    assert wrong == []


def test_no_phrase_is_left_over() -> None:
    said = {phrase for use in uses() for phrase in use.phrases}
    for language in Language:
        within = {inner for parts in phrases(language).values() for inner in parts.references}
        assert set(phrases(language)) - said - within == set()


@pytest.mark.parametrize("language", Language)
def test_telegram_takes_every_phrase_and_plain_ones_have_no_markup(language: Language) -> None:
    examples: dict[str, Value] = {"day": date(2024, 6, 18), "page": 3, "count": 30}
    for use in uses():
        values = {name: examples.get(name, "<'" * 5000) for name in use.values}
        for phrase in use.phrases:
            translator = Translator(language)
            assert parse_html(translator.say(phrase, **values)).text.strip()
            if use.method == "plain":
                plain = translator.plain(phrase, **{name: examples.get(name, "x") for name in use.values})
                assert parse_html(plain).text == plain
                assert parse_html(plain).entities == ()


def test_each_chinese_is_in_its_own_script() -> None:
    for language, conversion in ((Language.SIMPLIFIED, "t2s"), (Language.TRADITIONAL, "s2tw")):
        converter = OpenCC(conversion)
        texts = [parts.text for parts in phrases(language).values()]
        assert [text for text in texts if converter.convert(text) != text] == []


def test_traditional_chinese_uses_the_words_of_its_readers() -> None:
    text = "\n".join(parts.text for parts in phrases(Language.TRADITIONAL).values())
    assert {word: said for word, said in ELSEWHERE.items() if word in text} == {}
