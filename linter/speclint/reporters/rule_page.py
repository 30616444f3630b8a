"""A rule explained: for the terminal, and as a page of the documentation."""

from __future__ import annotations

from inspect import cleandoc
from typing import TYPE_CHECKING

from speclint.rules.rule import configuration

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from speclint.rules.rule import Example, Rule


MAX_SUMMARIES = 4
"""Parts of a rule whose summaries fit below its title."""


def page(parts: Sequence[Rule]) -> str:
    """A rule, or some of its parts, as Markdown, which reads well in a terminal too."""
    return "\n".join(_lines(parts))


def by_id(rules: Iterable[Rule]) -> dict[str, list[Rule]]:
    """The parts of each rule by its id."""
    grouped: dict[str, list[Rule]] = {}
    for rule in rules:
        grouped.setdefault(rule.id, []).append(rule)
    return grouped


def levels(parts: Sequence[Rule]) -> str:
    """The levels of a rule's parts, each once."""
    return ", ".join(dict.fromkeys(rule.level.value for rule in parts))


def summary(parts: Sequence[Rule]) -> str:
    """The summary of a rule, of all its parts."""
    return "; ".join(dict.fromkeys(rule.summary for rule in parts))


def aliases(parts: Sequence[Rule]) -> list[str]:
    """Ids that stay accepted for a rule's parts."""
    return [rule.first_id for rule in parts if rule.first_id != rule.id]


def title(parts: Sequence[Rule]) -> str:
    """The heading of a rule, and the line below it."""
    # each of many parts has its own as a heading
    text = summary(parts) if len(parts) <= MAX_SUMMARIES else f"{len(parts)} kinds of it, each below"
    return f"## {parts[0].id}\n\n{levels(parts)} · {parts[0].group} · {text}"


def _lines(parts: Sequence[Rule]) -> Iterator[str]:
    yield from (title(parts), "")
    shared = _shared(parts)
    if shared:
        yield from ("### Why", "", *shared)
    for rule in parts:
        yield from _part(rule, shared, alone=len(parts) == 1)
    entry = f'{{"rule": "{parts[0].id}", "at": …, "reason": …}}'
    yield from ("### Accept", "", "In JSON a finding is accepted with a reason beside the figure:", "")
    yield from ("```json", f'"$speclint": {{"accept": [{entry}]}}', "```", "")
    yield "In other formats, `[[accept]]` in the configuration does the same."


def _shared(parts: Sequence[Rule]) -> list[str]:
    """The paragraphs that the reasons of all parts have in common, each with a line after it."""
    if len(parts) == 1:
        return []
    first, *others = (cleandoc(rule.why).split("\n\n") for rule in parts)
    return [line for text in first if all(text in other for other in others) for line in (text, "")]


def _part(rule: Rule, shared: Sequence[str], *, alone: bool) -> Iterator[str]:
    # the sections of one of several parts are one level lower
    level = "###" if alone else "####"
    if not alone:
        yield from (f"### {rule.level}: {rule.summary}", "")
    if rule.first_id != rule.id:
        yield from (f"Before: `{rule.first_id}`, which is still accepted.", "")
    yield from ("### Why", "") if alone else ()
    yield from (
        line for text in cleandoc(rule.why).split("\n\n") if text not in shared for line in (text, "")
    )
    if rule.laws:
        yield from (f"{level} Law", "", *(f"- {law}" for law in rule.laws), "")
    yield from (f"{level} Found", "") if rule.bad else ()
    for example in rule.bad:
        yield from _example(example)
        place = example.at or "the document"
        yield from ("```text", f"{rule.level}[{rule.id}]: {example.message}", f"  --> {place}", "```", "")
    yield from (f"{level} Fine", "") if rule.good else ()
    for example in rule.good:
        yield from _example(example)


def _example(example: Example) -> Iterator[str]:
    if example.why:
        yield from (f"{example.why[0].upper()}{example.why[1:]}:", "")
    if example.profile:
        where = "With this profile:" if example.is_table else "With this in the profile:"
        yield from (where, "", "```toml", example.profile.strip(), "```", "")
    if example.must_hold:
        required = configuration(example.must_hold).strip()
        yield from ("With this configuration:", "", "```toml", required, "```", "")
    if example.is_table:
        for name, text in example.sheets.items():
            yield from ([f"`{name}`:", ""] if len(example.sheets) > 1 else [])
            yield from (f"```{name.rpartition('.')[2]}", text.strip(), "```", "")
        return
    yield "```json"
    several = len(example.sheets) > 1
    for when, sheets in (("before", example.base), ("after" if example.base else "", example.sheets)):
        for name, text in sheets.items():
            heading = ", ".join(part for part in (when, f"{name}.json" if several else "") if part)
            yield from ([f"// {heading}", text] if heading else [text])
    yield from ("```", "")
