"""Profiles: how a repository writes its sheets. The shipped ones lie beside the code."""
