"""The Telegram bot: updates in, messages out."""
