"""Where reports go: the standard output and files; a reporter is loaded only for its format."""

from __future__ import annotations

import os
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING

from speclint.cli.output import style_for, write_stdout
from speclint.rules.rule import Level

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from speclint.reporters.style import Style
    from speclint.results import ChangeReport, Report
FORMATS = (
    "text", "concise", "json", "ndjson", "sarif", "github", "gitlab", "junit", "rdjson", "markdown",
)  # fmt: skip
"""The formats of findings and of changes."""
STEP_SUMMARY = "GITHUB_STEP_SUMMARY"
"""The variable of the environment that names the file of the summary of a step of GitHub."""


def findings_as(  # noqa: PLR0913 - one parameter for each option
    name: str, report: Report, min_level: Level, style: Style | None = None, *,
    quiet: bool = False, verbose: bool = False,
) -> str:  # fmt: skip
    """The findings at or above a level in the format of that name; text without a style has no colours."""
    reporter = import_module(f"speclint.reporters.{name}")
    options: dict[str, object] = {}
    if name == "text":
        options = {"style": style or style_for("never"), "quiet": quiet, "verbose": verbose}
    rendered: str = reporter.render(report, min_level=min_level, **options)
    return rendered


def changes_as(name: str, report: ChangeReport, style: Style | None = None, *, quiet: bool = False) -> str:
    """The changes in the format of that name, or what rules found in them where it knows no changes.

    Text without a style has no colours.
    """
    if name == "text":
        from speclint.reporters import change_text

        return change_text.render(report, style or style_for("never"), quiet=quiet)
    if name not in ("concise", "json", "ndjson"):
        from speclint.diffing.findings import findings_of

        return findings_as(name, findings_of(report), Level.NOTE)
    rendered: str = import_module(f"speclint.reporters.{name}").render_changes(report)
    return rendered


def write_files(outputs: Iterable[tuple[str, str]], working: Path, render: Callable[[str], str]) -> None:
    """Write each report to its file, in UTF-8, as a whole or not at all.

    Raises:
        UnwritableFileError: a file cannot, or must not, be written.
    """
    for name, path in outputs:
        from speclint.files.atomic_write import replace

        file = working / path
        replace(file, _encoded(render(name)), file.parent)


def print_report(text: str, name: str, summary: Callable[[], str]) -> None:
    """Write a report to the standard output; of one for GitHub also the summary of its step."""
    write_stdout(text)
    file = os.environ.get(STEP_SUMMARY)
    if name == "github" and file:
        from speclint.files.append import append

        append(Path(file), _encoded(summary()))


def _encoded(text: str) -> bytes:
    return text.encode("utf-8", "backslashreplace")
