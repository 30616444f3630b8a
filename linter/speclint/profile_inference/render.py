"""The profile and the configuration of a repository as TOML, to be read and edited by hand."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from speclint.documents.jsonpath import path_text

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from speclint.profile_inference.identity import Field
    from speclint.profile_inference.infer import Row
    from speclint.profile_inference.layout import Layout

CONFIG = "speclint.toml"
PROFILE = "speclint-profile.toml"
HOOKS = ".pre-commit-config.yaml"

HOOK_TEXT = """\
repos:
  - repo: local
    hooks:
      - id: speclint
        name: speclint
        entry: speclint check
        language: system
        types: [json]
        pass_filenames: false
"""

SAME_CAR = ("make", "model", "variant", "trim", "generation", "market", "drive")
OVER_THE_YEARS = {"battery_usable": "20 %", "power": "30 %"}
"""By how much figures of one car may differ over its model years, as in the profile of OpenEV Data."""


def config_text(schema: str | None) -> str:
    """The configuration that names the profile and the schema."""
    lines = ["# Written by speclint init.", "[[sheets]]", f"profile = {quoted(PROFILE)}"]
    if schema:
        lines.append(f"schema = {quoted(schema)}")
    return "\n".join(lines) + "\n"


def profile_text(layout: Layout, identity: dict[str, Field], rows: Iterable[Row]) -> str:
    """The profile: files, identity and quantities."""
    lines = ["# How the sheets here are written, as speclint init read them.", "", "[sheets]"]
    lines.append(f"files = {_list(layout.files)}")
    if layout.layers:
        lines.append(f"layers = {_list(layout.layers)}")
    if layout.records:
        lines.append(f"records = {quoted(layout.records)}")
    lines += ["", "[identity]"]
    lines += [f"{name} = {quoted(path_text(field.path))}" for name, field in identity.items()]
    rows = tuple(rows)
    lines += ["", "[quantities]", *_quantities(rows), *_family(identity, {row.quantity for row in rows})]
    return "\n".join(lines) + "\n"


def _family(identity: dict[str, Field], quantities: set[str]) -> Iterator[str]:
    """The one family that identity alone defines: a car over its model years."""
    close = [f'{name} = "{limit}"' for name, limit in OVER_THE_YEARS.items() if name in quantities]
    if close and {"make", "model", "year"} <= identity.keys():
        by = [field for field in SAME_CAR if field in identity]
        yield from ("", "[[family]]", 'name = "same car in another model year"')
        yield from (f"by = {_list(by)}", f"close = {{ {', '.join(close)} }}")


def _quantities(rows: Iterable[Row]) -> Iterator[str]:
    grouped: dict[str, list[Row]] = {}
    for row in rows:
        grouped.setdefault(row.quantity, []).append(row)
    for quantity, places in grouped.items():
        if places[0].unit is None:
            yield f"{quantity} = {quoted(places[0].path)}"
            continue
        units = ", ".join(f"{_key(row.unit or '')} = {quoted(row.path)}" for row in places)
        assumed = any(row.is_assumed for row in places)
        yield f"{quantity} = {{ {units} }}" + ("  # no unit is named" if assumed else "")


def _list(texts: Iterable[str]) -> str:
    return "[" + ", ".join(map(quoted, texts)) + "]"


def _key(name: str) -> str:
    return name if re.fullmatch(r"[A-Za-z0-9_-]+", name) else quoted(name)


def quoted(text: str) -> str:
    """A text as a TOML string."""
    import json

    return json.dumps(text, ensure_ascii=False).replace("\x7f", "\\u007f")
