"""Rules as rows of a table: laws between figures, in a grammar that users' own rules share."""
