"""What the bot says: text in Telegram's HTML, buttons, and the phrases of each language. No network."""
