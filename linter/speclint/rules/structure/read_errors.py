"""What could not be read: errors of parsing, of layers, of the schema and of units, as rules."""

from __future__ import annotations

from typing import TYPE_CHECKING

from speclint.documents.message_text import join, printable
from speclint.quantities.spelling import proposals
from speclint.quantities.unit import KEYS, of_kind
from speclint.rules.rule import Level, Related, Violation, bad, bad_table, good, good_table, sheet_rule

if TYPE_CHECKING:
    from collections.abc import Iterator

    from speclint.profiles.walk import InvalidFigure
    from speclint.sheets.sheet import Sheet

MAX_LISTED = 8
"""Units that a message lists."""


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
    """JSON is RFC 8259: UTF-8 without comments, trailing commas, NaN or Infinity.

    What does not parse yields this finding and no other.
    """
    yield from _parse_errors(sheet, "invalid-json")


def _parse_errors(sheet: Sheet, kind: str) -> Iterator[Violation]:
    for layer, error in sheet.parse_errors:
        if error.kind == kind:
            first = Related("first given here", error.pointer, span=error.related)
            related, span = (first,) if error.related else (), (error.start, error.end)
            yield Violation(error.message, error.pointer, related, span=span, layer=layer.path)


@sheet_rule(
    level=Level.ERROR,
    summary="a key is given twice in one object",
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
    """One of the two values is lost, and which of them depends on the reader (RFC 8259, section 4).

    The names within an object should be unique; what software makes of others is unpredictable.
    """
    yield from _parse_errors(sheet, "duplicate-key")


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
    """A sheet without the layer below it is incomplete, so no other rule checks it.

    Layers are named by the profile (`layers`) or by `$extends` in a document, relative to it. They lie below the
    configuration's folder.
    """
    for missing in sheet.missing_layers:
        if not missing.cycle:
            message = f'there is no layer "{missing.path}" to inherit from'
            yield Violation(message, missing.pointer, layer=missing.layer)


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
    """Documents that extend each other in a cycle have no effective value, for there is no lowest layer.

    Objects merge over the layer below (as in RFC 7396), so every chain of `$extends` must end.
    """
    for missing in sheet.missing_layers:
        if missing.cycle:
            message = f'the layer "{missing.path}" inherits from this sheet'
            yield Violation(message, missing.pointer, layer=missing.layer)


_RECORDS = """\
[sheets]
files = ["cars.json"]
records = "data.cars[*]"
[identity]
make = "make"
[quantities]
power = { kW = "kw" }
"""


@sheet_rule(
    level=Level.ERROR,
    summary="the path of the profile to the records leads nowhere in the document",
    needs=("missing_records",),
    bad=(
        bad_table({"cars.json": '{"data": {"car": [{"make": "BMW", "kw": 230}]}}'}, profile=_RECORDS, at="/data",
            message='no record is found at data.cars[*]: there is no "cars" here; did you mean "car"?'),
        bad_table({"cars.json": '{"data": {"cars": 230}}'}, profile=_RECORDS, at="/data/cars",
            message="no record is found at data.cars[*]: this is no list"),
    ),
    good=(
        good_table({"cars.json": '{"data": {"cars": [{"make": "BMW", "kw": 230}]}}'}, profile=_RECORDS),
        good_table({"cars.json": '{"data": {"cars": []}}'}, profile=_RECORDS, why="an empty list"),
    ),
)  # fmt: skip
def missing_records(sheet: Sheet) -> Iterator[Violation]:
    """A document in which no record is found is not checked at all, which looks like one without faults.

    `records` of the profile is misspelt, or the document is written in another way. A list that is empty, or null in
    its place, is no fault.
    """
    missing = sheet.missing_records
    if missing is not None:
        remedy = "correct `records` in the profile, or narrow `files` to the documents that hold records"
        yield Violation(missing.message, missing.pointer, help=remedy)


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
            message='expected a number, an array or an object, such as 494, [417, 449] or {"at_least": 300}, found the string "494"',
            why="a figure as text"),
    ),
    good=(good('{"powertrain": {"type": "bev", "torque": {"Nm": 494}}}'),),
)  # fmt: skip
def schema_violation(sheet: Sheet) -> Iterator[Violation]:
    """A misspelt or misplaced member is never read, so its figure is neither checked nor shown.

    The schema is JSON Schema, draft 2020-12 unless it names another. A place that fails it is hidden from other rules.
    """
    units = {invalid.pointer for invalid in sheet.invalid_figures if invalid.text is None}
    for violation in sheet.schema_violations:
        if violation.pointer not in units:
            key = violation.keyword in ("additionalProperties", "unevaluatedProperties", "propertyNames")
            yield Violation(
                violation.message, violation.pointer, help=violation.help, key=key,
                arguments=violation.arguments, literal=violation.literal,
            )  # fmt: skip


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
        good('{"model": "X1", "variant": "sDrive18i", "powertrain": {"type": "ice"}, "consumption": {"fuel": {"wltp": {"combined": {"mpg UK": 30.1}}}}}'),
    ),
)  # fmt: skip
def unknown_unit(sheet: Sheet) -> Iterator[Violation]:
    """A figure without a known unit cannot be compared, and a guessed unit is worse than none.

    The table of units is closed. Each has an exact factor from its definition: the SI Brochure (BIPM), NIST SP 811,
    the international yard and pound agreement of 1959.
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
        good('{"range": {"wltp": {"km": [417, 417]}}}', why="equal ends"),
    ),
)  # fmt: skip
def reversed_range(sheet: Sheet) -> Iterator[Violation]:
    """A range is written `[low, high]`; in reverse, one end is most likely mistyped.

    Such a figure is hidden from other rules: which end is which is unknown.
    """
    for invalid in sheet.invalid_figures:
        if invalid.stated:
            message = f"{invalid.quantity.label} {invalid.stated} {invalid.unit} runs from high to low"
            yield Violation(f"{message}; the low end comes first", invalid.pointer)


def _message(invalid: InvalidFigure) -> str:
    quantity, name = invalid.quantity, invalid.unit
    units = join(f'"{unit.name}"' for unit in of_kind(quantity.kind)[:MAX_LISTED])
    stated_in = f"{quantity.label} is stated in {units}"
    if name in KEYS:
        return f'"{name}" measures {KEYS[name].kind}, not {quantity.kind}; {stated_in}'
    stated = f'unit "{printable(name)}" for {quantity.label}'
    proposed = [f'"{unit}"' for unit in proposals(name, quantity.kind)]
    if len(proposed) > 1:
        return f"ambiguous {stated}: it may be {join(proposed)}"
    return f"unknown {stated}; did you mean {proposed[0]}?" if proposed else f"unknown {stated}; {stated_in}"
