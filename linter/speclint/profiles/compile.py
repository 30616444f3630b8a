"""From a TOML file to a profile: shipped ones and those of a repository, with their paths compiled."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeAlias

from speclint.documents.jsonpath import InvalidWordError, JSONPath, Selector, Step, parse_path
from speclint.documents.pointer import to_pointer
from speclint.errors import ConfigError
from speclint.files.tree import WORK_TREE
from speclint.profiles.family import Family, tolerance
from speclint.profiles.profile import DisagreementPaths, Node, Profile, SiblingPaths, SourcePaths
from speclint.quantities.table import QUANTITIES
from speclint.quantities.unit import UNITS, Unit, is_of_kind, of_kind, proposals

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from speclint.files.tree import Tree
    from speclint.quantities.quantity import Quantity

SHIPPED = Path(__file__).parent

Placed: TypeAlias = tuple[str, str | None, JSONPath]
"""Name of a quantity, its unit if the path names one, and the path."""


class UnknownNameError(InvalidWordError):
    """A profile names a quantity or a unit that is not known."""


def shipped_profiles() -> list[str]:
    """The names of the profiles that travel with speclint."""
    return sorted(file.stem for file in SHIPPED.glob("*.toml"))


def load_profile(name: str, root: Path | None = None, tree: Tree = WORK_TREE) -> Profile:
    """A shipped profile by its name, or the one in a TOML file by its path below the root.

    Raises:
        LookupError: for a name that is not shipped, with those that are.
        ConfigError: for a file that is no profile, with the line.
    """
    if root is None or not name.endswith(".toml"):
        return _shipped(name)
    from speclint.schema.toml import validated_toml

    path = root / name
    try:
        return compile_profile(name, validated_toml(tree, path, "profile.schema.json"))
    except InvalidWordError as error:
        message = f"{path}:{_line_of(error.word, tree.read(path))}: {error}"
        raise ConfigError(message) from error


def _line_of(word: str, content: bytes) -> int:
    """The first line on which a word stands as a key or as a value of its own, comments aside."""
    pattern = re.compile(rf"""(?<![\w"'])["']?{re.escape(word)}["']?(?![\w"'])""")
    lines = content.decode("utf-8-sig").split("\n")
    found = (number for number, line in enumerate(lines, 1) if pattern.search(line.partition(" #")[0]))
    return next(found, 1)


@cache
def _shipped(name: str) -> Profile:
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
        sources=_source_paths(text["sources"]) if "sources" in text else None,
        disagreements=_disagreement_paths(text["disagreements"]) if "disagreements" in text else None,
    )


def _family(table: Mapping[str, Any], identity: Mapping[str, JSONPath]) -> Family:
    """One kind of family; what it goes by is an identity field or else a path."""
    by = tuple(identity.get(name) or parse_path(name) for name in table["by"])
    equal, close = tuple(table.get("equal", ())), table.get("close", {})
    for quantity in (*equal, *close):
        _meant(quantity, None)
    within = {quantity: tolerance(text) for quantity, text in close.items()}
    return Family(table["name"], by, equal, within, table.get("same_keys", False))


def _sibling_paths(table: Mapping[str, object]) -> SiblingPaths:
    return SiblingPaths(parse_path(str(table["each"])), str(table["sheet"]), str(table["shares"]))


def _source_paths(table: Mapping[str, Any]) -> SourcePaths:
    return SourcePaths(
        parse_path(table["each"]),
        *(table.get(key) for key in ("url", "published", "accessed", "covers")),
    )


def _disagreement_paths(table: Mapping[str, Any]) -> DisagreementPaths:
    return DisagreementPaths(parse_path(table["each"]), table["at"])


def _lists(placed: Iterable[Placed]) -> dict[str, JSONPath]:
    found = {}
    for name, _, path in placed:
        last = max((index for index, step in enumerate(path) if isinstance(step, Selector)), default=None)
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
        raise UnknownNameError(message, name)
    if unit is None:
        return quantity, None
    known = UNITS.get(unit)
    if known is None or not is_of_kind(known, quantity.kind):
        meant = proposals(unit, quantity.kind) or tuple(one.name for one in of_kind(quantity.kind))
        message = f'{name} is not stated in "{unit}", but in {" or ".join(meant)}'
        raise UnknownNameError(message, unit)
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
        each = tuple(
            (step, branch.frozen()) for step, branch in self.below.items() if isinstance(step, Selector)
        )
        return Node(names, each, tuple(self.leaves))


def _tree(placed: Iterable[Placed]) -> Node:
    root = _Branch()
    for name, unit, path in placed:
        branch = root
        for step in path:
            branch = branch.below.setdefault(step, _Branch())
        branch.leaves.append(_meant(name, unit))
    return root.frozen()
