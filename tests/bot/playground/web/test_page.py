"""The files of the page, without a browser: their texts, imports and addresses."""

import json
import re
from importlib.resources import files
from pathlib import Path

import pytest

PAGE = Path(str(files("bot.playground.web") / "static"))
LANGUAGES = ("zh-hans", "zh-hant", "en")

_PLACEHOLDER = re.compile(r"\{\w+\}")
_TRANSLATED = re.compile(
    r"""\btranslate\(\s*(?:\w+ \? )?'([\w-]+)'(?: : '([\w-]+)')?|data-(?:text|label)="([\w-]+)\""""
)
_FETCHED = re.compile(r"""["'`(](/static/[\w./-]+)""")
_IMPORTED = re.compile(r"""from '(\.{1,2}/[\w./-]+)'""")


def translations(language: str) -> dict[str, str]:
    content: dict[str, str] = json.loads(
        (PAGE / "translations" / f"{language}.json").read_text(encoding="utf-8")
    )
    return content


def sources(*suffixes: str) -> list[tuple[Path, str]]:
    paths = sorted(path for path in PAGE.rglob("*") if path.suffix in suffixes)
    return [(path, path.read_text(encoding="utf-8")) for path in paths]


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_language_has_the_same_texts_with_the_same_placeholders(language: str) -> None:
    model, own = translations("en"), translations(language)
    assert own.keys() == model.keys()
    for key, phrase in own.items():
        assert set(_PLACEHOLDER.findall(phrase)) == set(_PLACEHOLDER.findall(model[key])), key


def test_all_texts_that_are_used_exist() -> None:
    used = {
        key
        for _, text in sources(".js", ".html")
        for found in _TRANSLATED.findall(text)
        for key in found
        if key
    }
    assert len(used) > 50
    assert used <= translations("en").keys()


def test_all_texts_are_used() -> None:
    text = "".join(text for _, text in sources(".js", ".html"))
    unused = [
        key
        for key in translations("en")
        if not key.startswith(("step-", "denied-")) and not re.search(rf"""['"]{re.escape(key)}['"]""", text)
    ]
    assert unused == []


def test_what_the_server_denies_by_name_is_said_in_every_language() -> None:
    code = "".join(path.read_text(encoding="utf-8") for path in PAGE.parent.glob("*.py"))
    names = {f"denied-{name}" for name in re.findall(r'Denial\([^)]*, name="([\w-]+)"', code)}
    assert names == {key for key in translations("en") if key.startswith("denied-")}


def test_all_that_is_fetched_and_imported_is_there() -> None:
    for source, text in sources(".js", ".html", ".css"):
        for path in _FETCHED.findall(text):
            if not path.endswith("/"):
                assert (PAGE / path.removeprefix("/static/")).is_file(), f"{source}: {path}"
        for module in _IMPORTED.findall(text):
            assert (source.parent / module).is_file(), f"{source}: {module}"


def test_icons_that_are_used_are_drawn() -> None:
    drawn = set(
        re.findall(r'<symbol id="([\w-]+)"', (PAGE / "art" / "icons.svg").read_text(encoding="utf-8"))
    )
    used = {
        name
        for _, text in sources(".js", ".html")
        for name in re.findall(r"icons\.svg#([\w-]+)|\bicon\('([\w-]+)'|\biconButton\(\s*'([\w-]+)'", text)
        for name in name
        if name
    }
    assert len(used) > 10
    assert used <= drawn


def test_nothing_comes_from_elsewhere_and_nothing_is_inline() -> None:
    for name, text in sources(".js", ".html", ".css", ".svg"):
        foreign = re.sub(r"http://www\.w3\.org/\S+|https://\$\{text\}", "", text)
        assert not re.search(r"(?:https?:)?//[a-z0-9-]+\.[a-z]", foreign), name
    page = (PAGE / "index.html").read_text(encoding="utf-8")
    assert not re.search(r"<script(?![^>]*\bsrc=)", page)
    assert not re.search(r"<style|\sstyle=|\son\w+=", page)
    assert 'name="playground-key" content=""' in page
