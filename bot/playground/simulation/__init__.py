"""People, chats and messages that live on this machine instead of on Telegram's servers."""
