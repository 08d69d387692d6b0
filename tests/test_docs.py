"""What the documents say of the project is there."""

import re
from pathlib import Path

import pytest

from bot.cli.language import PHRASES
from bot.phrases import Language
from retrieval.ingestion.loaders import SUFFIXES

ROOT = Path(__file__).parents[1]
PAGES = sorted(
    page
    for pattern in ("*.md", "docs/**/*.md", "retrieval/**/*.md", "embeddings/**/*.md")
    for page in ROOT.glob(pattern)
)


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(ROOT)))
def test_relative_links_lead_somewhere(page: Path) -> None:
    links = re.findall(r"\]\(([^)#\s]+)[^)]*\)", page.read_text(encoding="utf-8"))
    missing = [link for link in links if "://" not in link and not (page.parent / link).exists()]
    assert missing == []


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(ROOT)))
def test_nothing_of_a_merge_is_left_undecided(page: Path) -> None:
    assert not re.search(r"^(?:<{7}|>{7}) ", page.read_text(encoding="utf-8"), re.M)


TRANSLATED = ("cli", "formats", "models", "operations", "playground", "settings", "telegram")
NAMES = {
    "settings": r"\b(?:YUANWEN|TELEGRAM)_[A-Z_]+\b",
    "options": r"(?<![\w-])--?[a-z][a-z-]*",
    "commands": r"\byuanwen(?: [a-z]+){1,2}",
    "commands of the bot": r"(?<![\w/.`])/[a-z]+\b|`/[a-z]+\b",
    "addresses": r"https?://[\w./-]+",
    "figures": r"\d[\d,.]*\d|\d",
    "code": r"`[\w./:-]+`",
}
"""What both languages of a page name alike."""


def both_languages(name: str) -> tuple[str, str]:
    """A page in English and in Chinese."""
    english, chinese = (ROOT / "docs" / path for path in (f"{name}.md", f"zh-CN/{name}.md"))
    return english.read_text(encoding="utf-8"), chinese.read_text(encoding="utf-8")


def prose(page: str) -> str:
    """A page without blocks of code."""
    return re.sub(r"^```.*?^```", "", page, flags=re.M | re.S)


def blocks(page: str) -> list[str]:
    """The blocks of code of a page, without comments."""
    return [
        re.sub(r"(?:^|  +)# .*$", "", block, flags=re.M)
        for block in re.findall(r"^```.*?^```", page, re.M | re.S)
    ]


def headings(page: str) -> list[str]:
    return re.findall(r"^#+ .+$", prose(page), re.M)


def anchor(heading: str) -> str:
    """The anchor that GitHub makes of a heading."""
    kept = re.sub(r"[^\w\- ]", "", heading.lstrip("# ").lower())
    return kept.strip().replace(" ", "-")


def test_every_chinese_page_is_compared() -> None:
    assert sorted(page.stem for page in (ROOT / "docs" / "zh-CN").iterdir()) == sorted(TRANSLATED)


@pytest.mark.parametrize("kind", NAMES)
@pytest.mark.parametrize("name", TRANSLATED)
def test_both_languages_name_the_same(name: str, kind: str) -> None:
    english, chinese = (
        {found.strip("`") for found in re.findall(NAMES[kind], page)} for page in both_languages(name)
    )
    assert english == chinese


@pytest.mark.parametrize("name", TRANSLATED)
def test_both_languages_are_built_alike(name: str) -> None:
    english, chinese = both_languages(name)
    assert blocks(english) == blocks(chinese)
    pictures = [re.findall(r"([\w-]+\.png)\)", page) for page in (english, chinese)]
    assert pictures[0] == pictures[1]
    for count in (r"^(#+) ", r"^(- )", r"^(\|)"):
        assert re.findall(count, prose(english), re.M) == re.findall(count, prose(chinese), re.M)
    commands = [[each for each in headings(page) if "`" in each] for page in (english, chinese)]
    assert commands[0] == commands[1]


@pytest.mark.parametrize("name", TRANSLATED)
def test_both_languages_lead_to_each_other(name: str) -> None:
    english, chinese = both_languages(name)
    assert f"[中文](zh-CN/{name}.md)" in english
    assert f"[English](../{name}.md)" in chinese
    assert f"(docs/zh-CN/{name}.md)" in (ROOT / "README.zh-CN.md").read_text(encoding="utf-8")


@pytest.mark.parametrize("name", TRANSLATED)
def test_chinese_sentences_are_not_broken(name: str) -> None:
    text = r"[\u4e00-\u9fff，。；：、？！）”]"
    assert re.findall(rf".{{0,9}}{text}\n *{text}", prose(both_languages(name)[1])) == []


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(ROOT)))
def test_anchors_lead_to_headings(page: Path) -> None:
    for path, wanted in re.findall(r"\]\(([^)#\s:]*)#([^)\s]+)\)", page.read_text(encoding="utf-8")):
        target = (page.parent / path) if path else page
        assert wanted in map(anchor, headings(target.read_text(encoding="utf-8"))), wanted


def test_both_readmes_tell_of_the_same_commands() -> None:
    commands = [
        re.findall(r"yuanwen (\w+)", (ROOT / name).read_text(encoding="utf-8"))
        for name in ("README.md", "README.zh-CN.md")
    ]
    assert commands[0] == commands[1]


@pytest.mark.parametrize("name", ["README.md", "README.zh-CN.md"])
def test_make_targets_of_the_readme_exist(name: str) -> None:
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    for target in re.findall(r"^\$ make (\S+)", (ROOT / name).read_text(encoding="utf-8"), re.M):
        assert re.search(rf"^{re.escape(target)}:", makefile, re.M), target


def test_all_formats_are_told() -> None:
    cli, formats = ((ROOT / "docs" / name).read_text(encoding="utf-8") for name in ("cli.md", "formats.md"))
    for suffix in SUFFIXES - {".htm", ".xlsm"}:
        for told in (cli, PHRASES.fill(Language.ENGLISH, "help-add", {})):
            assert re.search(rf"\b{suffix[1:]}\b", told), suffix
    undocumented = {".txt", ".md", ".html", ".htm", ".pdf"}
    assert [suffix for suffix in SUFFIXES - undocumented if f"`{suffix}`" not in formats] == []
