"""Make the file of a new rule from a template.

    python docs/new_rule.py TOPIC ID

makes linter/speclint/rules/TOPIC/ID.py, with underscores for the hyphens of the id. The template is a rule
that finds nothing yet; its example and its tests fail until it does.
"""

from __future__ import annotations

import re
import sys
from pathlib import Path

import speclint.rules
from speclint.rules.registry import DROPPED, REGISTRY, names_of

RULES = Path(speclint.rules.__file__).parent
TEMPLATE = '''\
"""TODO: the fault in one sentence."""

from __future__ import annotations

from typing import TYPE_CHECKING

from speclint.rules.rule import Level, Violation, bad, good, sheet_rule

if TYPE_CHECKING:
    from collections.abc import Iterator

    from speclint.sheets.sheet import Sheet


@sheet_rule(
    level=Level.ERROR,
    summary="TODO: what is at fault, in one line",
    needs=("power",),
    bad=(
        bad(
            '{{"powertrain": {{"type": "bev", "drive": "awd", "power": {{"kW": 230}}}}}}',
            at="/powertrain/power/kW",
            message="TODO: the stated figure with its unit, and what would agree",
        ),
    ),
    good=(
        good(
            '{{"powertrain": {{"type": "bev", "drive": "awd", "power": {{"kW": 231}}}}}}',
            why="TODO: the border case",
        ),
    ),
)
def {function}(sheet: Sheet) -> Iterator[Violation]:
    """TODO: why it matters, and the law behind it with its source."""
    power = sheet.figure("power")
    if power is None:
        return
    yield from ()
'''


def new_rule(topic: str, rule: str, folder: Path = RULES) -> Path:
    """Write the template of a rule to the folder of its topic, and give its path.

    Raises:
        ValueError: the topic is no folder of rules, or the id is not in kebab case, or taken.
    """
    topics = sorted(file.parent.name for file in folder.glob("*/__init__.py") if file.parent.name != "laws")
    if topic not in topics:
        message = f'there is no topic "{topic}"; topics are {", ".join(topics)}'
        raise ValueError(message)
    if not re.fullmatch(r"[a-z][a-z0-9]*(-[a-z0-9]+)*", rule):
        message = f'"{rule}" is no id: lower-case words with hyphens, such as "kerb-exceeds-gross"'
        raise ValueError(message)
    file = folder / topic / f"{rule.replace('-', '_')}.py"
    if rule in {*names_of(REGISTRY), *DROPPED} or file.exists():
        message = f'"{rule}" is, or was, the id of a rule'
        raise ValueError(message)
    file.write_text(TEMPLATE.format(function=file.stem), encoding="utf-8")
    return file


NEXT = "complete what is marked TODO, then run `python docs/render.py`, and `pytest tests/rules -k {}`"


def main() -> None:
    """Make the file that the command line asks for."""
    match sys.argv[1:]:
        case [topic, rule]:
            try:
                file = new_rule(topic, rule)
            except ValueError as error:
                sys.exit(f"new_rule: {error}")
            sys.stdout.write(f"{file}: written; {NEXT.format(rule)}\n")
        case _:
            sys.exit("usage: python docs/new_rule.py TOPIC ID")


if __name__ == "__main__":
    main()
