"""The model: sheets, the layers they are merged from, their families, and the catalog."""
