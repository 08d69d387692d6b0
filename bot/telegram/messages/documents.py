"""The list of documents that a chat can see, with buttons to remove them. No side effects."""

import re
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Final, Self

from telegram import InlineKeyboardButton, InlineKeyboardMarkup

from bot.telegram.messages.citation import beside, origin
from bot.telegram.messages.html import Html, bold, escaped, joined
from bot.telegram.messages.translations import Voice
from bot.telegram.messages.truncation import clip, one_line
from retrieval.library import SAMPLE_QUESTIONS
from retrieval.store import Entry

PAGE: Final = 8
"""Documents in a message."""

PRESSED: Final = r"^d:[lry]:[op]:[0-9a-f]{1,16}:\d{1,5}$"
"""What these buttons say when they are pressed: at most 28 bytes of the 64 that Telegram carries."""

_PRESSED = re.compile(r"d:([lry]):([op]):([0-9a-f]{1,16}):(\d{1,5})")
_LABEL_UNITS = 40
_TITLE_UNITS = 60


class Verb(StrEnum):
    """What a button does."""

    LIST = "l"
    """Shows a page of the list."""
    ASK = "r"
    """Asks whether a document is to be removed."""
    REMOVE = "y"
    """Removes it."""


class Part(StrEnum):
    """A part of what a chat can see."""

    OWN = "o"
    """Its own documents."""
    PUBLIC = "p"
    """Those that everyone sees."""


@dataclass(frozen=True, slots=True)
class Press:
    """A button.

    Attributes:
        verb: What it does.
        page: The page of the list, from 0.
        part: Where the document is.
        document: `Entry.id` of the document, 0 where it is about none.
    """

    verb: Verb
    page: int
    part: Part = Part.OWN
    document: int = 0

    @classmethod
    def of(cls, data: str) -> Self | None:
        """The button that says this, or None where none does; it may be made up."""
        found = _PRESSED.fullmatch(data)
        return cls(Verb(found[1]), int(found[4]), Part(found[2]), int(found[3], 16)) if found else None

    def __str__(self) -> str:
        """What the button says when it is pressed."""
        return f"d:{self.verb}:{self.part}:{self.document:x}:{self.page}"


@dataclass(frozen=True, slots=True)
class Catalogue:
    """All documents that a chat can see.

    Attributes:
        own: Its own.
        public: Those that everyone sees.
        sample: What is served as long as there is nothing public, so that everyone has something to ask.
        most: How many a chat may have of its own.
        is_group: Whether the chat is one.
    """

    own: Sequence[Entry]
    public: Sequence[Entry]
    sample: Sequence[Entry]
    most: int
    is_group: bool

    def find(self, press: Press) -> Entry | None:
        """The document that a button is about, or None where it is not there, or no longer."""
        entries = self.own if press.part is Part.OWN else self.public
        return next((entry for entry in entries if entry.id == press.document), None)

    @property
    def pages(self) -> int:
        """How many pages there are, at least 1."""
        return max(1, -(-(len(self.own) + len(self.public)) // PAGE))

    def on(self, page: int) -> Iterator[tuple[int, Part, Entry]]:
        """What is on a page: the number of each document from 1, and where it is."""
        parts = [(Part.OWN, entry) for entry in self.own] + [(Part.PUBLIC, entry) for entry in self.public]
        for number in range(page * PAGE, min((page + 1) * PAGE, len(parts))):
            yield number + 1, *parts[number]


def render_page(
    catalogue: Catalogue, page: int, removable: Collection[Part], voice: Voice
) -> tuple[Html, InlineKeyboardMarkup | None]:
    """A page of the list, and the buttons under it.

    Args:
        catalogue: The documents.
        page: Which page, from 0; one that is not there is the last.
        removable: The parts from which whoever looks at it may remove documents.
        voice: Whose words to use.
    """
    page = min(page, catalogue.pages - 1)
    rows = list(catalogue.on(page))
    blocks = [_own(catalogue, page, rows, voice), _public(catalogue, page, rows, voice)]
    buttons = [
        [_button(f"✕ {number}. {_name(entry)}", Press(Verb.ASK, page, part, entry.id))]
        for number, part, entry in rows
        if part in removable
    ]
    turning = []
    if page > 0:
        turning.append(_button(f"‹ {page}/{catalogue.pages}", Press(Verb.LIST, page - 1)))
    if page + 1 < catalogue.pages:
        turning.append(_button(f"{page + 2}/{catalogue.pages} ›", Press(Verb.LIST, page + 1)))
    keyboard = [row for row in (*buttons, turning) if row]
    return joined(blocks, "\n\n"), InlineKeyboardMarkup(keyboard) if keyboard else None


def render_question(entry: Entry, press: Press, voice: Voice) -> tuple[Html, InlineKeyboardMarkup]:
    """The question whether a document is to be removed.

    Args:
        entry: The document.
        press: The button that asked for it.
        voice: Whose words to use.
    """
    html = voice.say("docs-remove-question", name=_origin(entry))
    yes = _button(voice.plain("button-remove"), Press(Verb.REMOVE, press.page, press.part, entry.id))
    no = _button(voice.plain("button-leave"), Press(Verb.LIST, press.page))
    return html, InlineKeyboardMarkup.from_row([yes, no])


def _own(catalogue: Catalogue, page: int, rows: Sequence[tuple[int, Part, Entry]], voice: Voice) -> Html:
    lines = [_line(number, entry, voice) for number, part, entry in rows if part is Part.OWN]
    if not lines and (catalogue.own or page > 0):
        return Html("")
    count, most = len(catalogue.own), catalogue.most
    if catalogue.is_group:
        heading = voice.plain("docs-group", count=count, most=most)
        nothing = voice.say("docs-group-none")
    else:
        heading = voice.plain("docs-own", count=count, most=most)
        nothing = voice.say("docs-own-none")
    return joined([bold(heading), *(lines or [nothing])])


def _public(catalogue: Catalogue, page: int, rows: Sequence[tuple[int, Part, Entry]], voice: Voice) -> Html:
    lines = [_line(number, entry, voice) for number, part, entry in rows if part is Part.PUBLIC]
    if not lines and (catalogue.public or page + 1 < catalogue.pages):
        return Html("")
    if not lines and catalogue.sample:
        name = _name(catalogue.sample[0])
        lines = [voice.say("docs-sample", name=name, question=SAMPLE_QUESTIONS[0])]
    heading = bold(voice.plain("docs-public", count=len(catalogue.public)))
    return joined([heading, *(lines or [voice.say("docs-public-none")])])


def _line(number: int, entry: Entry, voice: Voice) -> Html:
    return escaped(f"{number}. {beside(_origin(entry), voice.plain('passages', count=entry.passages))}")


def _origin(entry: Entry) -> str:
    """Title and name, once where they are the same."""
    title = clip(one_line(entry.title), _TITLE_UNITS)
    return origin("" if entry.source.startswith(entry.title) else title, _name(entry))


def _name(entry: Entry) -> str:
    return clip(one_line(entry.source), _TITLE_UNITS)


def _button(label: str, press: Press) -> InlineKeyboardButton:
    return InlineKeyboardButton(clip(label, _LABEL_UNITS), callback_data=str(press))
