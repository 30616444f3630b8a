"""Profiles: how a repository writes its sheets, and the one way by which figures reach the rules."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeAlias

import msgspec

from speclint.errors import ConfigError
from speclint.pointer import is_within, to_pointer
from speclint.quantities.figure import Figure, read_stated
from speclint.quantities.measurand import Measurand
from speclint.quantities.quantity import QUANTITIES, Quantity
from speclint.quantities.unit import UNITS, Unit, is_of_kind, of_kind, proposals
from speclint.sheets.family import Family, tolerance
from speclint.sheets.path import Each, PathError, Step, find, parse_path
from speclint.sheets.path import Path as Route

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping
    from collections.abc import Set as AbstractSet

SHIPPED = Path(__file__).parent.parent / "profiles"

Measurands: TypeAlias = dict[str, tuple[Measurand, ...]]

Placed: TypeAlias = tuple[str, str | None, Route]
"""Name of a quantity, its unit if the path names one, and the path."""


class UnknownNameError(ValueError):
    """A profile names a quantity or a unit that is not known."""


class Misread(msgspec.Struct, frozen=True):
    """A member where a quantity stands that could not be read as a figure of it."""

    quantity: Quantity
    unit: str
    """The key that should be a unit."""
    pointer: str
    stated: str = ""
    """The range as JSON text, where the unit is known but the range runs from high to low."""


class Identity(msgspec.Struct, frozen=True):
    """One identity field of a sheet, such as its make, and where it stands."""

    value: str
    pointer: str


class SiblingPaths(msgspec.Struct, frozen=True):
    """Where a sheet declares its siblings, and under which keys it names them and what they share."""

    each: Route
    sheet: str
    shares: str


class Node(msgspec.Struct, frozen=True):
    """A place on the way to quantities, below which the paths of a profile go on."""

    names: tuple[tuple[str, str, Node], ...]
    """Member name, its pointer token with the slash, and what follows."""
    each: tuple[tuple[Each, Node], ...]
    leaves: tuple[tuple[Quantity, Unit | None], ...]
    """Quantities that stand here, with their unit; without one the value is an object keyed by unit."""


class Profile(msgspec.Struct, frozen=True):
    """How one kind of sheet is written."""

    name: str
    files: tuple[str, ...]
    schema: str | None
    layers: tuple[str, ...]
    """Patterns of layers, farthest first; names in braces stand for the same parts as in the sheet's path."""
    records: Route | None
    """Path to each record, where one document holds many sheets."""
    place: str | None
    """Path below the catalog's root, without suffix, that a sheet's identity asks for."""
    identity: Mapping[str, Route]
    siblings: SiblingPaths | None
    quantities: Node
    names: frozenset[str]
    """The quantities that it knows a place for."""
    lists: Mapping[str, Route]
    """Of quantities that stand in a list, such as one of motors: the path to each of its elements."""
    families: tuple[Family, ...] = ()

    def identify(self, document: object) -> dict[str, Identity]:
        """The identity fields that the document states."""
        found = {}
        for field, path in self.identity.items():
            for steps, value in find(document, path):
                if isinstance(value, str | int) and not isinstance(value, bool):
                    found[field] = Identity(str(value), to_pointer(steps))
                    break
        return found

    def measure(self, document: object, hidden: AbstractSet[str]) -> tuple[Measurands, tuple[Misread, ...]]:
        """The measurands of a document by quantity, and what could not be read.

        Hidden places, and figures that hold one, are left out.
        """
        reading = _Reading(hidden)
        reading.walk(self.quantities, document, "", "")
        grouped: dict[str, list[Measurand]] = {}
        for (name, where), figures in reading.figures.items():
            grouped.setdefault(name, []).append(Measurand(figures[0].quantity, where, tuple(figures)))
        return {name: tuple(found) for name, found in grouped.items()}, tuple(reading.misread)


class _Reading:
    """One walk over one document: what has been found so far."""

    __slots__ = ("figures", "hidden", "misread")

    def __init__(self, hidden: AbstractSet[str]) -> None:
        self.hidden = hidden
        self.figures: dict[tuple[str, str], list[Figure]] = {}
        """By name of the quantity and the pointer of what its measurand is told by."""
        self.misread: list[Misread] = []

    def walk(self, node: Node, value: object, pointer: str, element: str) -> None:
        """Follow the tree of paths; the element is the innermost that `[*]` or a filter stood for."""
        if pointer in self.hidden:
            return
        for quantity, unit in node.leaves:
            if unit is not None:
                self._take(quantity, unit, value, pointer, element)
            elif isinstance(value, dict):
                self._take_keyed(quantity, value, pointer)
        if isinstance(value, dict):
            for name, token, below in node.names:
                if name in value:
                    self.walk(below, value[name], pointer + token, element)
        for step, below in node.each:
            for index, child in step.of(value):
                place = pointer + to_pointer((index,))
                self.walk(below, child, place, place)

    def _take_keyed(self, quantity: Quantity, by_unit: dict[str, object], pointer: str) -> None:
        for key, value in by_unit.items():
            place = pointer + to_pointer((key,))
            unit = UNITS.get(key)
            if unit is None or not is_of_kind(unit, quantity.kind):
                self.misread.append(Misread(quantity, key, place))
            elif place not in self.hidden:
                self._take(quantity, unit, value, place, pointer)

    def _take(self, quantity: Quantity, unit: Unit, value: object, pointer: str, where: str) -> None:
        if isinstance(value, list | dict) and any(is_within(place, pointer) for place in self.hidden):
            return
        stated = read_stated(value)
        if stated is not None:
            figure = Figure(quantity, unit, stated, pointer)
            self.figures.setdefault((quantity.name, where), []).append(figure)
        elif isinstance(value, list) and read_stated(value[::-1]) is not None:
            self.misread.append(Misread(quantity, unit.name, pointer, f"[{value[0]}, {value[1]}]"))


def shipped_profiles() -> list[str]:
    """The names of the profiles that travel with speclint."""
    return sorted(file.stem for file in SHIPPED.glob("*.toml"))


@cache
def load_profile(name: str, root: Path | None = None) -> Profile:
    """A shipped profile by its name, or the one in a TOML file by its path below the root.

    Raises:
        LookupError: for a name that is not shipped, with those that are.
        ConfigError: for a file that is no profile, with the line.
    """
    if root is not None and name.endswith(".toml"):
        path = root / name
        from speclint.sheets.settings import judged

        try:
            return compile_profile(name, judged(path, "profile.schema.json"))
        except (PathError, UnknownNameError) as error:
            message = f"{path}: {error}"
            raise ConfigError(message) from error
    if name not in shipped_profiles():
        message = (
            f'no profile "{name}" is shipped; there is {", ".join(shipped_profiles())}, or name a .toml file'
        )
        raise LookupError(message)
    import tomllib

    text = (SHIPPED / f"{name}.toml").read_text(encoding="utf-8")
    return compile_profile(name, tomllib.loads(text))


def compile_profile(name: str, text: Mapping[str, Any]) -> Profile:
    """A profile from the tables of its file, its paths compiled.

    Raises:
        PathError: for a path that profiles may not hold.
        UnknownNameError: for a quantity or a unit that is not known.
    """
    sheets = text["sheets"]
    placed = list(_placed(text["quantities"]))
    identity = {field: parse_path(str(path)) for field, path in text["identity"].items()}
    return Profile(
        name=name,
        files=tuple(str(pattern) for pattern in _list(sheets["files"])),
        schema=_optional(sheets.get("schema")),
        layers=tuple(str(pattern) for pattern in _list(sheets.get("layers", []))),
        records=parse_path(str(sheets["records"])) if "records" in sheets else None,
        place=_optional(sheets.get("place")),
        identity=identity,
        siblings=_sibling_paths(text["siblings"]) if "siblings" in text else None,
        quantities=_tree(placed),
        names=frozenset(name for name, _, _ in placed),
        lists=_lists(placed),
        families=tuple(_family(table, identity) for table in text.get("family", ())),
    )


def _family(table: Mapping[str, Any], identity: Mapping[str, Route]) -> Family:
    """One kind of family; what it goes by is an identity field or else a path."""
    by = tuple(identity.get(name) or parse_path(name) for name in table["by"])
    equal, close = tuple(table.get("equal", ())), table.get("close", {})
    for quantity in (*equal, *close):
        _meant(quantity, None)
    within = {quantity: tolerance(text) for quantity, text in close.items()}
    return Family(table["name"], by, equal, within, table.get("same_keys", False))


def _sibling_paths(table: Mapping[str, object]) -> SiblingPaths:
    return SiblingPaths(parse_path(str(table["each"])), str(table["sheet"]), str(table["shares"]))


def _lists(placed: Iterable[Placed]) -> dict[str, Route]:
    found = {}
    for name, _, path in placed:
        last = max((index for index, step in enumerate(path) if isinstance(step, Each)), default=None)
        if last is not None:
            found[name] = path[: last + 1]
    return found


def _placed(quantities: Mapping[str, object]) -> Iterator[Placed]:
    """Each path of the table with its quantity and its unit, if it names one."""
    for name, places in quantities.items():
        by_unit = places.items() if isinstance(places, dict) else [(None, places)]
        for unit, path in by_unit:
            yield name, unit, parse_path(str(path))


def _list(value: object) -> list[object]:
    return value if isinstance(value, list) else [value]


def _optional(value: object) -> str | None:
    return None if value is None else str(value)


def _meant(name: str, unit: str | None) -> tuple[Quantity, Unit | None]:
    """The quantity and the unit that a profile names."""
    quantity = QUANTITIES.get(name)
    if quantity is None:
        from difflib import get_close_matches

        nearest = get_close_matches(name, QUANTITIES, n=1)
        message = f'there is no quantity "{name}"' + (f'; did you mean "{nearest[0]}"?' if nearest else "")
        raise UnknownNameError(message)
    if unit is None:
        return quantity, None
    known = UNITS.get(unit)
    if known is None or not is_of_kind(known, quantity.kind):
        meant = proposals(unit, quantity.kind) or tuple(one.name for one in of_kind(quantity.kind))
        message = f'{name} is not stated in "{unit}", but in {" or ".join(meant)}'
        raise UnknownNameError(message)
    return quantity, known


class _Branch:
    """A node of the tree while it grows."""

    __slots__ = ("below", "leaves")

    def __init__(self) -> None:
        self.below: dict[Step, _Branch] = {}
        self.leaves: list[tuple[Quantity, Unit | None]] = []

    def frozen(self) -> Node:
        names = tuple(
            (step, to_pointer((step,)), branch.frozen())
            for step, branch in self.below.items()
            if isinstance(step, str)
        )
        each = tuple((step, branch.frozen()) for step, branch in self.below.items() if isinstance(step, Each))
        return Node(names, each, tuple(self.leaves))


def _tree(placed: Iterable[Placed]) -> Node:
    root = _Branch()
    for name, unit, path in placed:
        branch = root
        for step in path:
            branch = branch.below.setdefault(step, _Branch())
        branch.leaves.append(_meant(name, unit))
    return root.frozen()
