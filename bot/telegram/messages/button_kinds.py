"""The kinds of buttons under the bot's messages, by what they send when they are pressed.

Messages in old chats keep their buttons, so what a kind writes must never change.
"""

from dataclasses import dataclass
from enum import StrEnum
from typing import Annotated

from bot.telegram.messages.callback_data import CallbackData, Number
from bot.telegram.messages.translations import Language


class AnswerAction(StrEnum):
    """What a button under an answer does."""

    ANSWER = "a"
    """Shows one of the answers."""
    CONTEXT = "c"
    """Shows it with the paragraphs around its passage."""
    USEFUL = "u"
    """Votes for it."""
    USELESS = "n"
    """Votes against it."""
    NEAREST = "p"
    """Where there is no answer: shows one of the nearest passages."""
    PAGE = "g"
    """Sends the page that it stands on as a picture."""
    FILE = "f"
    """Sends the file that it comes from."""
    EVERYWHERE = "e"
    """Where only some documents were searched: searches all."""
    ALONE = "s"
    """Where several questions were answered together: sends the answer to one by itself."""


@dataclass(frozen=True, slots=True)
class AnswerButton(CallbackData):
    """A button under an answer; also the id of an inline result and the offset of a page of these.

    Attributes:
        turn: Id of the turn.
        action: What it does.
        position: To which of the turn's answers, 0 to 9.
    """

    prefix = "t"
    turn: Annotated[int, Number(digits=13, base=36)]
    action: AnswerAction
    position: Annotated[int, Number(digits=1)]


@dataclass(frozen=True, slots=True)
class SuggestionButton(CallbackData):
    """A button that asks a question which a document is known to answer.

    Attributes:
        suggestion: `Suggestion.id`.
    """

    prefix = "q"
    suggestion: Annotated[int, Number(digits=13, base=36)]


class DocumentAction(StrEnum):
    """What a button under the list of documents does."""

    LIST = "l"
    """Shows a page of the list."""
    ASK = "r"
    """Asks whether to remove a document."""
    REMOVE = "y"
    """Removes it."""


class DocumentScope(StrEnum):
    """Who sees a document."""

    OWN = "o"
    """The chat that it belongs to."""
    PUBLIC = "p"
    """Everyone."""


@dataclass(frozen=True, slots=True)
class DocumentButton(CallbackData):
    """A button under the list of documents.

    Attributes:
        action: What it does.
        scope: Who sees the document.
        document: `Entry.id` of the document, 0 for none.
        page: The page of the list, from 0.
    """

    prefix = "d"
    action: DocumentAction
    scope: DocumentScope = DocumentScope.OWN
    document: Annotated[int, Number(digits=16, base=16)] = 0
    page: Annotated[int, Number(digits=5)] = 0


class ForgetChoice(StrEnum):
    """An answer to the question that /forget asks."""

    DELETE = "yes"
    KEEP = "no"


@dataclass(frozen=True, slots=True)
class ForgetButton(CallbackData):
    """A button under the question that /forget asks.

    Attributes:
        choice: The answer.
        user: Telegram id of the person who was asked.
    """

    prefix = "forget"
    choice: ForgetChoice
    user: Annotated[int, Number(digits=19)]


class GroupReplies(StrEnum):
    """Which messages of a group the bot answers."""

    CALLED = "called"
    """Those that call it."""
    ALL = "all"
    """Every question."""


@dataclass(frozen=True, slots=True)
class GroupButton(CallbackData):
    """The button of /settings in a group.

    Attributes:
        replies: The setting that it changes to.
    """

    prefix = "group"
    replies: GroupReplies


@dataclass(frozen=True, slots=True)
class LanguageButton(CallbackData):
    """A button of the menu of /language.

    Attributes:
        language: The language that it chooses.
    """

    prefix = "lang"
    language: Language


@dataclass(frozen=True, slots=True)
class UnansweredPageButton(CallbackData):
    """A button that shows another page of the unanswered questions.

    Attributes:
        page: The page, from 0.
    """

    prefix = "missing"
    page: Annotated[int, Number(digits=6)]


@dataclass(frozen=True, slots=True)
class ExportButton(CallbackData):
    """The button that sends votes and unanswered questions as a file."""

    prefix = "missing:export"


@dataclass(frozen=True, slots=True)
class ScopeButton(CallbackData):
    """A button by which someone keeps a chat to a document.

    Attributes:
        document: `DocumentName.id`.
    """

    prefix = "in"
    document: Annotated[int, Number(digits=16, base=16)]


@dataclass(frozen=True, slots=True)
class UnansweredAnswerButton(CallbackData):
    """A button by which an owner answers one of the unanswered questions.

    Attributes:
        turn: Id of a turn in which it was asked.
    """

    prefix = "missing:answer"
    turn: Annotated[int, Number(digits=13, base=36)]


class FaqAction(StrEnum):
    """What a button under the FAQ, or under one of its entries, does."""

    LIST = "l"
    """Shows a page of the list."""
    CHANGE = "c"
    """Asks for another answer."""
    ASK = "r"
    """Asks whether to remove an entry."""
    REMOVE = "y"
    """Removes it."""
    EXPORT = "x"
    """Sends all entries as a file."""
    TELL = "t"
    """Sends the answer to those who asked before it was there."""


@dataclass(frozen=True, slots=True)
class FaqButton(CallbackData):
    """A button under the FAQ, or under one of its entries.

    Attributes:
        action: What it does.
        entry: `FaqEntry.id` of the entry, 0 for none.
        page: The page of the list, from 0.
    """

    prefix = "faq"
    action: FaqAction
    entry: Annotated[int, Number(digits=16, base=16)] = 0
    page: Annotated[int, Number(digits=5)] = 0


@dataclass(frozen=True, slots=True)
class FaqPromptButton(CallbackData):
    """The button that cancels the request for an answer; a message that has it is one."""

    prefix = "faq:cancel"


class UploadTarget(StrEnum):
    """Which documents an owner's upload is added to."""

    PUBLIC = "public"
    OWN = "own"


@dataclass(frozen=True, slots=True)
class UploadButton(CallbackData):
    """A button by which an owner chooses who sees a document.

    Attributes:
        target: Where the document goes.
    """

    prefix = "upload"
    target: UploadTarget


class ForwardChoice(StrEnum):
    """What forwarded messages become."""

    OWN = "own"
    """A document of the chat."""
    PUBLIC = "public"
    """A document of everyone."""
    ASK = "ask"
    """Questions."""


@dataclass(frozen=True, slots=True)
class ForwardButton(CallbackData):
    """A button by which someone chooses what several forwarded messages become.

    Attributes:
        choice: What they become.
    """

    prefix = "forwards"
    choice: ForwardChoice
