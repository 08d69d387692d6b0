"""Commands for whoever runs the bot: what people said of answers, and the answers of owners."""
