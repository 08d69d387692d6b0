"""Questions: in messages, by inline queries, by guests; and the buttons under their answers."""
