"""From two revisions to a report of what changed."""
