"""Rules about what changed between two revisions."""
