"""Compiles profiles from TOML files: the shipped ones and those of a repository."""

from __future__ import annotations

import os
from functools import cache, lru_cache
from itertools import takewhile
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeAlias

import msgspec

from speclint.documents.jsonpath import InvalidWordError, JSONPath, JSONPathError, Selector, Step, parse_path
from speclint.documents.message_text import in_quotes, likely
from speclint.documents.pointer import to_pointer
from speclint.errors import ConfigError
from speclint.files.gate import outside
from speclint.files.tree import WORK_TREE
from speclint.limits import exceeded, limit
from speclint.profiles.family import Family, tolerance
from speclint.profiles.profile import DisagreementPaths, Profile, SiblingPaths, SourcePaths
from speclint.profiles.vocabulary import vocabulary_of
from speclint.profiles.walk import CONSUMPTIONS, MPG, Leaf, Node
from speclint.quantities.table import QUANTITIES
from speclint.quantities.unit import UNITS, is_of_kind, of_kind

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from speclint.files.tree import Tree
    from speclint.quantities.quantity import Quantity

SHIPPED = Path(__file__).parent
COMPILED = SHIPPED / "shipped.json"
"""The tables of all shipped profiles, which are read faster than TOML; `python docs/render.py` writes it."""

QuantityPath: TypeAlias = tuple[Leaf, JSONPath]
"""A quantity with its unit, and the path to it."""

_SPLIT = {"value", "unit"}


class UnknownNameError(InvalidWordError):
    """A profile names an unknown quantity or unit."""


def shipped_profiles() -> list[str]:
    """The names of the profiles that are shipped with speclint."""
    return sorted(_tables())


def load_profile(name: str, root: Path | None = None, tree: Tree = WORK_TREE) -> Profile:
    """A shipped profile by its name, or the profile in a TOML file by its path below the root.

    Raises:
        LookupError: no profile of that name is shipped; the message lists the names.
        ConfigError: the file is not a valid profile; the message names the line.
    """
    if root is None or not name.endswith(".toml"):
        return _shipped(name)
    from speclint.schema.toml import line_of_word, validated_toml

    path = root / name
    table = validated_toml(tree, path, "profile.schema.json")
    _refuse_long_patterns(tree, path, table["sheets"])
    _refuse_outside(tree, path, table["sheets"], root)
    try:
        return _compiled(name, msgspec.json.encode(table))
    except InvalidWordError as error:
        lines = tree.read(path).decode("utf-8-sig").split("\n")
        message = f"{path}:{line_of_word(lines, error.word)}: {error}"
        raise ConfigError(message) from error


@lru_cache(maxsize=64)
def _compiled(name: str, table: bytes) -> Profile:
    """The profile of a table, which is one object for two revisions that both have it."""
    return compile_profile(name, msgspec.json.decode(table))


def _refuse_outside(tree: Tree, path: Path, sheets: Mapping[str, Any], root: Path) -> None:
    """Refuse what a profile names outside the root.

    Raises:
        ConfigError: for the first such name.
    """
    from speclint.schema.load import shipped_schemas

    errors = [
        (key, outside(what, str(name), root))
        for key, what in (("files", "the pattern"), ("layers", "the layer"))
        for name in _as_list(sheets.get(key, []))
        if not Path(os.path.normpath(root / str(name))).is_relative_to(root)
    ]
    schema = sheets.get("schema")
    if schema is not None and schema not in shipped_schemas():
        remedy = "name a file as `schema` in the configuration"
        errors.append(("schema", f"no schema {in_quotes(str(schema))} is shipped; {remedy}"))
    for key, error in errors[:1]:
        message = f"{_place(tree, path, key)}: {error}"
        raise ConfigError(message)


def _refuse_long_patterns(tree: Tree, path: Path, sheets: Mapping[str, Any]) -> None:
    """Refuse patterns that are too long.

    Raises:
        LimitError: there is one.
    """
    for key in ("files", "layers"):
        longest = max(map(len, sheets.get(key, ())), default=0)
        if longest > limit("pattern-length"):
            raise exceeded(_place(tree, path, key), "pattern-length", longest)


def _place(tree: Tree, path: Path, key: str) -> str:
    """Where a profile has a key of its sheets."""
    from speclint.schema.toml import line_of

    lines = tree.read(path).decode("utf-8-sig").split("\n")
    return f"{path}:{line_of(lines, f'/sheets/{key}')}"


@cache
def _tables() -> dict[str, dict[str, Any]]:
    return msgspec.json.decode(COMPILED.read_bytes(), type=dict[str, dict[str, Any]])


@cache
def _shipped(name: str) -> Profile:
    table = _tables().get(name)
    if table is None:
        known = ", ".join(shipped_profiles())
        message = f"no profile {in_quotes(name)} is shipped; there is {known}, or name a .toml file"
        raise LookupError(message)
    return compile_profile(name, table)


def compile_profile(name: str, text: Mapping[str, Any]) -> Profile:
    """A profile from the tables of its file, with compiled paths.

    Raises:
        JSONPathError: a path is not one that profiles allow.
        UnknownNameError: a quantity or a unit is unknown.
        InvalidWordError: a word of an identity field is unknown.
    """
    sheets = text["sheets"]
    paths = [path for name, stated in text["quantities"].items() for path in _quantity_paths(name, stated)]
    stated = {field: at if isinstance(at, dict) else {"at": at} for field, at in text["identity"].items()}
    identity = {field: parse_path(table["at"]) for field, table in stated.items()}
    return Profile(
        name=name,
        files=tuple(str(pattern) for pattern in _as_list(sheets["files"])),
        schema=_optional_text(sheets.get("schema")),
        layers=tuple(str(pattern) for pattern in _as_list(sheets.get("layers", []))),
        records=parse_path(str(sheets["records"])) if "records" in sheets else None,
        place=_optional_text(sheets.get("place")),
        identity=identity,
        vocabulary=vocabulary_of(stated),
        name_parts={field: table["part"] for field, table in stated.items() if "part" in table},
        siblings=_sibling_paths(text["siblings"]) if "siblings" in text else None,
        quantities=_tree(paths),
        names=frozenset(leaf.quantity.name for leaf, _ in paths),
        lists=_list_paths(paths),
        families=tuple(_family(table, identity) for table in text.get("family", ())),
        sources=_source_paths(text["sources"]) if "sources" in text else None,
        disagreements=_disagreement_paths(text["disagreements"]) if "disagreements" in text else None,
        missing=frozenset(str(mark).strip().casefold() for mark in sheets.get("missing", ())),
        worded=frozenset(
            leaf.quantity.name for leaf, _ in paths if leaf.spelling or leaf.value_at or leaf.unit_at
        ),
        decimal=sheets.get("decimal"),
    )


def _family(table: Mapping[str, Any], identity: Mapping[str, JSONPath]) -> Family:
    """A kind of family; its members share identity fields or values at paths."""
    by = tuple(identity.get(name) or parse_path(name) for name in table["by"])
    equal, close = tuple(table.get("equal", ())), table.get("close", {})
    for quantity in (*equal, *close):
        _quantity(quantity)
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


def _list_paths(paths: Iterable[QuantityPath]) -> dict[str, JSONPath]:
    list_paths = {}
    for leaf, path in paths:
        last = _end_of_list(path)
        if last:
            list_paths[leaf.quantity.name] = path[:last]
    return list_paths


def _end_of_list(path: JSONPath) -> int:
    """How many steps lead to the elements of the innermost list; 0 if there is none."""
    return max((index for index, step in enumerate(path, 1) if isinstance(step, Selector)), default=0)


def _quantity_paths(name: str, stated: object) -> Iterator[QuantityPath]:
    """The paths of a quantity, each with its unit."""
    if not isinstance(stated, dict):
        yield Leaf(_quantity(name)), parse_path(str(stated))
    elif stated.keys() == _SPLIT:
        yield _split(name, parse_path(str(stated["value"])), parse_path(str(stated["unit"])))
    else:
        for unit, path in stated.items():
            yield _leaf(name, unit), parse_path(str(path))


def _split(name: str, value: JSONPath, unit: JSONPath) -> QuantityPath:
    """A quantity whose unit stands beside its value.

    Raises:
        JSONPathError: they are in different lists.
    """
    same = takewhile(lambda pair: pair[0] == pair[1], zip(value, unit, strict=False))
    common = sum(1 for _ in same)
    value_at, unit_at = value[common:], unit[common:]
    names = [tuple(str(step) for step in path if isinstance(step, str)) for path in (value_at, unit_at)]
    if [len(path) for path in names] != [len(value_at), len(unit_at)]:
        message = f"{name}: the value and its unit are in different lists"
        raise JSONPathError(message, name)
    return Leaf(_quantity(name), None, "", *names), value[:common]


def _as_list(value: object) -> list[object]:
    return value if isinstance(value, list) else [value]


def _optional_text(value: object) -> str | None:
    return None if value is None else str(value)


def _quantity(name: str) -> Quantity:
    """The quantity that a profile names.

    Raises:
        UnknownNameError: it is unknown.
    """
    quantity = QUANTITIES.get(name)
    if quantity is None:
        meant = likely(name, QUANTITIES)
        message = f"there is no quantity {in_quotes(name)}" + (f"; did you mean {meant}?" if meant else "")
        raise UnknownNameError(message, name)
    return quantity


def _leaf(name: str, unit: str) -> Leaf:
    """The quantity and the unit that a profile names.

    Raises:
        UnknownNameError: the quantity is unknown, or the unit does not measure it.
    """
    quantity = _quantity(name)
    if unit == MPG and quantity.kind in CONSUMPTIONS:
        return Leaf(quantity, spelling=MPG)
    known = UNITS.get(unit)
    if known is None or not is_of_kind(known, quantity.kind):
        from speclint.quantities.spelling import proposals

        meant = proposals(unit, quantity.kind) or tuple(known.name for known in of_kind(quantity.kind))
        message = f"{name} is not stated in {in_quotes(unit)}, but in {' or '.join(meant)}"
        raise UnknownNameError(message, unit)
    return Leaf(quantity, known)


class _NodeBuilder:
    """A node of the tree of paths under construction."""

    __slots__ = ("children", "leaves")

    def __init__(self) -> None:
        self.children: dict[Step, _NodeBuilder] = {}
        self.leaves: list[Leaf] = []

    def build(self) -> Node:
        names = tuple(
            (step, to_pointer((step,)), branch.build())
            for step, branch in self.children.items()
            if isinstance(step, str)
        )
        selectors = tuple(
            (step, branch.build()) for step, branch in self.children.items() if isinstance(step, Selector)
        )
        return Node(names, selectors, tuple(self.leaves))


def _tree(paths: Iterable[QuantityPath]) -> Node:
    root = _NodeBuilder()
    for leaf, path in paths:
        branch = root
        for step in path:
            branch = branch.children.setdefault(step, _NodeBuilder())
        branch.leaves.append(leaf)
    return root.build()
