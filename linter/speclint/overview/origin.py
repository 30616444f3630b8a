"""Where the data of an overview is from: folder, commit, and when it was read."""

from __future__ import annotations

import os
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from speclint.errors import GitError, UnreadableFileError
from speclint.files.git import Repository
from speclint.files.revision import Revision, revision_at
from speclint.overview.data import Origin
from speclint.sheets.inheritance import layer_files

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    from speclint.diffing.load import Comparison
    from speclint.project.load import Project
    from speclint.project.request import Request

SHORT = 10
"""Digits of the id of a commit that are shown."""


def origin_of(read: Sequence[tuple[Request, Project]]) -> Origin:
    """The origin of what was read from files."""
    request = min((request for request, _ in read), key=lambda each: len(each.config.root.parts))
    return Origin(_named(request), _commit(request.working, read), _now())


def origin_of_changes(comparison: Comparison) -> Origin:
    """The origin of what was compared."""
    sides = (comparison.base, comparison.base_name), (comparison.revision, comparison.revision_name)
    commits = [
        f"{name} is {request.source.oid[:SHORT]}"
        for request, name in sides
        if isinstance(request.source, Revision) and not request.source.oid.startswith(name)
    ]
    return Origin(_named(comparison.revision), ", ".join(commits), _now())


def _named(request: Request) -> str:
    """The folder of the configuration, and what of it was asked for."""
    paths = ", ".join(map(str, request.paths))
    return request.config.root.name + (f": {paths}" if paths else "")


def _commit(working: Path, read: Sequence[tuple[Request, Project]]) -> str:
    """The commit that is checked out, and whether the files are as it holds them; empty without one."""
    try:
        revision = revision_at(Repository(working), "HEAD")
        is_same = all(_is_committed(revision, each[0], file) for each in read for file in _files(*each))
    except GitError:
        return ""
    return f"commit {revision.oid[:SHORT]}" + ("" if is_same else " with uncommitted changes")


def _files(request: Request, project: Project) -> Iterator[Path]:
    """The files that state the sheets, each once, and the configuration."""
    found: dict[Path, None] = dict.fromkeys([request.config.file] if request.config.file else [])
    for sheet_file in project.wanted.values():
        found[sheet_file.file] = None
        profile, _ = project.reader.profile_and_schema(sheet_file)
        found |= dict.fromkeys(layer_files(sheet_file, profile) if profile else ())
    # those that a document names itself
    layers = {layer.path for sheet in project.read for layer in sheet.layers}
    yield from found | dict.fromkeys(request.working / path for path in layers)


def _is_committed(revision: Revision, request: Request, file: Path) -> bool:
    """Whether a file is as the commit holds it, or in neither."""
    if not request.tree.is_file(file):
        return not revision.is_file(file)
    try:
        with request.tree.open(file) as stream:
            return revision.holds_stream(file, stream)
    except UnreadableFileError:
        return False


def _now() -> str:
    """The time in UTC, or that for which a build is to be reproducible."""
    fixed = os.environ.get("SOURCE_DATE_EPOCH", "")
    now = datetime.fromtimestamp(int(fixed), UTC) if fixed.isdecimal() else datetime.now(UTC)
    return f"{now:%Y-%m-%d %H:%M} UTC"
