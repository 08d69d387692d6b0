"""The buttons below a message, as Telegram takes them."""

from collections.abc import Mapping
from typing import Any, Final

from bot.playground.protocol.cleaning import clean
from bot.playground.protocol.limits import INLINE_QUERY_CHARACTERS
from bot.playground.protocol.links import checked_link
from bot.playground.protocol.refusals import bad_request

CALLBACK_DATA_BYTES: Final = 64
COPIED_CHARACTERS: Final = 256
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
    if "copy_text" in button:
        _check_copied(button["copy_text"])
    if "switch_inline_query_chosen_chat" in button:
        _check_chosen_chat(button["switch_inline_query_chosen_chat"])
    if "url" not in button:
        return {**button, "text": text}
    url = checked_link(str(button["url"]))
    if not url:
        raise bad_request(f"inline keyboard button URL '{button['url']}' is invalid: Wrong HTTP URL")
    return {**button, "text": text, "url": url}


def _check_copied(copied: Any) -> None:
    """Check what a button copies."""
    text = copied.get("text") if isinstance(copied, dict) else None
    if not isinstance(text, str) or not 1 <= len(text) <= COPIED_CHARACTERS:
        raise bad_request("BUTTON_COPY_TEXT_INVALID")


def _check_chosen_chat(chosen: Any) -> None:
    """Check the inline query that a button types in a chat, and that some kind of chat may be chosen."""
    if not isinstance(chosen, dict) or not isinstance(chosen.get("query", ""), str):
        raise bad_request("can't parse inline keyboard button: switch_inline_query_chosen_chat is invalid")
    if len(chosen.get("query", "")) > INLINE_QUERY_CHARACTERS:
        raise bad_request("BUTTON_DATA_INVALID")
    if not any(chosen.get(f"allow_{kind}_chats") is True for kind in ("user", "bot", "group", "channel")):
        raise bad_request("can't parse inline keyboard button: at least one chat type must be allowed")
