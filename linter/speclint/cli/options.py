"""What several commands share: options, and the names that they take."""

from __future__ import annotations

from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

import click

from speclint.documents.message_text import MAX_LIKELY, join, likely
from speclint.errors import SpeclintError
from speclint.quantities.table import QUANTITIES
from speclint.rules.rule import Level

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from speclint.rules.registry import RuleEntry

Command = TypeVar("Command", bound="Callable[..., object]")

LEVELS = click.Choice([level.value for level in reversed(Level)])
FAIL_ON = click.Choice([*(level.value for level in Level), "never"])


NEAREST = "Use this configuration instead of the nearest speclint.toml or pyproject.toml."


def config_option(help_text: str = NEAREST, *, name: str = "config") -> Callable[[Command], Command]:
    """`--config FILE`."""
    return click.option(
        "--config", name, type=click.Path(path_type=Path, dir_okay=False), metavar="FILE", help=help_text
    )


def format_option(*formats: str) -> Callable[[Command], Command]:
    """`--format`, the first one by default."""
    return click.option(
        "--format", "output_format", type=click.Choice(formats), default=formats[0], show_default=True,
        help="Output format.",
    )  # fmt: skip


def output_option(*formats: str) -> Callable[[Command], Command]:
    """`--output FORMAT:FILE`, as often as wanted."""

    def parts(
        _context: click.Context, _parameter: click.Parameter, values: tuple[str, ...]
    ) -> tuple[tuple[str, str], ...]:
        outputs = tuple((name, file) for name, _, file in (value.partition(":") for value in values))
        for value, (name, file) in zip(values, outputs, strict=True):
            if name not in formats or not file:
                message = f'"{value}" is not FORMAT:FILE; the formats are {", ".join(formats)}'
                raise click.BadParameter(message)
        return outputs

    return click.option(
        "--output", "outputs", multiple=True, callback=parts, metavar="FORMAT:FILE",
        help="Also write the report to a file, in UTF-8; may be repeated.",
    )  # fmt: skip


units_option = click.option(
    "--units", type=click.Choice(["metric", "imperial", "both"]), default="both", show_default=True,
    help="Units of the messages; both: as stated, and the other.",
)  # fmt: skip

colour_option = click.option(
    "--color", "colour", type=click.Choice(["auto", "always", "never"]), default="auto",
    show_default=True, help="Colour the output; auto respects NO_COLOR and FORCE_COLOR.",
)  # fmt: skip


def split_names(
    _context: click.Context, _parameter: click.Parameter, values: tuple[str, ...]
) -> tuple[str, ...]:
    """Names given one by one or as a list with commas."""
    return tuple(name.strip() for value in values for name in value.split(",") if name.strip())


def complete_rules(_context: click.Context, _parameter: click.Parameter, incomplete: str) -> list[str]:
    """The names of rules that start as typed, those that they had before included."""
    from speclint.rules.registry import REGISTRY, names_of

    own: tuple[RuleEntry, ...] = ()
    with suppress(SpeclintError):
        own = own_rules(None)
    return [name for name in names_of((*REGISTRY, *own)) if name.startswith(incomplete)]


def _load_rules(_context: click.Context, _parameter: click.Parameter, names: tuple[str, ...]) -> None:
    if names:
        from speclint.checking.rule_modules import load_rules
        from speclint.files.paths import working_folder

        for name in names:
            load_rules(name, working_folder())


_RULES_HELP = "Load rules with code: an installed module, or a file that ends in .py; may be repeated."

rules_option = click.option(
    "--rules", multiple=True, callback=_load_rules, expose_value=False, metavar="MODULE", help=_RULES_HELP
)
named_rules_option = click.option("--rules", multiple=True, metavar="MODULE", help=_RULES_HELP)
"""The same for a command that loads them itself."""


def own_rules(config: Path | None) -> tuple[RuleEntry, ...]:
    """The rules of the user's own in a configuration, or else in the nearest one to the working folder.

    Raises:
        ConfigError: the configuration, or one of the rules, cannot be followed.
    """
    from speclint.checking.selection import own_rules_of
    from speclint.files.paths import working_folder
    from speclint.project.config import config_for

    return own_rules_of(config_for(working_folder(), config))


def proposal(name: str, names: Iterable[str], otherwise: str = "") -> str:
    """The end of a message on an unknown name: the known one that was meant, or else a remedy."""
    meant = likely(name, names)
    return f"; did you mean {meant}?" if meant else otherwise


def quantity_proposal(name: str, otherwise: str = "") -> str:
    """The same for the name of a quantity, which may be a word for it in one of five languages."""
    meant = likely(name, QUANTITIES, cutoff=0.85)
    if not meant:
        from speclint.profile_inference.keys import match_key

        found = match_key((name,))
        known = [found.quantity] if found.quantity else found.candidates
        meant = join(f'"{each}"' for each in known[:MAX_LIKELY])
    return f"; did you mean {meant}?" if meant else proposal(name, QUANTITIES, otherwise)


def complete_list(names: Iterable[str], incomplete: str) -> list[str]:
    """The names that may complete the last element of a list with commas."""
    *before, last = incomplete.split(",")
    return [",".join([*before, name]) for name in names if name.startswith(last)]
