"""Sources: what confirms the figures of a sheet, and when it was published."""
