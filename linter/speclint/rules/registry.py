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


class RuleEntry:
    """A rule as the register lists it."""

    def __init__(self, group: str, name: str, needs: tuple[str, ...] = ()) -> None:
        self.group = group
        """The folder it lies in."""
        self.id = name
        self.first_id = name
        """The id that it had first, which stays accepted."""
        self.needs = needs
        """What a sheet must state for the rule to have something to say; as its declaration has it."""

    def is_named(self, name: str) -> bool:
        """Whether a name that selects, ignores or accepts rules means this one: its id or its first id."""
        return name in {self.id, self.first_id}

    @cached_property
    def rule(self) -> Rule:
        """The rule itself."""
        stem = self.id.replace("-", "_")
        found: Rule = getattr(import_module(f"speclint.rules.{self.group}.{stem}"), stem)
        return found


REGISTRY = (
    RuleEntry("structure", "invalid-json", ("parse_errors",)),
    RuleEntry("structure", "duplicate-key", ("parse_errors",)),
    RuleEntry("layers", "missing-layer", ("missing_layers",)),
    RuleEntry("layers", "layer-cycle", ("missing_layers",)),
    RuleEntry("structure", "schema-violation", ("schema_violations",)),
    RuleEntry("structure", "unknown-unit", ("invalid_figures",)),
    RuleEntry("structure", "reversed-range", ("invalid_figures",)),
    RuleEntry("bounds", "placeholder-figure"),
    RuleEntry("units", "metric-horsepower"),
    RuleEntry("units", "conversion-mismatch"),
    RuleEntry("bounds", "figure-out-of-bounds"),
    RuleEntry("units", "conversion-rounding"),
    RuleEntry("units", "foreign-gallon"),
    RuleEntry("units", "market-lacks-unit"),
    RuleEntry("energy", "usable-exceeds-gross", ("battery_usable", "battery_gross")),
    RuleEntry("fuel", "co2-contradicts-consumption", ("co2", "consumption_combined")),
    RuleEntry("fuel", "co2-strays-from-consumption", ("co2", "consumption_combined")),
    RuleEntry(
        "fuel",
        "combined-outside-city-highway",
        ("consumption_combined", "consumption_city", "consumption_highway"),
    ),
    RuleEntry("fuel", "range-contradicts-tank", ("tank", "consumption_combined")),
    RuleEntry("energy", "usable-far-below-gross", ("battery_usable", "battery_gross")),
    RuleEntry("energy", "usable-equals-gross", ("battery_usable", "battery_gross")),
    RuleEntry("energy", "battery-charge-mismatch", ("battery_gross", "battery_charge", "battery_voltage")),
    RuleEntry("energy", "cells-contradict-battery", ("battery_cells",)),
    RuleEntry("energy", "battery-outweighs-car"),
    RuleEntry("energy", "consumption-contradicts-range", ("consumption_electric",)),
    RuleEntry("energy", "range-exceeds-battery"),
    RuleEntry("energy", "range-ends-disagree", ("consumption_electric",)),
    RuleEntry("charging", "ac-power-exceeds-phases", ("ac_charge_power", "ac_phases")),
    RuleEntry("charging", "ac-power-exceeds-dc", ("ac_charge_power", "dc_charge_power")),
    RuleEntry("charging", "dc-power-exceeds-battery", ("dc_charge_power",)),
    RuleEntry(
        "charging",
        "charging-time-impossible",
        ("dc_charge_time", "dc_charge_window", "dc_charge_power", "battery_usable"),
    ),
    RuleEntry(
        "charging",
        "charging-time-implausible",
        ("dc_charge_time", "dc_charge_window", "dc_charge_power", "battery_usable"),
    ),
    RuleEntry("charging", "charging-curve-disordered", ("curve_charge",)),
    RuleEntry("charging", "charging-curve-exceeds-peak", ("dc_charge_power", "curve_power")),
    RuleEntry("body", "wheelbase-out-of-proportion", ("wheelbase", "length")),
    RuleEntry("body", "mirrors-out-of-proportion", ("width", "width_mirrors")),
    RuleEntry("body", "track-exceeds-width", ("width",)),
    RuleEntry("body", "clearance-out-of-proportion", ("ground_clearance", "height")),
    RuleEntry("body", "cargo-exceeds-max", ("cargo", "cargo_max")),
    RuleEntry("body", "kerb-exceeds-gross", ("mass_gross",)),
    RuleEntry("body", "kerb-masses-differ"),
    RuleEntry("body", "payload-mismatch", ("mass_gross", "payload")),
    RuleEntry("body", "unbraked-exceeds-braked", ("towing_unbraked", "towing_braked")),
    RuleEntry("body", "towing-exceeds-law"),
    RuleEntry("performance", "motor-power-sum", ("power", "motor_power")),
    RuleEntry("powertrain", "engine-in-electric-car", ("powertrain",)),
    RuleEntry("powertrain", "power-exceeds-sources", ("power", "engine_power")),
    RuleEntry("powertrain", "power-below-source", ("power",)),
    RuleEntry("powertrain", "continuous-exceeds-peak", ("power_continuous", "power")),
    RuleEntry("powertrain", "continuous-equals-peak", ("power_continuous", "power")),
    RuleEntry("powertrain", "power-contradicts-torque"),
    RuleEntry("powertrain", "displacement-contradicts-bore", ("displacement", "bore", "stroke", "cylinders")),
    RuleEntry("powertrain", "specific-power", ("displacement",)),
    RuleEntry("powertrain", "compression-ratio", ("compression_ratio",)),
    RuleEntry("powertrain", "badge-contradicts-displacement", ("displacement",)),
    RuleEntry("powertrain", "torque-per-power"),
    RuleEntry("performance", "same-sprint-differs", ("acceleration_0_62_mph", "acceleration_0_100_kmh")),
    RuleEntry("performance", "acceleration-order", ("acceleration_0_60_mph", "acceleration_0_100_kmh")),
    RuleEntry("performance", "sprint-order", ("acceleration_0_100_kmh",)),
    RuleEntry("performance", "top-speed-impossible", ("top_speed", "power", "width", "height")),
    RuleEntry("performance", "acceleration-impossible"),
    RuleEntry("performance", "acceleration-implausible", ("power",)),
    RuleEntry("performance", "power-implausible", ("power",)),
    RuleEntry("performance", "mass-implausible"),
    RuleEntry("performance", "top-speed-implausible", ("top_speed",)),
    RuleEntry("performance", "torque-implausible", ("torque",)),
    RuleEntry("performance", "displacement-implausible", ("displacement",)),
    RuleEntry("energy", "consumption-implausible"),
    RuleEntry("energy", "range-implausible"),
    RuleEntry("body", "proportions-implausible"),
    RuleEntry("energy", "cycle-order"),
    RuleEntry("identity", "badge-contradicts-powertrain"),
    RuleEntry("identity", "badge-contradicts-drive"),
    RuleEntry("identity", "badge-misspelt"),
    RuleEntry("identity", "path-mismatch"),
    RuleEntry("identity", "year-impossible", ("year",)),
    RuleEntry("identity", "production-reversed", ("production_start", "production_end")),
    RuleEntry("identity", "year-outside-production", ("year",)),
    RuleEntry("identity", "status-contradicts-production", ("status", "revised")),
    RuleEntry("identity", "status-outdated"),
    RuleEntry("identity", "cycle-of-another-market"),
    RuleEntry("identity", "duplicate-sheet"),
    RuleEntry("siblings", "figure-strays"),
    RuleEntry("siblings", "sibling-differs", ("siblings",)),
    RuleEntry("siblings", "sibling-missing", ("siblings",)),
    RuleEntry("siblings", "sibling-one-sided", ("siblings",)),
    RuleEntry("siblings", "sibling-outlier", ("families",)),
    RuleEntry("siblings", "year-jump", ("year",)),
    RuleEntry("siblings", "sibling-strays", ("families",)),
    RuleEntry("siblings", "sibling-copied"),
    RuleEntry("siblings", "figure-repeated", ("power", "wheelbase")),
    RuleEntry("siblings", "sibling-lacks-figure", ("families",)),
    RuleEntry("layers", "redundant-override", ("layers",)),
    RuleEntry("sources", "unsourced-figure"),
    RuleEntry("sources", "dangling-pointer"),
    RuleEntry("sources", "home-page-source"),
    RuleEntry("sources", "source-after-revision"),
    RuleEntry("sources", "source-before-car"),
    RuleEntry("changes", "unit-flipped"),
    RuleEntry("changes", "ripple-missed"),
    RuleEntry("changes", "large-jump"),
    RuleEntry("changes", "sibling-left-behind"),
    RuleEntry("changes", "figure-changed-without-source"),
    RuleEntry("changes", "status-regressed"),
    RuleEntry("changes", "figure-removed"),
    RuleEntry("changes", "unit-dropped"),
    RuleEntry("changes", "precision-lost"),
    RuleEntry("changes", "identity-changed"),
    RuleEntry("changes", "revised-date-not-moved"),
    RuleEntry("structure", "unused-accept"),
)
"""Causes before their likely echoes: of two equally grave violations on one figure the earlier rule tells."""

CHANGES = "changes"
"""Group of the rules that are asked of changes alone."""
INVALID_JSON = "invalid-json"
UNUSED_ACCEPT = "unused-accept"


def __getattr__(name: str) -> object:
    if name == "RULES":
        return tuple(entry.rule for entry in REGISTRY)
    message = f"module {__name__!r} has no attribute {name!r}"
    raise AttributeError(message)


def rule_named(name: str) -> Rule:
    """The rule of that id.

    Raises:
        LookupError: for a name that is no rule, with the nearest that is.
    """
    return listed(name).rule


def listed(name: str) -> RuleEntry:
    """The rule of that id, not loaded yet.

    Raises:
        LookupError: for a name that is no rule, with the nearest that is.
    """
    for entry in REGISTRY:
        if entry.is_named(name):
            return entry
    from difflib import get_close_matches

    nearest = get_close_matches(name, [entry.id for entry in REGISTRY], n=1)
    proposal = f'did you mean "{nearest[0]}"?' if nearest else "`speclint rules` lists them"
    message = f'there is no rule "{name}"; {proposal}'
    raise LookupError(message)
