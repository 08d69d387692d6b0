"""The list of documents that a chat can see, with buttons to remove them. No side effects."""

import re
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Final, Self

from telegram import InlineKeyboardButton, InlineKeyboardMarkup

from bot.telegram.messages.citation import beside, origin
from bot.telegram.messages.html import Html, bold, escaped, joined
from bot.telegram.messages.translations import Translator
from bot.telegram.messages.truncation import clip, one_line
from retrieval.library import SAMPLE_QUESTIONS
from retrieval.storage.store import Entry

PAGE: Final = 8
"""Documents in a message."""

PRESSED: Final = r"^d:[lry]:[op]:[0-9a-f]{1,16}:\d{1,5}$"
"""What these buttons say when they are pressed: at most 28 bytes of the 64 that Telegram carries."""

_PRESSED = re.compile(r"d:([lry]):([op]):([0-9a-f]{1,16}):(\d{1,5})")
_LABEL_UNITS = 40
_TITLE_UNITS = 60


class ButtonAction(StrEnum):
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

    action: ButtonAction
    page: int
    part: Part = Part.OWN
    document: int = 0

    @classmethod
    def of(cls, data: str) -> Self | None:
        """The button that says this, or None where none does; it may be made up."""
        found = _PRESSED.fullmatch(data)
        return (
            cls(ButtonAction(found[1]), int(found[4]), Part(found[2]), int(found[3], 16)) if found else None
        )

    def __str__(self) -> str:
        """What the button says when it is pressed."""
        return f"d:{self.action}:{self.part}:{self.document:x}:{self.page}"


@dataclass(frozen=True, slots=True)
class DocumentList:
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
    document_list: DocumentList, page: int, removable: Collection[Part], translator: Translator
) -> tuple[Html, InlineKeyboardMarkup | None]:
    """A page of the list, and the buttons under it.

    Args:
        catalogue: The documents.
        page: Which page, from 0; one that is not there is the last.
        removable: The parts from which whoever looks at it may remove documents.
        voice: Whose words to use.
    """
    page = min(page, document_list.pages - 1)
    rows = list(document_list.on(page))
    blocks = [_own(document_list, page, rows, translator), _public(document_list, page, rows, translator)]
    buttons = [
        [_button(f"✕ {number}. {_name(entry)}", Press(ButtonAction.ASK, page, part, entry.id))]
        for number, part, entry in rows
        if part in removable
    ]
    turning = []
    if page > 0:
        turning.append(_button(f"‹ {page}/{document_list.pages}", Press(ButtonAction.LIST, page - 1)))
    if page + 1 < document_list.pages:
        turning.append(_button(f"{page + 2}/{document_list.pages} ›", Press(ButtonAction.LIST, page + 1)))
    keyboard = [row for row in (*buttons, turning) if row]
    return joined(blocks, "\n\n"), InlineKeyboardMarkup(keyboard) if keyboard else None


def render_question(entry: Entry, press: Press, translator: Translator) -> tuple[Html, InlineKeyboardMarkup]:
    """The question whether a document is to be removed.

    Args:
        entry: The document.
        press: The button that asked for it.
        voice: Whose words to use.
    """
    html = translator.say("docs-remove-question", name=_origin(entry))
    yes = _button(
        translator.plain("button-remove"), Press(ButtonAction.REMOVE, press.page, press.part, entry.id)
    )
    no = _button(translator.plain("button-leave"), Press(ButtonAction.LIST, press.page))
    return html, InlineKeyboardMarkup.from_row([yes, no])


def _own(
    document_list: DocumentList, page: int, rows: Sequence[tuple[int, Part, Entry]], translator: Translator
) -> Html:
    lines = [_line(number, entry, translator) for number, part, entry in rows if part is Part.OWN]
    if not lines and (document_list.own or page > 0):
        return Html("")
    count, most = len(document_list.own), document_list.most
    if document_list.is_group:
        heading = translator.plain("docs-group", count=count, most=most)
        nothing = translator.say("docs-group-none")
    else:
        heading = translator.plain("docs-own", count=count, most=most)
        nothing = translator.say("docs-own-none")
    return joined([bold(heading), *(lines or [nothing])])


def _public(
    document_list: DocumentList, page: int, rows: Sequence[tuple[int, Part, Entry]], translator: Translator
) -> Html:
    lines = [_line(number, entry, translator) for number, part, entry in rows if part is Part.PUBLIC]
    if not lines and (document_list.public or page + 1 < document_list.pages):
        return Html("")
    if not lines and document_list.sample:
        name = _name(document_list.sample[0])
        lines = [translator.say("docs-sample", name=name, question=SAMPLE_QUESTIONS[0])]
    heading = bold(translator.plain("docs-public", count=len(document_list.public)))
    return joined([heading, *(lines or [translator.say("docs-public-none")])])


def _line(number: int, entry: Entry, translator: Translator) -> Html:
    return escaped(f"{number}. {beside(_origin(entry), translator.plain('passages', count=entry.passages))}")


def _origin(entry: Entry) -> str:
    """Title and name, once where they are the same."""
    title = clip(one_line(entry.title), _TITLE_UNITS)
    return origin("" if entry.source.startswith(entry.title) else title, _name(entry))


def _name(entry: Entry) -> str:
    return clip(one_line(entry.source), _TITLE_UNITS)


def _button(label: str, press: Press) -> InlineKeyboardButton:
    return InlineKeyboardButton(clip(label, _LABEL_UNITS), callback_data=str(press))
