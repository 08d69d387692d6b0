"""What dialects of Markdown write beside CommonMark, as CommonMark: boxes, terms, links, remarks."""

import re
from collections.abc import Iterator

_ATTRIBUTES = re.compile(r"(#{1,6}[ \t].*\S)[ \t]*\{[#.][^{}]*\}[ \t]*")
_FENCE = re.compile(r" {0,3}(```|~~~)")
_DIV = re.compile(
    r"[ \t]*:{3,}[ \t]*(?:\{[^{}]*\}|[\w-]+(?:\{[^{}]*\})?)?[ \t]*(?:\[([^\[\]]*)\]|([^:]*))[ \t:]*"
)
_BOX = re.compile(r"([ \t]*)(?:!!!|\?\?\?\+?|===!?\+?)[ \t]+([\w -]*)(?:\"([^\"]*)\")?[ \t]*")
_CALLOUT = re.compile(r"([ \t]*(?:>[ \t]?)+)\[![\w|-]+\][-+]?[ \t]*(.*)")
_DEFINITION = re.compile(r" {0,3}:[ \t]+(\S.*)")
_LONGEST_MARK = 300  # characters of a line that is a mark, or has one
_LONGEST_TERM = 30  # characters
_ABBREVIATION = re.compile(r"\*\[[^\[\]]+\]:.*")
_REMARK = re.compile(r"%%.{0,500}?%%|\{\{[<%].{0,500}?[%>]\}\}")
_EMBEDDED = re.compile(r"!\[\[[^\[\]]*\]\]")
_LINK = re.compile(r"\[\[(?:[^\[\]|]*\|)?([^\[\]|]+)\]\]")
_MARKED = re.compile(r"==(?=\S)([^=]{1,500}?)(?<=\S)==")
_PLACE = re.compile(r"(?<=\S)[ \t]+\^[A-Za-z0-9-]+[ \t]*$")
_IN_LINE = ((_REMARK, ""), (_EMBEDDED, ""), (_LINK, r"\1"), (_MARKED, r"\1"))
_INDENT = re.compile(r"(?: {4}|\t)")


def in_commonmark(text: str) -> str:
    """Markdown in which what dialects add is as it would be in CommonMark; code stays as it is."""
    return "\n".join(_lines(text.split("\n")))


def _lines(lines: list[str]) -> Iterator[str]:
    fence = ""
    inside = -1  # how far the box is indented that is open, -1 for none
    waiting: str | None = None  # a line that may be a term
    term = ""
    for line in lines:
        if inside >= 0 and line.strip():
            if line.startswith((" " * (inside + 4), "\t")):
                line = _INDENT.sub("", line, count=1)  # noqa: PLW2901
            else:
                inside = -1
        mark = _FENCE.match(line)
        if mark and fence in {"", mark[1]}:
            fence = "" if fence else mark[1]
        made = [line] if fence or mark else list(_shown(line))
        if made == [line] and (found := _DEFINITION.fullmatch(line)) and (term or _is_term(waiting)):
            term = term or (waiting or "").strip()
            yield f"{term}：{_in_line(found[1])}\n"
            waiting = None
            continue
        term = ""
        if waiting is not None:
            yield waiting
        if box := None if fence else _BOX.fullmatch(line):
            inside = len(box[1])
        waiting = made[-1]
        yield from made[:-1]
    if waiting is not None:
        yield waiting


def _is_term(line: str | None) -> bool:
    """Whether a line may be what the next one explains: short, and no row of a table."""
    return (
        line is not None
        and 0 < len(line.strip()) <= _LONGEST_TERM
        and not line.lstrip().startswith(("|", "+", "-"))
    )


def _shown(line: str) -> Iterator[str]:
    """The lines that are shown in place of one."""
    if len(line) > _LONGEST_MARK:
        yield _in_line(line)
        return
    if found := _DIV.fullmatch(line):
        yield from ("", found[1] or found[2] or "", "")
    elif found := _BOX.fullmatch(line):
        yield from ("", found[1] + (found[3] or ""), "")
    elif found := _CALLOUT.fullmatch(line):
        yield from (found[1] + found[2], found[1].rstrip())
    elif found := _ATTRIBUTES.fullmatch(line):
        yield _in_line(found[1])
    elif not _ABBREVIATION.fullmatch(line):
        yield _in_line(line)
    else:
        yield ""


def _in_line(line: str) -> str:
    if "[[" in line or "==" in line or "%%" in line or "{{" in line:
        for sign, shown in _IN_LINE:
            line = sign.sub(shown, line)
    return _PLACE.sub("", line) if "^" in line else line
