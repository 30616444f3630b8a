"""Sheets with another value in one place, as a trial of a correction has it."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

from speclint.documents.parser import parse
from speclint.documents.pointer import is_within, resolve, to_pointer, to_steps
from speclint.profiles.mpg import OTHER
from speclint.quantities.figure import read_stated
from speclint.sheets.sheet import Sheet

if TYPE_CHECKING:
    from speclint.documents.jsonpath import JSONPath
    from speclint.quantities.figure_name import FigureName


def with_value(sheet: Sheet, name: FigureName, literal: str) -> Sheet:
    """The sheet with another figure, or other value, of that name.

    Args:
        sheet: the sheet unchanged.
        name: the name of a value in it.
        literal: the JSON text of the other value.

    Raises:
        LookupError: a step leads to a scalar.
    """
    value = _value(literal)
    if name.span is not None:
        value = name.with_part(resolve(sheet.value, name.pointer), sheet.rewritten(name, value))
    document = _replaced(sheet.value, to_steps(name.pointer), value)
    stated = read_stated(value)
    missing = sheet.profile.missing if sheet.profile else ()
    is_figure = stated is not None and not (missing and str(value) in missing)
    if stated is not None and is_figure and is_figure_alone(sheet, name.pointer):
        return sheet.with_figure(document, name.pointer, stated)
    return Sheet(sheet.place, sheet.layers, document, sheet.profile, sheet.schema_violations)


@lru_cache(maxsize=1024)
def _value(literal: str) -> object:
    value: object = parse(literal.encode()).value
    return value


def is_figure_alone(sheet: Sheet, pointer: str) -> bool:
    """Whether a sheet with another figure at a pointer states another one there, and else the same."""
    key = is_figure_alone, pointer
    if key not in sheet.known:
        sheet.known[key] = _states_alone(sheet, pointer)
    return bool(sheet.known[key])


def _states_alone(sheet: Sheet, pointer: str) -> bool:
    profile, old = sheet.profile, resolve(sheet.value, pointer)
    if profile is None or read_stated(old) is None:
        return False
    names = sheet.quantities_at(pointer)
    if not names or not profile.worded.isdisjoint((*names, *(OTHER.get(name, name) for name in names))):
        return False
    # what is no identity field may become one, as a number that may be a year
    return not any(_may_lead_to(path, pointer) for path in profile.identity.values())


@lru_cache(maxsize=4096)
def _may_lead_to(path: JSONPath, pointer: str) -> bool:
    """Whether a path may lead to a place, to one inside it, or to one that contains it."""
    steps = tuple(step for step in path if isinstance(step, str))
    place = to_pointer(steps)
    return len(steps) < len(path) or is_within(pointer, place) or is_within(place, pointer)


def _replaced(document: object, steps: tuple[str, ...], value: object) -> object:
    if not steps:
        return value
    step, rest = steps[0], steps[1:]
    if isinstance(document, list):
        index = int(step)
        return [*document[:index], _replaced(document[index], rest, value), *document[index + 1 :]]
    if isinstance(document, dict):
        return {**document, step: _replaced(document[step], rest, value)}
    message = f"there is no value at {step}"
    raise LookupError(message)
