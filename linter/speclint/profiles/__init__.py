"""Profiles: how a repository writes its sheets. The shipped ones are files in this folder."""
