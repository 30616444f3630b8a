"""Tables: as wide as the terminal, and for anything else with a row on each line."""

from __future__ import annotations

from itertools import accumulate
from typing import TYPE_CHECKING

from speclint.cli.output import columns, is_terminal
from speclint.reporters.sanitize import width

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence


def table(headers: Sequence[str], rows: Sequence[Sequence[object]], *, numbers: Sequence[str] = ()) -> str:
    """The rows below their headers, without a final newline.

    Args:
        headers: of the columns.
        rows: their cells.
        numbers: headers of columns that are aligned to the right.

    On a terminal too narrow for the words in all columns, the last ones are left out.
    """
    if is_terminal():
        return _for_terminal(headers, rows, numbers)
    from tabulate import tabulate

    aligned = ["right" if header in numbers else "left" for header in headers] if rows else None
    return tabulate(rows, headers=headers, tablefmt="simple", disable_numparse=True, colalign=aligned)


def _for_terminal(headers: Sequence[str], rows: Sequence[Sequence[object]], numbers: Sequence[str]) -> str:
    from io import StringIO

    from rich import box
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    drawn = Table(box=box.SIMPLE_HEAD, pad_edge=False, show_edge=False)
    room = columns()
    needed = accumulate(_needed(headers, rows))
    shown = [header for header, columns_until in zip(headers, needed, strict=True) if columns_until <= room]
    for header in shown:
        # a name is copied, so it stays whole
        is_name = header == headers[0]
        drawn.add_column(header, no_wrap=is_name, justify="right" if header in numbers else "left")
    for row in rows:
        drawn.add_row(*(Text(str(cell)) for cell in row[: len(shown)]))
    console = Console(width=room, file=StringIO(), color_system=None)
    with console.capture() as captured:
        console.print(drawn)
    return "\n".join(line.rstrip() for line in captured.get().rstrip("\n").split("\n"))


def _needed(headers: Sequence[str], rows: Sequence[Sequence[object]]) -> Iterator[int]:
    """The least width of each column: of its names or else its longest word, with a space on each side."""
    for number, header in enumerate(headers):
        cells = [header, *(str(row[number]) for row in rows)]
        words = " ".join(cells).split() if number else cells
        yield max(map(width, words)) + 2
