"""From a project to a report of findings."""
