"""Which list or object in a document holds one record a vehicle."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

import msgspec

from speclint.documents.jsonpath import Selector, path_text
from speclint.profile_inference.identity import names_car, names_model
from speclint.profile_inference.keys import match_key
from speclint.profile_inference.path_stats import path_stats

if TYPE_CHECKING:
    from collections.abc import Iterator

    from speclint.documents.jsonpath import JSONPath

MIN_SHARE = 0.8
"""Share for which something must hold to be taken for the rule, and the rest for exceptions."""
_SAMPLE = 40
"""Records of a list by which it is judged."""
_MAX_DEPTH = 4
_MIN_MEMBERS = 2
"""Members from which an object may be one keyed by id."""
_MANY_MEMBERS = 5
"""Members from which they need not name a car."""
_MIN_ALIKE = 0.4
"""Share of all their keys that the members of an object keyed by id have on average."""
_MIN_FIGURES = 2
"""Quantities that a record without a name must state to be a vehicle."""


class RecordList(msgspec.Struct, frozen=True):
    """The records of a document."""

    path: str
    """Path of the records; empty where each line or row of the file is one."""
    records: list[object]
    are_vehicles: bool


def record_list(value: object) -> RecordList | None:
    """The outermost records that are vehicles; else the longest list of objects; None if there is neither."""
    if _is_one_car(value):
        return None
    found = list(_lists(value, ()))
    for path, records in found:
        if _are_vehicles(records):
            return RecordList(path_text(path), records, are_vehicles=True)
    if is_vehicle(value) or not found:
        return None
    path, records = max(found, key=lambda item: len(item[1]))
    return RecordList(path_text(path), records, are_vehicles=False)


def _is_one_car(value: object) -> bool:
    """Whether a document is about one car, so that the lists in it are parts of it."""
    if not isinstance(value, dict):
        return False
    objects = [value, *(child for child in value.values() if isinstance(child, dict))]
    is_named = names_model(value, depth=0)
    return is_named or (
        is_vehicle(value) and not any(map(_holds_records, objects)) and bool(_quantities(value))
    )


def are_vehicles(records: list[object]) -> bool:
    """Whether nearly all of the records name a car, or state what only vehicles have."""
    sample = _sampled(records)
    return bool(sample) and sum(map(is_vehicle, sample)) >= MIN_SHARE * len(sample)


def is_vehicle(document: object) -> bool:
    """Whether a document names a make or a model, or states quantities of vehicles."""
    return names_car(document) or len(_quantities(document)) >= _MIN_FIGURES


def _are_vehicles(records: list[object]) -> bool:
    """Whether records are vehicles and state figures outside the lists in them."""
    sample = _sampled(records)
    stating = sum(bool(_quantities(record)) for record in sample)
    return are_vehicles(records) and stating >= MIN_SHARE * len(sample) / 2


def _sampled(records: list[object]) -> list[object]:
    """Records from the whole of a list."""
    return records[:: max(1, len(records) // _SAMPLE)][:_SAMPLE]


def _quantities(document: object) -> set[str]:
    """The quantities that may be stated outside the lists in a document."""
    if not isinstance(document, dict):
        return set()
    outside = {name: child for name, child in document.items() if not isinstance(child, list)}
    return {quantity for path in path_stats([outside]) for quantity in _may_state(path)[:1]}


@cache
def _may_state(path: JSONPath) -> tuple[str, ...]:
    match = match_key(path)
    return (match.quantity,) if match.quantity else match.candidates


def _lists(value: object, path: JSONPath) -> Iterator[tuple[JSONPath, list[object]]]:
    """The lists of objects, and objects keyed by id, in a document, the outermost first."""
    level = [(path, [value])]
    for _ in range(_MAX_DEPTH):
        below: dict[JSONPath, list[object]] = {}
        for place, values in level:
            for child in values:
                for step, members in _members(child):
                    below.setdefault((*place, *step), []).extend(members)
        level = [(place, values) for place, values in below.items() if _can_be_written(place)]
        yield from (
            (place, values)
            for place, values in level
            if isinstance(place[-1], Selector) and all(isinstance(record, dict) for record in values)
        )


def _members(value: object) -> Iterator[tuple[JSONPath, list[object]]]:
    """What is below a value: its members, and the elements of lists and of objects keyed by id."""
    if isinstance(value, list):
        yield (Selector(),), value
    elif isinstance(value, dict) and _is_keyed_by_id(value):
        yield (Selector(),), list(value.values())
    elif isinstance(value, dict) and _is_keyed_twice(value):
        yield (Selector(), Selector()), _grandchildren(value)
    elif isinstance(value, dict):
        for name, child in value.items():
            if isinstance(child, list) or (isinstance(child, dict) and _holds_records(child)):
                for step, members in _members(child):
                    yield (name, *step), members
            elif isinstance(child, dict):
                yield (name,), [child]


def _is_keyed_by_id(value: dict[str, object]) -> bool:
    """Whether all members of an object are objects with much the same keys: many, or some that name cars."""
    members = list(value.values())
    if len(members) < _MIN_MEMBERS or not all(isinstance(member, dict) and member for member in members):
        return False
    sample = _sampled(members)
    if len(members) < _MANY_MEMBERS and not all(map(names_car, sample)):
        return False
    return _are_alike(sample)


def _holds_records(value: dict[str, object]) -> bool:
    return _is_keyed_by_id(value) or _is_keyed_twice(value)


def _is_keyed_twice(value: dict[str, object]) -> bool:
    """Whether the members of the members of an object are vehicles, as under make and model."""
    members = _grandchildren(value)
    sample = _sampled(members)
    return len(members) >= _MANY_MEMBERS and are_vehicles(sample) and _are_alike(sample)


def _grandchildren(value: dict[str, object]) -> list[object]:
    """The members of all members; none unless all are objects."""
    members = list(value.values())
    found = [child for member in members if isinstance(member, dict) for child in member.values()]
    are_objects = all(isinstance(member, dict) for member in (*members, *found))
    return found if are_objects else []


def _are_alike(sample: list[object]) -> bool:
    keys = [set(member) for member in sample if isinstance(member, dict)]
    return sum(map(len, keys)) / len(keys) >= _MIN_ALIKE * len(set().union(*keys))


def _can_be_written(path: JSONPath) -> bool:
    try:
        path_text(path)
    except ValueError:
        return False
    return True
