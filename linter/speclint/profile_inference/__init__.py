"""A profile inferred from the files of a repository, behind `speclint init`."""
