"""The recipe of the reader: from data to the weights that ship."""
