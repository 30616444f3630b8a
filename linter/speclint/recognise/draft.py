"""The profile and the configuration of a repository as TOML, ready to be read and mended by hand."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from speclint.sheets.path import Each

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from speclint.recognise.layout import Layout
    from speclint.recognise.names import Field
    from speclint.recognise.recognised import Row
    from speclint.sheets.path import Path

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

_BARE = re.compile(r"[A-Za-z_][A-Za-z0-9_]*")


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
    lines += [f"{field} = {quoted(path_text(found.path))}" for field, found in identity.items()]
    rows = tuple(rows)
    lines += ["", "[quantities]", *_quantities(rows), *_family(identity, {row.quantity for row in rows})]
    return "\n".join(lines) + "\n"


def _family(identity: dict[str, Field], quantities: set[str]) -> Iterator[str]:
    """The one family that names alone tell: a car over its model years."""
    close = [
        f'{quantity} = "{within}"' for quantity, within in OVER_THE_YEARS.items() if quantity in quantities
    ]
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


def path_text(path: Path) -> str:
    """The path as a profile holds it.

    Raises:
        ValueError: for a name that no path can hold.
    """
    text = "".join(_step(step, first=index == 0) for index, step in enumerate(path))
    return text or "$"


def _step(step: str | Each, *, first: bool) -> str:
    if isinstance(step, Each):
        return "[*]" if step.key is None else f"[?@.{_bare(step.key)}=='{step.text}']"
    if _BARE.fullmatch(step):
        return step if first else f".{step}"
    if "\\" in step or not step.isprintable() or ("'" in step and '"' in step):
        message = f"no path can hold {step!r}"
        raise ValueError(message)
    quote = '"' if "'" in step else "'"
    return f"[{quote}{step}{quote}]"


def _bare(name: str) -> str:
    if not _BARE.fullmatch(name):
        message = f"no filter can hold {name!r}"
        raise ValueError(message)
    return name


def _list(texts: Iterable[str]) -> str:
    return "[" + ", ".join(map(quoted, texts)) + "]"


def _key(name: str) -> str:
    return name if re.fullmatch(r"[A-Za-z0-9_-]+", name) else quoted(name)


def quoted(text: str) -> str:
    """A text as TOML holds it."""
    import json

    return json.dumps(text, ensure_ascii=False).replace("\x7f", "\\u007f")
