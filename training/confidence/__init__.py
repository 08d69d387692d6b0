"""How sure answers are, fitted to the reader and the encoder that ship."""
