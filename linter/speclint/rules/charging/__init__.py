"""Charging: power, time and curve against the mains and the battery."""
