"""The words by which keys name quantities, and those that may stand beside without changing what is meant."""

from __future__ import annotations

import msgspec

from speclint.profile_inference.words import meant


class Saying(msgspec.Struct, frozen=True):
    """One way to name a quantity."""

    quantity: str
    head: str
    """The word that says what is measured."""
    needs: frozenset[str]
    beside: frozenset[str]
    """Words that may stand beside; with any other word another thing may be meant."""


NEUTRAL = meant((
    "in", "of", "spec", "specification", "technical", "data", "detail", "vehicle", "car", "dimension",
    "performance", "powertrain", "drivetrain", "rated", "value", "amount", "figure", "info", "general",
    "capacity", "mass", "body", "exterior", "measurement", "ev", "volume", "electrical",
))  # fmt: skip
"""Words that group figures and do not change what they are."""

IMPLIED = {
    "power": "power", "torque": "torque", "speed": "speed", "rotational speed": "speed", "energy": "capacity",
    "voltage": "voltage", "electric consumption": "consumption", "fuel consumption": "consumption",
    "mass": "mass", "volume": "volume", "charge": "amperehour",
}  # fmt: skip
"""What a unit of a kind says of the quantity without a word."""

_OUTPUT = "max system total combined output"
_TABLE = (
    ("power", "power", _OUTPUT),
    ("power", "horsepower", _OUTPUT),
    ("power_continuous", "power continuous", _OUTPUT),
    ("engine_power", "power engine", "max output"),
    ("motor_power", "power motor *", "max output"),
    ("ac_charge_power", "power ac charge", "max onboard"),
    ("ac_charge_power", "power onboard charge", "max"),
    ("dc_charge_power", "power dc charge", "max fast"),
    ("torque", "torque", _OUTPUT),
    ("engine_torque", "torque engine", "max"),
    ("motor_torque", "torque motor *", "max"),
    ("power_speed", "speed power", "max engine at"),
    ("torque_speed", "speed torque", "max engine at"),
    *(
        (quantity, f"0 {to}", "acceleration to from time km h kmh kph sec second")
        for quantity, to in (
            ("acceleration_0_100_kmh", "100 kmh"), ("acceleration_0_100_kmh", "100 km h"),
            ("acceleration_0_100_kmh", "100 kph"), ("acceleration_0_60_mph", "60 mph"),
            ("acceleration_0_62_mph", "62 mph"),
            ("acceleration_0_200_kmh", "200 kmh"), ("acceleration_0_200_kmh", "200 km h"),
        )
    ),
    ("quarter_mile", "quarter mile", "time acceleration"),
    ("dc_charge_time", "time dc charge", "10 80 to from fast percent"),
    ("dc_charge_window", "window dc charge", "soc fast percent"),
    ("curve_charge", "soc curve charge *", "dc point percent"),
    ("curve_charge", "percentage curve charge *", "dc point"),
    ("curve_power", "power curve charge *", "dc point"),
    ("ac_phases", "phase ac charge", "usable onboard number count"),
    ("top_speed", "speed max", ""),
    ("top_speed", "vmax", "speed"),
    ("drag_coefficient", "drag coefficient", "air aerodynamic cd cw"),
    ("battery_gross", "capacity battery gross", ""),
    ("battery_usable", "capacity battery usable", ""),
    ("battery_voltage", "voltage battery", "nominal"),
    ("battery_charge", "amperehour battery", ""),
    *((f"range_{cycle}", f"range {cycle}", "electric combined max") for cycle in (
        "wltp", "wltc", "epa", "nedc", "cltc",
    )),
    ("consumption_electric", "consumption", "average electric combined"),
    ("consumption_combined", "consumption combined", "fuel"),
    ("consumption_city", "consumption city", "fuel"),
    ("consumption_city", "consumption urban", "fuel"),
    ("consumption_highway", "consumption highway", "fuel"),
    ("co2", "co2", "emission combined"),
    ("tank", "tank", "fuel"),
    ("cargo", "cargo", "min"),
    ("cargo_max", "cargo max", ""),
    ("displacement", "displacement", "engine"),
    ("bore", "bore", "engine cylinder"),
    ("stroke", "stroke", "engine piston"),
    ("battery_cells", "cell battery", "count number total"),
    ("cylinders", "cylinder", "engine count number"),
    ("compression_ratio", "compression ratio", "engine"),
    ("length", "length", "overall"),
    ("width", "width", "overall"),
    ("width", "width without mirror", "overall"),
    ("width_mirrors", "width with mirror", "overall"),
    ("width_mirrors", "width including mirror", "overall"),
    ("height", "height", "overall"),
    ("wheelbase", "wheelbase", ""),
    ("wheelbase", "base wheel", ""),
    ("ground_clearance", "clearance ground", ""),
    ("track_front", "track front", "width"),
    ("track_rear", "track rear", "width"),
    ("mass_kerb", "mass kerb", ""),
    ("mass_kerb_din", "mass din", "kerb"),
    ("mass_kerb_eu", "mass eu", "kerb"),
    ("mass_gross", "mass gross", "max"),
    ("payload", "payload", "max"),
    ("towing_braked", "towing braked", "max load"),
    ("towing_unbraked", "towing unbraked", "max load"),
    ("roof_load", "roof load", "max"),
    ("price", "price", "base"),
)  # fmt: skip

SAYINGS = tuple(
    Saying(quantity, next(iter(meant(needs.split()[:1]))), meant(needs.split()), meant(beside.split()))
    for quantity, needs, beside in _TABLE
)

USUAL = {
    "ac_charge_power": (1, 100), "dc_charge_power": (10, 1200), "battery_gross": (1, 300),
    "battery_usable": (1, 300), "battery_voltage": (36, 1200), "battery_charge": (10, 1000),
    "power_speed": (1000, 25000), "torque_speed": (500, 20000), "acceleration_0_100_kmh": (1, 60),
    "acceleration_0_60_mph": (1, 60), "acceleration_0_62_mph": (1, 60),
    "acceleration_0_200_kmh": (3, 200), "quarter_mile": (7, 40),
    "dc_charge_time": (5, 240), "curve_charge": (0, 100), "curve_power": (10, 1200), "ac_phases": (1, 3),
    "battery_cells": (4, 10000),
    "cylinders": (1, 16), "compression_ratio": (6, 25), "drag_coefficient": (0.1, 1),
}  # fmt: skip
"""Between which two figures the median lies, in the unit that all readers expect.

A key that names no unit is read only in a unit that is the same for metric and imperial readers, and only if
the figures are of that order.
"""
