"""The language server: what `check` finds, while a document is typed."""
