"""Files and links that people send: what they are called, and what became of them."""
