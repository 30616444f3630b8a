"""The operands of `speclint diff`: files, folders or revisions, read as `git diff` reads them."""

from __future__ import annotations

import os
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

import msgspec

from speclint.diffing.load import Comparison
from speclint.errors import OperandError, SpeclintError
from speclint.files.revision import revision_at
from speclint.files.tree import WORK_TREE
from speclint.project.config import Config, find_config, load_config
from speclint.project.request import Request

if TYPE_CHECKING:
    from collections.abc import Sequence

    from speclint.files.git import Repository
    from speclint.files.tree import Tree


SIDES = 2
"""OLD and NEW."""


class End(msgspec.Struct, frozen=True):
    """One end of a comparison: where files are read, which of them, and how the user named it."""

    tree: Tree
    name: str
    paths: tuple[Path, ...] = ()
    repository: Repository | None = None
    """The repository of a revision."""


def ends_of(operands: Sequence[str], paths: Sequence[str], working: Path) -> tuple[End, End]:
    """The two ends that operands name; `paths` are those that follow `--`.

    Raises:
        GitError: there is no such revision, or no repository.
        OperandError: the operands do not name two ends.
    """
    names, below = list(operands), list(paths)
    if len(names) == SIDES and not below and all(_exists(name, working) for name in names):
        old, new = names
        return End(WORK_TREE, old, (Path(old),)), End(WORK_TREE, new, (Path(new),))
    git = _Git(working)
    if not below:
        # as in git the first path ends the revisions
        first = next((index for index, name in enumerate(names) if git.is_path(name)), len(names))
        if len(names) == SIDES and ":" in names[0]:
            first = SIDES  # REV:path and a file
        names, below = names[:first], names[first:]
    return _ends(names, tuple(map(Path, below)), git)


def _ends(names: list[str], paths: tuple[Path, ...], git: _Git) -> tuple[End, End]:
    """The two ends that at most two names refer to, with the paths to compare."""
    if len(names) > SIDES:
        message = f'{", ".join(names)}: name at most two revisions, and paths after "--"'
        raise OperandError(message)
    if len(names) == 1 and ".." in names[0] and not names[0].startswith("../"):
        return git.between(names[0], paths)
    if len(names) == SIDES:
        return git.end(names[0], paths), git.end(names[1], paths)
    base = git.end(names[0] if names else "HEAD", paths)
    if git.repository.is_bare:
        message = (
            f"{git.working}: a bare repository has no work tree; name two revisions, such as HEAD~1 HEAD"
        )
        raise OperandError(message)
    return base, End(WORK_TREE, "the work tree", base.paths or paths)


def _exists(name: str, working: Path) -> bool:
    if "/" not in name and (working / "HEAD").is_file() and (working / "objects").is_dir():
        # in a bare repository HEAD is a revision, not git's own file of that name
        return False
    return bool(name) and "\0" not in name and os.path.lexists(working / name)


class _Git:
    """The repository around the working folder, opened when it is needed."""

    def __init__(self, working: Path) -> None:
        self.working = working

    @cached_property
    def repository(self) -> Repository:
        # two files are compared without loading git
        from speclint.files.git import Repository

        return Repository(self.working)

    def is_path(self, name: str) -> bool:
        """Whether a name is a path in the work tree and no revision.

        Raises:
            OperandError: it may be either.
        """
        if not _exists(name, self.working):
            return False
        try:
            self.repository.resolve(name)
        except SpeclintError:
            return True
        message = f'"{name}" is both a revision and a path; put paths after "--"'
        raise OperandError(message)

    def between(self, name: str, paths: tuple[Path, ...]) -> tuple[End, End]:
        """The ends of `A..B`, or of `A...B`, which starts from the merge base; HEAD where one is left out."""
        dots = "..." if "..." in name else ".."
        old, new = (end or "HEAD" for end in name.split(dots, 1))
        base, revision = self.end(old, paths), self.end(new, paths)
        if dots == "...":
            oid = self.repository.merge_base(*map(self.repository.resolve, (old, new)))
            tree = revision_at(self.repository, oid)
            base = End(tree, f"merge base of {old} and {new}", paths, self.repository)
        return base, revision

    def end(self, name: str, paths: tuple[Path, ...]) -> End:
        """The end that a revision names, or `REV:path`, or a file."""
        if _exists(name, self.working) and ":" not in name:
            return End(WORK_TREE, name, (Path(name),))
        revision, colon, path = name.partition(":")
        if not colon:
            return End(revision_at(self.repository, name), name, paths, self.repository)
        start = self.working if path.startswith(("./", "../")) else self.repository.root
        tree = revision_at(self.repository, revision or "HEAD")
        file = Path(os.path.normpath(start / path))
        if path and not tree.exists(file):
            message = f'there is no "{path}" in {revision}'
            raise OperandError(message)
        named = (Path(os.path.relpath(file, self.working)),) if path else paths
        return End(tree, name, named, self.repository)


def comparison_of(ends: tuple[End, End], working: Path, config: Path | None = None) -> Comparison:
    """What to compare, with the configuration of the revision's side.

    Raises:
        ConfigError: the configuration is invalid.
    """
    base, revision = ends
    found, tree = (load_config(working / config), WORK_TREE) if config else _config(ends, working)
    named = all(len(end.paths) == 1 and not end.tree.is_folder(working / end.paths[0]) for end in ends)
    old, new = (
        Request(
            _rooted(found, end, revision, working), working, end.paths, source=end.tree,
            profiles=tree, validate_schema=False,
        )
        for end in ends
    )  # fmt: skip
    is_borrowed = not config and tree is not revision.tree
    return Comparison(old, new, base.name, revision.name, named=named, borrows_config=is_borrowed)


def _config(ends: tuple[End, End], working: Path) -> tuple[Config, Tree]:
    """The configuration of the revision, or else of the work tree, with the tree that holds it."""
    end = ends[1]
    for tree in dict.fromkeys((end.tree, WORK_TREE)):
        found = find_config(working, end.paths[:1], tree)
        if found.file is not None:
            return found, tree
    # without a configuration the whole repository is compared, as in git, from any folder of it
    repositories = [end.repository for end in ends if end.repository is not None]
    return (Config(repositories[0].root) if repositories else found), end.tree


def _rooted(config: Config, end: End, revision: End, working: Path) -> Config:
    """The configuration moved to the folder of the other side, so that its patterns start there."""
    if end is revision or end.tree is not WORK_TREE or revision.tree is not WORK_TREE or not end.paths:
        return config
    base_folder, folder = (Path(os.path.normpath(working / side.paths[0])) for side in (end, revision))
    if folder == config.root or folder in config.root.parents:
        return msgspec.structs.replace(config, root=base_folder / config.root.relative_to(folder))
    return config
