"""Marks that stand where a figure is not known."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from speclint.quantities.figure import Figure

WORDS = frozenset({
    "-", "--", "---", "\u2013", "\u2014", "?", "??", "???", "tbd", "tba", "tbc", "n/a", "na", "n.a.", "none", "null", "nan",
    "unknown", "todo", "x", "xx", "xxx", "not available", "k.a.",
})  # fmt: skip
"""Texts that say that a figure is not known, in lower case."""


BURNING = frozenset({
    "engine_power", "engine_torque", "power_speed", "torque_speed", "displacement", "bore", "stroke", "cylinders",
    "compression_ratio", "tank", "consumption_combined", "consumption_city", "consumption_highway",
})  # fmt: skip
"""Quantities of cars that burn something."""
ELECTRIC = frozenset({
    "motor_power", "motor_torque", "power_continuous", "battery_gross", "battery_usable", "battery_voltage",
    "battery_charge", "ac_charge_power", "range_wltp", "range_wltc", "range_epa", "range_nedc", "range_cltc",
    "consumption_electric",
})  # fmt: skip
"""Quantities of cars that are charged from the mains."""
OPTIONAL = frozenset({"dc_charge_power", "dc_charge_time", "cargo", "cargo_max"})
"""Quantities that some cars of every kind do not have."""


def may_be_none(figure: Figure, powertrain: str | None) -> bool:
    """Whether nought says that the car has no such thing: no engine, no battery, no boot."""
    name = figure.quantity.name
    return figure.stated == 0 and (
        name in OPTIONAL
        or (name in BURNING and powertrain not in {"ice", "hev", "phev"})
        or (name in ELECTRIC and powertrain not in {"bev", "phev"})
    )


def is_placeholder(figure: Figure) -> bool:
    """Whether a number is one that forms are filled with: nought, minus one, or nines throughout."""
    (number, *others) = figure.numbers
    digits = str(number).replace(".", "")
    return not others and (number in {0, -1} or (len(digits) > 2 and set(digits) == {"9"}))  # noqa: PLR2004


def is_placeholder_text(text: str) -> bool:
    """Whether a text says that a figure is not known."""
    return text.strip().casefold() in WORDS
