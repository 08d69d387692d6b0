"""The original of an answer: its page as a picture, and its file."""

import asyncio
from contextlib import suppress
from typing import Any, Final

from telegram import CallbackQuery, ReplyParameters
from telegram.constants import ChatAction
from telegram.error import BadRequest, TelegramError

from bot.services.originals import OriginalService
from bot.services.visibility import visible
from bot.storage import Turn
from bot.telegram.handlers.documents.handles import Handle
from bot.telegram.handlers.sending import answer_callback
from bot.telegram.handlers.services import Services
from bot.telegram.messages.button_kinds import AnswerAction, AnswerButton
from bot.telegram.messages.originals import render_caption, render_unshown
from bot.telegram.messages.translations import Translator
from bot.telegram.messages.turns import pages
from bot.telegram.messages.uploads.problems import Problem
from bot.telegram.places import give_up_place
from retrieval.documents import Answer
from retrieval.errors import DocumentError, OriginalError, Unshown
from retrieval.ingestion.rendering import PagePicture
from retrieval.library import File
from retrieval.originals import Original, was_sent

_DOWNLOAD_S: Final = 60.0


class OriginalSender:
    """Sends pages and files of answers, where the document is still there and may be seen.

    Args:
        services: Rules, and the files of documents.
    """

    def __init__(self, services: Services) -> None:
        self._services = services
        self._under_way: set[AnswerButton] = set()

    async def send(
        self, query: CallbackQuery, turn: Turn, button: AnswerButton, translator: Translator
    ) -> None:
        """Answer a press, and send what the button says to the chat of its turn, or why it cannot be sent.

        Args:
            query: The press, in that chat.
            turn: The turn.
            button: The button.
            translator: The language of whoever pressed.
        """
        documents = self._services.document_service
        service = documents.originals if documents else None
        refusal = self._refusal(query, turn, button, translator)
        if refusal or service is None or turn.chat is None or button in self._under_way:
            await answer_callback(query, refusal)
            return
        self._under_way.add(button)
        try:
            answer = turn.reply.answers[button.position]
            try:
                original = await service.of(answer.passage, visible(turn.chat))
            except OriginalError:
                await answer_callback(query, translator.plain("passage-gone"))
                return
            if was_sent(answer.passage) and not original.handle:
                await answer_callback(query, translator.plain("original-not-kept"))
                return
            await answer_callback(query)
            give_up_place()  # the download and the rendering may take a minute
            if button.action is AnswerAction.FILE:
                await self._send_file(query, turn, original, answer, translator)
            else:
                await self._send_page(query, turn, service, original, answer, translator)
        finally:
            self._under_way.discard(button)

    def _refusal(self, query: CallbackQuery, turn: Turn, button: AnswerButton, translator: Translator) -> str:
        """Why to send nothing, or "": anyone can make up callback data."""
        if not self._services.rules.access.admits(query.from_user.id, turn.chat):
            return translator.plain("inline-not-admitted")
        if not turn.found or turn.inline or button.position not in pages(turn):
            return translator.plain("turn-gone")
        if button.action is AnswerAction.FILE and not was_sent(turn.reply.answers[button.position].passage):
            return translator.plain("document-gone")  # its words left the answer, and the name of its file
        return ""

    async def _send_page(
        self,
        query: CallbackQuery,
        turn: Turn,
        service: OriginalService,
        original: Original,
        answer: Answer,
        translator: Translator,
    ) -> None:
        """Send the page as a picture, or a message that says why there is none."""
        bot, place = query.get_bot(), _place(query, turn)
        with suppress(TelegramError):
            await bot.send_chat_action(
                place["chat_id"], ChatAction.UPLOAD_PHOTO, message_thread_id=turn.thread
            )
        picture = await self._picture(query, service, original, answer)
        if isinstance(picture, Unshown):
            await bot.send_message(text=render_unshown(picture, translator), **place)
            return
        caption = render_caption(original, picture, translator)
        await bot.send_photo(photo=picture.png, filename=f"page-{picture.page}.png", caption=caption, **place)

    async def _picture(
        self, query: CallbackQuery, service: OriginalService, original: Original, answer: Answer
    ) -> PagePicture | Unshown:
        """The page of an answer, or why there is none."""

        async def fetch() -> bytes | None:
            if not original.handle:
                return None
            async with asyncio.timeout(_DOWNLOAD_S):
                files = await Handle.decode(original.handle).download(query.get_bot().get_file)
            if isinstance(files, Problem):
                raise OriginalError("Telegram does not give the file any more.", Unshown.ELSEWHERE)
            return File.photographed(original.source, files).data

        try:
            return await service.picture(query.from_user.id, original, answer, fetch)
        except TimeoutError:
            return Unshown.ELSEWHERE
        except OriginalError as error:
            return error.reason
        except DocumentError:
            return Unshown.FAILED

    async def _send_file(
        self, query: CallbackQuery, turn: Turn, original: Original, answer: Answer, translator: Translator
    ) -> None:
        """Send the file as it was sent, of photos that of the page; or say that Telegram no longer has it."""
        bot, place = query.get_bot(), _place(query, turn)
        handle = Handle.decode(original.handle)
        try:
            if handle.is_photo:
                await bot.send_photo(photo=handle.page(answer.passage.page), **place)
            else:
                await bot.send_document(document=handle.page(1), **place)
        except BadRequest as error:
            if "file" not in error.message.lower():
                raise
            await bot.send_message(text=translator.say("original-lost"), **place)


def _place(query: CallbackQuery, turn: Turn) -> dict[str, Any]:
    """Where to send something: the chat of a turn, as a reply to the message whose button was pressed."""
    reply = ReplyParameters(query.message.message_id) if query.message else None
    return {"chat_id": turn.chat, "message_thread_id": turn.thread, "reply_parameters": reply}
