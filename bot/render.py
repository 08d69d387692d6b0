"""Replies as Telegram shows them. Pure: a reply goes in, text in Telegram's HTML comes out."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from hashlib import blake2b
from html import escape
from typing import Final

from bot.citation import NEAREST, NOT_FOUND, origin, whereabouts
from bot.excerpt import clean, clip, excerpt, units
from retrieval.documents import Answer, Passage, Reply

MESSAGE_UNITS: Final = 4096
"""The longest message Telegram takes, in UTF-16 code units after its entities are parsed."""

CHOICES: Final = 10
"""The most answers an inline query offers."""

_HINT = "文档里没有能回答这个问题的原话。换个说法，或者写上人名、地名、时间再试试。"
_QUESTION_UNITS = 300
_SPAN_UNITS = 600
_NAME_UNITS = 120
_TITLE_UNITS = 100
_SOURCES_UNITS = 1500


@dataclass(frozen=True, slots=True)
class Card:
    """A message that is ready to be sent.

    Attributes:
        html: Its text in Telegram's HTML, at most `MESSAGE_UNITS` long once parsed.
        found: Whether it gives an answer.
    """

    html: str
    found: bool


@dataclass(frozen=True, slots=True)
class Choice:
    """One of the answers an inline query offers.

    Attributes:
        id: The same for the same question and answer, 32 ASCII characters.
        title: The answer.
        description: Where it stands.
        html: The message that choosing it sends, question included.
    """

    id: str
    title: str
    description: str
    html: str


def render(reply: Reply) -> Card:
    """The message that answers a question: its answer with passage and source, or that there is none."""
    if reply.answer is None:
        return Card(_missing(reply), found=False)
    return Card(_found(reply.answer), found=True)


def render_choices(reply: Reply) -> tuple[Choice, ...]:
    """What an inline query offers: best answer first, none where the engine vouches for none."""
    if reply.answer is None:
        return ()
    heading = _asked(reply.question)
    choices: dict[str, Choice] = {}
    for answer in reply.answers or (reply.answer,):
        identity = _identity(reply.question, answer)
        choices.setdefault(
            identity,
            Choice(
                id=identity,
                title=clip(clean(answer.text), _TITLE_UNITS),
                description=_origin(answer.passage),
                html=_found(answer, heading),
            ),
        )
    return tuple(choices.values())[:CHOICES]


def render_missing(reply: Reply) -> Choice:
    """What an inline query offers where nothing was found."""
    return Choice(
        id=blake2b(f"{NOT_FOUND}\0{clean(reply.question)}".encode(), digest_size=16).hexdigest(),
        title=NOT_FOUND,
        description="换个说法再试试，或者点上面的按钮来私聊问我",
        html=f"{escape(_asked(reply.question), quote=False)}\n\n{_missing(reply)}",
    )


def _found(answer: Answer, heading: str = "") -> str:
    passage = clean(answer.passage.text)
    span = clip(clean(answer.text), _SPAN_UNITS)
    foot = "\n".join(_sources(answer))
    room = MESSAGE_UNITS - units(heading + span + foot) - len("\n\n" * 3)
    quote = excerpt(passage, answer.start, answer.end, room)
    parts = [
        escape(heading, quote=False),
        f"<b>{escape(span, quote=False)}</b>",
        f"<blockquote expandable>{_marked(quote.before, quote.span, quote.after)}</blockquote>\n"
        + escape(foot, quote=False),
    ]
    return "\n\n".join(filter(None, parts))


def _missing(reply: Reply) -> str:
    lines = [f"<b>{NOT_FOUND}</b>", _HINT]
    nearest = _distinct(_origin(answer.passage) for answer in reply.answers)[:NEAREST]
    if nearest:
        lines += ["", "最接近的内容在：", *(escape(origin, quote=False) for origin in nearest)]
    return "\n".join(lines)


def _marked(before: str, span: str, after: str) -> str:
    before, span, after = (escape(part, quote=False) for part in (before, span, after))
    return f"{before}<b>{span}</b>{after}"


def _asked(question: str) -> str:
    return "问：" + clip(clean(question).strip(), _QUESTION_UNITS)


def _sources(answer: Answer) -> list[str]:
    """The lines under a passage: where it stands, and who else says the same."""
    lines = [_origin(answer.passage), whereabouts(answer.passage)]
    others = [origin for origin in _distinct(map(_origin, answer.also)) if origin != lines[0]]
    named = list(_fitting(others, _SOURCES_UNITS))
    if others:
        lines += ["", "同样的答案还在：", *named]
    if len(others) > len(named):
        lines.append(f"等 {len(others)} 处")
    return [line for position, line in enumerate(lines) if line or position > 1]


def _fitting(lines: Iterable[str], room: int) -> Iterator[str]:
    """The first lines, as many as fit into so many units."""
    for line in lines:
        room -= units(line) + 1
        if room < 0:
            return
        yield line


def _origin(passage: Passage) -> str:
    """Title and source in one line, each clipped."""
    title = clip(" ".join(clean(passage.title).split()), _NAME_UNITS)
    source = clip(" ".join(clean(passage.source).split()), _NAME_UNITS)
    return origin(title, source)


def _distinct(lines: Iterable[str]) -> Sequence[str]:
    return tuple(dict.fromkeys(filter(None, lines)))


def _identity(question: str, answer: Answer) -> str:
    passage = answer.passage
    parts = (question, answer.text, passage.collection, passage.source, passage.title)
    numbers = (passage.paragraph, passage.offset, answer.start, answer.end)
    known = "\0".join((*map(clean, parts), *map(str, numbers)))
    return blake2b(known.encode(), digest_size=16).hexdigest()
