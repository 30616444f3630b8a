"""From two revisions to a report of changes."""
