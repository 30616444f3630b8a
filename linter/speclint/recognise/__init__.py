"""How a repository writes its sheets, told from the files themselves, where nobody has written a profile."""
