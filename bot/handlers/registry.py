"""Which update goes to which handler."""

import re
from typing import Any

from telegram import Message
from telegram.ext import Application, CommandHandler, InlineQueryHandler, MessageHandler, filters

from bot.desk import Desk
from bot.handlers.failures import report
from bot.handlers.guide import Guide
from bot.handlers.inline import Inline
from bot.handlers.questions import Questions

BotApplication = Application[Any, Any, Any, Any, Any, Any]


# Telegram sees no command where a Chinese character follows it without a space.
_GLUED_ASK = re.compile(r"/ask(?:@(?P<bot>\w+))?(?![\w@])", re.ASCII | re.IGNORECASE)


class _GluedAsk(filters.MessageFilter):
    """/ask with the question right behind it: /ask基金总规模是多少."""

    def filter(self, message: Message) -> bool:
        found = _GLUED_ASK.match(message.text or "")
        username = message.get_bot().username.lower()
        return found is not None and (found["bot"] or username).lower() == username


class _ReplyToBot(filters.MessageFilter):
    """Messages that reply to one the bot itself wrote."""

    def filter(self, message: Message) -> bool:
        replied = message.reply_to_message
        return bool(replied and replied.from_user and replied.from_user.id == message.get_bot().id)


def register(application: BotApplication, desk: Desk) -> None:
    """Give an application the handlers that answer at a desk."""
    questions, inline = Questions(desk), Inline(desk)
    guide = Guide(questions)

    # Answers chosen inline come back as messages "via" the bot: they are answers, not questions.
    fresh = filters.UpdateType.MESSAGE & ~filters.VIA_BOT
    private = fresh & filters.ChatType.PRIVATE
    group = fresh & filters.ChatType.GROUPS
    plain = filters.TEXT & ~filters.COMMAND

    application.add_handlers(
        [
            CommandHandler("start", guide.start, fresh),
            CommandHandler("help", guide.help, fresh),
            CommandHandler("ask", questions.asked, fresh),
            MessageHandler(fresh & plain & _GluedAsk(), questions.asked),
            MessageHandler(private & plain, questions.told),
            MessageHandler(private & filters.COMMAND, guide.unknown),
            MessageHandler(private & ~filters.TEXT & ~filters.StatusUpdate.ALL, guide.wordless),
            MessageHandler(group & plain & _ReplyToBot(), questions.told),
            InlineQueryHandler(inline.query),
        ]
    )
    application.add_error_handler(report)
