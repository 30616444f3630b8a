"""Body: dimensions, masses, loads and towing."""
