"""What only the whole catalog shows: what is read from no sheet, words that are unknown, and faults of columns."""
