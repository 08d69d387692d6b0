"""The bot under mixed load for a long time, with faults of Telegram's and restarts."""
