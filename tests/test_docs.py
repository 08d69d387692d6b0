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
