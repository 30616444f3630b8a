"""The vehicles of a catalog as a reader sees them: names, figures, bands, and what was found."""
