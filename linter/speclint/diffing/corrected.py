"""Which findings of the base a change resolved."""

from __future__ import annotations

from typing import TYPE_CHECKING

from speclint.changes.change import Kind
from speclint.checking.baseline import owner_of
from speclint.quantities.figure_name import FigureName
from speclint.rules.registry import listed

if TYPE_CHECKING:
    from pathlib import Path

    from speclint.changes.change import Change
    from speclint.diffing.news import News


def _present_id(rule: str) -> str:
    """The id of a rule by the first one that it had; a rule of a user's own has but one, with a prefix."""
    return rule if "/" in rule else listed(rule).id


class Corrections:
    """The findings of the base by the places that they are about, and those of the revision."""

    def __init__(self, news: News | None, working: Path) -> None:
        self._working = working
        self._before: dict[str, set[str]] = {}
        """Ids of rules by sheet, `#` and name of a figure."""
        self._after: set[tuple[str, str]] = set()
        """Rule, and pointer in a document."""
        if news is None:
            return
        for entry in news.before:
            own = f"{entry.sheet}#{FigureName(entry.at, entry.unit)}"
            for place in (own, *entry.against):
                self._before.setdefault(place, set()).add(_present_id(entry.rule))
        for finding, _ in news.findings:
            places = (finding.location, *(related.location for related in finding.related))
            self._after.update((finding.rule, f"{place.path}#{place.pointer}") for place in places)

    def by(self, change: Change) -> list[str]:
        """Ids of the rules that found fault with the value before, and find none in it now."""
        base, revision = change.pair.base, change.pair.revision
        if change.kind is not Kind.CHANGED or change.base is None or change.revision is None:
            return []
        if base is None or revision is None or not self._before:
            return []
        name = change.base.name
        figure = FigureName(name) if isinstance(name, str) else name
        owner = owner_of(base, figure, self._working)
        present = revision.id if owner == base.id else owner
        now = f"{revision.path}#{change.revision.pointer}"
        rules = self._before.get(f"{present}#{figure}", set())
        return sorted(rule for rule in rules if (rule, now) not in self._after)
