"""Entry errors: which number may have been meant, and how likely."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from speclint.quantities.entry_errors import (
    ADDED,
    DROPPED,
    REPLACED,
    SHIFTED,
    TRANSPOSED,
    candidates,
    entry_error,
)


@pytest.mark.parametrize(
    ("stated", "meant", "cause"),
    [
        ("346", "364", TRANSPOSED),
        ("36.4", "364", SHIFTED),
        ("34", "364", DROPPED),
        ("3664", "364", ADDED),
        ("365", "364", REPLACED),
        ("64.8", "6.48", SHIFTED),
        ("648", "64.8", SHIFTED),
        ("0.30", "3.0", SHIFTED),
        ("60", "6.0", SHIFTED),
        ("5", "5.6", DROPPED),
        ("6.5", "5.6", TRANSPOSED),
        ("463", "364", None),
        ("469", "494", None),
        ("364", "364", None),
    ],
)
def test_an_entry_error_is_recognised_by_its_digits(stated: str, meant: str, cause: str | None) -> None:
    found = entry_error(stated, meant)
    assert (found.cause if found else None) == cause


@pytest.mark.parametrize("stated", ["", "-5", "1e3", "05", "5.", "[1, 2]", "x"])
def test_a_text_that_is_no_plain_number_has_no_entry_errors(stated: str) -> None:
    assert candidates(stated) == {}


NUMBERS = st.from_regex(re.compile(r"(0|[1-9][0-9]{0,4})(\.[0-9]{1,2})?"), fullmatch=True)


@given(NUMBERS)
def test_every_meaning_is_another_number_and_no_chance_is_above_one(stated: str) -> None:
    for meant, found in candidates(stated).items():
        assert re.fullmatch(r"(0|[1-9][0-9]*)(\.[0-9]+)?", meant)
        assert meant != stated
        assert 0 < found.probability <= 1


@given(NUMBERS)
def test_two_neighbours_change_places_either_way(stated: str) -> None:
    for meant, found in candidates(stated).items():
        if found.cause == TRANSPOSED and len(meant) == len(stated):
            assert entry_error(meant, stated) is not None
