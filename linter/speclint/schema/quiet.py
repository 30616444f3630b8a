"""Values that are short where jsonschema writes them into the message of each error, which nobody reads."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from speclint.documents.pointer import Json


class _Quiet:
    __slots__ = ()

    def __repr__(self) -> str:
        return "…"


class _Text(_Quiet, str):
    __slots__ = ()


class _Items(_Quiet, list["Json"]):
    __slots__ = ()


class _Members(_Quiet, dict[str, "Json"]):
    __slots__ = ()


def quiet(value: Json) -> Json:
    """An equal value of which texts, arrays and objects have a short representation."""
    match value:
        case dict():
            return _Members({name: quiet(member) for name, member in value.items()})
        case list():
            return _Items([quiet(item) for item in value])
        case str():
            return _Text(value)
        case _:
            return value
