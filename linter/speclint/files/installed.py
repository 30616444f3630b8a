"""What installed distributions state, without importlib.metadata, which takes as long as a short run."""

from __future__ import annotations

import os
import site
import sys
from contextlib import suppress
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

import msgspec

from speclint import __version__

if TYPE_CHECKING:
    from collections.abc import Iterator

FOLDERS = (".dist-info", ".egg-info")
"""What the names of folders with the metadata of a distribution end with."""
NAME = "entry_points.txt"


class EntryPoint(msgspec.Struct, frozen=True):
    """One object that a distribution offers to other programs."""

    distribution: str
    """As the folder of its metadata names it, with its version."""
    name: str
    value: str
    """A module, or a module, a colon and the name of an object in it."""


def entry_points(group: str) -> list[EntryPoint]:
    """The entry points of a group, in the order in which Python finds their distributions.

    Distributions are looked for where installers put them, and nowhere else: neither in the working folder
    nor in a folder of PYTHONPATH.
    """
    header = f"[{group}]".encode()
    found: dict[str, list[EntryPoint]] = {}
    for folder in _folders():
        for name, content in _metadata(folder):
            if header in content:
                distribution = name.rpartition(".")[0]
                # of one that is installed twice, Python imports the first
                found.setdefault(
                    distribution.partition("-")[0].casefold(), [*_read(content, group, distribution)]
                )
    return [entry for entries in found.values() for entry in entries]


@cache
def documentation() -> str:
    """Address of the documentation that our distribution states, without a slash at its end; empty if none.

    It is the Documentation of `[project.urls]` (PyPA, core metadata, Project-URL).
    """
    name = f"speclint-{__version__}.dist-info/METADATA"
    # beside the package, or where an editable installation puts it
    for folder in (str(Path(__file__).parents[2]), *_folders()):
        try:
            text = Path(folder, name).read_text(encoding="utf-8", errors="replace")
        except OSError:
            continue
        for line in text.partition("\n\n")[0].splitlines():
            label, _, address = line.removeprefix("Project-URL: ").partition(",")
            if line.startswith("Project-URL: ") and label.strip().casefold() == "documentation":
                return address.strip().rstrip("/")
        return ""
    return ""


def _folders() -> list[str]:
    """The folders that distributions are installed in, in the order of `sys.path`."""
    folders = set(site.getsitepackages())
    if site.ENABLE_USER_SITE:
        folders.add(site.getusersitepackages())
    return [folder for folder in dict.fromkeys(sys.path) if folder in folders]


def _metadata(folder: str) -> Iterator[tuple[str, bytes]]:
    """The folders of metadata in a folder, each with its list of entry points."""
    try:
        entries = sorted(os.scandir(folder), key=lambda entry: entry.name)
    except OSError:
        return
    for entry in entries:
        if entry.name.endswith(FOLDERS):
            # most have none
            with suppress(OSError), open(f"{entry.path}/{NAME}", "rb", buffering=0) as file:  # noqa: PTH123
                yield entry.name, file.read()


def _read(content: bytes, group: str, distribution: str) -> Iterator[EntryPoint]:
    """The entry points of a group in a list, which is an INI file (PyPA, entry points specification)."""
    section = ""
    for text in content.decode("utf-8", "replace").splitlines():
        line = text.strip()
        if line.startswith("["):
            section = line[1:].partition("]")[0].strip()
        elif section == group and line and not line.startswith(("#", ";")):
            name, _, value = line.partition("=")
            yield EntryPoint(distribution, name.strip(), value.partition("[")[0].strip())
