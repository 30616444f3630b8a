"""A quantity explained: for the terminal, and as a row of the page of the documentation."""

from __future__ import annotations

from typing import TYPE_CHECKING

from speclint.quantities.unit import UNITS, of_kind

if TYPE_CHECKING:
    from speclint.quantities.quantity import Quantity


def page(quantity: Quantity) -> str:
    """A quantity as Markdown, which reads well in a terminal too."""
    lines = [
        f"## {quantity.name}",
        "",
        f"quantity · {meaning(quantity)}",
        "",
        f"- Units: {units(quantity)}",
    ]
    if quantity.limits:
        cars = f"from {quantity.limits.smallest}; to {quantity.limits.largest}"
        lines.append(f"- Road cars have {limits(quantity)} ({cars})")
    lines.append(f'- In a profile: `{quantity.name} = {{ {_key(quantity)} = "path" }}`')
    lines.append(f"- Rules that read it: `speclint rules --quantity {quantity.name}`")
    return "\n".join(lines)


def meaning(quantity: Quantity) -> str:
    """What is measured, and on which basis where the label leaves that open."""
    return f"{quantity.label}: {quantity.basis}" if quantity.basis else quantity.label


def units(quantity: Quantity) -> str:
    """The units in which it may be stated, separated by commas."""
    if quantity.kind == "price":
        return "a currency by its code in ISO 4217, such as EUR"
    if quantity.kind == "count":
        return "1, a number without a unit"
    return ", ".join(unit.name for unit in of_kind(quantity.kind))


def limits(quantity: Quantity) -> str:
    """The outer limits in the metric unit; empty where none are known."""
    if quantity.limits is None:
        return ""
    unit = UNITS[quantity.metric]
    least, most = (f"{end / unit.scale:g}" for end in (quantity.limits.least, quantity.limits.most))
    return f"{least}–{most}" + ("" if unit.kind == "count" else f" {unit.name}")


def _key(quantity: Quantity) -> str:
    return quantity.metric if quantity.metric.isalnum() else f'"{quantity.metric}"'
