"""The messages by which owners answer questions, and the list of these. Pure: HTML and buttons come out."""

from collections.abc import Sequence
from typing import Final

from telegram import InlineKeyboardButton, InlineKeyboardMarkup

from bot.services.faq.csv_file import FaqFileError, LineFault
from bot.telegram.messages.button_kinds import FaqAction, FaqButton, FaqPromptButton
from bot.telegram.messages.html import Html, escaped, joined
from bot.telegram.messages.translations import Translator
from bot.telegram.messages.truncation import clean, clip, one_line
from retrieval.errors import FaqError, Unfit
from retrieval.faq import MOST_ANSWER, MOST_QUESTION, FaqEntry
from retrieval.storage.store import Change

PAGE: Final = 5
"""Entries in a message."""

_ANSWER_UNITS: Final = 200
_FAULTS: Final = 20

Message = tuple[Html, InlineKeyboardMarkup | None]


def render_list(entries: Sequence[FaqEntry], page: int, translator: Translator) -> Message:
    """A page of the list, and the buttons under it.

    Args:
        entries: All entries.
        page: The page, from 0; a number beyond the last page gives the last.
        translator: The language of the message.
    """
    pages = max(1, -(-len(entries) // PAGE))
    page = min(page, pages - 1)
    shown = list(enumerate(entries[page * PAGE : (page + 1) * PAGE], page * PAGE + 1))
    rows = [_row(number, entry, translator) for number, entry in shown]
    title = translator.say("faq-title", count=len(entries))
    html = joined([title, *(rows or [translator.say("faq-none")]), translator.say("faq-how")], "\n\n")
    buttons = [
        [_change(entry, page, translator, f" {n}"), _remove(entry, page, translator, f" {n}")]
        for n, entry in shown
    ]
    turning = []
    if page > 0:
        turning.append(FaqButton(FaqAction.LIST, page=page - 1).labelled(f"‹ {page}/{pages}"))
    if page + 1 < pages:
        turning.append(FaqButton(FaqAction.LIST, page=page + 1).labelled(f"{page + 2}/{pages} ›"))
    export = [FaqButton(FaqAction.EXPORT).labelled(translator.plain("button-faq-export"))] if entries else []
    keyboard = [row for row in (*buttons, turning, export) if row]
    return html, InlineKeyboardMarkup(keyboard) if keyboard else None


def render_prompt(question: str, answer: str, translator: Translator) -> Message:
    """The message whose reply becomes the answer of a question: the question is its only quotation.

    Args:
        question: The question.
        answer: The answer that it has, "" for none.
        translator: The language of the message.
    """
    lines = [translator.say("faq-prompt", most=MOST_ANSWER), _quoted(question)]
    if answer:
        lines += [translator.say("faq-now"), Html(f"<pre>{escaped(clean(answer))}</pre>")]
    cancel = FaqPromptButton().labelled(translator.plain("button-cancel"))
    return joined(lines), InlineKeyboardMarkup.from_button(cancel)


def render_answered(question: str) -> Html:
    """What becomes of that message once it is answered: a reply to it is no answer any more."""
    return _quoted(question)


def render_kept(entry: FaqEntry, change: Change, waiting: int, translator: Translator) -> Message:
    """The message that an answer was kept, with buttons to change, remove and send it.

    Args:
        entry: The question with its answer.
        change: What became of it.
        waiting: How many people asked before and can be told.
        translator: The language of the message.
    """
    question = _short(entry.question)
    if change == "added":
        html = translator.say("faq-added", question=question)
    elif change == "replaced":
        html = translator.say("faq-changed", question=question)
    else:
        html = translator.say("faq-unchanged", question=question)
    keyboard = [[_change(entry, 0, translator), _remove(entry, 0, translator)]]
    if waiting:
        tell = translator.plain("button-faq-tell", count=waiting)
        keyboard.append([FaqButton(FaqAction.TELL, entry.id).labelled(tell)])
    return html, InlineKeyboardMarkup(keyboard)


def render_told(entry: FaqEntry, told: int, translator: Translator) -> Message:
    """The message that those who asked have been sent the answer."""
    html = translator.say("faq-told", question=_short(entry.question), count=told)
    return html, InlineKeyboardMarkup.from_row([_change(entry, 0, translator), _remove(entry, 0, translator)])


def render_removal(entry: FaqEntry, page: int, translator: Translator) -> Message:
    """The question whether to remove an entry; `page` is that of the list to go back to, from 0."""
    said = joined([_quoted(entry.question), escaped(clip(clean(entry.answer), _ANSWER_UNITS))])
    yes = FaqButton(FaqAction.REMOVE, entry.id, page).labelled(translator.plain("button-remove"))
    no = FaqButton(FaqAction.LIST, page=page).labelled(translator.plain("button-leave"))
    return joined([translator.say("faq-remove-question"), said]), InlineKeyboardMarkup.from_row([yes, no])


def render_refusal(error: FaqError, length: int, translator: Translator) -> Html:
    """The message that says why words are no question or no answer.

    Args:
        error: Why.
        length: How many characters the answer has.
        translator: The language of the message.
    """
    match error.reason:
        case Unfit.NO_QUESTION:
            return translator.say("faq-no-question")
        case Unfit.LONG_QUESTION:
            return translator.say("faq-long-question", most=MOST_QUESTION)
        case Unfit.LONG_ANSWER:
            return translator.say("faq-long-answer", length=length, most=MOST_ANSWER)
        case _:
            return translator.say("faq-no-answer", most=MOST_ANSWER)


def render_imported(changes: Sequence[Change], translator: Translator) -> Html:
    """The message that a file was imported."""
    added, replaced, unchanged = (changes.count(change) for change in ("added", "replaced", "unchanged"))
    return translator.say("faq-imported", added=added, replaced=replaced, unchanged=unchanged)


def render_faults(error: FaqFileError, translator: Translator) -> Html:
    """The message that says why a file was not imported, by line."""
    if not error.faults:
        return translator.say("faq-import-columns")
    lines = [translator.say("faq-import-faults"), *(_fault(f, translator) for f in error.faults[:_FAULTS])]
    if len(error.faults) > _FAULTS:
        lines.append(translator.say("faq-more-faults", count=len(error.faults) - _FAULTS))
    return joined(lines)


def _fault(fault: LineFault, translator: Translator) -> Html:
    match fault.reason:
        case Unfit.NO_QUESTION:
            return translator.say("faq-fault-no-question", line=fault.line)
        case Unfit.LONG_QUESTION:
            return translator.say("faq-fault-long-question", line=fault.line, most=MOST_QUESTION)
        case Unfit.NO_ANSWER:
            return translator.say("faq-fault-no-answer", line=fault.line)
        case Unfit.LONG_ANSWER:
            return translator.say("faq-fault-long-answer", line=fault.line, most=MOST_ANSWER)
        case Unfit.DATE:
            return translator.say("faq-fault-date", line=fault.line)


def _row(number: int, entry: FaqEntry, translator: Translator) -> Html:
    return translator.say(
        "faq-row",
        number=number,
        question=_short(entry.question),
        answer=clip(one_line(entry.answer), _ANSWER_UNITS),
        day=entry.day,
    )


def _change(entry: FaqEntry, page: int, translator: Translator, which: str = "") -> InlineKeyboardButton:
    return FaqButton(FaqAction.CHANGE, entry.id, page).labelled(translator.plain("button-change") + which)


def _remove(entry: FaqEntry, page: int, translator: Translator, which: str = "") -> InlineKeyboardButton:
    return FaqButton(FaqAction.ASK, entry.id, page).labelled(translator.plain("button-remove") + which)


def _quoted(question: str) -> Html:
    return Html(f"<blockquote>{escaped(one_line(question))}</blockquote>")


def _short(question: str) -> str:
    return clip(one_line(question), _ANSWER_UNITS)
