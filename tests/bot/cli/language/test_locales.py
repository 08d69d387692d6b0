"""The phrases of the command line agree with each other, and with the code that says them."""

import ast
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from fluent.runtime import FluentResource
from fluent.syntax.ast import BaseComment, Message
from opencc import OpenCC
from typer import Context
from typer.main import get_command

from bot.cli.app import app
from bot.cli.language import LOCALES, PHRASES
from bot.phrases import Language
from retrieval.errors import Unfetched, Unreadable, Unshown
from tests.bot.telegram.messages.test_locales import ELSEWHERE, Parts

ROOT = Path(__file__).parents[4]
CODE = ROOT / "bot" / "cli"
CHINESE = (Language.SIMPLIFIED, Language.TRADITIONAL)
REASONS = {
    f"{kind.__name__}-{reason.name}".lower().replace("_", "-")
    for kind in (Unfetched, Unreadable, Unshown)
    for reason in kind
}


def phrases(language: Language) -> dict[str, Parts]:
    found = {}
    for entry in FluentResource((LOCALES / f"{language}.ftl").read_text(encoding="utf-8")).body:
        assert isinstance(entry, Message | BaseComment)
        if isinstance(entry, Message):
            assert entry.id.name not in found
            found[entry.id.name] = parts = Parts()
            parts.visit(entry)
    return found


def uses() -> Iterator[tuple[str, frozenset[str]]]:
    """Every phrase that the code says by its name, with the values it gives."""
    for file in sorted(CODE.rglob("*.py")):
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
            if not isinstance(node, ast.Call) or not isinstance(node.func, ast.Name) or node.func.id != "say":
                continue
            if isinstance(node.args[0], ast.Constant):
                yield str(node.args[0].value), frozenset(str(keyword.arg) for keyword in node.keywords)


@cache
def sentences() -> dict[str, set[str]]:
    """The phrase of every sentence of an error that has a name, with the values in it."""
    found = {}
    for package in ("bot", "retrieval", "embeddings"):
        for file in sorted((ROOT / package).rglob("*.py")):
            for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
                if not isinstance(node, ast.Call) or not isinstance(node.func, ast.Attribute):
                    continue
                if node.func.attr == "phrased" and isinstance(node.args[0], ast.Constant):
                    name = str(node.args[0].value)
                    found[f"failure-{name}"] = {str(keyword.arg) for keyword in node.keywords}
    return found


def helps(command: Any, name: str = "") -> Iterator[str]:
    """Every phrase that `--help` shows of a command and of those below it."""
    yield f"help-{name}" if name else "help-yuanwen"
    for parameter in command.get_params(Context(command)):
        own, shared = f"help-{name}-{parameter.name}", f"help-{parameter.name}"
        yield next(phrase.replace("_", "-") for phrase in (own, shared) if has(phrase.replace("_", "-")))
    for below, inner in getattr(command, "commands", {}).items():
        yield from helps(inner, f"{name}-{below}".strip("-"))


def has(phrase: str) -> bool:
    return PHRASES.has(Language.ENGLISH, phrase)


def test_there_is_a_file_for_each_language_and_no_other() -> None:
    assert {file.name for file in LOCALES.iterdir()} == {f"{language}.ftl" for language in Language}


@pytest.mark.parametrize("language", CHINESE)
def test_all_languages_have_the_same_phrases_with_the_same_values(language: Language) -> None:
    told, english, errors = phrases(language), phrases(Language.ENGLISH), REASONS | sentences().keys()
    assert [phrase for phrase in told if phrase not in errors] == list(english)
    assert {name: told[name].variables for name in english} == {n: p.variables for n, p in english.items()}


@pytest.mark.parametrize("language", CHINESE)
def test_every_reason_of_an_error_is_told_in_chinese(language: Language) -> None:
    assert set(phrases(language)) >= REASONS


@pytest.mark.parametrize("language", CHINESE)
def test_every_error_with_a_phrase_is_told_in_chinese_with_its_values(language: Language) -> None:
    told, wanted = phrases(language), sentences()
    assert len(wanted) > 10
    assert {name: told[name].variables for name in told if name.startswith("failure-")} == wanted


def test_every_phrase_is_said_with_its_values_and_none_is_left_over() -> None:
    english, said = phrases(Language.ENGLISH), dict(uses())
    assert [name for name in said if name not in english] == []
    assert {name: frozenset(english[name].variables) for name in said} == said
    shown = set(helps(get_command(app)))
    assert set(english) - set(said) == shown


def test_each_chinese_is_in_its_own_script_and_words() -> None:
    for language, conversion in zip(CHINESE, ("t2s", "s2tw"), strict=True):
        converter = OpenCC(conversion)
        texts = [parts.text for parts in phrases(language).values()]
        assert [text for text in texts if converter.convert(text) != text] == []
    traditional = "\n".join(parts.text for parts in phrases(Language.TRADITIONAL).values())
    assert {word: said for word, said in ELSEWHERE.items() if word in traditional} == {}
