"""`speclint test-rules`."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from speclint.cli.options import complete_rules, config_option, own_rules, rules_option
from speclint.cli.output import write_lines
from speclint.documents.message_text import counted

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    from speclint.checking.own_examples import ExampleResult

EPILOG = """\b
Exit status:
  0  each rule finds in its examples what they expect
  1  one does not
  2  the work could not be done

\b
Examples:
  speclint test-rules
  speclint test-rules team/reserve
"""


@click.command("test-rules", epilog=EPILOG)
@click.argument("names", nargs=-1, metavar="[RULE]...", shell_complete=complete_rules)
@config_option()
@rules_option
def test_rules(names: tuple[str, ...], config: Path | None) -> int:
    """Run the examples of your own rules.

    RULES are the ids of those to run; all of the configuration for the working folder if none is named.
    """
    from speclint.checking.own_examples import example_results
    from speclint.files.paths import working_folder
    from speclint.project.config import config_for
    from speclint.project.request import Request
    from speclint.rules.registry import named

    own = own_rules(config)
    for name in names:
        try:
            named(name, own)
        except LookupError as error:
            raise click.UsageError(error.args[0]) from error
    working = working_folder()
    request = Request(config_for(working, config), working)
    rules = [*example_results(request, names or [entry.id for entry in own])]
    results = [result for _, found in rules for result in found]
    failed = [result for result in results if not result.passes]
    lines = [line for result in failed for line in _shown(result)]
    lines += [f"{entry.id}: no examples" for entry, found in rules if not found]
    summary = f"{counted(len(rules), 'rule')}, {counted(len(results), 'example')}: {len(failed)} failed"
    write_lines("\n".join([*lines, summary, ""]))
    return int(bool(failed))


def _shown(result: ExampleResult) -> Iterator[str]:
    """What an example expects, and what was found."""
    yield f"{result.rule}: {result.name}{f', {result.why}' if result.why else ''}"
    yield from _listed("expected", result.expected)
    yield from _listed("found", result.found)
    yield f"  read: {', '.join(result.stated) or 'no figure'}"


def _listed(name: str, lines: Sequence[str]) -> Iterator[str]:
    yield from (f"  {name}: {line}" for line in lines or ("nothing",))
