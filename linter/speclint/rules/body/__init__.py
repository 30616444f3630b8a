"""Body: dimensions, masses and loads."""
