"""The register: every rule, in the order in which they are asked and told.

A rule is loaded when it is asked for the first time: a run costs what its sheets need.
"""

from __future__ import annotations

from functools import cached_property
from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from speclint.rules.rule import Rule

    RULES: tuple[Rule, ...]


class Listed:
    """A rule as the register lists it."""

    def __init__(self, group: str, name: str, needs: tuple[str, ...] = ()) -> None:
        self.group = group
        """The folder it lies in."""
        self.id = name
        self.needs = needs
        """What a sheet must state for the rule to have something to say; as its declaration has it."""

    @cached_property
    def rule(self) -> Rule:
        """The rule itself."""
        stem = self.id.replace("-", "_")
        found: Rule = getattr(import_module(f"speclint.rules.{self.group}.{stem}"), stem)
        return found


LISTED = (
    Listed("structure", "invalid-json", ("faults",)),
    Listed("structure", "duplicate-key", ("faults",)),
    Listed("layers", "missing-layer", ("unmet",)),
    Listed("layers", "layer-cycle", ("unmet",)),
    Listed("structure", "schema-violation", ("violations",)),
    Listed("structure", "unknown-unit", ("misread",)),
    Listed("structure", "reversed-range", ("misread",)),
    Listed("bounds", "placeholder-figure"),
    Listed("units", "metric-horsepower"),
    Listed("units", "conversion-mismatch"),
    Listed("bounds", "figure-out-of-bounds"),
    Listed("units", "conversion-rounding"),
    Listed("units", "foreign-gallon"),
    Listed("units", "market-lacks-unit"),
    Listed("energy", "usable-exceeds-gross", ("battery_usable", "battery_gross")),
    Listed("fuel", "co2-contradicts-consumption", ("co2", "consumption_combined")),
    Listed("fuel", "co2-strays-from-consumption", ("co2", "consumption_combined")),
    Listed(
        "fuel",
        "combined-outside-city-highway",
        ("consumption_combined", "consumption_city", "consumption_highway"),
    ),
    Listed("fuel", "range-contradicts-tank", ("tank", "consumption_combined")),
    Listed("energy", "usable-far-below-gross", ("battery_usable", "battery_gross")),
    Listed("energy", "usable-equals-gross", ("battery_usable", "battery_gross")),
    Listed("energy", "battery-charge-mismatch", ("battery_gross", "battery_charge", "battery_voltage")),
    Listed("energy", "cells-contradict-battery", ("battery_cells",)),
    Listed("energy", "battery-outweighs-car"),
    Listed("energy", "consumption-contradicts-range", ("consumption_electric",)),
    Listed("energy", "range-exceeds-battery"),
    Listed("energy", "range-ends-disagree", ("consumption_electric",)),
    Listed("charging", "ac-power-exceeds-phases", ("ac_charge_power", "ac_phases")),
    Listed("charging", "ac-power-exceeds-dc", ("ac_charge_power", "dc_charge_power")),
    Listed("charging", "dc-power-exceeds-battery", ("dc_charge_power",)),
    Listed(
        "charging",
        "charging-time-impossible",
        ("dc_charge_time", "dc_charge_window", "dc_charge_power", "battery_usable"),
    ),
    Listed(
        "charging",
        "charging-time-implausible",
        ("dc_charge_time", "dc_charge_window", "dc_charge_power", "battery_usable"),
    ),
    Listed("charging", "charging-curve-disordered", ("curve_charge",)),
    Listed("charging", "charging-curve-exceeds-peak", ("dc_charge_power", "curve_power")),
    Listed("body", "wheelbase-out-of-proportion", ("wheelbase", "length")),
    Listed("body", "mirrors-out-of-proportion", ("width", "width_mirrors")),
    Listed("body", "track-exceeds-width", ("width",)),
    Listed("body", "clearance-out-of-proportion", ("ground_clearance", "height")),
    Listed("body", "cargo-exceeds-max", ("cargo", "cargo_max")),
    Listed("body", "kerb-exceeds-gross", ("mass_gross",)),
    Listed("body", "kerb-masses-differ"),
    Listed("body", "payload-mismatch", ("mass_gross", "payload")),
    Listed("body", "unbraked-exceeds-braked", ("towing_unbraked", "towing_braked")),
    Listed("body", "towing-exceeds-law"),
    Listed("performance", "motor-power-sum", ("power", "motor_power")),
    Listed("powertrain", "engine-in-electric-car", ("powertrain",)),
    Listed("powertrain", "power-exceeds-sources", ("power", "engine_power")),
    Listed("powertrain", "power-below-source", ("power",)),
    Listed("powertrain", "continuous-exceeds-peak", ("power_continuous", "power")),
    Listed("powertrain", "continuous-equals-peak", ("power_continuous", "power")),
    Listed("powertrain", "power-contradicts-torque"),
    Listed("powertrain", "displacement-contradicts-bore", ("displacement", "bore", "stroke", "cylinders")),
    Listed("powertrain", "specific-power", ("displacement",)),
    Listed("powertrain", "compression-ratio", ("compression_ratio",)),
    Listed("powertrain", "badge-contradicts-displacement", ("displacement",)),
    Listed("powertrain", "torque-per-power"),
    Listed("performance", "same-sprint-differs", ("acceleration_0_62_mph", "acceleration_0_100_kmh")),
    Listed("performance", "acceleration-order", ("acceleration_0_60_mph", "acceleration_0_100_kmh")),
    Listed("performance", "sprint-order", ("acceleration_0_100_kmh",)),
    Listed("performance", "top-speed-impossible", ("top_speed", "power", "width", "height")),
    Listed("performance", "acceleration-impossible"),
    Listed("performance", "acceleration-implausible", ("power",)),
    Listed("performance", "power-implausible", ("power",)),
    Listed("performance", "mass-implausible"),
    Listed("performance", "top-speed-implausible", ("top_speed",)),
    Listed("performance", "torque-implausible", ("torque",)),
    Listed("performance", "displacement-implausible", ("displacement",)),
    Listed("energy", "consumption-implausible"),
    Listed("energy", "range-implausible"),
    Listed("body", "proportions-implausible"),
    Listed("energy", "cycle-order"),
    Listed("identity", "badge-contradicts-powertrain"),
    Listed("identity", "badge-contradicts-drive"),
    Listed("identity", "badge-misspelt"),
    Listed("identity", "path-mismatch"),
    Listed("identity", "year-impossible", ("year",)),
    Listed("identity", "production-reversed", ("production_start", "production_end")),
    Listed("identity", "year-outside-production", ("year",)),
    Listed("identity", "status-contradicts-production", ("status", "revised")),
    Listed("identity", "status-outdated"),
    Listed("identity", "cycle-of-another-market"),
    Listed("identity", "duplicate-sheet"),
    Listed("siblings", "figure-strays"),
    Listed("siblings", "sibling-differs", ("siblings",)),
    Listed("siblings", "sibling-missing", ("siblings",)),
    Listed("siblings", "sibling-one-sided", ("siblings",)),
    Listed("siblings", "sibling-outlier", ("families",)),
    Listed("siblings", "year-jump", ("year",)),
    Listed("siblings", "sibling-strays", ("families",)),
    Listed("siblings", "sibling-copied"),
    Listed("siblings", "figure-repeated", ("power", "wheelbase")),
    Listed("siblings", "sibling-lacks-figure", ("families",)),
    Listed("layers", "redundant-override", ("layers",)),
    Listed("sources", "unsourced-figure"),
    Listed("sources", "dangling-pointer"),
    Listed("sources", "home-page-source"),
    Listed("sources", "source-after-revision"),
    Listed("sources", "source-before-car"),
    Listed("changes", "unit-flipped"),
    Listed("changes", "ripple-missed"),
    Listed("changes", "large-jump"),
    Listed("changes", "sibling-left-behind"),
    Listed("changes", "figure-changed-without-source"),
    Listed("changes", "status-regressed"),
    Listed("changes", "figure-removed"),
    Listed("changes", "unit-dropped"),
    Listed("changes", "precision-lost"),
    Listed("changes", "identity-changed"),
    Listed("changes", "revised-date-not-moved"),
    Listed("structure", "unused-accept"),
)
"""Causes before their likely echoes: of two equally grave hits on one figure the earlier rule tells."""

CHANGES = "changes"
"""Group of the rules that are asked of changes alone."""
INVALID_JSON = "invalid-json"
UNUSED_ACCEPT = "unused-accept"


def __getattr__(name: str) -> object:
    if name == "RULES":
        return tuple(one.rule for one in LISTED)
    message = f"module {__name__!r} has no attribute {name!r}"
    raise AttributeError(message)


def rule_named(name: str) -> Rule:
    """The rule of that id.

    Raises:
        LookupError: for a name that is no rule, with the nearest that is.
    """
    return listed(name).rule


def listed(name: str) -> Listed:
    """The rule of that id, not loaded yet.

    Raises:
        LookupError: for a name that is no rule, with the nearest that is.
    """
    for one in LISTED:
        if one.id == name:
            return one
    from difflib import get_close_matches

    nearest = get_close_matches(name, [one.id for one in LISTED], n=1)
    proposal = f'did you mean "{nearest[0]}"?' if nearest else "`speclint rules` lists them"
    message = f'there is no rule "{name}"; {proposal}'
    raise LookupError(message)
