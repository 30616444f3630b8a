"""Documents: bytes to values, and values to their places in the text."""
