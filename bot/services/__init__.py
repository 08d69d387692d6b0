"""What the bot does apart from Telegram: answers, documents, who sees them, limits."""
