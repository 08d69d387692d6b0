"""The Bot API over HTTP, as far as this project's bot calls it, as strict as Telegram."""
