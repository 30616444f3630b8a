"""In which unit figures are that name none: by their size, and by the units of the columns beside them."""

from __future__ import annotations

from statistics import median
from typing import TYPE_CHECKING, Literal, TypeAlias

from speclint.quantities.interval import Interval
from speclint.quantities.unit import UNITS

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from speclint.quantities.numeral import Mark
    from speclint.quantities.quantity import Quantity

System: TypeAlias = Literal["metric", "British", "US"]

_USUAL = {
    "power": ("kW", "hp", "PS"),
    "torque": ("Nm", "lb-ft"),
    "speed": ("km/h", "mph"),
    "length": ("mm", "in", "cm", "m"),
    "mass": ("kg", "lb"),
    "volume": ("l", "cu ft"),
    "distance": ("km", "mi"),
    "fuel consumption": ("l/100 km", "mpg US", "mpg UK", "km/l"),
    "electric consumption": ("kWh/100 km", "Wh/km", "kWh/100 mi", "Wh/mi", "mpge", "mi/kWh", "km/kWh"),
    "emission": ("g/km", "g/mi"),
    "price": ("EUR", "USD", "GBP"),
}
"""The units of a kind that tables leave out, as everybody there knows them."""
_USUAL_OF = {"displacement": ("cm³", "l", "cu in"), "tank": ("l", "US gal", "UK gal")}
"""The same of a quantity with units of its own."""

_CUSTOMARY = frozenset({
    "lb-ft", "mph", "in", "lb", "cu ft", "mi", "mpg US", "mpg UK", "kWh/100 mi", "Wh/mi", "mpge", "mi/kWh",
    "g/mi", "cu in", "US gal", "UK gal", "USD", "GBP", "ft",
})  # fmt: skip
"""Units of the United States or of Britain."""
_BRITISH = frozenset({"mpg UK", "UK gal", "GBP"})
_ONLY_US = frozenset({"in", "ft", "lb", "cu ft", "cu in", "US gal", "mpg US", "USD"})
"""Units in which the technical data of a car are stated in the United States alone."""
_ONLY_METRIC = frozenset({"mm", "cm", "m", "kg", "km", "km/h", "Nm", "l/100 km", "g/km", "EUR"})
_BESIDE_METRIC = frozenset({"bhp", "lb-ft", "mph", "mi", "mpg US", "mpg UK", "UK gal", "GBP"})
"""Units that a British table has beside millimetres and kilograms: there, torque may be in lb-ft."""
_EITHER = frozenset({"lb-ft", "mph", "mi", "mpg US", "mpg UK", "UK gal", "GBP", "mi/kWh", "Wh/mi"})
"""Units that such a table may use where it names none."""
_MIN_SHARE = 0.9
"""Share of the figures that must be possible in a unit."""


def system_of(units: Iterable[str], foreign_keys: int) -> System | None:
    """The system of units that a table keeps to, by those that it names; None if nothing decides."""
    named = list(units)
    customary = sum(unit in _ONLY_US for unit in named)
    metric = sum(unit in _ONLY_METRIC for unit in named) + foreign_keys
    if customary == metric:
        return None
    if customary > metric:
        return "US"
    return "metric" if _BESIDE_METRIC.isdisjoint(named) else "British"


def of_system(units: Iterable[str], system: System | None) -> tuple[str, ...]:
    """The units that a table of this system may use."""
    if system == "metric":
        return tuple(unit for unit in units if unit not in _CUSTOMARY)
    if system == "British":
        return tuple(unit for unit in units if unit in _EITHER or unit not in _CUSTOMARY)
    if system == "US":
        return tuple(unit for unit in units if unit not in _BRITISH | _ONLY_METRIC)
    return tuple(units)


def possible_units(quantity: Quantity, values: Sequence[float], system: System | None) -> tuple[str, ...]:
    """The units in which these figures are usual ones of the quantity, the usual unit first."""
    if quantity.metric == quantity.imperial:
        low, high = quantity.assumed or (0, 0)
        return (quantity.metric,) if values and low <= median(values) <= high else ()
    units = of_system(_USUAL_OF.get(quantity.name) or _USUAL.get(quantity.kind, (quantity.metric,)), system)
    return tuple(unit for unit in units if not values or _is_usual(quantity, values, unit))


def chosen_unit(quantity: Quantity, values: Sequence[float], system: System | None) -> str | None:
    """The one unit in which the figures must be; None if there are several, or no figures."""
    if not values:
        return None
    possible = possible_units(quantity, values, system)
    if len(possible) == 1 and quantity.kind != "price":
        return possible[0]
    if quantity.limits is None:
        return None
    if quantity.kind == "emission" and quantity.metric in possible and system is None:
        return quantity.metric  # but for one agency of the United States, all state it so
    return quantity.imperial if system == "US" and quantity.imperial in possible else None


def fitting_mark(quantity: Quantity, unit: str, either: Iterable[tuple[float, float]]) -> set[Mark]:
    """The decimal marks with which texts state figures that the quantity may have; empty where both do.

    Args:
        quantity: what is stated.
        unit: its unit.
        either: what each text means with a point and with a comma.
    """
    limits = quantity.limits
    found: set[Mark] = set()
    for pair in either if limits else ():
        point, comma = (
            (limits.least <= _reference(value, unit) <= limits.most for value in pair)
            if limits
            else (True, True)
        )
        if point != comma:
            found.add("." if point else ",")
    return found


def _is_usual(quantity: Quantity, values: Sequence[float], unit: str) -> bool:
    """Whether the median is a usual figure of the quantity, and nearly all others are possible."""
    limits = quantity.limits
    if limits is None:
        return quantity.kind in ("price", "power")
    in_reference = [_reference(value, unit) for value in values if value > 0]
    if not in_reference:
        return False
    possible = sum(limits.least <= value <= limits.most for value in in_reference)
    is_usual = limits.usual_least <= median(in_reference) <= limits.usual_most
    return is_usual and possible >= _MIN_SHARE * len(in_reference)


def _reference(value: float, unit: str) -> float:
    return UNITS[unit].to_reference(Interval(value, value)).low
