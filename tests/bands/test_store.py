"""Bands in a file: read as they are written, and refused in one line where they are not."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from speclint.bands.store import SHIPPED, as_text, decoded_bands, shipped_bands
from speclint.errors import ConfigError

if TYPE_CHECKING:
    from collections.abc import Callable

FILE = Path("speclint-bands.json")
TEXT = SHIPPED.read_text(encoding="utf-8")


def changed(change: Callable[[dict[str, Any]], object]) -> bytes:
    data = json.loads(TEXT)
    change(data)
    return json.dumps(data).encode()


def test_what_is_written_is_read_again() -> None:
    assert decoded_bands(FILE, as_text(shipped_bands()).encode()) == shipped_bands()


def test_the_shipped_file_is_as_it_would_be_written() -> None:
    assert as_text(shipped_bands()) == TEXT


def negated(triangle: list[list[float]]) -> None:
    triangle[0][0] *= -1


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b"", "not a file of bands: Input data was truncated"),
        (b"[]", "not a file of bands: Expected `object`, got `array`"),
        (b"{}", "missing required field `version`"),
        (b'{"version": 9}', "bands of version 9; this speclint reads version 1"),
        (b'{"version": 1, "source": "", "portraits": {}}', "no petrol"),
        (changed(lambda data: data["portraits"]["petrol"]["mean"].pop()), "16 means of 17 features"),
        (changed(lambda data: data["portraits"]["petrol"]["within"].pop()), "not the lower triangle of 12"),
        (
            changed(lambda data: data["portraits"]["petrol"]["covariance"][0].__setitem__(0, -1)),
            "no covariance",
        ),
        (changed(lambda data: data["portraits"]["petrol"]["bands"].update(x={})), "missing required field"),
        (
            changed(lambda data: data["portraits"]["diesel"]["bands"]["mass"]["alone"]["low"].pop()),
            "a tail has 6 steps - at `$.portraits.diesel.bands.mass`",
        ),
    ],
    ids=lambda value: "" if isinstance(value, bytes) else None,
)
def test_a_broken_file_is_refused_in_one_line_with_a_remedy(content: bytes, message: str) -> None:
    with pytest.raises(ConfigError) as caught:
        decoded_bands(FILE, content)
    assert message in str(caught.value)
    assert str(caught.value).startswith("speclint-bands.json: ")
    assert str(caught.value).endswith("run `speclint calibrate` to write it anew")
    assert "\n" not in str(caught.value)
