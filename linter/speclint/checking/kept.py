"""What is kept of the sheets of a run, so that the next one judges only what a change of a few may affect."""

from __future__ import annotations

from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

import msgspec
import numpy as np

from speclint.columns.components import Components
from speclint.sheets.place import SheetFile, SheetLocation

if TYPE_CHECKING:
    from collections.abc import Iterable

    from speclint.checking.explaining import Outcome
    from speclint.project.load import Project
    from speclint.project.request import Request
    from speclint.sheets.place import Claim


class Kept(msgspec.Struct, frozen=True, array_like=True, dict=True):
    """What is kept of the sheets of a run, each of which is a file; lists are by row."""

    paths: list[str]
    places: list[tuple[str, str]]
    """Path to show, and id."""
    root: str
    is_claimed: bool
    positions: list[int]
    """Where each file is among those of the catalog."""
    is_left: list[bool]
    """Whether it needed a sheet; such rows come after the others."""
    labels: bytes
    groups: dict[str, int]
    """The component of each row, and of what connects rows."""
    packed: bytes

    def file(self, claim: Claim, row: int) -> SheetFile:
        """The file of a row."""
        return SheetFile(self.paths[row], self.place(row), claim)

    def place(self, row: int) -> SheetLocation:
        """The location of the sheet of a row."""
        return SheetLocation(*self.places[row], self._folder, self.is_claimed)

    @cached_property
    def _folder(self) -> Path:
        return Path(self.root)

    def in_order(self, rows: Iterable[int]) -> list[int]:
        """Rows in the order in which files are extracted."""
        return sorted(rows, key=lambda row: (self.is_left[row], self.positions[row]))


def kept_of(request: Request, project: Project, outcome: Outcome) -> Kept | None:
    """What to keep of a run on a whole catalog; None where its findings depend on more than a component."""
    config = request.config
    if (
        project.batches is None or len(project.batches.batches) != 1 or project.batches.others
        or project.streams or project.nearer or project.before or project.wanted != project.claimed
        or request.paths or request.since or request.schema
        or config.accept or config.baseline or outcome.suppressed or outcome.has_catalog_faults
    ):  # fmt: skip
        return None
    (batch,) = project.batches.batches
    files, columns = [*project.wanted.values()], batch.columns
    positions = np.array([batch.position(row)[0] for row in range(columns.size)])
    (place, *_), claims = columns.places, {id(file.claim) for file in files}
    are_alike = all(other.root == place.root and other.claimed is place.claimed for other in columns.places)
    is_one_each = np.array_equal(np.sort(positions), np.arange(len(files)))
    if not (is_one_each and are_alike and len(claims) == 1 and place.root) or "layers" in columns.facets:
        return None
    components = Components.of(columns)
    return Kept(
        [files[position].path for position in positions.tolist()],
        [(place.path, place.id) for place in columns.places],
        str(place.root),
        place.claimed,
        positions.tolist(),
        np.logical_or.accumulate(positions < np.maximum.accumulate(positions)).tolist(),
        components.labels.tobytes(),
        dict(components.groups),
        batch.packed(),
    )
