"""What was written, and where: reading only, no opinion."""
