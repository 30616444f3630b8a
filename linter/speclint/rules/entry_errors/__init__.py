"""Figures that another number, one entry error away, would fit far better."""
