"""What the style sheets in a page hide, by rules for tags, classes and ids."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import islice

from retrieval.ingestion.loaders.html.markup import Close, Event, Open, end_of, opens, texts

_COMMENT = re.compile(r"/\*.*?(?:\*/|\Z)|<!--|-->", re.DOTALL)
_NESTED = re.compile(  # for the printer, for small screens
    r"@[^@{};]*+\{(?:[^{}]*+\{[^{}]*+\})*+[^{}]*+\}"
)
_SELECTOR = re.compile(r"([a-z][a-z0-9]*)?((?:[.#][\w-]+)*)", re.IGNORECASE)
_SHOWS = re.compile(r"(?:^|;)\s*(display|visibility)\s*:\s*([a-z-]+)", re.IGNORECASE)
_HIDING = frozenset(("none", "hidden", "collapse"))
_SHEET = frozenset(("style",))
_NO_TEXT = frozenset(("head", "script", "style", "template"))
_LONGEST_SHEET = 500_000  # characters
_MOST_RULES = 2_000
_MOST_HIDDEN = 0.2  # share of a page's characters; where more is hidden, a script shows it: answers of an FAQ


@dataclass(frozen=True, slots=True)
class _Rule:
    """Whether a selector hides what it names.

    Attributes:
        tag: The tag that it is for, "" for any.
        names: The classes, with a full stop, and ids, with a hash, that it is for.
        hides: Whether it hides or shows.
        rank: How precise it is, and how late it comes.
    """

    tag: str
    names: frozenset[str]
    hides: bool
    rank: tuple[int, int, int, int]


def with_hidden(events: Sequence[Event]) -> Sequence[Event]:
    """The tags and texts of a page; tags that its style sheets hide have the attribute that says so."""
    rules = list({(rule.tag, rule.names): rule for rule in islice(_rules(events), _MOST_RULES)}.values())
    if not any(rule.hides for rule in rules):
        return events
    by_name: dict[str, list[_Rule]] = {}
    for rule in rules:
        by_name.setdefault(min(rule.names) if rule.names else rule.tag, []).append(rule)
    found = [
        replace(event, attributes={**event.attributes, "hidden": ""})
        if isinstance(event, Open) and _is_hidden(event, by_name)
        else event
        for event in events
    ]
    seen, hidden = _characters(found)
    return found if hidden <= (seen + hidden) * _MOST_HIDDEN else events


def _rules(events: Sequence[Event]) -> Iterator[_Rule]:
    sheets = (texts(events, place, end_of(events, place)) for place, _ in opens(events, _SHEET))
    sheet = _COMMENT.sub("", "\n".join(sheets)[:_LONGEST_SHEET])
    for order, written in enumerate(_NESTED.sub("", sheet).split("}")):
        selectors, _, body = written.rpartition("{")
        told = [value.lower() for _, value in _SHOWS.findall(body)]
        if not told:
            continue
        for selector in selectors.split(","):
            match = _SELECTOR.fullmatch(selector.strip())
            if match and match[0]:
                names = frozenset(re.findall(r"[.#][\w-]+", match[2]))
                ids = sum(name.startswith("#") for name in names)
                rank = (ids, len(names) - ids, bool(match[1]), order)
                yield _Rule((match[1] or "").lower(), names, not _HIDING.isdisjoint(told), rank)


def _is_hidden(tag: Open, rules: dict[str, list[_Rule]]) -> bool:
    given = tag.attributes
    names = {f".{name}" for name in given.get("class", "").split()}
    names |= {f"#{given['id']}"} if given.get("id") else set()
    fitting = (
        rule
        for name in (*names, tag.name)
        for rule in rules.get(name, ())
        if rule.names <= names and rule.tag in {"", tag.name}
    )
    best = max(fitting, key=lambda rule: rule.rank, default=None)
    return best is not None and best.hides and not _SHOWS.search(given.get("style", ""))


def _characters(events: Sequence[Event]) -> tuple[int, int]:
    """How many characters are seen, and how many are hidden."""
    counts = {"seen": 0, "hidden": 0, "none": 0}
    inside = ["seen"]
    for event in events:
        if isinstance(event, Open):
            own = "none" if event.name in _NO_TEXT else "hidden" if "hidden" in event.attributes else "seen"
            inside.append(own if inside[-1] == "seen" else inside[-1])
        elif isinstance(event, Close):
            if len(inside) > 1:
                inside.pop()
        else:
            counts[inside[-1]] += len(event.strip())
    return counts["seen"], counts["hidden"]
