"""A git repository: names of revisions, the history of paths, and objects, read and never checked out.

Of git only what reads objects is run, with object ids and never with options from outside: no hook, filter,
pager, file system monitor or transport that a configuration in the repository names is ever started.
"""

from __future__ import annotations

import os
import re
import subprocess
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

import msgspec

from speclint.errors import GitError
from speclint.files.objects import QUIET, Objects, git_program, missing
from speclint.limits import exceeded, limit

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Sequence

    from speclint.files.cache import Cache
    from speclint.files.plain import PlainFiles

_PIECE = 1024 * 1024
"""Bytes of a listing that are read at once."""
MAX_EXCLUDED = 200
"""Files that git is told not to search."""
MAX_RENAMING = 1000
"""Commits with renames that are searched for a name."""
_LACKED = re.compile(
    r"(?:could not fetch|could not read|unable to read(?: tree)?) \(?([0-9a-f]{40,64})\b", re.IGNORECASE
)
"""How git names an object that it cannot read."""


class Commit(msgspec.Struct, frozen=True):
    """One commit: its id, and when it was made and by which message's first line."""

    oid: str
    date: str
    """Day of the commit, ISO 8601."""
    subject: str


class Repository:
    """A git repository: a work tree with its subfolders, a linked work tree, or a bare one."""

    def __init__(self, folder: Path) -> None:
        """The repository around a folder.

        Raises:
            GitError: there is none, or git cannot be run.
        """
        self._folder = folder
        try:
            asked = ("--is-bare-repository", "--is-shallow-repository", "--show-toplevel")
            done = self._run("rev-parse", *asked)
            answers = done.stdout.decode("utf-8", "surrogateescape").split("\n", 2)
            self.is_bare = answers[0] == "true"
            place = answers[-1]
            if done.returncode:
                # a bare repository has no work tree
                place = self._ask("rev-parse", "--absolute-git-dir" if self.is_bare else "--show-toplevel")
        except GitError as error:
            message = f"{folder}: {error}"
            raise GitError(message) from error
        self.is_shallow = answers[1] == "true"
        """Whether the history is cut off."""
        self.root = self._folder = Path(place.rstrip("\n"))
        """The folder that paths in its revisions start from."""
        self.cache: Cache | None = None
        """Where is kept which files lack a text, if anywhere."""

    def _ask(self, *arguments: str, absent: str = "") -> str:
        """The output of git; the text `absent` is the error where git fails without a message."""
        done = self._run(*arguments)
        if done.returncode:
            raise GitError(_reason(done) or absent or f"git {arguments[0]} failed")
        return done.stdout.decode("utf-8", "surrogateescape")

    def _run(
        self, *arguments: str, text: bytes = b"", magic: bool = False
    ) -> subprocess.CompletedProcess[bytes]:
        quiet = {**QUIET, "GIT_LITERAL_PATHSPECS": "0"} if magic else QUIET
        try:
            return subprocess.run(  # noqa: S603 - the arguments are ours or follow --end-of-options
                [git_program(), "-c", "core.fsmonitor=false", "-c", "core.hooksPath=/dev/null", *arguments],
                cwd=self._folder, env={**os.environ, **quiet}, capture_output=True, check=False, input=text,
            )  # fmt: skip
        except OSError as error:
            message = f"git cannot be run in {self._folder}: {error.strerror}"
            raise GitError(message) from error

    def resolve(self, name: str) -> str:
        """The id of the commit that a revision names.

        Raises:
            GitError: for a name that is none.
        """
        remedy = "; `git fetch --unshallow` brings the older ones" if self.is_shallow else ""
        absent = f'there is no revision "{name}" in {self.root}{remedy}'
        if not name or "\0" in name:
            raise GitError(absent)
        asked = ("rev-parse", "--verify", "--quiet", "--end-of-options", f"{name}^{{commit}}")
        return self._ask(*asked, absent=absent).strip()

    def merge_base(self, first: str, second: str) -> str:
        """The id of the best common ancestor of two commits, given by their ids.

        Raises:
            GitError: if none is known here.
        """
        remedy = (
            "; the clone is shallow, `git fetch --unshallow` brings what it lacks" if self.is_shallow else ""
        )
        absent = f"no common ancestor of {first[:12]} and {second[:12]} is known in {self.root}{remedy}"
        return self._ask("merge-base", first, second, absent=absent).split("\n")[0]

    def commits(self, head: str, paths: Sequence[Path]) -> list[Commit]:
        """The commits up to `head`, given by its id, that touched any of these paths, newest first."""
        names = [self.name_of(path) for path in paths]
        asked = ("rev-list", "--no-commit-header", "--format=%H%x00%cs%x00%s", head, "--", *names)
        lines = (line.split("\0") for line in self._ask(*asked).split("\n"))
        return [Commit(*line) for line in lines if len(line) == len(Commit.__struct_fields__)]

    def renames(self, head: str) -> list[tuple[str, str]]:
        """The names of renamed files before and after, up to a commit given by its id, newest first."""
        asked = ("log", "--format=", "--no-show-signature", "--name-status", "-z", "--find-renames")
        parts = self._ask(*asked, "--diff-filter=R", f"--max-count={MAX_RENAMING}", head, "--").split("\0")
        return list(zip(parts[1::3], parts[2::3], strict=False))

    def name_of(self, path: Path) -> str:
        """The name by which git knows the path of a file.

        Raises:
            GitError: for a path outside the repository.
        """
        try:
            return path.relative_to(self.root).as_posix()
        except ValueError:
            pass
        try:
            return (Path(os.path.realpath(path.parent)) / path.name).relative_to(self.root).as_posix()
        except ValueError as error:
            message = f"{path} lies outside the repository {self.root}"
            raise GitError(message) from error

    def listing(self, oid: str) -> bytes:
        """Mode, type, id and name of each file and folder in a commit, as git lists them.

        Raises:
            LimitError: there are too many.
        """
        parts: list[bytes] = []
        found, most = 0, limit("paths")
        command = [
            git_program(),
            "-c",
            "core.fsmonitor=false",
            "ls-tree",
            "-r",
            "-t",
            "-z",
            "--full-tree",
            oid,
        ]
        with subprocess.Popen(  # noqa: S603 - the id is one of git
            command, cwd=self._folder, env={**os.environ, **QUIET}, stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE, stderr=subprocess.DEVNULL,
        ) as process:  # fmt: skip
            while process.stdout and (part := process.stdout.read(_PIECE)):
                parts.append(part)
                found += part.count(b"\0")
                if found > most:
                    process.kill()
                    raise exceeded(self.root, "paths")
        if process.returncode:
            message = (
                f"{self.root}: git cannot list the files of {oid[:12]}; `git fsck` names what is missing"
            )
            raise GitError(message)
        return b"".join(parts)

    def large(self, ids: Iterable[str]) -> set[str]:
        """The ids of those objects that are larger than a document may be."""
        # each is answered by a line with the size, or a word if it is missing
        asked = [*ids]
        done = self._run("cat-file", "--batch-check=%(objectsize)", text="\n".join([*asked, ""]).encode())
        sizes = done.stdout.decode("ascii", "replace").splitlines()
        most = limit("file-bytes")
        return {oid for oid, size in zip(asked, sizes, strict=False) if size.isdecimal() and int(size) > most}

    def names_holding(self, text: str, oid: str, besides: Collection[str] = ()) -> list[str]:
        """The names of the files in a commit that hold a text.

        Args:
            text: the text.
            oid: the id of the commit.
            besides: the names of files that are not searched.

        Raises:
            GitError: a file is missing here, as in a partial clone.
            LimitError: there are too many that are not searched.
        """
        if len(besides) > MAX_EXCLUDED:
            raise exceeded(self.root, "file-bytes")
        # threads wait for each other on the objects
        options = ("--threads=1", "-l", "-z", "-F", "--full-name", "--no-recurse-submodules", "--no-color")
        excluded = ("--", *(f":(exclude,top,literal){name}" for name in besides)) if besides else ()
        done = self._run("grep", *options, "-e", text, oid, *excluded, magic=bool(besides))
        # git goes on after a file that it cannot read, with the status of a search that found nothing
        if done.returncode not in {0, 1} or _lacked(done):
            raise GitError(_reason(done) or "git grep failed")
        names = done.stdout.decode("utf-8", "surrogateescape").split("\0")
        return [name.removeprefix(f"{oid}:") for name in names if name]

    def plain_files(self, text: str) -> PlainFiles | None:
        """The files that are known to lack a text; None without a cache."""
        if self.cache is None:
            return None
        from speclint.files.plain import PlainFiles

        return PlainFiles(self.cache, self.root, text)

    @cached_property
    def objects(self) -> Objects:
        """The objects of the repository."""
        return Objects(self._folder)


def _lacked(done: subprocess.CompletedProcess[bytes]) -> str:
    """The id of the first object that git says it cannot read; empty if it does not say so."""
    found = _LACKED.search(done.stderr.decode(errors="replace"))
    return found[1] if found else ""


def _reason(done: subprocess.CompletedProcess[bytes]) -> str:
    """Why git failed, on one line; empty if it only warned, gave hints or was silent."""
    if oid := _lacked(done):
        return str(missing(oid))
    lines = done.stderr.decode(errors="replace").splitlines()
    kinds = ("fatal: ", "error: ")
    return next((line.removeprefix(kind) for kind in kinds for line in lines if line.startswith(kind)), "")
