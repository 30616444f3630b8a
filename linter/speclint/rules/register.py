"""The register: every rule, in the order in which they are asked and told."""

from __future__ import annotations

from typing import TYPE_CHECKING

from speclint.rules.body.cargo_exceeds_max import cargo_exceeds_max
from speclint.rules.body.clearance_out_of_proportion import clearance_out_of_proportion
from speclint.rules.body.kerb_exceeds_gross import kerb_exceeds_gross
from speclint.rules.body.kerb_masses_differ import kerb_masses_differ
from speclint.rules.body.mirrors_out_of_proportion import mirrors_out_of_proportion
from speclint.rules.body.payload_mismatch import payload_mismatch
from speclint.rules.body.proportions_implausible import proportions_implausible
from speclint.rules.body.towing_exceeds_law import towing_exceeds_law
from speclint.rules.body.track_exceeds_width import track_exceeds_width
from speclint.rules.body.unbraked_exceeds_braked import unbraked_exceeds_braked
from speclint.rules.body.wheelbase_out_of_proportion import wheelbase_out_of_proportion
from speclint.rules.bounds.figure_out_of_bounds import figure_out_of_bounds
from speclint.rules.bounds.placeholder_figure import placeholder_figure
from speclint.rules.changes.register import CHANGE_RULES
from speclint.rules.charging.ac_power_exceeds_dc import ac_power_exceeds_dc
from speclint.rules.charging.ac_power_exceeds_phases import ac_power_exceeds_phases
from speclint.rules.charging.charging_curve_disordered import charging_curve_disordered
from speclint.rules.charging.charging_curve_exceeds_peak import charging_curve_exceeds_peak
from speclint.rules.charging.charging_time_implausible import charging_time_implausible
from speclint.rules.charging.charging_time_impossible import charging_time_impossible
from speclint.rules.charging.dc_power_exceeds_battery import dc_power_exceeds_battery
from speclint.rules.energy.battery_charge_mismatch import battery_charge_mismatch
from speclint.rules.energy.battery_outweighs_car import battery_outweighs_car
from speclint.rules.energy.consumption_contradicts_range import consumption_contradicts_range
from speclint.rules.energy.consumption_implausible import consumption_implausible
from speclint.rules.energy.cycle_order import cycle_order
from speclint.rules.energy.range_ends_disagree import range_ends_disagree
from speclint.rules.energy.range_exceeds_battery import range_exceeds_battery
from speclint.rules.energy.range_implausible import range_implausible
from speclint.rules.energy.usable_exceeds_gross import usable_exceeds_gross
from speclint.rules.energy.usable_far_below_gross import usable_far_below_gross
from speclint.rules.fuel.co2_contradicts_consumption import co2_contradicts_consumption
from speclint.rules.fuel.co2_strays_from_consumption import co2_strays_from_consumption
from speclint.rules.fuel.combined_outside_city_highway import combined_outside_city_highway
from speclint.rules.identity.badge_contradicts_drive import badge_contradicts_drive
from speclint.rules.identity.badge_contradicts_powertrain import badge_contradicts_powertrain
from speclint.rules.identity.badge_misspelt import badge_misspelt
from speclint.rules.identity.cycle_of_another_market import cycle_of_another_market
from speclint.rules.identity.duplicate_sheet import duplicate_sheet
from speclint.rules.identity.path_mismatch import path_mismatch
from speclint.rules.identity.status_outdated import status_outdated
from speclint.rules.identity.year_impossible import year_impossible
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
from speclint.rules.powertrain.badge_contradicts_displacement import badge_contradicts_displacement
from speclint.rules.powertrain.compression_ratio import compression_ratio
from speclint.rules.powertrain.continuous_equals_peak import continuous_equals_peak
from speclint.rules.powertrain.continuous_exceeds_peak import continuous_exceeds_peak
from speclint.rules.powertrain.displacement_contradicts_bore import displacement_contradicts_bore
from speclint.rules.powertrain.power_below_source import power_below_source
from speclint.rules.powertrain.power_contradicts_torque import power_contradicts_torque
from speclint.rules.powertrain.power_exceeds_sources import power_exceeds_sources
from speclint.rules.powertrain.specific_power import specific_power
from speclint.rules.powertrain.torque_per_power import torque_per_power
from speclint.rules.siblings.figure_strays import figure_strays
from speclint.rules.siblings.sibling_copied import sibling_copied
from speclint.rules.siblings.sibling_differs import sibling_differs
from speclint.rules.siblings.sibling_lacks_figure import sibling_lacks_figure
from speclint.rules.siblings.sibling_missing import sibling_missing
from speclint.rules.siblings.sibling_one_sided import sibling_one_sided
from speclint.rules.siblings.sibling_outlier import sibling_outlier
from speclint.rules.siblings.sibling_strays import sibling_strays
from speclint.rules.siblings.year_jump import year_jump
from speclint.rules.sources.dangling_pointer import dangling_pointer
from speclint.rules.sources.home_page_source import home_page_source
from speclint.rules.sources.source_after_revision import source_after_revision
from speclint.rules.sources.unsourced_figure import unsourced_figure
from speclint.rules.structure.duplicate_key import duplicate_key
from speclint.rules.structure.invalid_json import invalid_json
from speclint.rules.structure.reversed_range import reversed_range
from speclint.rules.structure.schema_violation import schema_violation
from speclint.rules.structure.unknown_unit import unknown_unit
from speclint.rules.structure.unused_accept import unused_accept
from speclint.rules.units.conversion_mismatch import conversion_mismatch
from speclint.rules.units.conversion_rounding import conversion_rounding
from speclint.rules.units.foreign_gallon import foreign_gallon
from speclint.rules.units.market_lacks_unit import market_lacks_unit
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
    placeholder_figure,
    metric_horsepower,
    conversion_mismatch,
    figure_out_of_bounds,
    conversion_rounding,
    foreign_gallon,
    market_lacks_unit,
    usable_exceeds_gross,
    co2_contradicts_consumption,
    co2_strays_from_consumption,
    combined_outside_city_highway,
    usable_far_below_gross,
    battery_charge_mismatch,
    battery_outweighs_car,
    consumption_contradicts_range,
    range_exceeds_battery,
    range_ends_disagree,
    ac_power_exceeds_phases,
    ac_power_exceeds_dc,
    dc_power_exceeds_battery,
    charging_time_impossible,
    charging_time_implausible,
    charging_curve_disordered,
    charging_curve_exceeds_peak,
    wheelbase_out_of_proportion,
    mirrors_out_of_proportion,
    track_exceeds_width,
    clearance_out_of_proportion,
    cargo_exceeds_max,
    kerb_exceeds_gross,
    kerb_masses_differ,
    payload_mismatch,
    unbraked_exceeds_braked,
    towing_exceeds_law,
    motor_power_sum,
    power_exceeds_sources,
    power_below_source,
    continuous_exceeds_peak,
    continuous_equals_peak,
    power_contradicts_torque,
    displacement_contradicts_bore,
    specific_power,
    compression_ratio,
    badge_contradicts_displacement,
    torque_per_power,
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
    badge_misspelt,
    path_mismatch,
    year_impossible,
    status_outdated,
    cycle_of_another_market,
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
    unsourced_figure,
    dangling_pointer,
    home_page_source,
    source_after_revision,
    *CHANGE_RULES,
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
