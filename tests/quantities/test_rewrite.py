from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from speclint.quantities.figure import Bound, Stated
from speclint.quantities.numeral import MARKS, Mark
from speclint.quantities.rewrite import rewrite
from speclint.quantities.text import read_text


@pytest.mark.parametrize(
    ("part", "stated", "decimal", "written"),
    [
        ("230", 240, ".", "240"),
        ("1,865", 2041, ".", "2,041"),
        ("4,5", Decimal("5.4"), ",", "5,4"),
        ("417–449", (420, 451), ".", "420–451"),
        ("417 to 449", (420, 451), ".", "420 to 451"),
        ("417 km - 449", (420, 451), ".", "420 km - 451"),
        ("417 -449", (420, 451), ".", "420 -451"),
        ("-30 to -10", (-25, -5), ".", "-25 to -5"),
        ("417–449", 430, ".", "430"),
        ("430", (417, 449), ".", "417-449"),
        ("1.500", (1750, 4000), ",", "1.750-4.000"),
        ("250", Bound(300, at_least=True), ".", "300"),
        ("5 ft 10", 71, ".", "71"),
        ("manual", 230, ".", "230"),
    ],
)
def test_the_numbers_of_a_figure_are_rewritten_in_their_style(
    part: str, stated: Stated, decimal: Mark, written: str
) -> None:
    assert rewrite(part, stated, decimal) == written


numbers = st.integers(0, 10**7) | st.decimals(min_value=0, max_value=10**7, places=2)
dashes = st.sampled_from(["-", "–", " - ", " -", " to ", " … "])


@given(
    ends=st.lists(numbers, min_size=4, max_size=4),
    dash=dashes,
    decimal=st.sampled_from(MARKS),
    is_range=st.booleans(),
)
def test_a_rewritten_range_is_read_back(
    ends: list[int | Decimal], dash: str, decimal: Mark, *, is_range: bool
) -> None:
    low, high, new_low, new_high = *sorted(ends[:2]), *sorted(ends[2:])
    stated: Stated = (new_low, new_high) if is_range else new_high
    old = f"{low}{dash}{high}".replace(".", decimal)
    text = f"{rewrite(old, stated, decimal)} km"
    (figure,) = read_text(text, decimal)
    assert str(figure.stated) == str(stated)
    start, end = figure.number_span
    assert text[start:end] == text.removesuffix(" km")
