"""Which figure is wrong, how it came to be, and what stood there: slips weighed by all that is known."""
