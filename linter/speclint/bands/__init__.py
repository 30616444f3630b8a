"""Bands: how far published figures deviate from what the other figures of the car predict."""
