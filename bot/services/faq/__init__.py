"""The FAQ as the bot and the command line use it: changed on threads, written to files and read from them."""
