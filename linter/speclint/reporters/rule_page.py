"""A rule explained: for the terminal, and as a section of the documentation."""

from __future__ import annotations

from inspect import cleandoc
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

    from speclint.rules.rule import Example, Rule


def page(rule: Rule) -> str:
    """The rule as Markdown, which reads well in a terminal too."""
    return "\n".join(_lines(rule))


def document(rules: tuple[Rule, ...]) -> str:
    """All rules as one Markdown document, by group, with a table of contents."""
    lines = [
        "# Rules",
        "",
        "Rendered from the rules themselves by `python docs/render.py`; every example is a test.",
        "",
        "| rule | level | what is at fault |",
        "| --- | --- | --- |",
        *(f"| [{rule.id}](#{rule.id}) | {rule.level} | {rule.summary} |" for rule in rules),
        "",
    ]
    for rule in rules:
        lines += [*_lines(rule), ""]
    return "\n".join(lines)


def _lines(rule: Rule) -> Iterator[str]:
    yield f"## {rule.id}"
    yield ""
    yield f"{rule.level} · {rule.group} · {rule.summary}"
    yield ""
    yield cleandoc(rule.why)
    yield ""
    yield "Found:"
    yield ""
    for example in rule.bad:
        yield from _example(example)
        yield f"> at `{example.at or 'the document'}`: {example.message}"
        yield ""
    yield "Fine:"
    yield ""
    for example in rule.good:
        yield from _example(example)
    entry = f'{{"rule": "{rule.id}", "at": …, "reason": …}}'
    yield f'To accept a finding, say why: `"$speclint": {{"accept": [{entry}]}}`.'


def _example(example: Example) -> Iterator[str]:
    if example.why:
        yield f"{example.why[0].upper()}{example.why[1:]}:"
        yield ""
    if example.profile:
        yield "With this in the profile:"
        yield ""
        yield "```toml"
        yield example.profile.strip()
        yield "```"
        yield ""
    yield "```json"
    for name, text in example.base.items():
        yield f"// before, {name}.json" if len(example.sheets) > 1 else "// before"
        yield text
    for name, text in example.sheets.items():
        if example.base:
            yield f"// after, {name}.json" if len(example.sheets) > 1 else "// after"
        elif len(example.sheets) > 1:
            yield f"// {name}.json"
        yield text
    yield "```"
    yield ""
