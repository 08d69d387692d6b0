"""What owners of the bot are shown: figures and the FAQ."""
