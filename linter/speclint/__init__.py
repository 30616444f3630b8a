"""speclint: find what cannot be true in automotive spec sheets kept as JSON.

The public names are those below; everything else may change without notice.
"""

from __future__ import annotations

from os import PathLike

TYPE_CHECKING = False
"""True for type checkers; loading `typing` would take most of the time before an interrupt is one line."""
if TYPE_CHECKING:
    from collections.abc import Iterable

    from speclint.errors import SpeclintError
    from speclint.results import ChangeReport, Finding, Report

__version__ = "0.1.0"
__all__ = ["ChangeReport", "Finding", "Report", "SpeclintError", "__version__", "check", "diff"]


def __getattr__(name: str) -> object:
    # types are loaded on first use, so that the command starts fast
    if name in ("ChangeReport", "Finding", "Report"):
        from speclint import results

        return getattr(results, name)
    if name == "SpeclintError":
        from speclint.errors import SpeclintError

        return SpeclintError
    message = f"module {__name__!r} has no attribute {name!r}"
    raise AttributeError(message)


def check(
    paths: Iterable[str | PathLike[str]] | str | PathLike[str] = (),
    *,
    config: str | PathLike[str] | None = None,
    select: str | Iterable[str] = (),
    ignore: str | Iterable[str] = (),
    schema: str | PathLike[str] | None = None,
) -> Report:
    """Check sheets, as `speclint check` does.

    Args:
        paths: a file or folder to report on, or several; every sheet that the configuration names if empty.
        config: configuration file instead of the nearest one.
        select: ids of the only rules to run; all if empty.
        ignore: ids of rules not to run.
        schema: only validate any JSON documents against this JSON Schema.

    Returns:
        A report with its findings in order of path and place; see `speclint.results`.

    Raises:
        speclint.errors.SpeclintError: the work cannot be done; the message is one line.
    """
    from pathlib import Path

    from msgspec.structs import replace

    from speclint.checking.run import run
    from speclint.files.paths import working_folder
    from speclint.project.request import requests_for

    named = [paths] if isinstance(paths, str | PathLike) else paths
    requests = requests_for(
        working_folder(), [Path(path) for path in named], Path(config) if config else None
    )
    return run([
        replace(
            request, schema=Path(schema) if schema else None,
            select=(select,) if isinstance(select, str) else tuple(select),
            ignore=(ignore,) if isinstance(ignore, str) else tuple(ignore),
        )
        for request in requests
    ])  # fmt: skip


def diff(  # noqa: PLR0913 - what the command line takes
    old: str | PathLike[str],
    new: str | PathLike[str] | None = None,
    *,
    paths: Iterable[str | PathLike[str]] = (),
    config: str | PathLike[str] | None = None,
    profile: str | None = None,
    units: str = "both",
) -> ChangeReport:
    """Report what changed between two revisions of sheets, as `speclint diff` does.

    Args:
        old: a file, a folder, a git revision, `REV:path`, or with `new` left out `A..B` or `A...B`.
        new: the same; the work tree if left out.
        paths: files and folders to compare, where `old` is a revision; every sheet if empty.
        config: configuration file instead of the nearest one on the new side.
        profile: name or file of a profile to use instead of the configured ones.
        units: of the messages, `metric`, `imperial` or `both`.

    Returns:
        A report with its changes in order of path and sheet; see `speclint.results`.

    Raises:
        speclint.errors.SpeclintError: the work cannot be done; the message is one line.
    """
    from os import fspath
    from pathlib import Path

    from msgspec.structs import replace

    from speclint.diffing.operands import comparison_of, ends_of
    from speclint.diffing.run import compare
    from speclint.files.paths import working_folder

    working = working_folder()
    operands = [fspath(operand) for operand in (old, new) if operand is not None]
    ends = ends_of(operands, [fspath(path) for path in paths], working)
    comparison = comparison_of(ends, working, Path(config) if config else None)
    return compare(replace(comparison, profile=profile, units=units))
