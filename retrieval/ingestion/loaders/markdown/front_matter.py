"""What stands above the text of a Markdown file: front matter, or the title block of pandoc."""

import re
from collections.abc import Mapping

_YAML = re.compile(r"---[ \t]*\n(.*?)\n(?:---|\.\.\.)[ \t]*(?:\n|$)", re.DOTALL)
_TOML = re.compile(r"\+\+\+[ \t]*\n(.*?)\n\+\+\+[ \t]*(?:\n|$)", re.DOTALL)
_FIELDS = re.compile(r"(?:[A-Za-z][\w -]{0,30}:.*\n)+(?=\n|$)")  # of MultiMarkdown, without a fence
_TITLE_BLOCK = re.compile(r"%[ \t]*(\S.*)\n((?:%.*(?:\n|$)){0,2})")


def front_matter(text: str) -> tuple[Mapping[str, str], str]:
    """The fields above a text by their names in lower case, and the text below them."""
    if found := _YAML.match(text):
        return _pairs(found[1], ":"), text[found.end() :]
    if found := _TOML.match(text):
        return _pairs(found[1], "="), text[found.end() :]
    if (found := _FIELDS.match(text)) and "title" in (fields := _pairs(found[0], ":")):
        return fields, text[found.end() :]
    if found := _TITLE_BLOCK.match(text):  # the writer and the day are shown below the title
        below = "\n\n".join(line.lstrip("% \t") for line in found[2].splitlines())
        return {"title": found[1].strip()}, f"{below}\n\n{text[found.end() :]}"
    return {}, text


def _pairs(front: str, sign: str) -> dict[str, str]:
    pairs = (line.partition(sign) for line in front.splitlines())
    return {key.strip().lower(): value.strip().strip("\"'") for key, _, value in pairs}
