"""What comes first of the passages and answers that were found."""
