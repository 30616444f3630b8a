"""Bands: how far published figures lie from what the other figures of a car make of them."""
