"""Finds what a message gives to be added."""

from bot.services.documents import DocumentService
from bot.telegram.handlers.asking.mentions import is_from_bot, text_to_add
from bot.telegram.handlers.documents.sources.files import (
    TelegramFile,
    TelegramPhotos,
    largest_of,
    name_of_photos,
)
from bot.telegram.handlers.documents.sources.source import Sent, Source
from bot.telegram.handlers.documents.sources.texts import ForwardedChat, MessageText
from bot.telegram.handlers.documents.sources.web import WebPage, link_in
from bot.telegram.messages.uploads.files import UploadedFile, WebLink


def source_of(sent: Sent, document_service: DocumentService) -> Source | None:
    """What is to be added: a file or photos, the page at the first link, texts; None where there is nothing.

    Of /add the text after it is one. Other commands, and what the bot says itself, are no texts to be added.
    """
    message = sent.message
    if sent.is_chat:
        return ForwardedChat.of(sent.messages)
    if message.document is not None:
        return TelegramFile(UploadedFile.of(message.document), message.document)
    if message.photo:
        largest = tuple(largest_of(each.photo) for each in sent.messages)
        size = sum(each.file_size or 0 for each in largest)
        return TelegramPhotos(UploadedFile.photo(sent.messages[0], size, name_of_photos(sent)), largest)
    address = link_in(message)
    if address:
        return WebPage(WebLink(address), document_service)
    text = text_to_add(message)
    return MessageText.of(message, text) if text and not is_from_bot(message) else None
