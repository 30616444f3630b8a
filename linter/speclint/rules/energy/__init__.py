"""Energy: batteries and ranges."""
