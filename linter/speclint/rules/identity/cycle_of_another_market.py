"""Ranges by test cycles of other markets alone."""

from __future__ import annotations

from typing import TYPE_CHECKING

from speclint.documents.message_text import join
from speclint.rules.related import field
from speclint.rules.rule import Level, Violation, bad, good, sheet_rule
from speclint.vehicle.markets import EUROPE
from speclint.vehicle.powertrain import UNKNOWN, word_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from speclint.sheets.sheet import Sheet

CYCLES = {
    "us": ("range_epa",), "cn": ("range_cltc", "range_nedc", "range_wltp"),
    **dict.fromkeys(EUROPE, ("range_wltp", "range_nedc")),
}  # fmt: skip
"""By market the cycles of its law, now or in the years before."""
UNRATED = ("expected", "concept", "announced", "preproduction", UNKNOWN)
"""Statuses of cars that may not be rated yet."""
RANGES = ("range_wltp", "range_wltc", "range_epa", "range_nedc", "range_cltc")


@sheet_rule(
    level=Level.NOTE,
    summary="every range is by a test cycle of another market",
    needs=("market",),
    one_of=tuple((quantity,) for quantity in RANGES),
    reads=("status",),
    bad=(
        bad('{"market": "us", "range": {"wltp": {"km": [417, 449]}}}', at="/range/wltp/km",
            message='market "us" rates range by EPA, but the sheet states only WLTP range 417-449 km'),
        bad('{"market": "de", "range": {"cltc": {"km": 526}}}', at="/range/cltc/km",
            message='market "de" rates range by WLTP or NEDC, but the sheet states only CLTC range 526 km'),
    ),
    good=(
        good('{"market": "us", "range": {"epa": {"mi": 313}, "wltp": {"km": 550}}}'),
        good('{"market": "de", "range": {"wltp": {"km": 449}}}'),
        good('{"market": "us", "status": "expected", "range": {"wltp": {"km": 550}}}',
            why="not yet rated there"),
        good('{"market": "jp", "range": {"wltc": {"km": 465}}}'),
    ),
)  # fmt: skip
def cycle_of_another_market(sheet: Sheet) -> Iterator[Violation]:
    """Each market rates range by its own test: EPA (40 CFR 600), WLTP (Regulation (EU) 2017/1151), CLTC (GB/T 38146.1).

    A sheet for one market with ranges by tests of others alone was most likely copied from a car of another market.
    Cars that are expected or announced may not be rated yet.
    """
    known = CYCLES.get(sheet.field("market") or "")
    stated = [figure for quantity in RANGES if (figure := sheet.figure(quantity)) is not None]
    if known is None or not stated or word_of(sheet, "status") in UNRATED:
        return
    if any(figure.quantity.name in known for figure in stated):
        return
    due = join(name.removeprefix("range_").upper() for name in known)
    listed = join((f"{figure.quantity.label} {figure}" for figure in stated), " and ")
    message = f'market "{sheet.text("market")}" rates range by {due}, but the sheet states only {listed}'
    yield Violation(message, stated[0].name, field(sheet, "market", "the market"))
