"""The siblings that many sheets declare, as arrays."""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec
import numpy as np

if TYPE_CHECKING:
    from collections.abc import Sequence

    from speclint.columns.figures import Integers


class Links(msgspec.Struct, frozen=True, eq=False):
    """The links of sheets to their siblings, in order of their rows, and what each shares."""

    rows: Integers
    """The row that each link is of."""
    ids: Integers
    """Where the id of the sibling is in `names`."""
    names: tuple[str, ...]
    links: Integers
    """Of each share the link, in order."""
    shares: Integers
    """Where the quantity that is shared is in `quantities`."""
    quantities: tuple[str, ...]


def links(rows: Integers, codes: Integers, siblings: Sequence[tuple[str, tuple[str, ...]]]) -> Links:
    """The links of rows, by the codes of siblings and of what these share."""
    names: dict[str, int] = {}
    quantities: dict[str, int] = {}
    ids = np.array([names.setdefault(name, len(names)) for name, _ in siblings], dtype=np.int64)
    shared = [[quantities.setdefault(share, len(quantities)) for share in shares] for _, shares in siblings]
    counts = np.array([len(shares) for shares in shared], dtype=np.int64)[codes]
    flat = [share for code in codes.tolist() for share in shared[code]]
    return Links(
        rows,
        ids[codes],
        tuple(names),
        np.repeat(np.arange(len(codes)), counts),
        np.array(flat, dtype=np.int64),
        tuple(quantities),
    )
