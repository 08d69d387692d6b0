"""What the owners of a bot do in their private chats with it; for everyone else none of it exists."""
