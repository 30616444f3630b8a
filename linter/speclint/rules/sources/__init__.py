"""Sources: what vouches for the figures of a sheet, and when it was said."""
