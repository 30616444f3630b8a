"""speclint: find what cannot be true in automotive spec sheets kept as JSON.

The public names are those below; everything else may change without notice.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable
    from os import PathLike

    from speclint.report import Report

__version__ = "0.1.0"
__all__ = ["__version__", "check"]


def check(
    paths: Iterable[str | PathLike[str]] = (), *, config: str | PathLike[str] | None = None,
    select: Iterable[str] = (), ignore: Iterable[str] = (), schema: str | PathLike[str] | None = None,
) -> Report:  # fmt: skip
    """Check sheets, as `speclint check` does.

    Args:
        paths: files and folders to report on; every sheet that the configuration names if empty.
        config: configuration file instead of the nearest one.
        select: ids of the only rules to ask; all if empty.
        ignore: ids of rules not to ask.
        schema: judge any JSON document by this JSON Schema alone.

    Returns:
        A report with its findings in order of path and place; see `speclint.report`.

    Raises:
        speclint.errors.SpeclintError: the work cannot be done; the message is one line.
    """
    from pathlib import Path

    from speclint.checking import run
    from speclint.config import find_config, load_config
    from speclint.gather import Job

    files = [Path(path) for path in ([paths] if isinstance(paths, str) else paths)]
    working = Path.cwd()
    found = load_config(Path(config)) if config else find_config(working, files)
    return run(
        Job(
            found, working, files, Path(schema) if schema else None,
            tuple(select), tuple(ignore),
        )
    )  # fmt: skip
