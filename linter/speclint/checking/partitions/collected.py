"""What rules on whole catalogs have collected in a part of the rows, for another process that merges it."""

from __future__ import annotations

from io import BytesIO
from pickle import Pickler, Unpickler
from typing import TYPE_CHECKING, Any, cast

from speclint.quantities.quantity import Quantity
from speclint.quantities.table import QUANTITIES
from speclint.quantities.unit import UNITS, Unit
from speclint.records.polars_rows import record_of
from speclint.rules.evaluate import CatalogEvaluation
from speclint.rules.rule import Mergeable
from speclint.sheets.sheet import Sheet, read_sheet

if TYPE_CHECKING:
    from collections.abc import Iterable

    from speclint.checking.partitions.plan import Plan
    from speclint.profiles.profile import Profile
    from speclint.rules.registry import RuleEntry
    from speclint.sheets.place import SheetLocation


def mergeable(plan: Plan) -> list[RuleEntry]:
    """The rules on whole catalogs that need no order of the rows."""
    return [
        entry
        for entry in plan.catalog_rules
        if entry.rule.on_catalog is not None and isinstance(entry.rule.on_catalog(), Mergeable)
    ]


def packed(plan: Plan, collected: CatalogEvaluation) -> bytes:
    """What was collected; at most some megabytes."""
    target = BytesIO()
    _Pickler(target, plan).dump(
        {rule.first_id: vars(collector) for rule, collector in collected.collectors_of(plan.profile.name)}
    )
    return target.getvalue()


def merged(plan: Plan, parts: Iterable[bytes]) -> CatalogEvaluation:
    """What several processes have collected, in order of the rows."""
    found = CatalogEvaluation(mergeable(plan))
    collectors = found.collectors_of(plan.profile.name)
    for part in parts:
        states: dict[str, dict[str, Any]] = _Unpickler(BytesIO(part), plan).load()
        for rule, collector in collectors:
            if rule.on_catalog is not None and isinstance(collector, Mergeable):
                later = rule.on_catalog()
                vars(later).update(states[rule.first_id])
                cast("Any", collector).merge(later)
    return found


def _read(
    place: SheetLocation, line: int, columns: list[str], value: dict[str, object], profile: Profile
) -> Sheet:
    """The sheet of a row."""
    layer = record_of(place.path, line, {name: value.get(name) for name in columns})
    return read_sheet(place, (layer,), profile, None)


class _Pickler(Pickler):
    """Writes sheets by what they hold; what every process has by its name."""

    def __init__(self, target: BytesIO, plan: Plan) -> None:
        super().__init__(target, protocol=5)
        self._profile, self._columns = plan.profile_of(0), [*plan.tables[0].columns]

    def persistent_id(self, value: object) -> tuple[str, str] | None:
        """The kind and name of what every process has."""
        if isinstance(value, Unit):
            return "unit", value.name
        if isinstance(value, Quantity):
            return "quantity", value.name
        if value is self._profile:
            return "profile", ""
        return None

    def reducer_override(self, value: object) -> Any:  # noqa: ANN401 - as pickle has it
        """How a sheet is read again."""
        if isinstance(value, Sheet):
            layer = value.layers[-1]
            return _read, (value.place, layer.line, self._columns, layer.value, self._profile)
        return NotImplemented


class _Unpickler(Unpickler):
    """Reads what `_Pickler` has written."""

    def __init__(self, source: BytesIO, plan: Plan) -> None:
        super().__init__(source)
        self._plan = plan

    def persistent_load(self, name: tuple[str, str]) -> object:
        """What every process has."""
        kind, key = name
        if kind == "unit":
            return UNITS[key]
        return QUANTITIES[key] if kind == "quantity" else self._plan.profile_of(0)
