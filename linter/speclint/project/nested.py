"""Configurations below others: each file is checked under the nearest one, in a project of its own."""

from __future__ import annotations

from bisect import insort
from os.path import normpath
from typing import TYPE_CHECKING

from msgspec.structs import replace

from speclint.project.load import load_project

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from speclint.project.config import Config
    from speclint.project.load import Project
    from speclint.project.request import Progress, Request


def projects_of(
    requests: Iterable[Request], progress: Progress, *, by_column: bool = False
) -> Iterator[tuple[Request, Project]]:
    """Each request with its project, and those of configurations that lie deeper.

    Args:
        requests: what to check.
        progress: shows how far the reading is.
        by_column: whether many sheets are to be read by column.

    Raises:
        ConfigError, SchemaError: a configuration or a schema cannot be followed.
        UnreadableFileError, NothingToCheckError: there is nothing that could be checked.
    """
    # the deepest come last, when all configurations that leave files to them have been read
    waiting = sorted(requests, key=_depth)
    while waiting:
        request = waiting.pop(0)
        project = load_project(request, progress, by_column=by_column)
        _delegate(project.nearer, request, waiting)
        yield request, project


def _depth(request: Request) -> int:
    return len(request.config.root.parts)


def _delegate(nearer: Sequence[Config], request: Request, waiting: list[Request]) -> None:
    """Leave files to the configurations that are nearer to them: to requests that wait, or to new ones."""
    by_file = {other.config.file: other for other in waiting} if nearer else {}
    for config in nearer:
        around = [
            path for path in request.paths if config.root.is_relative_to(normpath(request.working / path))
        ]
        if request.paths and not around:
            continue
        same = by_file.get(config.file)
        paths = (*same.paths, *around) if same and same.paths and around else around
        if same:
            waiting.remove(same)
        insort(waiting, replace(request, config=config, paths=paths), key=_depth)
