"""Bounds: figures that no car has, and placeholders for figures that are not known."""
