"""Telegram's limits on what a bot sends, and the errors for what exceeds them."""

import re
from collections.abc import Iterable, Mapping
from typing import Any, Final

from bot.playground.protocol.entities import Formatted
from bot.playground.protocol.refusals import bad_request
from bot.playground.protocol.texts import sent_text
from bot.telegram.messages.truncation import units

TEXT_UNITS: Final = 4096
CAPTION_UNITS: Final = 1024
UPLOAD_BYTES: Final = 50 << 20
CALLBACK_ANSWER_UNITS: Final = 200
INLINE_RESULTS: Final = 50
INLINE_RESULT_ID_BYTES: Final = 64
INLINE_QUERY_CHARACTERS: Final = 256
NEXT_OFFSET_BYTES: Final = 64
START_PARAMETER: Final = re.compile(r"[A-Za-z0-9_-]{1,64}")
SECRET_TOKEN: Final = re.compile(r"[A-Za-z0-9_-]{1,256}")
COMMAND: Final = re.compile(r"[a-z0-9_]{1,32}")
COMMANDS: Final = 100
COMMAND_DESCRIPTION_UNITS: Final = 256
QUERY_SECONDS: Final = 10.0
"""How long the bot has to answer an inline query or a pressed button."""

DELETION_SECONDS: Final = 48 * 3600
"""How old a message may be that the bot deletes."""

GUEST_SECONDS: Final = 60.0
"""How long the bot has to answer a call as a guest; Telegram does not document it."""


def formatted(text: str, parse_mode: str, entities: Iterable[Any] = ()) -> Formatted:
    """Parse the text of a message and check its length.

    Args:
        text: The text, with markup where there is a parse mode.
        parse_mode: "HTML", or "" for none.
        entities: Objects of type MessageEntity; ignored where there is a parse mode.

    Raises:
        Refusal: It cannot be parsed, is empty or too long.
    """
    parsed = sent_text(text, parse_mode, entities)
    if not parsed.text:
        raise bad_request("message text is empty")
    if units(parsed.text) > TEXT_UNITS:
        raise bad_request("message is too long")
    return parsed


def caption(text: str, parse_mode: str, entities: Iterable[Any] = ()) -> Formatted:
    """Parse the caption of a file, which may be empty.

    Raises:
        Refusal: It cannot be parsed, or is too long.
    """
    parsed = sent_text(text, parse_mode, entities)
    if units(parsed.text) > CAPTION_UNITS:
        raise bad_request("message caption is too long")
    return parsed


def check_result_ids(ids: Iterable[str]) -> None:
    """Check the identifiers of inline results."""
    known: set[str] = set()
    for result_id in ids:
        if not 1 <= len(result_id.encode()) <= INLINE_RESULT_ID_BYTES:
            raise bad_request("RESULT_ID_INVALID")
        if result_id in known:
            raise bad_request("RESULT_ID_DUPLICATE")
        known.add(result_id)
    if len(known) > INLINE_RESULTS:
        raise bad_request("RESULTS_TOO_MUCH")


def check_results_button(button: Mapping[str, Any]) -> None:
    """Check the button above inline results."""
    if not button.get("text"):
        raise bad_request("BUTTON_TEXT_EMPTY")
    if ("start_parameter" in button) == ("web_app" in button):
        raise bad_request("a button above results needs either start_parameter or web_app")
    if "start_parameter" in button and not START_PARAMETER.fullmatch(str(button["start_parameter"])):
        raise bad_request("START_PARAM_INVALID")


def check_commands(commands: Iterable[Mapping[str, Any]]) -> None:
    """Check a list of commands."""
    listed = list(commands)
    if len(listed) > COMMANDS:
        raise bad_request("BOT_COMMANDS_TOO_MUCH")
    for command in listed:
        if not COMMAND.fullmatch(str(command.get("command", ""))):
            raise bad_request("BOT_COMMAND_INVALID")
        if not 1 <= units(str(command.get("description", ""))) <= COMMAND_DESCRIPTION_UNITS:
            raise bad_request("BOT_COMMAND_DESCRIPTION_INVALID")
