"""Powertrain: power, torque and speed of engines and motors, and how an engine is built."""
