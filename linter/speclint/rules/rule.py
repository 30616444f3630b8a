"""What a rule is: its level, its examples, the violations it yields, and the decorators that declare one."""

from __future__ import annotations

from enum import StrEnum
from typing import (
    TYPE_CHECKING,
    Any,
    Literal,
    Protocol,
    Required,
    Self,
    TypeAlias,
    TypedDict,
    Unpack,
    runtime_checkable,
)

import msgspec
from msgspec.structs import force_setattr

from speclint.files.installed import documentation
from speclint.quantities.figure_name import FigureName

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping

    from speclint.changes.change import Revised
    from speclint.project.config import Requirement
    from speclint.quantities.interval import Interval
    from speclint.rules.rows import Rows
    from speclint.sheets.catalog import Catalog
    from speclint.sheets.declarations import InlineSuppression
    from speclint.sheets.sheet import Sheet

    class Declaration(TypedDict, total=False):
        """The arguments of a rule's decorator; `Rule` describes them."""

        level: Required[Level]
        summary: Required[str]
        bad: Required[tuple[Example, ...]]
        good: Required[tuple[Example, ...]]
        id: str
        """The function's name if not given."""
        first_id: str
        """The function's name if not given."""
        other_ids: tuple[str, ...]
        group: str
        """The folder's name if not given."""
        consequence_of: tuple[str, ...]
        before: tuple[str, ...]
        needs: tuple[str, ...]
        one_of: tuple[tuple[str, ...], ...]
        reads: tuple[str, ...]
        of_siblings: tuple[str, ...]
        scope: Scope
        is_evidence: bool


Scope: TypeAlias = Literal["sheet", "sharpest", "likelihood", "quantity", "places"]
"""How much of the figures of a sheet a rule looks at together: all that it reads; of each measurand the
sharpest alone, or the likelihood of each, which weighs every correction anyhow; those of one quantity, besides what it
reads by name; or where figures stand, not their numbers."""


class Level(StrEnum):
    """How much a finding matters, as SARIF 2.1.0 has it (3.27.10)."""

    ERROR = "error"
    """It cannot be true, or cannot be read."""
    WARNING = "warning"
    """It is most likely wrong, or misleads."""
    NOTE = "note"
    """It could be written better."""

    @property
    def weight(self) -> int:
        """Three for an error, two for a warning, one for a note."""
        return {"error": 3, "warning": 2, "note": 1}[self.value]


class Related(msgspec.Struct, frozen=True):
    """Another place that a violation is about."""

    message: str
    at: FigureName | str
    """Name of the figure, or pointer to another value."""
    sheet: Sheet | None = None
    """The sheet of the place; None for the sheet of the violation."""
    span: tuple[int, int] | None = None
    """Character offsets in the document, where it does not parse."""

    @property
    def name(self) -> FigureName:
        """Name of the figure or other value."""
        return _name(self.at)


class Correction(msgspec.Struct, frozen=True):
    """A value that would resolve a violation: what to write where, and why."""

    at: FigureName | str
    """Name of the figure, or pointer to another value."""
    unit: str
    suggestion: str
    """The JSON text to write."""
    because: str
    message: str
    """The message of the finding once this figure is the suspect."""
    cause: str = ""
    """Why something else was written, if the rule knows: `PS written as hp`."""
    others: tuple[Correction, ...] = ()
    """What would resolve it as well, in the same place; taken where an entry error explains it."""
    certain: bool = False
    """Whether it holds by itself; of a figure the others that are stated decide."""

    @property
    def name(self) -> FigureName:
        """Name of the figure or other value."""
        return _name(self.at)


class Violation(msgspec.Struct, frozen=True):
    """One fault that a rule has found in a sheet."""

    message: str
    at: FigureName | str
    """Name of the figure at fault, or pointer to another value."""
    related: tuple[Related, ...] = ()
    corrections: tuple[Correction, ...] = ()
    help: str | None = None
    """What to do next, where the message alone does not say it."""
    key: bool = False
    """Whether the name of the member is at fault, not its value."""
    span: tuple[int, int] | None = None
    """Character offsets of the fault in the document, where it does not parse."""
    layer: str | None = None
    """Path of the layer that the offsets count in; None where the pointer determines the layer."""
    sheet: Sheet | None = None
    """The sheet at fault, where it is another than the one that was evaluated."""
    redundant: bool = False
    """Whether the sheet stays the same without the member in its document."""
    literal: str = ""
    """The JSON text that is certainly meant at its place, where no figure is at fault."""
    arguments: tuple[str, ...] = ()
    """What distinguishes it from other violations of its rule at its place, as the key that is missing; of a
    conflict between sheets the same from either side."""
    group: str = ""
    """Of a fault that many sheets share: what distinguishes it; the first sheet that shows it reports it."""
    setting: str = ""
    """Of a fault of the whole catalog: pointer to the member of the profile where it is reported."""
    expected: tuple[tuple[FigureName, Interval], ...] = ()
    """What its message expects of figures, by their names, in the reference units of their kinds."""
    explains: Explains | None = None
    """Of a fault of the whole catalog: whether it explains what another rule finds in one sheet."""

    @property
    def name(self) -> FigureName:
        """Name of the figure or other value at fault."""
        return _name(self.at)

    @property
    def names(self) -> tuple[FigureName, ...]:
        """Names of all values in its own sheet that it is about, the one at fault first."""
        own = (location.name for location in self.related if location.sheet is None)
        return tuple(dict.fromkeys((self.name, *own)))

    @property
    def pointers(self) -> tuple[str, ...]:
        """Pointers to those values."""
        return tuple(dict.fromkeys(name.pointer for name in self.names))

    @property
    def distinction(self) -> tuple[str, ...]:
        """What distinguishes it from other violations of its rule at its place: arguments, span, other places."""
        return *self.arguments, *(str(end) for end in self.span or ()), *map(str, self.names[1:])


def _name(at: FigureName | str) -> FigureName:
    return FigureName(at) if isinstance(at, str) else at


class Example(msgspec.Struct, frozen=True):
    """A sheet, or several, in which a rule finds a fault, or none.

    A text is a sheet, or the part of one that matters: members that every sheet must have are added
    around it, so that digits stay as written.
    """

    sheets: Mapping[str, str]
    """JSON text by sheet id."""
    at: str = ""
    """Pointer of the violation."""
    message: str = ""
    """The message; empty for a good example."""
    why: str = ""
    """What the example shows, for the reader of the documentation."""
    whole: bool = False
    """Whether the text is the whole document, to be taken to the letter."""
    profile: str = ""
    """TOML that the profile of the sheets holds besides what it always does."""
    base: Mapping[str, str] = {}
    """For a rule on changes, the sheets before the change; those that are not named here did not change."""
    must_hold: str = ""
    """The sheets that the configuration says the catalog must hold, as TOML without the brackets."""
    is_table: bool = False
    """Whether the text is the CSV file of a catalog, read by the profile, which is whole."""


class Collector(Protocol):
    """Looks at each sheet of a catalog once, and gives the faults that all of them show together."""

    def add(self, sheet: Sheet) -> None:
        """Look at a sheet."""

    def add_columns(self, rows: Rows) -> None:
        """Look at rows of columns, with the same result as if their sheets were added in order."""

    def violations(self) -> Iterable[Violation]:
        """The faults, once every sheet was looked at."""


@runtime_checkable
class Mergeable(Collector, Protocol):
    """A collector that may look at a part of a catalog; it can be pickled."""

    def merge(self, later: Self) -> None:
        """Take what another has collected of the sheets after those of this one."""


SheetCheck: TypeAlias = "Callable[[Sheet], Iterator[Violation]]"
FamilyCheck: TypeAlias = "Callable[[Sheet, Catalog], Iterator[Violation]]"
ChangeCheck: TypeAlias = "Callable[[Revised], Iterator[Violation]]"
SuppressionCheck: TypeAlias = "Callable[[InlineSuppression], Iterator[Violation]]"
CatalogCheck: TypeAlias = "Callable[[], Collector]"
ManifestCheck: TypeAlias = "Callable[[Requirement, int], Iterator[Violation]]"
Check: TypeAlias = "SheetCheck | FamilyCheck | ChangeCheck | SuppressionCheck | CatalogCheck | ManifestCheck"
Explains: TypeAlias = "Callable[[Sheet, Rule, Violation], bool]"


class Rule(msgspec.Struct, frozen=True):
    """A rule: its id, level, summary and reason, its examples, and the function that yields its violations."""

    id: str
    why: str
    """Why it matters, and the law behind it with its source."""
    group: str
    """The area it belongs to: structure, units, performance, ..."""
    level: Level
    summary: str
    """What is at fault, in one line."""
    needs: tuple[str, ...]
    """What it reads of a sheet, and without which it finds nothing: quantities, identity fields and facets."""
    bad: tuple[Example, ...]
    good: tuple[Example, ...]
    on_sheet: SheetCheck | None = None
    on_family: FamilyCheck | None = None
    on_unused: SuppressionCheck | None = None
    """Asked of each exemption that matched no finding."""
    on_change: ChangeCheck | None = None
    """Asked of each sheet that is in both revisions and differs."""
    on_catalog: CatalogCheck | None = None
    """Makes a collector for the sheets of one profile in a catalog."""
    on_manifest: ManifestCheck | None = None
    """Asked of what the configuration says the catalog must hold, with the number of sheets found."""
    mirror: str = ""
    """Of a rule on changes: the rule that finds the reverse change, or why none does."""
    first_id: str = ""
    """The id that it had first: fingerprints and baselines hash it, and it stays accepted."""
    reads: tuple[str, ...] = ()
    """What it reads of a sheet besides what it needs, `one_of` included."""
    of_siblings: tuple[str, ...] = ()
    """What it reads of other sheets of the catalog."""
    consequence_of: tuple[str, ...] = ()
    """First ids of rules whose violations may cause its own: of equal levels, the cause is reported first."""
    before: tuple[str, ...] = ()
    """First ids of rules whose violations may be consequences of its own, where they do not declare it."""
    one_of: tuple[tuple[str, ...], ...] = ()
    """Alternatives of what it needs besides, one of which must be stated whole."""
    scope: Scope = "sheet"
    """How much of the figures it looks at together."""
    other_ids: tuple[str, ...] = ()
    """Ids that it had in between, which stay accepted."""
    laws: tuple[str, ...] = ()
    """The laws that it checks, as Markdown, if laws are all that it does."""
    page: str = ""
    """Of a user's own: URI reference to its documentation."""
    is_evidence: bool = True
    """Whether what it finds counts where corrections are weighed."""

    def __post_init__(self) -> None:
        """Take the id as the first one where no other is given."""
        if not self.first_id:
            force_setattr(self, "first_id", self.id)

    @property
    def names(self) -> tuple[str, ...]:
        """What a suppression or a baseline may call it: its id, or one that it had before."""
        return self.id, self.first_id, *self.other_ids

    @property
    def url(self) -> str:
        """URI reference to the rule's documentation; of a rule of ours on the site of the project, if it has one.

        Otherwise it is relative to the project's root.
        """
        if self.page:
            return self.page
        site = documentation()
        return f"{site}/rules/{self.id}.html" if site else f"docs/rules/{self.id}.md"


def sheet_rule(**declared: Unpack[Declaration]) -> Callable[[SheetCheck], Rule]:
    """Declare a rule that looks at one sheet alone."""
    return lambda check: Rule(**_named(check, declared), on_sheet=check)


def family_rule(**declared: Unpack[Declaration]) -> Callable[[FamilyCheck], Rule]:
    """Declare a rule that looks at one sheet among the others of its catalog."""
    return lambda check: Rule(**_named(check, declared), on_family=check)


def change_rule(*, mirror: str, **declared: Unpack[Declaration]) -> Callable[[ChangeCheck], Rule]:
    """Declare a rule that looks at what became of one sheet between two revisions.

    Args:
        mirror: id of the rule that finds the change taken back, or why none does.
        declared: what any rule declares; it reads both revisions, and `changes` if changes of any kind.
    """
    return lambda check: Rule(**_named(check, declared), on_change=check, mirror=mirror)


def catalog_rule(**declared: Unpack[Declaration]) -> Callable[[CatalogCheck], Rule]:
    """Declare a rule that looks at all sheets of one profile together, each of them once."""
    return lambda check: Rule(**_named(check, declared), on_catalog=check)


def suppression_rule(**declared: Unpack[Declaration]) -> Callable[[SuppressionCheck], Rule]:
    """Declare a rule that looks at suppressions which matched no finding."""
    return lambda check: Rule(**_named(check, declared), on_unused=check)


def manifest_rule(**declared: Unpack[Declaration]) -> Callable[[ManifestCheck], Rule]:
    """Declare a rule that compares the ids of all sheets with what the configuration requires."""
    return lambda check: Rule(**_named(check, declared), on_manifest=check)


def bad(  # noqa: PLR0913 - all that an example may hold
    text: str | Mapping[str, str],
    *,
    at: str,
    message: str,
    why: str = "",
    whole: bool = False,
    profile: str = "",
    base: str | Mapping[str, str] = "",
) -> Example:
    """An example with a fault: its place and the message."""
    return Example(_sheets(text), at, message, why, whole, profile, _sheets(base) if base else {})


def good(
    text: str | Mapping[str, str], *, why: str = "", whole: bool = False, profile: str = "",
    base: str | Mapping[str, str] = "",
) -> Example:  # fmt: skip
    """An example without a fault."""
    return Example(_sheets(text), why=why, whole=whole, profile=profile, base=_sheets(base) if base else {})


def bad_table(  # noqa: PLR0913 - all that an example may hold
    rows: str | Mapping[str, str],
    *,
    profile: str,
    at: str,
    message: str,
    why: str = "",
    must_hold: str = "",
) -> Example:
    """A catalog of CSV rows in one file or several, with its whole profile, in which the rule finds one fault."""
    return Example(_tables(rows), at, message, why, profile=profile, must_hold=must_hold, is_table=True)


def good_table(rows: str | Mapping[str, str], *, profile: str, why: str = "", must_hold: str = "") -> Example:
    """A catalog of CSV rows in one file or several, with its whole profile, in which no rule finds anything."""
    return Example(_tables(rows), why=why, profile=profile, must_hold=must_hold, is_table=True)


TABLE = "cars.csv"
"""Name of the file of an example that is a table."""
FIRST = "bmw/ix2-xdrive30"
"""Id of the only sheet of an example."""


def configuration(must_hold: str) -> str:
    """What a configuration requires of its catalog, as TOML."""
    return f"must-hold = [{must_hold}]\n"


def _tables(rows: str | Mapping[str, str]) -> Mapping[str, str]:
    return {TABLE: rows} if isinstance(rows, str) else rows


def _sheets(text: str | Mapping[str, str]) -> Mapping[str, str]:
    return {FIRST: text} if isinstance(text, str) else text


def _named(check: Check, declared: Declaration) -> dict[str, Any]:
    """A declaration with what the name, the docstring and the folder of its function add to it."""
    name = check.__name__.replace("_", "-")
    why, folder = (check.__doc__ or "").strip(), check.__module__.rpartition(".")[0].rpartition(".")[2]
    return {"id": name, "first_id": name, "why": why, "group": folder, "needs": (), **declared}


RuleViolation: TypeAlias = "tuple[Rule, Violation]"
