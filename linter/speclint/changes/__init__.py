"""Facts about what changed between two versions of a sheet."""
