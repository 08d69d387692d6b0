"""The routes: which update goes to which handler."""

from typing import Any

from telegram.ext import (
    Application,
    CallbackQueryHandler,
    ChatMemberHandler,
    ChosenInlineResultHandler,
    CommandHandler,
    InlineQueryHandler,
    MessageHandler,
    TypeHandler,
    filters,
)

from bot.services.documents import DocumentService
from bot.services.faq.service import FaqService
from bot.telegram.handlers.asking.callbacks import AnswerButtonHandlers
from bot.telegram.handlers.asking.guests import GuestHandlers
from bot.telegram.handlers.asking.inline import InlineHandlers
from bot.telegram.handlers.asking.mentions import (
    AddWithoutSpace,
    AskWithoutSpace,
    InWithoutSpace,
    Mention,
    ReplyToBot,
)
from bot.telegram.handlers.asking.questions import QuestionHandlers
from bot.telegram.handlers.asking.scope_command import ScopeCommand
from bot.telegram.handlers.asking.suggestions import SuggestionHandlers
from bot.telegram.handlers.documents.captions import CaptionQuestions
from bot.telegram.handlers.documents.forwards import ForwardHandlers
from bot.telegram.handlers.documents.listing import DocumentListHandlers
from bot.telegram.handlers.documents.reception import Reception
from bot.telegram.handlers.documents.uploads import UploadHandlers
from bot.telegram.handlers.errors import ErrorHandler
from bot.telegram.handlers.groups import GroupHandlers
from bot.telegram.handlers.help import HelpMessages
from bot.telegram.handlers.language import LanguageMenu
from bot.telegram.handlers.owners.faq import FAQ_FILE, FaqCommand
from bot.telegram.handlers.owners.figures import FiguresCommand
from bot.telegram.handlers.owners.prompts import AnswerPrompts, PromptReply
from bot.telegram.handlers.owners.unanswered import UnansweredCommand
from bot.telegram.handlers.owners.waiting import WaitingAskers
from bot.telegram.handlers.privacy import ForgetCommand
from bot.telegram.handlers.refusals import RefusalHandler
from bot.telegram.handlers.services import Services
from bot.telegram.messages.button_kinds import (
    AnswerButton,
    DocumentButton,
    ExportButton,
    FaqButton,
    FaqPromptButton,
    ForgetButton,
    ForwardButton,
    GroupButton,
    LanguageButton,
    ScopeButton,
    SuggestionButton,
    UnansweredAnswerButton,
    UnansweredPageButton,
    UploadButton,
)
from bot.telegram.updates import Refused

BotApplication = Application[Any, Any, Any, Any, Any, Any]

# Inline results that people send come back as messages "via" the bot: these are no questions.
_NEW_MESSAGE = filters.UpdateType.MESSAGE & ~filters.VIA_BOT
_EDITED_MESSAGE = filters.UpdateType.EDITED_MESSAGE & ~filters.VIA_BOT
_IN_PRIVATE = _NEW_MESSAGE & filters.ChatType.PRIVATE
_IN_GROUP = _NEW_MESSAGE & filters.ChatType.GROUPS
_TEXT = filters.TEXT & ~filters.COMMAND
_FILE = filters.Document.ALL | filters.PHOTO


def register(application: BotApplication, services: Services) -> None:
    """Add all handlers to an application. The first one that matches an update gets it."""
    questions = QuestionHandlers(services)
    _register_owners(application, services)  # first: some of their files and replies are for the FAQ
    if services.document_service is not None:
        _register_documents(application, services, services.document_service, questions)
    for register_some in (_register_groups, _register_inline):
        register_some(application, services)
    privacy, language_menu = ForgetCommand(services), LanguageMenu(services.translators)
    help_messages = HelpMessages(services, questions)
    application.add_handlers(
        [
            CommandHandler("start", help_messages.start, _NEW_MESSAGE),
            CommandHandler("help", help_messages.help, _NEW_MESSAGE),
            CommandHandler("ask", questions.asked, _NEW_MESSAGE),
            CommandHandler("language", language_menu.offer, _NEW_MESSAGE),
            CommandHandler("forget", privacy.ask, _NEW_MESSAGE),
            MessageHandler(_NEW_MESSAGE & _TEXT & AskWithoutSpace(), questions.asked),
            MessageHandler(_IN_PRIVATE & _TEXT, questions.asked),
            MessageHandler(_IN_PRIVATE & filters.COMMAND, help_messages.unknown_command),
            MessageHandler(
                _IN_PRIVATE & ~filters.TEXT & ~filters.StatusUpdate.ALL, help_messages.without_text
            ),
            MessageHandler(_IN_GROUP & _TEXT & (ReplyToBot() | Mention()), questions.asked),
            MessageHandler(_IN_GROUP & _TEXT, questions.overheard),
            MessageHandler(_EDITED_MESSAGE & filters.TEXT, questions.edited),
            MessageHandler(filters.UpdateType.GUEST_MESSAGE, GuestHandlers(services).called),
            CallbackQueryHandler(AnswerButtonHandlers(services).pressed, AnswerButton.pattern),
            CallbackQueryHandler(SuggestionHandlers(services).pressed, SuggestionButton.pattern),
            CallbackQueryHandler(language_menu.choose, LanguageButton.pattern),
            CallbackQueryHandler(privacy.pressed, ForgetButton.pattern),
            CallbackQueryHandler(help_messages.unknown_button),
            TypeHandler(Refused, RefusalHandler(services.translators).told),
        ]
    )
    application.add_error_handler(ErrorHandler(services.translators).report)


def _register_documents(
    application: BotApplication,
    services: Services,
    document_service: DocumentService,
    questions: QuestionHandlers,
) -> None:
    captions = CaptionQuestions(document_service, questions)
    reception = Reception(services, document_service, captions)
    forwards = ForwardHandlers(services, reception, questions)
    uploads, documents, scope = (
        UploadHandlers(services, document_service, reception, captions, forwards),
        DocumentListHandlers(services, document_service),
        ScopeCommand(services),
    )
    application.add_handlers(
        [
            CommandHandler("add", uploads.added, _NEW_MESSAGE),
            MessageHandler(_NEW_MESSAGE & _TEXT & AddWithoutSpace(), uploads.added),
            CommandHandler("docs", documents.listed, _NEW_MESSAGE),
            CommandHandler("in", scope.given, _NEW_MESSAGE),
            MessageHandler(_NEW_MESSAGE & _TEXT & InWithoutSpace(), scope.given),
            MessageHandler(_NEW_MESSAGE & _FILE, uploads.sent),
            MessageHandler(_EDITED_MESSAGE & _FILE, uploads.edited),
            MessageHandler((_IN_PRIVATE | _IN_GROUP) & _TEXT & filters.FORWARDED, forwards.sent),
            CallbackQueryHandler(uploads.chosen, UploadButton.pattern),
            CallbackQueryHandler(forwards.chosen, ForwardButton.pattern),
            CallbackQueryHandler(documents.pressed, DocumentButton.pattern),
            CallbackQueryHandler(scope.pressed, ScopeButton.pattern),
        ]
    )


def _register_groups(application: BotApplication, services: Services) -> None:
    groups = GroupHandlers(services)
    application.add_handlers(
        [
            CommandHandler("settings", groups.settings, _NEW_MESSAGE),
            ChatMemberHandler(groups.joined, ChatMemberHandler.MY_CHAT_MEMBER),
            MessageHandler(_NEW_MESSAGE & filters.StatusUpdate.MIGRATE, groups.migrated),
            CallbackQueryHandler(groups.pressed, GroupButton.pattern),
        ]
    )


def _register_inline(application: BotApplication, services: Services) -> None:
    inline = InlineHandlers(services)
    application.add_handlers([InlineQueryHandler(inline.query), ChosenInlineResultHandler(inline.chosen)])


def _register_owners(application: BotApplication, services: Services) -> None:
    owners = _IN_PRIVATE & filters.User(services.rules.access.owners)
    if services.document_service is None:
        unanswered = UnansweredCommand(services)
    else:
        faq = FaqService(services.document_service)
        waiting = WaitingAskers(services)
        prompts = AnswerPrompts(services, faq, waiting)
        unanswered = UnansweredCommand(services, faq, prompts)
        faq_command = FaqCommand(services, faq, prompts, waiting)
        application.add_handlers(
            [
                CommandHandler("faq", faq_command.listed, owners),
                MessageHandler(owners & FAQ_FILE, faq_command.imported),
                MessageHandler(owners & PromptReply() & ~filters.COMMAND, prompts.answered),
                CallbackQueryHandler(faq_command.pressed, FaqButton.pattern),
                CallbackQueryHandler(prompts.cancelled, FaqPromptButton.pattern),
            ]
        )
    application.add_handlers(
        [
            CommandHandler("stats", FiguresCommand(services).stats, owners),
            CommandHandler("unanswered", unanswered.unanswered, owners),
            CallbackQueryHandler(unanswered.turned, UnansweredPageButton.pattern),
            CallbackQueryHandler(unanswered.exported, ExportButton.pattern),
            CallbackQueryHandler(unanswered.chosen, UnansweredAnswerButton.pattern),
        ]
    )
