"""Which update goes to which handler."""

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

from bot.catalogue import PRESSED as DOCUMENT
from bot.handlers.buttons import Buttons
from bot.handlers.calls import GluedAsk, Mention, ReplyToBot
from bot.handlers.documents import Documents
from bot.handlers.failures import Failures
from bot.handlers.groups import PRESSED as SETTING
from bot.handlers.groups import Groups
from bot.handlers.guests import Guests
from bot.handlers.guide import Guide
from bot.handlers.house import House
from bot.handlers.inline import Inline
from bot.handlers.owner import PRESSED as LIST
from bot.handlers.owner import Owner
from bot.handlers.privacy import PRESSED as FORGET
from bot.handlers.privacy import Privacy
from bot.handlers.questions import Questions
from bot.handlers.tongues import PRESSED as TONGUE
from bot.handlers.tongues import Tongues
from bot.handlers.uploads import PRESSED as CHOICE
from bot.handlers.uploads import Uploads
from bot.keyboard import PRESSED as BUTTON
from bot.shelf import Shelf

BotApplication = Application[Any, Any, Any, Any, Any, Any]


def register(application: BotApplication, house: House) -> None:
    """Give an application the handlers of a bot."""
    questions, inline, buttons = Questions(house), Inline(house), Buttons(house)
    guide, tongues = Guide(questions, house.voices), Tongues(house.voices)
    groups, guests = Groups(house), Guests(house)
    owner, privacy = Owner(house), Privacy(house)

    # Answers chosen inline come back as messages "via" the bot: they are answers, not questions.
    fresh = filters.UpdateType.MESSAGE & ~filters.VIA_BOT
    changed = filters.UpdateType.EDITED_MESSAGE & ~filters.VIA_BOT
    private = fresh & filters.ChatType.PRIVATE
    group = fresh & filters.ChatType.GROUPS
    plain = filters.TEXT & ~filters.COMMAND
    owners = private & filters.User(house.rules.access.admins)

    if house.shelf is not None:
        _register_documents(application, house, house.shelf, fresh)
    application.add_handlers(
        [
            CommandHandler("start", guide.start, fresh),
            CommandHandler("help", guide.help, fresh),
            CommandHandler("ask", questions.asked, fresh),
            CommandHandler("language", tongues.offer, fresh),
            CommandHandler("settings", groups.settings, fresh),
            CommandHandler("forget", privacy.ask, fresh),
            CommandHandler("stats", owner.stats, owners),
            CommandHandler("unanswered", owner.unanswered, owners),
            MessageHandler(fresh & plain & GluedAsk(), questions.asked),
            MessageHandler(private & plain, questions.asked),
            MessageHandler(private & filters.COMMAND, guide.unknown),
            MessageHandler(private & ~filters.TEXT & ~filters.StatusUpdate.ALL, guide.wordless),
            MessageHandler(group & plain & (ReplyToBot() | Mention()), questions.asked),
            MessageHandler(group & plain, questions.overheard),
            MessageHandler(fresh & filters.StatusUpdate.MIGRATE, groups.moved),
            MessageHandler(filters.UpdateType.GUEST_MESSAGE, guests.called),
            ChatMemberHandler(groups.joined, ChatMemberHandler.MY_CHAT_MEMBER),
            MessageHandler(changed & filters.TEXT, questions.edited),
            InlineQueryHandler(inline.query),
            ChosenInlineResultHandler(inline.chosen),
            CallbackQueryHandler(buttons.pressed, BUTTON),
            CallbackQueryHandler(groups.pressed, SETTING),
            CallbackQueryHandler(tongues.choose, TONGUE),
            CallbackQueryHandler(privacy.pressed, FORGET),
            CallbackQueryHandler(owner.pressed, LIST),
            CallbackQueryHandler(guide.outlived),
        ]
    )
    application.add_error_handler(Failures(house.voices).report)


def _register_documents(
    application: BotApplication, house: House, shelf: Shelf, fresh: filters.BaseFilter
) -> None:
    uploads, documents = Uploads(house, shelf), Documents(house, shelf)
    application.add_handlers(
        [
            CommandHandler("add", uploads.added, fresh),
            CommandHandler("docs", documents.listed, fresh),
            MessageHandler(fresh & filters.Document.ALL, uploads.sent),
            CallbackQueryHandler(uploads.chosen, CHOICE),
            CallbackQueryHandler(documents.pressed, DOCUMENT),
        ]
    )
