"""The profile and the configuration of a repository as TOML, to be read and edited by hand."""

from __future__ import annotations

import re
from pathlib import PurePath
from typing import TYPE_CHECKING

from speclint.documents.jsonpath import path_text
from speclint.files.walk import SUFFIXES, TABLES
from speclint.quantities.table import QUANTITIES

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from speclint.profile_inference.identity import Field
    from speclint.profile_inference.infer import Inference
    from speclint.profile_inference.layout import Layout
    from speclint.profile_inference.quantity_paths import QuantityPath, Unmapped

CONFIG = "speclint.toml"
PROFILE = "speclint-profile.toml"
HOOKS = ".pre-commit-config.yaml"
CONFIG_SCHEMA, PROFILE_SCHEMA = "urn:speclint:config", "urn:speclint:profile"
"""Ids of the schemas of both files, for editors; `speclint schema` prints them."""

_HOOK = """\
repos:
  - repo: local
    hooks:
      - id: speclint
        name: speclint
        entry: speclint check
        language: system
        files: '{files}'
        pass_filenames: false
"""

SAME_CAR = ("make", "model", "variant", "trim", "generation", "market", "drive")
OVER_THE_YEARS = {"battery_usable": "20 %", "power": "30 %"}
"""By how much figures of one car may differ over its model years, as in the profile of OpenEV Data."""
BY_ENGINE = frozenset({"displacement", "cylinders"})
"""Quantities that only a car with an engine has."""
MAX_NOT_UNDERSTOOD = 40
"""Places without a candidate that are listed in the profile."""
_MAX_EXAMPLE = 40
"""Characters of an example value."""


def hook_text(layout: Layout) -> str:
    """The configuration of pre-commit, with a hook for files of the kind that are adopted."""
    suffixes = {PurePath(file).suffix.casefold() for file in layout.files}
    known = [suffix[1:] for suffix in (*SUFFIXES, *TABLES) if suffix in suffixes]
    pattern = known[0] if len(known) == 1 else f"({'|'.join(known)})"
    return _HOOK.format(files=rf"\.{pattern}$")


def config_text(profile: str, schema: str | None, files: tuple[str, ...] = ()) -> str:
    """The configuration that names the profile, the schema, and the files if the profile names others."""
    lines = [f"#:schema {CONFIG_SCHEMA}", "# Written by speclint init.", "", "[[sheets]]"]
    if files:
        lines.append(f"files = {_list(files)}")
    lines.append(f"profile = {quoted(profile)}")
    if schema:
        lines.append(f"schema = {quoted(schema)}")
    return "\n".join(lines) + "\n"


def profile_text(inference: Inference) -> str:
    """The profile: files, identity and quantities, and as comments what was not understood."""
    layout = inference.layout
    lines = [f"#:schema {PROFILE_SCHEMA}", "# How the sheets here are written, as speclint init read them."]
    lines += ["", "[sheets]"]
    lines.append(f"files = {_list(layout.files)}")
    if layout.layers:
        lines.append(f"layers = {_list(layout.layers)}")
    if layout.records:
        lines.append(f"records = {quoted(layout.records)}")
    if layout.decimal == "," or (layout.decimal and any(row.either for row in inference.quantities)):
        lines.append(f"decimal = {quoted(layout.decimal)}")
    lines += ["", "[identity]"]
    lines += [f"{name} = {field_text(field)}" for name, field in inference.identity.items()]
    if not inference.identity:
        lines.append('# make = "path of the make"; model, variant, year in the same way')
    lines += ["", "[quantities]", *_quantities(inference.quantities), *_left(inference.unmapped)]
    lines += _family(inference.identity, {row.quantity for row in inference.quantities})
    return "\n".join(lines) + "\n"


def field_text(field: Field) -> str:
    """An identity field as a value of TOML: its path, or the part of the text there."""
    path = quoted(path_text(field.path))
    return f"{{ at = {path}, part = {quoted(field.part)} }}" if field.part else path


def example_text(value: object) -> str:
    """An example value in one short line."""
    import json

    is_json = isinstance(value, list | dict)
    text = json.dumps(value, default=str, ensure_ascii=False) if is_json else str(value)
    line = " ".join(text.split())
    return line if len(line) <= _MAX_EXAMPLE else f"{line[:_MAX_EXAMPLE]}…"


def _left(unmapped: Iterable[Unmapped]) -> Iterator[str]:
    """What was not understood: with candidates as lines to uncomment, else by name."""
    ranked = sorted(unmapped, key=lambda place: -place.sheets)
    known = [place for place in ranked if place.candidates]
    if known:
        yield from ("", "# Not decided: remove the # of the line that is right, and correct its unit.")
    for place in known:
        yield f"# {_comment(place.path)}, such as {_comment(example_text(place.example))}: {place.reason}"
        units = place.units or ("unit",)
        others = [f"or {', '.join(units[1:])}"] if units[1:] else []
        for quantity in place.candidates:
            stated = f"{{ {_key(units[0])} = {quoted(place.path)} }}"
            if place.unit_path:
                stated, others = _without_unit(place.path, place.unit_path), []
            basis = QUANTITIES[quantity].basis
            remarks = "; ".join([*others, *([basis] if basis else [])])
            yield f"# {quantity} = {stated}" + (f"  # {remarks}" if remarks else "")
    others_left = [place for place in ranked if not place.candidates]
    if others_left:
        yield from ("", "# Not understood: write quantity and unit if one of these is a figure of the car.")
    for place in others_left[:MAX_NOT_UNDERSTOOD]:
        example = _comment(example_text(place.example))
        yield f"# quantity = {{ unit = {quoted(place.path)} }}  # such as {example}"
    if len(others_left) > MAX_NOT_UNDERSTOOD:
        yield f"# and {len(others_left) - MAX_NOT_UNDERSTOOD} more"


def _comment(text: str) -> str:
    """A text as it may stand in a comment of TOML."""
    return "".join(character if character.isprintable() else " " for character in text)


def _family(identity: dict[str, Field], quantities: set[str]) -> Iterator[str]:
    """The one family that identity alone defines: a car over its model years.

    Without a variant, a car that states its engine's size may be sold with several engines.
    """
    if "variant" not in identity and not BY_ENGINE.isdisjoint(quantities):
        return
    close = [f'{name} = "{limit}"' for name, limit in OVER_THE_YEARS.items() if name in quantities]
    if close and {"make", "model", "year"} <= identity.keys():
        by = [field for field in SAME_CAR if field in identity]
        yield from ("", "[[family]]", 'name = "same car in another model year"')
        yield from (f"by = {_list(by)}", f"close = {{ {', '.join(close)} }}")


def _quantities(rows: Iterable[QuantityPath]) -> Iterator[str]:
    grouped: dict[str, list[QuantityPath]] = {}
    for row in rows:
        grouped.setdefault(row.quantity, []).append(row)
    for quantity, places in grouped.items():
        if places[0].unit is None:
            yield f"{quantity} = {_without_unit(places[0].path, places[0].unit_path)}"
            continue
        units = ", ".join(f"{_key(row.unit or '')} = {quoted(row.path)}" for row in places)
        assumed = any(row.is_assumed for row in places)
        yield f"{quantity} = {{ {units} }}" + ("  # the unit is assumed" if assumed else "")


def _without_unit(path: str, unit_path: str) -> str:
    """A quantity whose unit is its key, or stands beside it."""
    return f"{{ value = {quoted(path)}, unit = {quoted(unit_path)} }}" if unit_path else quoted(path)


def _list(texts: Iterable[str]) -> str:
    return "[" + ", ".join(map(quoted, texts)) + "]"


def _key(name: str) -> str:
    return name if re.fullmatch(r"[A-Za-z0-9_-]+", name) else quoted(name)


def quoted(text: str) -> str:
    """A text as a TOML string."""
    import json

    return json.dumps(text, ensure_ascii=False).replace("\x7f", "\\u007f")
