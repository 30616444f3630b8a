"""Rules of a user's own."""
