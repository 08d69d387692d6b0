"""The table of Bot API methods."""

from collections.abc import Awaitable, Callable, Mapping
from typing import Any, Final

from bot.playground.bot_api.arguments import Arguments
from bot.playground.bot_api.chat_methods import ChatMethods
from bot.playground.bot_api.message_methods import MessageMethods
from bot.playground.bot_api.profile_methods import ProfileMethods
from bot.playground.bot_api.query_methods import QueryMethods
from bot.playground.bot_api.update_methods import UpdateMethods
from bot.playground.protocol.refusals import not_found
from bot.playground.simulation.world import World

Method = Callable[[Arguments], Awaitable[Any]]

COUNTED_METHODS: Final = frozenset(
    {"sendmessage", "senddocument", "sendphoto", "editmessagetext", "editmessagereplymarkup"}
)
"""The methods that flood control counts."""


class Methods:
    """Calls the methods of the Bot API by name.

    Args:
        world: The simulation that the methods work on.
    """

    def __init__(self, world: World) -> None:
        self._world = world
        parts = (
            QueryMethods(world),
            MessageMethods(world),
            UpdateMethods(world),
            ProfileMethods(world),
            ChatMethods(world),
        )
        self._methods: Mapping[str, Method] = {
            name.lower(): method for part in parts for name, method in part.methods().items()
        }

    async def call(self, method: str, arguments: Arguments) -> Any:
        """Call a method by its name; upper and lower case are the same.

        Returns:
            Its result, ready for JSON.

        Raises:
            Refusal: There is no such method, or it refuses the request.
        """
        call = self._methods.get(method.lower())
        if call is None:
            raise not_found()
        if self._world.flood and method.lower() in COUNTED_METHODS:
            self._world.flood.check(arguments.integer("chat_id") if "chat_id" in arguments else None)
        return await call(arguments)
