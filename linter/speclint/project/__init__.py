"""A project: its configuration, the files that are sheets, and the catalog read from them."""
