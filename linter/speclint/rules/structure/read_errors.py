"""What could not be read, as rules: the faults of writing that parsing, layers, schema and units have met."""

from __future__ import annotations

from typing import TYPE_CHECKING

from speclint.quantities.spelling import proposals
from speclint.quantities.unit import KEYS, of_kind
from speclint.rules.rule import Level, Related, Violation, bad, good, sheet_rule

if TYPE_CHECKING:
    from collections.abc import Iterator

    from speclint.profiles.profile import InvalidFigure
    from speclint.sheets.sheet import Sheet

MAX_LISTED = 8
"""Units that are listed; more would not be read."""


@sheet_rule(
    level=Level.ERROR,
    summary="the document is not JSON",
    needs=("parse_errors",),
    bad=(
        bad('{"make": "BMW",}', at="", message="a trailing comma is not JSON", whole=True,
            why="a comma before the closing brace"),
        bad('{"battery": {"usable": {"kWh": NaN}}}', at="", message="'NaN' is not JSON; leave the figure out",
            whole=True, why="NaN is no JSON number"),
    ),
    good=(good('{"battery": {"usable": {"kWh": 64.8}}}'),),
)  # fmt: skip
def invalid_json(sheet: Sheet) -> Iterator[Violation]:
    """Nothing can be said of a sheet that no tool can read.

    JSON is RFC 8259: UTF-8 without byte order mark, no comments, no trailing commas, and no NaN or
    Infinity. What does not parse yields this finding and no other.
    """
    for layer, error in sheet.parse_errors:
        if error.kind == "invalid-json":
            yield Violation(error.message, error.pointer, span=(error.start, error.end), layer=layer.path)


@sheet_rule(
    level=Level.ERROR,
    summary="a key stands twice in one object",
    needs=("parse_errors",),
    consequence_of=("invalid-json",),
    bad=(
        bad('{"powertrain": {"type": "bev", "torque": {"Nm": 494, "Nm": 400}}}', at="/powertrain/torque/Nm",
            message='the key "Nm" is given twice; only the last counts',
            why="a reader takes the last, an editor sees the first"),
    ),
    good=(good('{"powertrain": {"type": "bev", "torque": {"Nm": 494, "lb-ft": 364}}}'),),
)  # fmt: skip
def duplicate_key(sheet: Sheet) -> Iterator[Violation]:
    """One of the two values is lost without a word, and which one depends on the reader.

    RFC 8259, section 4: the names within an object should be unique; the behaviour of software that
    receives an object with names that are not is unpredictable.
    """
    for layer, error in sheet.parse_errors:
        if error.kind == "duplicate-key":
            first = (Related("first given here", error.pointer, span=error.related),)
            place = (error.start, error.end)
            yield Violation(error.message, error.pointer, first, span=place, layer=layer.path)


@sheet_rule(
    group="layers",
    level=Level.ERROR,
    summary="a layer that the sheet inherits from does not exist",
    needs=("missing_layers",),
    bad=(
        bad('{"$extends": "ix2-base.json", "powertrain": {"type": "bev"}}', at="/$extends",
            message='there is no layer "ix2-base.json" to inherit from'),
    ),
    good=(good('{"powertrain": {"type": "bev"}}'),),
)  # fmt: skip
def missing_layer(sheet: Sheet) -> Iterator[Violation]:
    """A sheet without the layer below it is not whole, so nothing more can be said of it.

    Layers are named by the profile (`layers`) or by `$extends` in a document, relative to it. They lie
    below the configuration's folder.
    """
    for missing in sheet.missing_layers:
        if not missing.cycle:
            yield Violation(
                f'there is no layer "{missing.path}" to inherit from', missing.pointer, layer=missing.layer
            )


@sheet_rule(
    group="layers",
    level=Level.ERROR,
    summary="a layer inherits from the sheet that inherits from it",
    needs=("missing_layers",),
    consequence_of=("missing-layer",),
    bad=(
        bad('{"$extends": "ix2-xdrive30.json", "powertrain": {"type": "bev"}}', at="/$extends",
            message='the layer "ix2-xdrive30.json" inherits from this sheet',
            why="a sheet that extends itself"),
    ),
    good=(good('{"powertrain": {"type": "bev"}}'),),
)  # fmt: skip
def layer_cycle(sheet: Sheet) -> Iterator[Violation]:
    """Documents that extend each other in a ring have no effective value, for there is no lowest one.

    Objects merge over the layer below (as in RFC 7396), so every chain of `$extends` must end.
    """
    for missing in sheet.missing_layers:
        if missing.cycle:
            yield Violation(
                f'the layer "{missing.path}" inherits from this sheet', missing.pointer, layer=missing.layer
            )


@sheet_rule(
    level=Level.ERROR,
    summary="the document does not follow its JSON Schema",
    needs=("schema_violations",),
    reads=("invalid_figures",),
    bad=(
        bad('{"perfomance": {"top_speed": {"km/h": 180}}}', at="/perfomance",
            message='unknown key "perfomance"; did you mean "performance"?', why="a misspelt key"),
        bad('{"powertrain": {"type": "BEV"}}', at="/powertrain/type",
            message='"BEV" is not one of "bev", "phev", "hev", "ice", "fcev"; did you mean "bev"?',
            why="a word outside a closed list"),
        bad('{"powertrain": {"type": "bev", "torque": {"Nm": "494"}}}', at="/powertrain/torque/Nm",
            message='expected a number, an array or an object, such as 494, [417, 449] or {"at_least": 300}, ' 'found the string "494"',
            why="a figure as text"),
    ),
    good=(good('{"powertrain": {"type": "bev", "torque": {"Nm": 494}}}'),),
)  # fmt: skip
def schema_violation(sheet: Sheet) -> Iterator[Violation]:
    """A misspelt or misplaced member is read by nobody, so its figure is never checked nor shown.

    The schema is JSON Schema, draft 2020-12 if it does not say otherwise. A place that fails it is not
    shown to the rules that follow.
    """
    units = {invalid.pointer for invalid in sheet.invalid_figures}
    for violation in sheet.schema_violations:
        if violation.pointer not in units:
            key = violation.keyword in ("additionalProperties", "unevaluatedProperties", "propertyNames")
            arguments = violation.arguments
            yield Violation(
                violation.message, violation.pointer, help=violation.help, key=key, arguments=arguments
            )


@sheet_rule(
    level=Level.ERROR,
    summary="a unit is not known, or does not measure this quantity",
    needs=("invalid_figures",),
    bad=(
        bad('{"powertrain": {"type": "bev", "torque": {"ft-lb": 364}}}', at="/powertrain/torque/ft-lb",
            message='unknown unit "ft-lb" for torque; did you mean "lb-ft"?', why="another spelling"),
        bad('{"consumption": {"fuel": {"wltp": {"combined": {"mpg": 30.1}}}}}',
            at="/consumption/fuel/wltp/combined/mpg",
            message='ambiguous unit "mpg" for combined consumption: it may be "mpg US" or "mpg UK"',
            why="an imperial gallon is a fifth larger than one of the United States"),
        bad('{"powertrain": {"type": "bev", "torque": {"kW": 364}}}', at="/powertrain/torque/kW",
            message='"kW" measures power, not torque; torque is stated in "Nm", "lb-ft" or "kgf·m"',
            why="a unit of another quantity"),
    ),
    good=(
        good('{"powertrain": {"type": "bev", "torque": {"Nm": 494, "lb-ft": 364}}}'),
        good('{"model": "X1", "variant": "sDrive18i", "powertrain": {"type": "ice"}, ' '"consumption": {"fuel": {"wltp": {"combined": {"mpg UK": 30.1}}}}}'),
    ),
)  # fmt: skip
def unknown_unit(sheet: Sheet) -> Iterator[Violation]:
    """A figure without a known unit cannot be compared, and a guessed one is worse than none.

    The table of units is closed. Each has an exact factor from its definition: the SI Brochure (BIPM),
    NIST SP 811, the international yard and pound agreement of 1959.
    """
    for invalid in sheet.invalid_figures:
        if not invalid.stated and invalid.text is None:
            yield Violation(_message(invalid), invalid.pointer, key=True)


@sheet_rule(
    level=Level.ERROR,
    summary="a range runs from high to low",
    needs=("invalid_figures",),
    consequence_of=("schema-violation", "unknown-unit"),
    bad=(
        bad('{"range": {"wltp": {"km": [449, 417]}}}', at="/range/wltp/km",
            message="WLTP range [449, 417] km runs from high to low; the low end comes first"),
    ),
    good=(
        good('{"range": {"wltp": {"km": [417, 449]}}}'),
        good('{"range": {"wltp": {"km": [417, 417]}}}', why="both ends alike"),
    ),
)  # fmt: skip
def reversed_range(sheet: Sheet) -> Iterator[Violation]:
    """A range is written `[low, high]`; the other way round one end is most likely mistyped.

    Such a figure is not shown to the rules that follow: they could not say which end is which.
    """
    for invalid in sheet.invalid_figures:
        if invalid.stated:
            message = f"{invalid.quantity.label} {invalid.stated} {invalid.unit} runs from high to low"
            yield Violation(f"{message}; the low end comes first", invalid.pointer)


def _message(invalid: InvalidFigure) -> str:
    quantity, name = invalid.quantity, invalid.unit
    known = [f'"{unit.name}"' for unit in of_kind(quantity.kind)[:MAX_LISTED]]
    listed = " or ".join(filter(None, (", ".join(known[:-1]), known[-1])))
    stated_in = f"{quantity.label} is stated in {listed}"
    if name in KEYS:
        return f'"{name}" measures {KEYS[name].kind}, not {quantity.kind}; {stated_in}'
    from speclint.documents.scanner import printable

    stated = printable(name)
    proposed = proposals(name, quantity.kind)
    if len(proposed) > 1:
        listed = " or ".join(f'"{unit}"' for unit in proposed)
        return f'ambiguous unit "{stated}" for {quantity.label}: it may be {listed}'
    if proposed:
        return f'unknown unit "{stated}" for {quantity.label}; did you mean "{proposed[0]}"?'
    return f'unknown unit "{stated}" for {quantity.label}; {stated_in}'
