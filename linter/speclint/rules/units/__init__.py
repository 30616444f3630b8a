"""Units: figures of one quantity in several units."""
