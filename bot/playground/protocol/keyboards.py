"""The buttons below a message, as Telegram takes them."""

from collections.abc import Mapping
from typing import Any, Final

from bot.playground.protocol.cleaning import clean
from bot.playground.protocol.links import checked_link
from bot.playground.protocol.refusals import bad_request

CALLBACK_DATA_BYTES: Final = 64
BUTTONS: Final = 100
"""The most buttons below a message; the Bot API does not document it."""

_ACTIONS: Final = frozenset(
    {
        "callback_data",
        "callback_game",
        "copy_text",
        "login_url",
        "pay",
        "switch_inline_query",
        "switch_inline_query_chosen_chat",
        "switch_inline_query_current_chat",
        "url",
        "web_app",
    }
)


def checked_keyboard(markup: Mapping[str, Any]) -> dict[str, Any]:
    """Check a reply_markup, and clean the texts of its buttons.

    Raises:
        Refusal: There are too many buttons, or one is wrong.
    """
    if "inline_keyboard" not in markup:
        return dict(markup)
    try:
        rows = [[_checked_button(dict(button)) for button in row] for row in markup["inline_keyboard"]]
    except (TypeError, ValueError):
        raise bad_request("can't parse inline keyboard: an array of arrays of buttons is needed") from None
    if sum(map(len, rows)) > BUTTONS:
        raise bad_request("reply markup is too long")
    return {**markup, "inline_keyboard": rows}


def _checked_button(button: dict[str, Any]) -> dict[str, Any]:
    text = clean(str(button.get("text") or "")).strip()
    if not text:
        raise bad_request("inline keyboard button text is empty")
    if len(_ACTIONS & button.keys()) != 1:
        raise bad_request("an inline keyboard button needs exactly one action")
    data = str(button.get("callback_data", "."))
    if not 1 <= len(data.encode()) <= CALLBACK_DATA_BYTES:
        raise bad_request("BUTTON_DATA_INVALID")
    if "url" not in button:
        return {**button, "text": text}
    url = checked_link(str(button["url"]))
    if not url:
        raise bad_request(f"inline keyboard button URL '{button['url']}' is invalid: Wrong HTTP URL")
    return {**button, "text": text, "url": url}
