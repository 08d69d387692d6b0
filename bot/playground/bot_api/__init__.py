"""The methods of the Bot API that this project's bot calls, over HTTP, with Telegram's limits and errors."""
