"""From the `[[rule]]` tables of a configuration to rules, whose laws are parsed and whose names are checked."""

from __future__ import annotations

from contextlib import suppress
from functools import lru_cache
from typing import TYPE_CHECKING, TypeAlias

import msgspec

from speclint.errors import ConfigError
from speclint.rules.laws.compile import RuleTable, row_of
from speclint.rules.laws.grammar import parse_condition, parse_expression
from speclint.rules.laws.row import Sample  # noqa: TC001 - the decoder looks it up
from speclint.rules.laws.tokens import LawError
from speclint.rules.own.entry import LawEntry, refusal_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from speclint.project.rule_files import RuleFile
    from speclint.rules.laws.row import Row
    from speclint.rules.laws.terms import Term

CONDITIONS = ("law", "when", "unless", "shifted")
Keys: TypeAlias = "tuple[str | int, ...]"


class OwnRule(RuleTable, kw_only=True, forbid_unknown_fields=True):
    """One rule; what it leaves out is taken from its id and its law."""

    group: str = ""
    """The prefix of its id if left out."""
    summary: str = ""
    bad: tuple[Sample, ...] = ()
    good: tuple[Sample, ...] = ()
    url: str = ""
    """URI reference to its documentation; the file that declares it if left out."""
    veto: bool = False


@lru_cache(maxsize=64)
def own_rules(files: tuple[RuleFile, ...]) -> tuple[LawEntry, ...]:
    """The rules of some files, in their order.

    Raises:
        ConfigError: a rule is wrong, or two have the same id; with file, line and column.
    """
    found: dict[str, LawEntry] = {}
    for file in files:
        for number in range(len(file.tables)):
            entry = _entry(file, number)
            first = found.setdefault(entry.id, entry)
            if first is not entry:
                message = f'there are two rules "{entry.id}"; the other is at {first.place}'
                raise _error(file, number, ("id",), message)
    return tuple(found.values())


def _entry(file: RuleFile, number: int) -> LawEntry:
    table = msgspec.convert(file.tables[number], OwnRule)
    prefix = table.id.partition("/")[0]
    refusal = refusal_of(table.id)
    if refusal:
        raise _error(file, number, ("id",), refusal)
    if table.shifted and not table.veto:
        remedy = "`shifted` proposes corrections, so the rule takes part in weighing them; add veto = true"
        raise _error(file, number, ("shifted",), f'rule "{table.id}": {remedy}')
    laws = tuple(law.law for law in (table, *table.laws) if law.law)
    summary = table.summary or f"what breaks `{' and '.join(laws)}`"
    row = _row(msgspec.structs.replace(table, group=table.group or prefix, summary=summary), file, number)
    line, _ = file.place(number, "id")
    url = table.url or file.file.name
    return LawEntry.of(
        row, file=file.file.name, path=str(file.file), line=line, laws=laws, url=url, is_evidence=table.veto
    )


def _row(table: OwnRule, file: RuleFile, number: int) -> Row:
    try:
        row = row_of(table)
    except LawError as error:
        raise _located(table, file, number, error) from error
    except (ValueError, ArithmeticError) as error:
        keys: Keys = ("message",) if "message" in file.tables[number] else ("id",)
        raise _error(file, number, keys, f'rule "{table.id}": {error}') from error
    if any(len(clause.each) > 1 for clause in row.clauses):
        message = "a law looks at `each` of one series; of others take min or max"
        raise _error(file, number, ("law",), f'rule "{table.id}": {message}')
    return row


def _located(table: OwnRule, file: RuleFile, number: int, error: LawError) -> ConfigError:
    """The error in a law, at the key that holds it."""
    for keys, text, names in _texts(table):
        try:
            if keys[-1] in CONDITIONS:
                parse_condition(text, names)
            else:
                parse_expression(text, names)
        except LawError as found:
            # what `each` stands for is parsed again for each quantity, with other columns
            return _error(file, number, keys, f'rule "{table.id}": {found}', found)
    return _error(file, number, ("id",), f'rule "{table.id}": {error}')


def _texts(table: OwnRule) -> Iterator[tuple[Keys, str, Mapping[str, Term]]]:
    """The expressions and conditions of a rule as they are written, with the names that they may use."""
    for number, law in enumerate((table, *table.laws)):
        place: Keys = ("laws", number - 1) if number else ()
        names: dict[str, Term] = {}
        for name, text in {**law.let, **table.let}.items():
            yield (*place, "let", name), text, names
            with suppress(LawError):
                names[name] = parse_expression(text, names)
        for key in CONDITIONS:
            if getattr(law, key):
                yield (*place, key), getattr(law, key), names


def _error(file: RuleFile, number: int, keys: Keys, message: str, law: LawError | None = None) -> ConfigError:
    """An error at a key of a rule, or in the law that stands there."""
    line, text = file.place(number, *keys)
    column = len(text) - len(text.lstrip()) + 1
    if law is not None:
        first, _ = file.place(number)
        for place, each in enumerate(file.lines[first - 1 :], first):
            if law.law in each:
                line, column = place, each.index(law.law) + law.column
                break
    return ConfigError(f"{file.file}:{line}:{column}: {message}")
