"""What is measured: intervals, units, quantities and figures. Knows nothing of files."""
