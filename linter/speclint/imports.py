"""Imports of packages without modules that they load and of which nothing is needed."""

from __future__ import annotations

import sys
from contextlib import contextmanager
from types import ModuleType
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator


@contextmanager
def without(name: str, **members: object) -> Iterator[None]:
    """A context in which packages are imported without a module, unless that is loaded already.

    Args:
        name: the module, which is loaded as ever after the context.
        members: all that the packages use of it while they are imported; if there is none, they do not find
            the module.
    """
    if name in sys.modules:
        yield
        return
    substitute = ModuleType(name)
    substitute.__dict__.update(members)
    modules: dict[str, ModuleType | None] = sys.modules  # type: ignore[assignment] # None: it is not found
    modules[name] = substitute if members else None
    try:
        yield
    finally:
        modules.pop(name, None)
