"""From tables as they are written, in TOML, to rows whose laws are parsed and whose names are checked."""

from __future__ import annotations

import re
import tomllib
from itertools import islice, product
from pathlib import Path
from string import Formatter
from typing import TYPE_CHECKING, Literal

import msgspec
from msgspec.structs import asdict, replace

from speclint.documents.message_text import likely
from speclint.errors import ConfigError
from speclint.limits import limit
from speclint.quantities.table import QUANTITIES, SAME_TEST
from speclint.rules.laws import tree
from speclint.rules.laws.fields import FIELDS
from speclint.rules.laws.grammar import parse_condition, parse_expression
from speclint.rules.laws.message import Computed
from speclint.rules.laws.needs import alternatives, named, needs
from speclint.rules.laws.row import Clause, Row, Sample
from speclint.rules.laws.tokens import LawError
from speclint.rules.laws.wording import worded
from speclint.vehicle.features import READS, stating

if TYPE_CHECKING:
    from collections.abc import Iterator

    from speclint.rules.laws.terms import Term

WRITTEN = Path(__file__).with_name("laws.toml")
MAX_FORMAT = 4
"""Characters of a format in a message: a wide one would fill the memory."""
_EACH = re.compile(r"each\(([^()]*,[^()]*)\)")


class LawTable(msgspec.Struct, forbid_unknown_fields=True, kw_only=True):
    """One law of a rule; what it leaves out is as the rule has it."""

    law: str = ""
    when: str = ""
    unless: str = ""
    message: str = ""
    at: str = ""
    shifted: str = ""
    let: dict[str, str] = {}
    related: tuple[str, ...] = ()
    help: str | None = None


class RuleTable(LawTable, forbid_unknown_fields=True, kw_only=True):
    """One rule: one law or several, or a band."""

    id: str
    first_id: str = ""
    """The id that it had first; its id if left out."""
    group: str
    level: Literal["error", "warning", "note"]
    summary: str
    reason: str
    source: str = ""
    laws: tuple[LawTable, ...] = ()
    band: tuple[str, ...] = ()
    needs: tuple[str, ...] = ()
    consequence_of: tuple[str, ...] = ()
    before: tuple[str, ...] = ()
    bad: tuple[Sample, ...]
    good: tuple[Sample, ...]


class File(msgspec.Struct, forbid_unknown_fields=True):
    """A file of rules."""

    rule: tuple[RuleTable, ...]
    band_reason: str = ""
    """What the reason of every rule on bands begins with."""


def compiled() -> str:
    """What `laws.json` must hold for what stands in `laws.toml`."""
    rows = read(WRITTEN.read_text(encoding="utf-8"), WRITTEN.name)
    by_id = {row.first_id: row for row in rows}
    return msgspec.json.encode(by_id, order="deterministic").decode() + "\n"


def read(text: str, name: str) -> tuple[Row, ...]:
    """The rows of a TOML file of that name.

    Raises:
        ConfigError: it is no TOML, lacks a key or has one too many, or a law is wrong; with rule, key and column.
    """
    try:
        file = msgspec.convert(tomllib.loads(text), File)
    except (tomllib.TOMLDecodeError, msgspec.ValidationError) as error:
        message = f"{name}: {error}"
        raise ConfigError(message) from error
    return tuple(_placed(rule, file.band_reason, f'{name}: rule "{rule.id}"') for rule in file.rule)


def _placed(rule: RuleTable, band_reason: str, place: str) -> Row:
    try:
        return row_of(rule, band_reason)
    except ValueError as error:
        message = f"{place}: {error}"
        raise ConfigError(message) from error


def row_of(rule: RuleTable, band_reason: str = "") -> Row:
    """The row that a table declares.

    Raises:
        ValueError: it has no law, or one that is wrong; of type LawError if the place in it is known.
    """
    clauses = _clauses(rule)
    if not clauses and not rule.band:
        message = 'it has no law, as in law = "battery_usable <= battery_gross"'
        raise ValueError(message)
    needed = [needs(clause.law) for clause in clauses]
    common = rule.needs or tuple(
        name for name in dict.fromkeys(sum(needed[:1], ())) if all(name in other for other in needed)
    )
    left_out = {*common, *SAME_TEST}
    reads = [name for clause in clauses for name in _reads(clause)] + [*READS, "status"] * bool(rule.band)
    return Row(
        id=rule.id,
        first_id=rule.first_id or rule.id,
        group=rule.group,
        level=rule.level,
        summary=rule.summary,
        reason=f"{band_reason if rule.band else ''}{rule.reason}".strip(),
        source=rule.source.strip(),
        clauses=tuple(
            replace(clause, needs=frozenset(names) & QUANTITIES.keys() - left_out)
            for clause, names in zip(clauses, needed, strict=True)
        ),
        band=rule.band,
        needs=common,
        one_of=alternatives([clause.law for clause in clauses], map(stating, rule.band), common),
        reads=tuple(dict.fromkeys(name for name in reads if name not in common)),
        bad=rule.bad,
        good=rule.good,
        consequence_of=rule.consequence_of,
        before=rule.before,
        laws=tuple(worded(law.law, law.when, law.unless, law.let) for law in _laws(rule) if law.law),
        in_one_currency=any(pick.currency for clause in clauses for pick in _picks(clause)),
    )


def _clauses(rule: RuleTable) -> list[Clause]:
    laws = (each for law in _laws(rule) for each in _one_by_one(law))
    most = limit("law-cases")
    found = [_clause(law) for law in islice(laws, most + 1) if law.law]
    if len(found) > most:
        message = f"it has more than {most} laws, each quantity of `each` counted; write several rules"
        raise ValueError(message)
    return found


def _picks(clause: Clause) -> Iterator[tree.Pick]:
    """The figures of its law and conditions."""
    trees = (clause.law, clause.when, clause.unless, *clause.each, *clause.names.values())
    return (node for part in trees if part for node in part.walk() if isinstance(node, tree.Pick))


def _laws(rule: RuleTable) -> list[LawTable]:
    return [_completed(law, rule) for law in rule.laws or (LawTable(),)]


def _completed(law: LawTable, rule: RuleTable) -> LawTable:
    """A law with what it leaves out as its rule has it; the conditions of both must be met."""
    own = {key: value for key, value in asdict(law).items() if value}
    shared = {key: getattr(rule, key) for key in LawTable.__struct_fields__}
    both = {
        key: f"({shared[key]}) {word} ({own[key]})"
        for key, word in (("when", "and"), ("unless", "or"))
        if key in own and shared[key]
    }
    # what a rule names may build on what its laws name
    let = {**law.let, **{name: text for name, text in rule.let.items() if name not in law.let}}
    return LawTable(**{**shared, **own, **both, "let": let})


def _one_by_one(law: LawTable) -> Iterator[LawTable]:
    """The law for each quantity of `each(…, …)`: most sheets state a few of them, and the others cost nothing."""
    texts = (law.law, *law.let.values())
    calls = dict.fromkeys(call[0] for text in texts for call in _EACH.finditer(text))
    for names in product(*(_EACH.sub(r"\1", call).split(",") for call in calls)):

        def chosen(text: str, names: tuple[str, ...] = names) -> str:
            for call, name in zip(calls, names, strict=True):
                text = text.replace(call, name.strip())
            return text

        conditions = {key: chosen(getattr(law, key)) for key in ("law", "when", "unless", "shifted")}
        yield replace(law, **conditions, let={name: chosen(text) for name, text in law.let.items()})


def _clause(law: LawTable) -> Clause:
    names: dict[str, Term] = {}
    for name, text in law.let.items():
        names[name] = parse_expression(text, names)
        _refuse_large(names[name].node, text)
    condition = parse_condition(law.law, names)
    _refuse_large(condition, law.law)
    when, unless, shifted = (
        parse_condition(text, names) if text else None for text in (law.when, law.unless, law.shifted)
    )
    picks = [node for node in condition.walk() if isinstance(node, tree.Pick)]
    clause = Clause(
        law=condition,
        message=law.message,
        at=law.at,
        when=when,
        unless=unless,
        shifted=shifted,
        names={name: term.node for name, term in names.items()},
        each=tuple(dict.fromkeys(pick for pick in picks if pick.how == "each")),
        related=law.related,
        help=law.help,
    )
    for name in filter(None, (*_names_in(law.message), *law.related, law.at)):
        if name not in {"subject", "least", "most", *names, *QUANTITIES, *FIELDS}:
            meant = likely(name, (*names, *QUANTITIES, *FIELDS))
            proposal = f"did you mean {meant}?" if meant else "name a quantity, a field, or what `let` names"
            message = f'there is no "{name}"; {proposal}'
            raise ValueError(message)
    return clause


def _refuse_large(node: tree.Node, text: str) -> None:
    """Refuse what names make of a law: each name may stand for others, so that they grow exponentially.

    Raises:
        LawError: it has too many parts.
    """
    most = limit("law-parts")
    if next(islice(node.walk(), most, None), None) is not None:
        message = f"with what its names stand for it has more than {most} parts; write a shorter one"
        raise LawError(message, text, 1)


def _names_in(template: str) -> list[str]:
    """The names that a template holds.

    Raises:
        ValueError: its braces do not match, or a format means nothing.
    """
    parts = [(name, spec or "") for _, name, spec, _ in Formatter().parse(template) if name is not None]
    for name, spec in parts:
        if spec != "value":
            if len(spec) > MAX_FORMAT:
                message = f'"{spec}" is no format of {name}; write it as in .1f or %'
                raise ValueError(message)
            format(Computed(1.0), spec)
    return [name for name, _ in parts]


def _reads(clause: Clause) -> Iterator[str]:
    """The quantities and fields on which the verdict and the words of a clause depend."""
    used = {*_names_in(clause.message), *clause.related, clause.at}
    expressions = (node for name, node in clause.names.items() if name in used)
    for root in (clause.law, clause.when, clause.unless, clause.shifted, *expressions):
        for node in root.walk() if root else ():
            yield from named(node)
    yield from (name for name in sorted(used) if name in QUANTITIES or name in FIELDS)
