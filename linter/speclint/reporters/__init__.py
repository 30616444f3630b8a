"""Reports as text: one module for each format, each a pure function from a report to a text."""
