"""Performance: acceleration, power and speed."""
