"""What differs between two revisions of sheets: facts, told by kind, without any opinion."""
