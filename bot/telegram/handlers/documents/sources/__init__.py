"""What a message gives to be added: its file, its photo, the page that it links to, or its text."""
