"""Bands in a file: those that speclint ships, and those that `speclint calibrate` writes."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path

import msgspec

from speclint.bands.band import LEVELS
from speclint.bands.matrices import is_positive, part
from speclint.bands.model import ReferenceModel  # noqa: TC001 - the decoder looks it up
from speclint.bands.shape import SHAPES
from speclint.errors import ConfigError

VERSION = 1
DEFAULT_NAME = "speclint-bands.json"
SHIPPED = Path(__file__).with_name("shipped.json")
REMEDY = "run `speclint calibrate` to write it anew"


_NUMBERS = re.compile(r"\[[-+\d.,eE\s]+\]")


class Bands(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The portraits by kind of car, with what they were fitted to."""

    source: str
    portraits: dict[str, ReferenceModel]
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
        _refuse_lacking(bands)
    except (ValueError, RecursionError) as error:
        message = f"{file}: not a file of bands: {error}; {REMEDY}"
        raise ConfigError(message) from error
    return bands


def _refuse_lacking(bands: Bands) -> None:
    """Raise ValueError where a kind of car has no portrait, or a misshapen one."""
    for kind in SHAPES:
        if kind not in bands.portraits:
            message = f"no {kind} - at `$.portraits`"
            raise ValueError(message)
        _refuse_misshapen(kind, bands.portraits[kind])


def _refuse_misshapen(kind: str, portrait: ReferenceModel) -> None:
    """Raise ValueError for a portrait whose parts do not fit each other."""
    size, kin = len(portrait.features), len(portrait.kin)
    at = f"$.portraits.{kind}"
    if len(portrait.mean) != size:
        message = f"{len(portrait.mean)} means of {size} features - at `{at}.mean`"
        raise ValueError(message)
    for name, triangle, rows in (
        ("covariance", portrait.covariance, size), ("within", portrait.within, kin),
        ("between", portrait.between, kin),
    ):  # fmt: skip
        if [len(row) for row in triangle] != list(range(1, rows + 1)):
            message = f"not the lower triangle of {rows} features - at `{at}.{name}`"
            raise ValueError(message)
        if not is_positive(part(triangle, range(rows))):
            message = f"no covariance - at `{at}.{name}`"
            raise ValueError(message)
    for name in (*portrait.kin, *portrait.bands):
        if name not in portrait.features:
            message = f"{name} is no feature - at `{at}`"
            raise ValueError(message)
    for name, band in portrait.bands.items():
        for tail in (band.alone, band.siblings):
            if tail and not len(tail.low) == len(tail.high) == len(LEVELS):
                message = f"a tail has {len(LEVELS)} steps - at `{at}.bands.{name}`"
                raise ValueError(message)


def as_text(bands: Bands) -> str:
    """Bands as JSON text, keys in order, one list of numbers a line."""
    text = msgspec.json.format(msgspec.json.encode(bands, order="sorted"), indent=1).decode()
    return (
        _NUMBERS.sub(lambda found: re.sub(r"\s+", " ", found[0]).replace("[ ", "[").replace(" ]", "]"), text)
        + "\n"
    )
