"""What the bot sends: texts in Telegram's HTML, buttons, and the phrases of each language."""
