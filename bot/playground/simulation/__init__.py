"""The simulation behind the Bot API server: people, chats, messages, files and updates, kept in memory."""
