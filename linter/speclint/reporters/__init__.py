"""How a report is told: one module for each format, from a report to a text."""
