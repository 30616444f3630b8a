"""A boot that shrinks when the seats are folded."""

from __future__ import annotations

from typing import TYPE_CHECKING

from speclint.rules.rule import Level, Related, Violation, bad, good, sheet_rule

if TYPE_CHECKING:
    from collections.abc import Iterator

    from speclint.sheets.sheet import Sheet


@sheet_rule(
    level=Level.ERROR,
    summary="cargo volume above the largest cargo volume",
    needs=("cargo", "cargo_max"),
    bad=(
        bad(
            '{"capacity": {"cargo": {"l": 1400}, "cargo_max": {"l": 525}}}',
            at="/capacity/cargo/l",
            message="cargo volume 1400 l exceeds the largest, 525 l",
            why="the two are swapped",
        ),
    ),
    good=(
        good('{"capacity": {"cargo": {"l": 525}, "cargo_max": {"l": 1400}}}'),
        good(
            '{"capacity": {"cargo": {"l": 100}, "cargo_max": {"l": 100}}}', why="a boot with nothing to fold"
        ),
        good(
            '{"capacity": {"cargo": {"cu ft": 18.5}, "cargo_max": {"l": 524}}}',
            why="18.5 cu ft may be 18.45, which is 522.4 l",
        ),
    ),
)
def cargo_exceeds_max(sheet: Sheet) -> Iterator[Violation]:
    """Folding the rear seats adds room to the boot, and takes none away.

    Where the volume with seats up is the larger one the two are swapped, or one is mistyped (VDA measures both
    with the same blocks of 1 dm³, ISO 3832; SAE J1100 both with the same boxes).
    """
    cargo, most = sheet.figure("cargo"), sheet.figure("cargo_max")
    if cargo is not None and most is not None and cargo.interval.low > most.interval.high:
        message = f"cargo volume {cargo} exceeds the largest, {most}"
        yield Violation(
            message, cargo.pointer, (Related(f"largest cargo volume {most} is stated here", most.pointer),)
        )
