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

from bot.services.documents import Shelf
from bot.telegram.handlers.asking.callbacks import Buttons
from bot.telegram.handlers.asking.guests import Guests
from bot.telegram.handlers.asking.inline import Inline
from bot.telegram.handlers.asking.mentions import GluedAsk, Mention, ReplyToBot
from bot.telegram.handlers.asking.questions import Questions
from bot.telegram.handlers.context import House
from bot.telegram.handlers.documents.listing import Documents
from bot.telegram.handlers.documents.uploads import PRESSED as CHOICE
from bot.telegram.handlers.documents.uploads import Uploads
from bot.telegram.handlers.errors import Failures
from bot.telegram.handlers.groups import PRESSED as SETTING
from bot.telegram.handlers.groups import Groups
from bot.telegram.handlers.help import Guide
from bot.telegram.handlers.language import PRESSED as TONGUE
from bot.telegram.handlers.language import Tongues
from bot.telegram.handlers.owner import PRESSED as LIST
from bot.telegram.handlers.owner import Owner
from bot.telegram.handlers.privacy import PRESSED as FORGET
from bot.telegram.handlers.privacy import Privacy
from bot.telegram.messages.buttons import PRESSED as BUTTON
from bot.telegram.messages.documents import PRESSED as DOCUMENT

BotApplication = Application[Any, Any, Any, Any, Any, Any]

# Answers chosen inline come back as messages "via" the bot: they are answers, not questions.
_FRESH = filters.UpdateType.MESSAGE & ~filters.VIA_BOT
_CHANGED = filters.UpdateType.EDITED_MESSAGE & ~filters.VIA_BOT
_PRIVATE = _FRESH & filters.ChatType.PRIVATE
_GROUP = _FRESH & filters.ChatType.GROUPS
_PLAIN = filters.TEXT & ~filters.COMMAND


def register(application: BotApplication, house: House) -> None:
    """Give an application the handlers of a bot. Of those that fit an update, the first gets it."""
    if house.shelf is not None:
        _register_documents(application, house, house.shelf)
    for register_some in (_register_groups, _register_owner, _register_inline):
        register_some(application, house)
    questions, privacy, tongues = Questions(house), Privacy(house), Tongues(house.voices)
    guide = Guide(house, questions)
    application.add_handlers(
        [
            CommandHandler("start", guide.start, _FRESH),
            CommandHandler("help", guide.help, _FRESH),
            CommandHandler("ask", questions.asked, _FRESH),
            CommandHandler("language", tongues.offer, _FRESH),
            CommandHandler("forget", privacy.ask, _FRESH),
            MessageHandler(_FRESH & _PLAIN & GluedAsk(), questions.asked),
            MessageHandler(_PRIVATE & _PLAIN, questions.asked),
            MessageHandler(_PRIVATE & filters.COMMAND, guide.unknown),
            MessageHandler(_PRIVATE & ~filters.TEXT & ~filters.StatusUpdate.ALL, guide.wordless),
            MessageHandler(_GROUP & _PLAIN & (ReplyToBot() | Mention()), questions.asked),
            MessageHandler(_GROUP & _PLAIN, questions.overheard),
            MessageHandler(_CHANGED & filters.TEXT, questions.edited),
            MessageHandler(filters.UpdateType.GUEST_MESSAGE, Guests(house).called),
            CallbackQueryHandler(Buttons(house).pressed, BUTTON),
            CallbackQueryHandler(tongues.choose, TONGUE),
            CallbackQueryHandler(privacy.pressed, FORGET),
            CallbackQueryHandler(guide.outlived),
        ]
    )
    application.add_error_handler(Failures(house.voices).report)


def _register_documents(application: BotApplication, house: House, shelf: Shelf) -> None:
    uploads, documents = Uploads(house, shelf), Documents(house, shelf)
    application.add_handlers(
        [
            CommandHandler("add", uploads.added, _FRESH),
            CommandHandler("docs", documents.listed, _FRESH),
            MessageHandler(_FRESH & filters.Document.ALL, uploads.sent),
            CallbackQueryHandler(uploads.chosen, CHOICE),
            CallbackQueryHandler(documents.pressed, DOCUMENT),
        ]
    )


def _register_groups(application: BotApplication, house: House) -> None:
    groups = Groups(house)
    application.add_handlers(
        [
            CommandHandler("settings", groups.settings, _FRESH),
            ChatMemberHandler(groups.joined, ChatMemberHandler.MY_CHAT_MEMBER),
            MessageHandler(_FRESH & filters.StatusUpdate.MIGRATE, groups.moved),
            CallbackQueryHandler(groups.pressed, SETTING),
        ]
    )


def _register_inline(application: BotApplication, house: House) -> None:
    inline = Inline(house)
    application.add_handlers([InlineQueryHandler(inline.query), ChosenInlineResultHandler(inline.chosen)])


def _register_owner(application: BotApplication, house: House) -> None:
    owner, owners = Owner(house), _PRIVATE & filters.User(house.rules.access.admins)
    application.add_handlers(
        [
            CommandHandler("stats", owner.stats, owners),
            CommandHandler("unanswered", owner.unanswered, owners),
            CallbackQueryHandler(owner.pressed, LIST),
        ]
    )
