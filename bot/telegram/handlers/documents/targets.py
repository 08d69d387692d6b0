"""The buttons by which people choose what becomes of what they sent."""

from telegram import InlineKeyboardMarkup

from bot.telegram.messages.button_kinds import ForwardButton, ForwardChoice, UploadButton, UploadTarget
from bot.telegram.messages.translations import Translator


def target_keyboard(translator: Translator, *, is_chat: bool) -> InlineKeyboardMarkup:
    """The buttons by which a bot owner chooses who sees a document.

    Args:
        translator: The language of the buttons.
        is_chat: Whether it is several forwarded messages, whose buttons say so: a restart forgets these.
    """
    public: UploadButton | ForwardButton = UploadButton(UploadTarget.PUBLIC)
    own: UploadButton | ForwardButton = UploadButton(UploadTarget.OWN)
    if is_chat:
        public, own = ForwardButton(ForwardChoice.PUBLIC), ForwardButton(ForwardChoice.OWN)
    return InlineKeyboardMarkup.from_row(
        [
            public.labelled(translator.plain("button-public")),
            own.labelled(translator.plain("button-own")),
        ]
    )


def forward_keyboard(translator: Translator, *, is_owner: bool) -> InlineKeyboardMarkup:
    """The buttons by which someone chooses whether forwarded messages are a document or questions.

    Args:
        translator: The language of the buttons.
        is_owner: Whether they may make it a public one.
    """
    ask = ForwardButton(ForwardChoice.ASK).labelled(translator.plain("button-forwards-ask"))
    if not is_owner:
        own = ForwardButton(ForwardChoice.OWN).labelled(translator.plain("button-forwards-add"))
        return InlineKeyboardMarkup.from_row([own, ask])
    (targets,) = target_keyboard(translator, is_chat=True).inline_keyboard
    return InlineKeyboardMarkup([targets, [ask]])
