"""Bounds: figures that no car has, and marks that stand for a figure not known."""
