"""Where bytes come from and go to: folders, git revisions, and atomic writes."""
