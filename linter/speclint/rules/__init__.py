"""What is asked of sheets: one file, one rule."""
