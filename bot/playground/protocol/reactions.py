"""The reactions that a bot may set on a message."""

from collections.abc import Mapping, Sequence
from typing import Any, Final

from telegram.constants import ReactionEmoji

from bot.playground.protocol.refusals import bad_request

_VARIATION: Final = "\ufe0f"
_EMOJI: Final = frozenset(emoji.replace(_VARIATION, "") for emoji in ReactionEmoji)
_UNAVAILABLE: Final = frozenset({"custom_emoji", "paid"})
"""Kinds of reactions that bots cannot use, or only where a chat allows it."""


def checked_reaction(reactions: Sequence[Any]) -> str:
    """The emoji of a list of objects of type ReactionType, "" for none.

    Raises:
        Refusal: There is more than one, or one that a bot may not set.
    """
    if len(reactions) > 1:
        raise bad_request("REACTIONS_TOO_MANY")
    return "".join(_emoji(reaction) for reaction in reactions)


def _emoji(reaction: Any) -> str:
    kind = reaction.get("type") if isinstance(reaction, Mapping) else None
    if kind in _UNAVAILABLE:
        raise bad_request("REACTION_INVALID")
    if kind != "emoji":
        raise bad_request("can't parse reaction types JSON object")
    emoji = reaction.get("emoji")
    if not isinstance(emoji, str) or emoji.replace(_VARIATION, "") not in _EMOJI:
        raise bad_request("REACTION_INVALID")
    return emoji
