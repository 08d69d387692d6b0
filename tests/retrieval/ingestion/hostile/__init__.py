"""Files that are made to take all time and memory, of any size."""
