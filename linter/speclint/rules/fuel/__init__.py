"""Fuel: what a car burns, and what comes out of its exhaust."""
