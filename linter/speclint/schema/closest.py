"""The known keys that unknown keys of a document most resemble."""

from __future__ import annotations

from typing import TYPE_CHECKING

from speclint.limits import limit
from speclint.schema.format import as_object, closest_match
from speclint.schema.messages import UNKNOWN
from speclint.schema.results import Branch

if TYPE_CHECKING:
    from collections.abc import Iterable

    from speclint.schema.results import KeywordError


def with_closest(errors: Iterable[KeywordError]) -> list[KeywordError]:
    """The errors of one document, each unknown key with the known one that it most resembles.

    Names are compared in the order of the errors until the limit is reached: that an object with thousands of
    unknown keys holds misspelt ones is of no use to anybody.
    """
    return _Resemblance().of(errors)


class _Resemblance:
    def __init__(self) -> None:
        self._remaining = limit("comparisons")

    def of(self, errors: Iterable[KeywordError]) -> list[KeywordError]:
        return [self._of(error) for error in errors]

    def _of(self, error: KeywordError) -> KeywordError:
        if error.branches:
            branches = [Branch(branch.schema, tuple(self.of(branch.errors))) for branch in error.branches]
            return error._replace(branches=tuple(branches))
        return error._replace(closest=self._closest(error)) if error.keyword in UNKNOWN else error

    def _closest(self, error: KeywordError) -> str:
        known, present = as_object(error.schema.get("properties")), as_object(error.instance)
        self._remaining -= len(known)
        if self._remaining < 0:
            return ""
        return closest_match(str(error.steps[-1]), [name for name in known if name not in present])
