"""Layers: what a sheet inherits."""
