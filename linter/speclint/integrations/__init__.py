"""What other programs start: each is thin, and needs an extra."""
