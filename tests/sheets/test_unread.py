"""A named sheet is compared with the others of its catalog, of which only those that matter are parsed."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from speclint.profiles.compile import load_profile
from speclint.project.config import find_config
from speclint.project.load import load_project
from speclint.project.request import Request, silent
from speclint.sheets.place import Claim, SheetFile, SheetLocation
from speclint.sheets.unread import Unread

if TYPE_CHECKING:
    from conftest import Run

PROFILE = """
[sheets]
files = ["cars/{line}/*.json"]
layers = ["lines/{line}.json"]

[identity]
make = "make"
model = "model"
market = "market"

[quantities]
power = { kW = "power" }
"""


@pytest.fixture
def catalog(tmp_path: Path) -> Path:
    """A catalog of sheets that inherit their make from a layer."""
    (tmp_path / "speclint.toml").write_text('[[sheets]]\nprofile = "cars.toml"\n', encoding="utf-8")
    (tmp_path / "cars.toml").write_text(PROFILE, encoding="utf-8")
    return tmp_path


def write(file: Path, **members: object) -> None:
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(json.dumps(members, ensure_ascii=False), encoding="utf-8")


@pytest.mark.parametrize("folder", [".", "cars", "cars/a"])
def test_a_duplicate_is_found_from_either_sheet_wherever_its_identity_stands(
    catalog: Path, run: Run, folder: str
) -> None:
    write(catalog / "lines" / "a.json", make="Citroën")
    write(catalog / "lines" / "b.json", make="Citroën")
    write(catalog / "lines" / "c.json", make="Fiat")
    write(catalog / "cars" / "a" / "one.json", model="Ami", market="us", power=6)
    write(catalog / "cars" / "b" / "two.json", model="Ami", market="USA", power=6)
    write(catalog / "cars" / "b" / "three.json", model="Ami", market="fr", power=6)
    write(catalog / "cars" / "c" / "four.json", model="Ami", market="us", power=6)
    for name, other in (("a/one", "b/two"), ("b/two", "a/one")):
        named = catalog / "cars" / f"{name}.json"
        found = run(
            "check", "--format", "json", "--select", "duplicate-sheet", named, folder=catalog / folder
        )
        (finding,) = json.loads(found.out)["findings"]
        assert other in finding["message"], found.err


def test_a_sheet_without_a_layer_that_its_path_names_is_searched_all_the_same(
    catalog: Path, run: Run
) -> None:
    write(catalog / "cars" / "a" / "one.json", make="Fiat", model="500", power=51)
    write(catalog / "cars" / "a" / "two.json", make="Fiat", model="500", power=51)
    write(catalog / "cars" / "b" / "three.json", make="Fiat", model="500", power=51)
    write(catalog / "lines" / "b.json")
    found = run("check", "cars/b/three.json", folder=catalog)
    assert (found.status, found.err) == (0, "")


def test_each_file_is_searched_once_for_the_words_of_one_sheet(tmp_path: Path) -> None:
    read: list[str] = []
    claim = Claim(tmp_path, ("*.json",), load_profile("spec-sheet"))
    texts = {
        "/a.json": b'{"make": "BMW", "model": "i4", "mm": 1234}',
        "/b.json": b'{"make": "BMW", "model": "i5", "mm": 1234}',
        "/c.json": b'{"make": "Audi", "model": "i4", "mm": 1234}',
        "/d.json": b'{"make": "B\\u004dW", "page": "https:\\/\\/i4.example"}',
        "/e.json": b'{"$extends": "a.json"}',
    }

    def content(file: Path | str) -> bytes:
        read.append(str(file))
        return texts[str(file)]

    files = {name: SheetFile(name, SheetLocation(name, name[1:2]), claim) for name in texts}
    unread = Unread(files, content)
    assert unread.stating(["BMW", None, "i4"]) == ["/e.json", "/a.json", "/d.json"]
    assert unread.stating(["BMW", "//i4"]) == ["/e.json", "/d.json"]
    assert unread.stating(["BMW"], "1234") == ["/e.json", "/a.json", "/b.json"]
    assert unread.stating(["BMW"], "1235") == ["/e.json"]
    assert sorted(read) == sorted(texts), "each is read once"


@given(st.text(min_size=1), st.booleans())
def test_a_value_is_found_however_it_is_escaped(value: str, ascii_only: bool) -> None:  # noqa: FBT001
    claim = Claim(Path("/"), ("*.json",), load_profile("spec-sheet"))
    text = json.dumps({"make": value}, ensure_ascii=ascii_only).encode("utf-8", "replace")
    file = SheetFile("/a.json", SheetLocation("/a.json", "a"), claim)
    assert Unread({file.path: file}, lambda _: text).stating([value]) == ["/a.json"]


def test_a_sheet_whose_name_was_known_leaves_the_index_of_names_as_it_is(catalog: Path) -> None:
    write(catalog / "lines" / "a.json", make="Citroën")
    for name in ("one", "two", "three"):
        write(catalog / "cars" / "a" / f"{name}.json", model=name, market="fr", power=6)
    request = Request(find_config(catalog), catalog, (catalog / "cars" / "a" / "one.json",))
    project = load_project(request, silent)
    one = next(iter(project.reported))
    names = project.catalog.ids(one)
    assert "a/two" in names
    assert project.catalog.find("a/two", one) is not None
    assert project.catalog.ids(one) is names
