"""Questions in all the ways they reach the bot, and what is pressed under their answers."""
