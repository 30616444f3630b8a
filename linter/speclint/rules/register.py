"""The register: every rule, in the order in which they are asked and told."""

from __future__ import annotations

from typing import TYPE_CHECKING

from speclint.rules.body.proportions_implausible import proportions_implausible
from speclint.rules.energy.consumption_implausible import consumption_implausible
from speclint.rules.energy.cycle_order import cycle_order
from speclint.rules.energy.range_implausible import range_implausible
from speclint.rules.energy.usable_exceeds_gross import usable_exceeds_gross
from speclint.rules.identity.badge_contradicts_drive import badge_contradicts_drive
from speclint.rules.identity.badge_contradicts_powertrain import badge_contradicts_powertrain
from speclint.rules.identity.duplicate_sheet import duplicate_sheet
from speclint.rules.identity.path_mismatch import path_mismatch
from speclint.rules.layers.layer_cycle import layer_cycle
from speclint.rules.layers.missing_layer import missing_layer
from speclint.rules.layers.redundant_override import redundant_override
from speclint.rules.performance.acceleration_implausible import acceleration_implausible
from speclint.rules.performance.acceleration_impossible import acceleration_impossible
from speclint.rules.performance.acceleration_order import acceleration_order
from speclint.rules.performance.displacement_implausible import displacement_implausible
from speclint.rules.performance.mass_implausible import mass_implausible
from speclint.rules.performance.motor_power_sum import motor_power_sum
from speclint.rules.performance.power_implausible import power_implausible
from speclint.rules.performance.sprint_order import sprint_order
from speclint.rules.performance.top_speed_implausible import top_speed_implausible
from speclint.rules.performance.top_speed_impossible import top_speed_impossible
from speclint.rules.performance.torque_implausible import torque_implausible
from speclint.rules.siblings.figure_strays import figure_strays
from speclint.rules.siblings.sibling_copied import sibling_copied
from speclint.rules.siblings.sibling_differs import sibling_differs
from speclint.rules.siblings.sibling_lacks_figure import sibling_lacks_figure
from speclint.rules.siblings.sibling_missing import sibling_missing
from speclint.rules.siblings.sibling_one_sided import sibling_one_sided
from speclint.rules.siblings.sibling_outlier import sibling_outlier
from speclint.rules.siblings.sibling_strays import sibling_strays
from speclint.rules.siblings.year_jump import year_jump
from speclint.rules.structure.duplicate_key import duplicate_key
from speclint.rules.structure.invalid_json import invalid_json
from speclint.rules.structure.reversed_range import reversed_range
from speclint.rules.structure.schema_violation import schema_violation
from speclint.rules.structure.unknown_unit import unknown_unit
from speclint.rules.structure.unused_accept import unused_accept
from speclint.rules.units.conversion_mismatch import conversion_mismatch
from speclint.rules.units.conversion_rounding import conversion_rounding
from speclint.rules.units.metric_horsepower import metric_horsepower

if TYPE_CHECKING:
    from speclint.rules.rule import Rule

RULES: tuple[Rule, ...] = (
    invalid_json,
    duplicate_key,
    missing_layer,
    layer_cycle,
    schema_violation,
    unknown_unit,
    reversed_range,
    metric_horsepower,
    conversion_mismatch,
    conversion_rounding,
    usable_exceeds_gross,
    motor_power_sum,
    acceleration_order,
    sprint_order,
    top_speed_impossible,
    acceleration_impossible,
    acceleration_implausible,
    power_implausible,
    mass_implausible,
    top_speed_implausible,
    torque_implausible,
    displacement_implausible,
    consumption_implausible,
    range_implausible,
    proportions_implausible,
    cycle_order,
    badge_contradicts_powertrain,
    badge_contradicts_drive,
    path_mismatch,
    duplicate_sheet,
    figure_strays,
    sibling_differs,
    sibling_missing,
    sibling_one_sided,
    sibling_outlier,
    year_jump,
    sibling_strays,
    sibling_copied,
    sibling_lacks_figure,
    redundant_override,
    unused_accept,
)
"""Causes before their likely echoes: of two equally grave hits on one figure the earlier rule tells."""

INVALID_JSON = invalid_json
UNUSED_ACCEPT = unused_accept


def rule_named(name: str) -> Rule:
    """The rule of that id.

    Raises:
        LookupError: for a name that is no rule, with the nearest that is.
    """
    for rule in RULES:
        if rule.id == name:
            return rule
    from difflib import get_close_matches

    nearest = get_close_matches(name, [rule.id for rule in RULES], n=1)
    proposal = f'did you mean "{nearest[0]}"?' if nearest else "`speclint rules` lists them"
    message = f'there is no rule "{name}"; {proposal}'
    raise LookupError(message)
