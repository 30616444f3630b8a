"""Rows of the table, once their laws are read: what one rule holds, and each law of it."""

from __future__ import annotations

import msgspec

from speclint.rules.laws.tree import Condition, Expression, Pick  # noqa: TC001 - the decoder looks them up


class Clause(msgspec.Struct, frozen=True, omit_defaults=True):
    """One law of a rule: what must hold, and the message where it does not."""

    law: Condition
    message: str
    """With names in braces: a figure, a word, `{least}` and `{most}` for the bounds."""
    at: str = ""
    """Name of the figure or the field at fault; the first figure that the law judges if empty."""
    when: Condition | None = None
    unless: Condition | None = None
    shifted: Condition | None = None
    """What a figure with its decimal point shifted must obey to be proposed."""
    names: dict[str, Expression] = {}
    """What `let` names."""
    needs: frozenset[str] = frozenset()
    """Quantities without which the law never fails, besides those that its rule needs."""
    each: tuple[Pick, ...] = ()
    """The picks of the law that are evaluated for each figure of a series in turn."""
    related: tuple[str, ...] = ()
    """Figures and fields that are shown besides those of the law."""
    help: str | None = None


class Sample(msgspec.Struct, frozen=True, omit_defaults=True):
    """An example: a sheet, or the part of one that matters, as JSON text."""

    sheet: str
    at: str = ""
    message: str = ""
    why: str = ""
    profile: str = ""
    """The profile by which the text is read, if it is not in the format of speclint."""
    siblings: tuple[str, ...] = ()
    """Of a rule with code: the texts of other sheets in its catalog."""


class Row(msgspec.Struct, frozen=True, omit_defaults=True):
    """One rule of the table."""

    id: str
    first_id: str
    group: str
    level: str
    summary: str
    reason: str
    source: str
    clauses: tuple[Clause, ...]
    band: tuple[str, ...]
    """Features of the reference model that are judged by their bands; laws then count where no band is left."""
    needs: tuple[str, ...]
    """Quantities and identity fields without which it finds nothing."""
    reads: tuple[str, ...]
    """Others on which its violations depend."""
    bad: tuple[Sample, ...]
    good: tuple[Sample, ...]
    consequence_of: tuple[str, ...] = ()
    """First ids of rules whose violations may cause its own, as `Rule` has it."""
    one_of: tuple[tuple[str, ...], ...] = ()
    """Alternatives of what it needs besides, as `Rule` has it."""
    before: tuple[str, ...] = ()
    laws: tuple[str, ...] = ()
    """Its laws with their conditions for people, as Markdown."""
    in_one_currency: bool = False
    """Whether a law reads a price in one currency alone."""
