"""The registry: which update goes to which handler."""

from typing import Any

from telegram.ext import (
    Application,
    CallbackQueryHandler,
    ChatMemberHandler,
    ChosenInlineResultHandler,
    CommandHandler,
    InlineQueryHandler,
    MessageHandler,
    filters,
)

from bot.services.documents import DocumentService
from bot.telegram.handlers.asking.callbacks import Buttons
from bot.telegram.handlers.asking.guests import Guests
from bot.telegram.handlers.asking.inline import Inline
from bot.telegram.handlers.asking.mentions import GluedAsk, Mention, ReplyToBot
from bot.telegram.handlers.asking.questions import Questions
from bot.telegram.handlers.documents.listing import Documents
from bot.telegram.handlers.documents.uploads import Uploads
from bot.telegram.handlers.errors import ErrorHandler
from bot.telegram.handlers.groups import Groups
from bot.telegram.handlers.help import HelpMessages
from bot.telegram.handlers.language import LanguageMenu
from bot.telegram.handlers.owner import OwnerCommands
from bot.telegram.handlers.privacy import ForgetCommand
from bot.telegram.handlers.services import Services
from bot.telegram.messages.callback_data import (
    AnswerButton,
    DocumentButton,
    ExportButton,
    ForgetButton,
    GroupButton,
    LanguageButton,
    UnansweredPageButton,
    UploadButton,
)

BotApplication = Application[Any, Any, Any, Any, Any, Any]

# Answers chosen inline come back as messages "via" the bot: they are answers, not questions.
_FRESH = filters.UpdateType.MESSAGE & ~filters.VIA_BOT
_CHANGED = filters.UpdateType.EDITED_MESSAGE & ~filters.VIA_BOT
_PRIVATE = _FRESH & filters.ChatType.PRIVATE
_GROUP = _FRESH & filters.ChatType.GROUPS
_PLAIN = filters.TEXT & ~filters.COMMAND


def register(application: BotApplication, services: Services) -> None:
    """Give an application the handlers of a bot. Of those that fit an update, the first gets it."""
    if services.document_service is not None:
        _register_documents(application, services, services.document_service)
    for register_some in (_register_groups, _register_owner, _register_inline):
        register_some(application, services)
    questions, privacy, language_menu = (
        Questions(services),
        ForgetCommand(services),
        LanguageMenu(services.translators),
    )
    help_messages = HelpMessages(services, questions)
    application.add_handlers(
        [
            CommandHandler("start", help_messages.start, _FRESH),
            CommandHandler("help", help_messages.help, _FRESH),
            CommandHandler("ask", questions.asked, _FRESH),
            CommandHandler("language", language_menu.offer, _FRESH),
            CommandHandler("forget", privacy.ask, _FRESH),
            MessageHandler(_FRESH & _PLAIN & GluedAsk(), questions.asked),
            MessageHandler(_PRIVATE & _PLAIN, questions.asked),
            MessageHandler(_PRIVATE & filters.COMMAND, help_messages.unknown),
            MessageHandler(_PRIVATE & ~filters.TEXT & ~filters.StatusUpdate.ALL, help_messages.wordless),
            MessageHandler(_GROUP & _PLAIN & (ReplyToBot() | Mention()), questions.asked),
            MessageHandler(_GROUP & _PLAIN, questions.overheard),
            MessageHandler(_CHANGED & filters.TEXT, questions.edited),
            MessageHandler(filters.UpdateType.GUEST_MESSAGE, Guests(services).called),
            CallbackQueryHandler(Buttons(services).pressed, AnswerButton.pattern()),
            CallbackQueryHandler(language_menu.choose, LanguageButton.pattern()),
            CallbackQueryHandler(privacy.pressed, ForgetButton.pattern()),
            CallbackQueryHandler(help_messages.outlived),
        ]
    )
    application.add_error_handler(ErrorHandler(services.translators).report)


def _register_documents(
    application: BotApplication, services: Services, document_service: DocumentService
) -> None:
    uploads, documents = Uploads(services, document_service), Documents(services, document_service)
    application.add_handlers(
        [
            CommandHandler("add", uploads.added, _FRESH),
            CommandHandler("docs", documents.listed, _FRESH),
            MessageHandler(_FRESH & filters.Document.ALL, uploads.sent),
            CallbackQueryHandler(uploads.chosen, UploadButton.pattern()),
            CallbackQueryHandler(documents.pressed, DocumentButton.pattern()),
        ]
    )


def _register_groups(application: BotApplication, services: Services) -> None:
    groups = Groups(services)
    application.add_handlers(
        [
            CommandHandler("settings", groups.settings, _FRESH),
            ChatMemberHandler(groups.joined, ChatMemberHandler.MY_CHAT_MEMBER),
            MessageHandler(_FRESH & filters.StatusUpdate.MIGRATE, groups.moved),
            CallbackQueryHandler(groups.pressed, GroupButton.pattern()),
        ]
    )


def _register_inline(application: BotApplication, services: Services) -> None:
    inline = Inline(services)
    application.add_handlers([InlineQueryHandler(inline.query), ChosenInlineResultHandler(inline.chosen)])


def _register_owner(application: BotApplication, services: Services) -> None:
    owner, owners = OwnerCommands(services), _PRIVATE & filters.User(services.rules.access.admins)
    application.add_handlers(
        [
            CommandHandler("stats", owner.stats, owners),
            CommandHandler("unanswered", owner.unanswered, owners),
            CallbackQueryHandler(owner.turned, UnansweredPageButton.pattern()),
            CallbackQueryHandler(owner.exported, ExportButton.pattern()),
        ]
    )
