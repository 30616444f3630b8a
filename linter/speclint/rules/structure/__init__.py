"""Structure: what keeps a document from being read as a sheet."""
