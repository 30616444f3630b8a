"""Bands in a file: those that speclint ships, and those that `speclint calibrate` writes."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

import msgspec

from speclint.bands.band import LEVELS
from speclint.bands.matrices import is_positive, part
from speclint.bands.model import ReferenceModel  # noqa: TC001 - the decoder looks it up
from speclint.bands.shape import SHAPES
from speclint.errors import ConfigError

if TYPE_CHECKING:
    from collections.abc import Iterator

VERSION = 1
DEFAULT_NAME = "speclint-bands.json"
SHIPPED = Path(__file__).with_name("shipped.json")
REMEDY = "run `speclint calibrate` to write it anew"

_NUMBERS = r"\[[-+\d.,eE\s]+\]"


class Bands(msgspec.Struct, frozen=True, forbid_unknown_fields=True, rename={"models": "portraits"}):
    """The reference models by kind of car, with what they were fitted to."""

    source: str
    models: dict[str, ReferenceModel]
    version: int = VERSION


class _Version(msgspec.Struct):
    version: int


@cache
def shipped_bands() -> Bands:
    """The bands that speclint ships."""
    return msgspec.json.decode(SHIPPED.read_bytes(), type=Bands)


def decoded_bands(file: Path, content: bytes) -> Bands:
    """The bands in the content of a file.

    Raises:
        ConfigError: if it is broken, or of a version that is not known.
    """
    try:
        version = msgspec.json.decode(content, type=_Version).version
        if version != VERSION:
            message = f"{file}: bands of version {version}; this speclint reads version {VERSION}: {REMEDY}"
            raise ConfigError(message)
        bands = msgspec.json.decode(content, type=Bands)
        problem: object = next(_problems(bands), None)
    except (ValueError, RecursionError) as error:
        problem = error
    if problem is not None:
        message = f"{file}: not a file of bands: {problem}; {REMEDY}"
        raise ConfigError(message)
    return bands


def _problems(bands: Bands) -> Iterator[str]:
    """Where a kind of car has no reference model, or a misshapen one."""
    for kind in SHAPES:
        if kind not in bands.models:
            yield f"no {kind} - at `$.portraits`"
        else:
            yield from _misshapen(f"$.portraits.{kind}", bands.models[kind])


def _misshapen(path: str, model: ReferenceModel) -> Iterator[str]:
    """Which parts of a model, at this path in its file, do not fit each other."""
    size, family_size = len(model.features), len(model.family_features)
    if len(model.mean) != size:
        yield f"{len(model.mean)} means of {size} features - at `{path}.mean`"
    for name, triangle, rows in (
        ("covariance", model.covariance, size), ("within", model.within, family_size),
        ("between", model.between, family_size),
    ):  # fmt: skip
        if [len(row) for row in triangle] != list(range(1, rows + 1)):
            yield f"not the lower triangle of {rows} features - at `{path}.{name}`"
        elif not is_positive(part(triangle, range(rows))):
            yield f"no covariance - at `{path}.{name}`"
    for name in (*model.family_features, *model.bands):
        if name not in model.features:
            yield f"{name} is no feature - at `{path}`"
    for name, band in model.bands.items():
        for tail in (band.alone, band.siblings):
            if tail and not len(tail.low) == len(tail.high) == len(LEVELS):
                yield f"a tail has {len(LEVELS)} steps - at `{path}.bands.{name}`"


def as_text(bands: Bands) -> str:
    """Bands as JSON text, keys in order, one list of numbers per line."""
    text = msgspec.json.format(msgspec.json.encode(bands, order="sorted"), indent=1).decode()
    return re.sub(_NUMBERS, lambda numbers: f"[{' '.join(numbers[0][1:-1].split())}]", text) + "\n"
