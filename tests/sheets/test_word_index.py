"""The index of a catalog finds what a search in the bytes of all its files finds, whatever changed since."""

from __future__ import annotations

import json
import os
import tempfile
from pathlib import Path
from random import Random
from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from speclint.files import trace
from speclint.files.cache import SUFFIX, Cache
from speclint.profiles.compile import load_profile
from speclint.sheets.place import Claim, SheetFile, SheetLocation
from speclint.sheets.unread import MIN_INDEXED, Unread
from speclint.sheets.word_index import IndexStore

if TYPE_CHECKING:
    from collections.abc import Callable

MAKES = ["BMW", "Citroën", "Kia", "MINI", "true", "500", 'the 19"', "back\\slash", "VW", "Škoda"]
RARE = [f"Marque {number}" for number in range(60)]
"""Makes that few blocks of files hold, so that the index finds them."""
MODELS = ["i4", "Ami", "EV6", "Cooper SE", "2024", "ID.3", "500e", "/path", "é"]


PROFILE = """
[sheets]
files = ["sheets/{line}-{number}.json"]
layers = ["layers/{line}.json"]
[identity]
make = "make"
[quantities]
power = { kW = "power" }
"""


class Folder:
    """A catalog on disk, its sheets with layers or without, and an index in a cache beside it."""

    def __init__(self, folder: Path, seed: int, *, has_layers: bool = False) -> None:
        self.sheets, self.cache, self.layers = folder / "sheets", folder / "cache", folder / "layers"
        self.sheets.mkdir()
        self.layers.mkdir()
        self.random = Random(seed)  # noqa: S311 - repeatable
        self.time = 1_000_000_000_000_000_000
        self.read: list[str] = []
        for number in range(MIN_INDEXED + 20):
            self.write(self.sheets / f"{number % 5}-{number}.json")
        for line in range(5):
            self.write(self.layers / f"{line}.json")
        self.claim = Claim(self.sheets, ("*.json",), load_profile("spec-sheet"))
        if has_layers:
            (folder / "cars.toml").write_text(PROFILE, encoding="utf-8")
            profile = load_profile("cars.toml", folder)
            self.claim = Claim(folder, profile.files, profile)

    def write(self, file: Path) -> None:
        """Write a sheet at random, some in other encodings, some broken, some that extend another."""
        choose = self.random.choice
        value = {
            "make": choose([*MAKES, choose(RARE), choose(RARE)]),
            "model": choose(MODELS),
            "power": self.random.randrange(1000),
        }
        if self.random.random() < 0.05:
            value["$extends"] = "0-0.json"
        text = json.dumps(value, ensure_ascii=choose([True, False]), indent=choose([None, 2]))
        if self.random.random() < 0.05:
            text = text.replace('"', choose(["", "'", '""']), self.random.randrange(5))
        file.write_text(text, encoding=choose(["utf-8"] * 20 + ["utf-8-sig", "utf-16"]), newline="")
        # no two writes at one moment of a coarse clock
        self.time += 1
        os.utime(file, ns=(self.time, self.time))

    def edit(self) -> None:
        """Change the catalog at random."""
        files = sorted(self.sheets.iterdir())
        for _ in range(self.random.randrange(4)):
            file, other = self.random.sample(files, 2)
            match self.random.randrange(6):
                case 0:
                    file.unlink(missing_ok=True)
                case 1 if file.exists():
                    file.replace(other)
                case 2 if file.exists() and not other.exists():
                    other.symlink_to(file)
                case 3:
                    self.write(
                        self.sheets / f"{self.random.randrange(5)}-new{self.random.randrange(10)}.json"
                    )
                case 4:
                    self.write(self.layers / f"{self.random.randrange(5)}.json")
                case _ if not file.is_symlink():
                    self.write(file)

    def unread(self, *, indexed: bool) -> Unread:
        """The catalog as it is now."""

        def content(file: Path | str) -> bytes:
            self.read.append(str(file))
            return Path(file).read_bytes()

        paths = [str(file) for file in sorted(self.sheets.iterdir()) if file.exists()]
        files = {path: SheetFile(path, SheetLocation(path, Path(path).stem), self.claim) for path in paths}
        store = IndexStore(Cache(self.cache), str(self.sheets)) if indexed else None
        return Unread(files, content, lambda: store)


def in_folder(seed: int, use: Callable[[Folder], None], *, has_layers: bool = False) -> None:
    """Use a catalog in which no file is too young to be indexed."""
    with tempfile.TemporaryDirectory() as folder, pytest.MonkeyPatch.context() as patch:
        patch.setattr(trace, "YOUNG", 0)
        use(Folder(Path(folder), seed, has_layers=has_layers))


def assert_found_alike(folder: Folder) -> None:
    for _ in range(3):
        make = folder.random.choice([*MAKES, None, *folder.random.sample(RARE, 20)])
        query = make, folder.random.choice([*MODELS, None, "o"])
        expected = folder.unread(indexed=False).stating(query)
        assert set(folder.unread(indexed=True).stating(query)) == set(expected), query


@settings(max_examples=15, deadline=None)
@given(st.integers(0, 10**6), st.booleans())
def test_after_edits_renames_and_deletions_the_same_files_are_found(
    seed: int,
    has_layers: bool,  # noqa: FBT001
) -> None:
    def use(folder: Folder) -> None:
        for _ in range(4):
            assert_found_alike(folder)
            folder.edit()

    in_folder(seed, use, has_layers=has_layers)


@settings(max_examples=10, deadline=None)
@given(st.integers(0, 10**6))
def test_a_damaged_index_is_ignored(seed: int) -> None:
    def use(folder: Folder) -> None:
        assert_found_alike(folder)
        (entry,) = folder.cache.glob(f"*{SUFFIX}")
        content = bytearray(entry.read_bytes())
        place = folder.random.randrange(len(content))
        if folder.random.random() < 0.5:
            content[place] ^= 1 << folder.random.randrange(8)
        else:
            del content[place:]
        entry.write_bytes(content)
        assert_found_alike(folder)

    in_folder(seed, use)


def test_only_files_that_changed_are_read_once_there_is_an_index() -> None:
    def use(folder: Folder) -> None:
        folder.unread(indexed=True).stating(["nowhere"])
        folder.read.clear()
        folder.unread(indexed=True).stating(["nowhere"])
        # those that are no JSON
        left_out = set(folder.read)
        assert len(left_out) < MIN_INDEXED / 4
        changed = next(file for file in sorted(folder.sheets.iterdir()) if str(file) not in left_out)
        folder.write(changed)
        folder.read.clear()
        folder.unread(indexed=True).stating(["nowhere"])
        assert set(folder.read) == left_out | {str(changed)}

    in_folder(1, use)


def test_a_file_that_was_written_a_moment_ago_is_not_trusted(tmp_path: Path) -> None:
    folder = Folder(tmp_path, 1)
    folder.unread(indexed=True).stating(["nowhere"])
    folder.read.clear()
    folder.unread(indexed=True).stating(["nowhere"])
    assert set(folder.read) == {str(file) for file in folder.sheets.iterdir()}
