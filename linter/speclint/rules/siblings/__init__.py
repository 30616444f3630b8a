"""Siblings: sheets that must agree on what they share."""
