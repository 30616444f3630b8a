"""The dictionary of quantities: what a spec sheet may state, of which kind, and how readers call it."""

from __future__ import annotations

import msgspec


class Quantity(msgspec.Struct, frozen=True):
    """One entry of the dictionary."""

    name: str
    kind: str
    """Kind of unit, as in the table of units."""
    label: str
    """What messages call it."""
    metric: str
    """Unit that a metric reader expects."""
    imperial: str
    """Unit that a reader in the United States expects."""


def _quantities(kind: str, metric: str, imperial: str, **labels: str) -> dict[str, Quantity]:
    return {name: Quantity(name, kind, label, metric, imperial) for name, label in labels.items()}


QUANTITIES: dict[str, Quantity] = {
    **_quantities(
        "power", "kW", "hp",
        power="power", power_continuous="continuous power", engine_power="engine power",
        motor_power="motor power",
    ),
    **_quantities(
        "power", "kW", "kW", ac_charge_power="AC charging power", dc_charge_power="DC charging power",
    ),
    **_quantities(
        "torque", "Nm", "lb-ft",
        torque="torque", engine_torque="engine torque", motor_torque="motor torque",
    ),
    **_quantities(
        "rotational speed", "1/min", "1/min",
        power_speed="engine speed at peak power", torque_speed="engine speed at peak torque",
    ),
    **_quantities(
        "time", "s", "s",
        acceleration_0_100_kmh="0-100 km/h", acceleration_0_60_mph="0-60 mph",
        acceleration_0_62_mph="0-62 mph", acceleration_0_200_kmh="0-200 km/h", quarter_mile="quarter mile",
    ),
    **_quantities("time", "min", "min", dc_charge_time="DC charging time"),
    **_quantities(
        "state of charge", "%", "%",
        dc_charge_window="DC charging window", curve_charge="state of charge of the charging curve",
    ),
    **_quantities("power", "kW", "kW", curve_power="power of the charging curve"),
    **_quantities("count", "1", "1", ac_phases="AC phases"),
    **_quantities("speed", "km/h", "mph", top_speed="top speed"),
    **_quantities(
        "energy", "kWh", "kWh",
        battery_gross="gross battery capacity", battery_usable="usable battery capacity",
    ),
    **_quantities("voltage", "V", "V", battery_voltage="battery voltage"),
    **_quantities("charge", "Ah", "Ah", battery_charge="battery charge"),
    **_quantities(
        "distance", "km", "mi",
        range_wltp="WLTP range", range_epa="EPA range", range_nedc="NEDC range", range_cltc="CLTC range",
        range_wltc="WLTC range",
    ),
    **_quantities("electric consumption", "kWh/100 km", "mpge", consumption_electric="consumption"),
    **_quantities(
        "fuel consumption", "l/100 km", "mpg US",
        consumption_combined="combined consumption", consumption_city="city consumption",
        consumption_highway="highway consumption",
    ),
    **_quantities("emission", "g/km", "g/mi", co2="CO2 emission"),
    **_quantities("volume", "l", "US gal", tank="tank"),
    **_quantities("volume", "l", "cu ft", cargo="cargo volume", cargo_max="largest cargo volume"),
    **_quantities("volume", "cm³", "l", displacement="displacement"),
    **_quantities("length", "mm", "in", bore="bore", stroke="stroke"),
    **_quantities(
        "count", "1", "1",
        battery_cells="cells", cylinders="cylinders",
        compression_ratio="compression ratio", drag_coefficient="drag coefficient",
    ),
    **_quantities(
        "length", "mm", "in",
        length="length", width="width", width_mirrors="width with mirrors", height="height",
        wheelbase="wheelbase", ground_clearance="ground clearance",
        track_front="front track", track_rear="rear track",
    ),
    **_quantities(
        "mass", "kg", "lb",
        mass_kerb="kerb mass", mass_kerb_din="kerb mass (DIN)", mass_kerb_eu="kerb mass (EU)",
        mass_gross="gross mass", payload="payload", towing_braked="braked towing mass",
        towing_unbraked="unbraked towing mass", roof_load="roof load",
    ),
    **_quantities("price", "EUR", "USD", price="price"),
}  # fmt: skip
"""Every quantity by its name."""

SAME_TEST = {"acceleration_0_100_kmh": "acceleration_0_62_mph"}
"""Quantities that another one stands in for: 62 mph are 99.8 km/h, and Britain calls 0-100 km/h by that."""
