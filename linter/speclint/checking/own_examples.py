"""The examples of own rules: a bad one is caught by its rule as it is written, a good one is not."""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec

from speclint.checking.selection import own_rules_of
from speclint.documents.parser import parse
from speclint.errors import ConfigError, RuleError
from speclint.profiles.compile import load_profile
from speclint.project.request import DEFAULT_PROFILE
from speclint.rules.evaluate import evaluate_rule
from speclint.rules.own.entry import OwnEntry
from speclint.sheets.catalog import Catalog
from speclint.sheets.place import SheetLocation
from speclint.sheets.sheet import Sheet

if TYPE_CHECKING:
    from collections.abc import Container, Iterator

    from speclint.project.request import Request
    from speclint.rules.laws.row import Sample


class ExampleResult(msgspec.Struct, frozen=True):
    """What a rule finds in one of its examples."""

    rule: str
    name: str
    """Which example it is: `bad example 1`."""
    expected: tuple[str, ...]
    """Place and message of what it should find."""
    found: tuple[str, ...]
    stated: tuple[str, ...] = ()
    """The figures that are read in it."""
    why: str = ""
    """What the example shows."""

    @property
    def passes(self) -> bool:
        """Whether the rule finds what it should."""
        return self.expected == self.found


def example_results(
    request: Request, names: Container[str]
) -> Iterator[tuple[OwnEntry, list[ExampleResult]]]:
    """Each rule of the configuration with one of these names, with what it finds in its examples.

    Args:
        request: holds the configuration.
        names: ids of rules.

    Raises:
        ConfigError: a rule is wrong, or an example names a profile that there is not.
        RuleError: a rule failed.
    """
    for entry in own_rules_of(request.config):
        if isinstance(entry, OwnEntry) and entry.id in names:
            samples = [("bad", number, sample) for number, sample in enumerate(entry.bad, 1)]
            samples += [("good", number, sample) for number, sample in enumerate(entry.good, 1)]
            yield entry, [_result(entry, kind, number, sample, request) for kind, number, sample in samples]


def _result(entry: OwnEntry, kind: str, number: int, sample: Sample, request: Request) -> ExampleResult:
    name = f"{kind} example {number}"
    expected = (_line(sample.at, sample.message),) if kind == "bad" else ()
    try:
        sheet, *others = _sheets(sample, request)
    except ValueError as error:
        return ExampleResult(entry.id, name, expected, (f"the sheet is not JSON: {error}",), why=sample.why)
    except LookupError as error:
        message = f"{entry.file}: {name} of {entry.id}: {error.args[0]}"
        raise ConfigError(message) from error
    applies = entry.is_met_by(sheet.stated_names)
    try:
        found = evaluate_rule(sheet, Catalog([sheet, *others]), entry.rule) if applies else []
    except RuleError as error:
        message = f"{name} of {entry.id}: {error}"
        raise RuleError(message, error.rule) from error
    lines = tuple(_line(violation.name.pointer, violation.message) for _, violation in found)
    stated = tuple(
        f"{measurand.quantity.label} {measurand.sharpest}"
        for measurands in sheet.measurands.values()
        for measurand in measurands
    )
    return ExampleResult(entry.id, name, expected, lines, stated, sample.why)


def _line(at: str, message: str) -> str:
    return f"at {at or 'the document'}: {message}"


def _sheets(sample: Sample, request: Request) -> list[Sheet]:
    """The sheet or record that an example is the text of, and its siblings.

    Raises:
        ValueError: it is not JSON.
    """
    name = sample.profile or DEFAULT_PROFILE
    profile = load_profile(name, request.config.root, request.settings)
    names = ("example", *(f"sibling-{number}" for number in range(1, len(sample.siblings) + 1)))
    root = request.config.root if sample.siblings else None
    return [
        Sheet(SheetLocation(f"{name}.json", name, root), (), _value(text), profile)
        for name, text in zip(names, (sample.sheet, *sample.siblings), strict=True)
    ]


def _value(text: str) -> object:
    """What a text is as JSON.

    Raises:
        ValueError: it is not JSON.
    """
    parsed = parse(text.encode("utf-8", "surrogatepass"))
    for error in parsed.parse_errors:
        raise ValueError(error.message)
    return parsed.value
