"""The list of documents that a chat can see, with buttons to remove them. Pure: text and buttons come out."""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Final

from telegram import InlineKeyboardButton, InlineKeyboardMarkup

from bot.telegram.messages.button_kinds import DocumentAction, DocumentButton, DocumentScope
from bot.telegram.messages.citation import beside, origin, unlinked
from bot.telegram.messages.html import Html, bold, escaped, joined
from bot.telegram.messages.translations import Translator
from bot.telegram.messages.truncation import clip, one_line
from retrieval.faq import is_faq
from retrieval.library import SAMPLE_QUESTIONS
from retrieval.storage.store import Entry

PAGE: Final = 8
"""Documents in a message."""

Row = tuple[int, DocumentScope, Entry]
"""A document of the list: its number from 1, who sees it, and what is known of it."""

_LABEL_UNITS = 40
_TITLE_UNITS = 60


@dataclass(frozen=True, slots=True)
class DocumentList:
    """All documents that a chat can see.

    Attributes:
        own: Those of the chat.
        public: Those that everyone sees.
        sample: The sample page, which serves only while the chat sees no other document.
        most: How many documents of its own a chat may have.
        is_group: Whether the chat is a group.
    """

    own: Sequence[Entry]
    public: Sequence[Entry]
    sample: Sequence[Entry]
    most: int
    is_group: bool

    def find(self, button: DocumentButton) -> Entry | None:
        """The document of a button, or None where the list has none like it."""
        entries = self.own if button.scope is DocumentScope.OWN else self.public
        return next((entry for entry in entries if entry.id == button.document), None)

    @property
    def pages(self) -> int:
        """How many pages there are, at least 1."""
        return max(1, -(-(len(self.own) + len(self.public)) // PAGE))

    def on(self, page: int) -> Iterator[Row]:
        """The documents on a page."""
        own = [(DocumentScope.OWN, entry) for entry in self.own]
        listed = own + [(DocumentScope.PUBLIC, entry) for entry in self.public]
        for index in range(page * PAGE, min((page + 1) * PAGE, len(listed))):
            yield index + 1, *listed[index]


def render_page(
    document_list: DocumentList, page: int, removable: Collection[DocumentScope], translator: Translator
) -> tuple[Html, InlineKeyboardMarkup | None]:
    """A page of the list, and the buttons under it.

    Args:
        document_list: The documents.
        page: The page, from 0; a number beyond the last page gives the last.
        removable: The scopes whose documents the reader may remove.
        translator: The language of the message.
    """
    page = min(page, document_list.pages - 1)
    rows = list(document_list.on(page))
    blocks = [_own(document_list, page, rows, translator), _public(document_list, page, rows, translator)]
    buttons = [
        [_button(f"✕ {number}. {_name(entry)}", DocumentButton(DocumentAction.ASK, scope, entry.id, page))]
        for number, scope, entry in rows
        if scope in removable and not is_faq(entry.path)  # its entries are removed one by one
    ]
    turning = []
    if page > 0:
        turning.append(_button(f"‹ {page}/{document_list.pages}", _page_button(page - 1)))
    if page + 1 < document_list.pages:
        turning.append(_button(f"{page + 2}/{document_list.pages} ›", _page_button(page + 1)))
    keyboard = [row for row in (*buttons, turning) if row]
    return joined(blocks, "\n\n"), InlineKeyboardMarkup(keyboard) if keyboard else None


def render_question(
    entry: Entry, pressed: DocumentButton, translator: Translator
) -> tuple[Html, InlineKeyboardMarkup]:
    """The question whether to remove a document.

    Args:
        entry: The document.
        pressed: The button that asked for it.
        translator: The language of the message.
    """
    html = translator.say("docs-remove-question", name=_origin(entry))
    yes = _button(translator.plain("button-remove"), replace(pressed, action=DocumentAction.REMOVE))
    no = _button(translator.plain("button-leave"), _page_button(pressed.page))
    return html, InlineKeyboardMarkup.from_row([yes, no])


def _own(document_list: DocumentList, page: int, rows: Sequence[Row], translator: Translator) -> Html:
    lines = [_line(number, entry, translator) for number, scope, entry in rows if scope is DocumentScope.OWN]
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


def _public(document_list: DocumentList, page: int, rows: Sequence[Row], translator: Translator) -> Html:
    lines = [
        _line(number, entry, translator) for number, scope, entry in rows if scope is DocumentScope.PUBLIC
    ]
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
    """Title and file name; only the file name where it begins with the title."""
    title = clip(one_line(entry.title), _TITLE_UNITS)
    return origin("" if entry.source.startswith(entry.title) else title, _name(entry))


def _name(entry: Entry) -> str:
    return unlinked(clip(one_line(entry.source), _TITLE_UNITS))


def _page_button(page: int) -> DocumentButton:
    return DocumentButton(DocumentAction.LIST, page=page)


def _button(label: str, button: DocumentButton) -> InlineKeyboardButton:
    return button.labelled(clip(label, _LABEL_UNITS))
