"""The least and the most that any road car has of each quantity, by the cars that mark them.

Outer limits lie beyond the records on purpose: the next record must pass, a decimal point or a unit gone wrong must
not. Usual limits hold nearly all cars on sale; a correction must land between them. All are in the reference unit
of the quantity's kind: kW, Nm, km/h, mm, kg, l, km, kWh, kWh/100 km, l/100 km, g/km, s, V, Ah, 1/min.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec

if TYPE_CHECKING:
    from speclint.quantities.figure import Figure


class Limits(msgspec.Struct, frozen=True):
    """What a quantity of a road car may be at the outside, what it usually is, and the cars at either end."""

    least: float
    most: float
    usual_least: float
    usual_most: float
    smallest: str
    """The car, or the reason, behind the lower limit."""
    largest: str
    """The car, or the reason, behind the upper limit."""

    def are_passed_by(self, figure: Figure) -> float | None:
        """The limit that lies between the figure and every car, however the figure was rounded; else None."""
        low, high = figure.ends
        if low.high < self.least:
            return self.least
        return self.most if high.low > self.most else None

    def hold(self, figure: Figure) -> bool:
        """Whether the figure is a usual one."""
        low, high = figure.ends
        return self.usual_least <= low.high and high.low <= self.usual_most


_POWER = Limits(1, 2260, 30, 800, "Brütsch Mopetta, 1.5 kW", "Yangwang U9 Xtreme, 2220 kW")
_TORQUE = Limits(2, 4000, 60, 1300, "Peel P50 of 2011, 4.2 Nm", "Koenigsegg Gemera, 3500 Nm as first shown")
_BATTERY = Limits(0.03, 300, 8, 150, "12 V mild hybrids, 0.04 kWh", "GMC Hummer EV, 247 kWh")
_RANGE = Limits(5, 2400, 30, 900, "Lamborghini Revuelto, 8 km", "electric cars of 2025, some 1100 km by CLTC")
_SPRINT = Limits(1.2, 120, 2, 25, "Rimac Nevera R, 1.72 s", "Volkswagen Type 2 of the 1950s, over a minute")
_TRACK = Limits(
    400,
    2300,
    1250,
    1800,
    "bubble cars, whose rear wheels stand close together",
    "the Hummer H1 and pickups with twin tyres",
)
_KERB = Limits(50, 5500, 750, 3200, "Peel P50, 59 kg", "GMC Hummer EV, 4111 kg")
_TOWING = Limits(0, 20000, 300, 3500, "a car that may not tow", "Ford F-450, 18144 kg on a gooseneck")
_CARGO = Limits(5, 25000, 100, 2500, "roadsters with their roof open", "Iveco Daily, 19600 l")
_FUEL = Limits(
    0.1, 60, 2, 25, "plug-in hybrids by WLTP, weighted: 0.3 l/100 km",
    "Bugatti Veyron in town, 40 l/100 km",
)  # fmt: skip
_ENGINE_SPEED = Limits(300, 13000, 1000, 8500, "engines before 1910", "GMA T.50, 12100 1/min")

LIMITS: dict[str, Limits] = {
    "power": _POWER,
    "power_continuous": _POWER,
    "engine_power": _POWER,
    "motor_power": _POWER,
    "torque": _TORQUE,
    "engine_torque": _TORQUE,
    "motor_torque": _TORQUE,
    "power_speed": _ENGINE_SPEED,
    "torque_speed": _ENGINE_SPEED,
    "acceleration_0_100_kmh": _SPRINT,
    "acceleration_0_60_mph": _SPRINT,
    "acceleration_0_62_mph": _SPRINT,
    "acceleration_0_200_kmh": Limits(3, 300, 6, 80, "Rimac Nevera R, 3.95 s", "cars that barely reach 200 km/h"),
    "quarter_mile": Limits(6.5, 60, 9, 22, "Rimac Nevera R, 7.90 s", "cars of 15 kW"),
    "top_speed": Limits(
        20, 570, 120, 340, "light quadricycles for 25 km/h", "531 km/h, claimed for the Koenigsegg Jesko Absolut"
    ),
    "battery_gross": _BATTERY,
    "battery_usable": _BATTERY,
    "battery_voltage": Limits(10, 1500, 280, 950, "12 V mild hybrids", "Yangwang U9 Xtreme, 1200 V"),
    "battery_charge": Limits(1, 1500, 20, 300, "cells of hybrids, some 4 Ah", "packs of 250 kWh, some 650 Ah"),
    "battery_cells": Limits(1, 20000, 60, 9000, "12 V mild hybrids", "round cells by the thousands"),
    "ac_charge_power": Limits(
        0.5, 48, 2.3, 22, "quadricycles on a household socket", "63 A and 440 V on three phases (GB/T 20234.2)"
    ),
    "dc_charge_power": Limits(3, 2000, 22, 400, "small converters of early cars", "BYD, 1500 kW"),
    "dc_charge_time": Limits(120, 43200, 540, 5400, "minutes", "a night"),
    "range_wltp": _RANGE,
    "range_wltc": _RANGE,
    "range_epa": _RANGE,
    "range_nedc": _RANGE,
    "range_cltc": _RANGE,
    "consumption_electric": Limits(3, 80, 9, 35, "Estrima Biro, 4 kWh/100 km", "pick-ups by EPA, some 45 kWh/100 km"),
    "consumption_combined": _FUEL,
    "consumption_city": _FUEL,
    "consumption_highway": _FUEL,
    "co2": Limits(0, 1000, 0, 450, "electric cars", "Bugatti Veyron, 574 g/km"),
    "tank": Limits(3, 320, 30, 100, "mopeds' tanks in microcars", "Lamborghini LM002, 290 l"),
    "cargo": _CARGO,
    "cargo_max": _CARGO,
    "displacement": Limits(0.045, 15, 0.6, 7, "Peel P50, 0.049 l", "Pierce-Arrow 66, 13.5 l"),
    "bore": Limits(30, 150, 60, 110, "mopeds' engines in microcars", "Isotta Fraschini KM, 130 mm"),
    "stroke": Limits(30, 220, 60, 110, "mopeds' engines in microcars", "Isotta Fraschini KM, 200 mm"),
    "cylinders": Limits(1, 18, 3, 12, "microcars", "concepts with 18 cylinders"),
    "compression_ratio": Limits(2.5, 26, 8, 20, "engines before 1910", "diesel engines with a swirl chamber"),
    "length": Limits(1300, 8000, 3300, 5700, "Peel P50, 1340 mm", "Mercedes-Benz Sprinter, as a minibus 7700 mm"),
    "width": Limits(750, 2650, 1450, 2150, "Lumeneo Smera, 800 mm", "2600 mm, the widest the law lets on the road"),
    "width_mirrors": Limits(750, 3000, 1650, 2450, "Lumeneo Smera, 800 mm", "pickups with mirrors for towing, 2700 mm"),
    "height": Limits(700, 3400, 1150, 2100, "Lotus Seven without a windscreen", "vans with a raised roof, some 3.1 m"),
    "wheelbase": Limits(900, 5300, 2200, 3500, "Brütsch Mopetta, 1000 mm", "Iveco Daily, 4750 mm"),
    "ground_clearance": Limits(40, 520, 90, 300, "track cars for the road", "Mercedes-Benz G 63 AMG 6x6, 460 mm"),
    "track_front": _TRACK,
    "track_rear": _TRACK,
    "mass_kerb": _KERB,
    "mass_kerb_din": _KERB,
    "mass_kerb_eu": _KERB,
    "mass_gross": Limits(100, 9000, 1100, 3700, "Peel P50 with its driver, some 130 kg", "Ford F-550, 8845 kg"),
    "payload": Limits(40, 6500, 200, 1500, "two seats and no boot", "Ford F-550 without a body, some 6000 kg"),
    "towing_braked": _TOWING,
    "towing_unbraked": _TOWING,
    "roof_load": Limits(0, 700, 40, 150, "a roof that bears nothing", "tents on a parked off-road car"),
}  # fmt: skip
"""By quantity. Prices have none: currencies and markets differ too much."""

_BURNT = Limits(1.9, 60, 3, 25, "Peel P50 of 2011, 2.0 l/100 km", _FUEL.largest)
_STORED = Limits(2, 300, 8, 150, "light quadricycles, some 4 kWh", _BATTERY.largest)
_BURNING = dict.fromkeys(("consumption_combined", "consumption_city", "consumption_highway"), _BURNT)
BY_POWERTRAIN: dict[str, dict[str, Limits]] = {
    "ice": _BURNING,
    "hev": _BURNING,
    "bev": dict.fromkeys(("battery_gross", "battery_usable"), _STORED),
}
"""Narrower limits: of cars that are driven by what they burn alone, and of cars that a battery drives alone."""


def limits_of(quantity: str, powertrain: str | None) -> Limits | None:
    """The limits of a quantity in cars of this powertrain; None if it has none."""
    return BY_POWERTRAIN.get(powertrain or "", {}).get(quantity) or LIMITS.get(quantity)
