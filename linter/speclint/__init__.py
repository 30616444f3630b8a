"""speclint: find what cannot be true in automotive spec sheets kept as JSON.

The public names are those below; everything else may change without notice.
"""

from __future__ import annotations

from os import PathLike, fspath

TYPE_CHECKING = False
"""True for type checkers; loading `typing` would take most of the time before an interrupt is one line."""
if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from speclint.errors import SpeclintError
    from speclint.project.request import Request
    from speclint.records.frames import Frame
    from speclint.results import ChangeReport, Finding, Report
    from speclint.rules.own.declare import rule
    from speclint.rules.own.vehicle import Fault, Figure, Vehicle

__version__ = "0.1.0"
__all__ = [
    "ChangeReport", "Fault", "Figure", "Finding", "Report", "SpeclintError", "Vehicle", "__version__",
    "check", "diff", "rule",
]  # fmt: skip


def __getattr__(name: str) -> object:
    # types are loaded on first use, so that the command starts fast
    if name in ("ChangeReport", "Finding", "Report"):
        from speclint import results

        return getattr(results, name)
    if name == "SpeclintError":
        from speclint.errors import SpeclintError

        return SpeclintError
    if name == "rule":
        from speclint.rules.own.declare import rule

        return rule
    if name in ("Fault", "Figure", "Vehicle"):
        from speclint.rules.own import vehicle

        return getattr(vehicle, name)
    message = f"module {__name__!r} has no attribute {name!r}"
    raise AttributeError(message)


def check(  # noqa: PLR0913 - what the command line takes, and how a frame is written
    paths: Iterable[str | PathLike[str]] | str | PathLike[str] | Mapping[str, object] | Frame = (),
    *,
    config: str | PathLike[str] | None = None,
    select: str | Iterable[str] = (),
    ignore: str | Iterable[str] = (),
    schema: str | PathLike[str] | None = None,
    profile: str | PathLike[str] | None = None,
) -> Report:
    """Check sheets, as `speclint check` does.

    Args:
        paths: a file or folder to report on, or several; every sheet that the configuration names if empty.
            Or documents by name, each its text or the object that it is as JSON. Or a data frame of pandas
            or polars, of which each row is a record.
        config: configuration file instead of the nearest one; none is looked for where no files are named.
        select: ids of the only rules to run; all if empty.
        ignore: ids of rules not to run.
        schema: only validate any JSON documents against this JSON Schema.
        profile: name or file of the profile by which documents or a data frame are written.

    Returns:
        A report with its findings in order of path and place; see `speclint.results`.

    Raises:
        speclint.errors.SpeclintError: the work cannot be done; the message is one line.
        TypeError: `paths` is a Series.
    """
    from collections.abc import Mapping
    from pathlib import Path
    from typing import cast

    from msgspec.structs import replace

    from speclint.errors import ConfigError
    from speclint.files.paths import working_folder
    from speclint.records.frames import is_frame, refuse_columns

    def chosen(request: Request) -> Request:
        return replace(
            request, schema=Path(schema) if schema else None,
            select=(select,) if isinstance(select, str) else tuple(select),
            ignore=(ignore,) if isinstance(ignore, str) else tuple(ignore),
        )  # fmt: skip

    named = Path(config) if config else None
    written = None if profile is None else fspath(profile)
    if isinstance(paths, Mapping):
        from speclint.checking.in_memory import check_documents

        return check_documents(paths, written, named, working_folder(), chosen)
    if not isinstance(paths, str | PathLike) and is_frame(paths):
        from speclint.checking.in_memory import check_frame

        return check_frame(paths, written, named, working_folder(), chosen)
    refuse_columns(paths)
    if profile is not None:
        message = "a profile is for documents or a data frame; the configuration names those of files"
        raise ConfigError(message)
    from speclint.checking.run import run
    from speclint.project.request import requests_for

    files = [paths] if isinstance(paths, str | PathLike) else cast("Iterable[str | PathLike[str]]", paths)
    return run(map(chosen, requests_for(working_folder(), [Path(path) for path in files], named)))


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
        TypeError: an operand is no path, such as a data frame.
    """
    from pathlib import Path

    from msgspec.structs import replace

    from speclint.diffing.operands import comparison_of, ends_of
    from speclint.diffing.run import compare
    from speclint.files.paths import working_folder

    working = working_folder()
    try:
        operands = [fspath(operand) for operand in (old, new) if operand is not None]
    except TypeError as error:
        message = f"diff compares files, folders and git revisions by name: {error}"
        raise TypeError(message) from error
    ends = ends_of(operands, [fspath(path) for path in paths], working)
    comparison = comparison_of(ends, working, Path(config) if config else None)
    return compare(replace(comparison, profile=profile, units=units))
