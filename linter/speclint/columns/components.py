"""Rows that rules may look at together, directly or by way of others."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from speclint.sheets.families import families_of, family_by

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from speclint.columns.coded import Coded
    from speclint.columns.columns import Columns
    from speclint.columns.figures import Integers


class Components:
    """Which rows are connected: by a make, a family or a link to a sibling. Rules look at no others."""

    def __init__(self, labels: Integers, groups: Mapping[str, int]) -> None:
        self.labels = labels
        """The number of the component of each row."""
        self.groups = groups
        """The same by what connects rows."""

    @classmethod
    def of(cls, columns: Columns) -> Components:
        """The components of the rows of one catalog."""
        known: dict[str, int] = {}
        pairs = [(row, known.setdefault(group, len(known))) for row, group in _connections(columns)]
        rows, groups = np.array(pairs, dtype=np.int64).reshape(-1, 2).T
        labels, by_group = np.arange(columns.size), np.full(len(known), columns.size)
        while True:
            np.minimum.at(by_group, groups, labels[rows])
            before = labels.copy()
            np.minimum.at(labels, rows, by_group[groups])
            if (labels == before).all():
                return cls(labels, dict(zip(known, by_group.tolist(), strict=True)))

    def revised(self, rows: list[int], columns: Columns) -> tuple[Components, int]:
        """The components where these rows state what is in columns, and the one in which they are then."""
        stated = dict.fromkeys(group for _, group in _connections(columns))
        touched = {self.groups[group] for group in stated if group in self.groups}
        touched |= set(self.labels[rows].tolist())
        label = min(touched)
        labels = np.where(np.isin(self.labels, [*touched]), label, self.labels)
        groups = {group: label if its in touched else its for group, its in self.groups.items()}
        return Components(labels, {**groups, **dict.fromkeys(stated, label)}), label


def _connections(columns: Columns) -> Iterator[tuple[int, str]]:
    """Rows, each with something that connects it with others that have the same."""
    yield from ((row, f"id {place.id}") for row, place in enumerate(columns.places))
    links = columns.links
    for row, name in zip(links.rows.tolist(), links.ids.tolist(), strict=True):
        yield row, f"id {links.names[name]}"
    yield from _texts("make", columns.text("make"))
    make = family_by(columns.profile, ("make",), ("make",))
    for number, family in enumerate((*([make] if make else ()), *families_of(columns.profile))):
        shared = columns.combined(*map(columns.scalar, family.by)).mapped(_joined)
        if number and make and make.by[0] in family.by:
            # those that share a make are connected by it
            shared = shared.among(columns.scalar(make.by[0]).codes < 0)
        yield from _texts(f"family {number}", shared)


def _joined(values: tuple[str | None, ...]) -> str | None:
    return None if all(value is None for value in values) else repr(values)


def _texts(kind: str, column: Coded[str]) -> Iterator[tuple[int, str]]:
    rows = np.flatnonzero(column.codes >= 0)
    texts = [f"{kind} {text}" for text in column.values]
    for row, code in zip(rows.tolist(), column.codes[rows].tolist(), strict=True):
        yield row, texts[code]
