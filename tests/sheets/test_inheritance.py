"""What a sheet inherits, by its path and by `$extends`, and the records that a document holds."""

from __future__ import annotations

import json
import os
import tomllib
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from speclint.documents.pointer import resolve
from speclint.errors import ConfigError, LimitError, UnreadableFileError
from speclint.files.tree import WORK_TREE
from speclint.profiles.compile import compile_profile
from speclint.records.embedded import errors_outside_records, records_of
from speclint.sheets.inheritance import Inherited, inherited, layer_files
from speclint.sheets.layers import MissingLayer, layer_of
from speclint.sheets.place import Claim, SheetFile, SheetLocation

if TYPE_CHECKING:
    from conftest import Run
    from speclint.profiles.profile import Profile
    from speclint.sheets.layers import Layer

ROOT = Path(os.sep, "catalog")


def profile(*, layers: tuple[str, ...] = (), records: str | None = None) -> Profile:
    text = '[sheets]\nfiles = ["*.json"]\n[identity]\nmake = "make"\nmodel = "model"\nyear = "year"\n'
    sheets = tomllib.loads(text + '[quantities]\npower = { kW = "power_kw" }')
    sheets["sheets"] |= {"layers": list(layers)} | ({"records": records} if records else {})
    return compile_profile("cars", sheets)


def by_path(file: str, pattern: str, *layers: str) -> list[str]:
    """The layers of a file, below the root, where this pattern claims it."""
    ours = profile(layers=layers)
    path = Path(os.path.normpath(ROOT / file))
    sheet_file = SheetFile(
        str(path), SheetLocation(file, file, ROOT, claimed=True), Claim(ROOT, ("none/{x}", pattern), ours)
    )
    return [os.path.relpath(file, ROOT).replace(os.sep, "/") for file in layer_files(sheet_file, ours)]


# By path.


@pytest.mark.parametrize(
    ("file", "pattern", "layers", "found"),
    [
        (
            "src/ds/n4/2024/n4_rwd.json", "src/{make}/{model}/{year}/*.json",
            ("src/{make}/{model}/base.json", "src/{make}/{model}/{year}/{model}.json"),
            ["src/ds/n4/base.json", "src/ds/n4/2024/n4.json"],
        ),
        ("a/b.json", "{make}/*.json", ("base.json",), ["base.json"]),
        ("a/b.json", "{make}/{model}.json", ("{model}-{make}.json",), ["b-a.json"]),
        ("a/b_2020.json", "{make}/{model}_{year}.json", ("{make}/{model}.json",), ["a/b.json"]),
        ("a/a-x.json", "{make}/{make}-{variant}.json", ("{make}.json",), ["a.json"]),
        ("a/b-x.json", "{make}/{make}-{variant}.json", ("{make}.json",), ["a.json"]),
        ("a/x/y/b.json", "{make}/**/*.json", ("{make}.json",), ["a.json"]),
        ("a/b.json", "{make}/**/*.json", ("{make}.json",), ["a.json"]),
        ("a/x/y/b.json", "{make}/**", ("{make}.json",), ["a.json"]),
        ("a/ix2.json", "{make}/ix?.json", ("{make}.json",), ["a.json"]),
        ("a/ix2.json", "{make}/ix[!13].json", ("{make}.json",), ["a.json"]),
        ("a/ix.json", "{make}/ix{variant}.json", ("{make}{variant}.json",), ["a.json"]),
        ("a/b.json", "./{make}/*.json", ("./{make}.json",), ["a.json"]),
        ("../o/b.json", "../{make}/*.json", ("../{make}.json",), ["../o.json"]),
        ("a/b-c-d.json", "{make}/{model}-{variant}*.json", ("{model}+{variant}.json",), ["b-c+d.json"]),
        ("a/x/b/y/c.json", "**/{make}/**/*.json", ("{make}.json",), ["y.json"]),
        ("0/b.json", "{0}/*.json", ("{0}.json",), ["0.json"]),
        ("{model}/b.json", "{make}/{model}.json", ("{make}.json",), ["{model}.json"]),
        ("a.b+c/b.json", "a.b+c/{model}.json", ("{model}/base.json",), ["b/base.json"]),
        ("a\nb/c.json", "{make}/*.json", ("{make}.json",), ["a\nb.json"]),
    ],
)  # fmt: skip
def test_names_in_braces_have_the_same_value_in_a_layer_and_in_the_path_of_the_sheet(
    file: str, pattern: str, layers: tuple[str, ...], found: list[str]
) -> None:
    assert by_path(file, pattern, *layers) == found


def test_a_layer_that_is_a_sheet_itself_does_not_inherit_from_itself() -> None:
    layers = ("{make}/base.json", "{make}/{model}.json")
    assert by_path("ds/n4.json", "{make}/{model}.json", *layers) == ["ds/base.json"]


def test_a_name_that_the_sheet_s_path_does_not_give_is_refused_with_the_layer() -> None:
    with pytest.raises(ConfigError) as error:
        by_path("a/b.json", "{make}/*.json", "{make}.json", "{make}/{maker}.json")
    assert str(error.value) == (
        'profile cars: no {maker} in none/{x} or {make}/*.json for the layer "{make}/{maker}.json"'
    )


def test_a_file_that_no_pattern_claims_inherits_nothing_by_its_path() -> None:
    ours = profile(layers=("{make}.json",))
    assert layer_files(SheetFile(str(ROOT / "a.json"), SheetLocation("a.json", "a"), None), ours) == []
    outside = SheetFile(
        str(ROOT / "a.json"), SheetLocation("a.json", "a"), Claim(ROOT, ("x/{make}.json",), ours)
    )
    with pytest.raises(ConfigError, match=r"^profile cars: no \{make\} in x/\{make\}\.json for the layer"):
        layer_files(outside, ours)


@pytest.mark.parametrize("wild", ["*a", "{x}a", "*a{x}"])
def test_a_layer_is_found_by_its_path_whatever_the_wildcards_in_a_pattern(
    run: Run, tmp_path: Path, wild: str
) -> None:
    files = {
        "mine.toml": (
            f'[sheets]\nfiles = ["{wild * 20}b.json", "{{make}}/**/{wild * 20}.json"]\n'
            'layers = ["{make}.json"]\n[identity]\nmodel = "model"\n'
            '[quantities]\npower = { kW = "kw", PS = "ps" }\n'
        ),
        "speclint.toml": '[[sheets]]\nprofile = "mine.toml"\n',
        "bmw.json": '{"kw": 230}',
        f"bmw/x/{'a' * 120}.json": '{"model": "M", "ps": 999}',
    }
    for name, text in files.items():
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text(text, encoding="utf-8")
    done = run("check", "--no-cache", "--format", "concise")
    assert done.out.startswith("bmw.json:1:8: error[conversion-mismatch]"), done.err


def test_a_name_between_brackets_is_none() -> None:
    with pytest.raises(ConfigError, match=r"no \{make\} in none/\{x\} or \[\{make\}\]\.json for the layer"):
        by_path("a.json", "[{make}].json", "{make}.json")


parts = st.text("ab.{}+(é\n -", min_size=1, max_size=4).filter(lambda text: text.strip(".") == text)


@given(parts, parts, parts)
def test_whatever_folders_are_called_the_layer_lies_in_them(make: str, model: str, name: str) -> None:
    found = by_path(f"{make}/{model}/{name}.json", "{make}/{model}/*.json", "{model}/{make}/base.json")
    assert found == [f"{model}/{make}/base.json"]


# By $extends.


def extending(files: dict[str, object], name: str = "a.json", by: tuple[str, ...] = ()) -> Inherited:
    """What a document inherits, in a catalog of these."""

    def read(file: Path) -> Layer:
        path = file.relative_to(folder).as_posix()
        if files.get(path, "locked") == "locked":
            raise UnreadableFileError(path)
        return layer_of(path, json.dumps(files[path]).encode())

    folder = ROOT
    own = layer_of(name, json.dumps(files[name]).encode())
    return inherited(folder / name, own, [folder / layer for layer in by], folder, read)


def paths(found: Inherited) -> list[str]:
    assert found.missing_layers == ()
    return [layer.path for layer in found.layers]


@pytest.mark.parametrize(
    ("files", "found"),
    [
        ({"a.json": {}}, []),
        ({"a.json": []}, []),
        ({"a.json": {"$extends": None}}, []),
        ({"a.json": {"$extends": []}}, []),
        ({"a.json": {"$extends": "b.json"}, "b.json": {}}, ["b.json"]),
        ({"a.json": {"$extends": ["b.json", "c.json"]}, "b.json": {}, "c.json": {}}, ["b.json", "c.json"]),
        (
            {"a.json": {"$extends": "b.json"}, "b.json": {"$extends": "c.json"}, "c.json": {}},
            ["c.json", "b.json"],
        ),
        (
            {
                "a.json": {"$extends": ["b.json", "c.json"]}, "b.json": {"$extends": "d.json"},
                "c.json": {"$extends": "d.json"}, "d.json": {},
            },
            ["d.json", "b.json", "d.json", "c.json"],
        ),
    ],
)  # fmt: skip
def test_a_document_inherits_from_what_it_extends_and_what_that_extends(
    files: dict[str, object], found: list[str]
) -> None:
    assert paths(extending(files)) == found


def test_a_name_is_relative_to_the_document_that_names_it() -> None:
    files = {
        "x/y/a.json": {"$extends": "../b.json"}, "x/b.json": {"$extends": "./z/c.json"}, "x/z/c.json": {},
    }  # fmt: skip
    assert paths(extending(files, "x/y/a.json")) == ["x/z/c.json", "x/b.json"]


def test_what_a_document_extends_is_nearer_than_what_its_path_gives() -> None:
    files = {"a.json": {"$extends": "b.json"}, "b.json": {}, "base.json": {}}
    assert paths(extending(files, by=("base.json",))) == ["base.json", "b.json"]


def test_a_layer_by_path_brings_what_it_extends_below_it() -> None:
    files = {"a.json": {}, "base.json": {"$extends": "common.json"}, "common.json": {}}
    assert paths(extending(files, by=("base.json",))) == ["common.json", "base.json"]


@pytest.mark.parametrize(
    ("files", "unmet"),
    [
        ({"a.json": {"$extends": "b.json"}}, MissingLayer("b.json", "/$extends")),
        ({"a.json": {"$extends": ["c.json", "b.json"]}, "c.json": {}}, MissingLayer("b.json", "/$extends/1")),
        ({"a.json": {"$extends": "b.json"}, "b.json": "locked"}, MissingLayer("b.json", "/$extends")),
        ({"a.json": {"$extends": "../b.json"}}, MissingLayer("../b.json", "/$extends")),
        ({"a.json": {"$extends": "/b.json"}}, MissingLayer("/b.json", "/$extends")),
        ({"a.json": {"$extends": ""}}, MissingLayer("", "/$extends")),
        ({"a.json": {"$extends": "."}}, MissingLayer(".", "/$extends")),
        ({"a.json": {"$extends": 3}}, MissingLayer("3", "/$extends")),
        ({"a.json": {"$extends": {"a": "b.json"}}}, MissingLayer('{"a":"b.json"}', "/$extends")),
        ({"a.json": {"$extends": [["b.json"]]}, "b.json": {}}, MissingLayer('["b.json"]', "/$extends/0")),
        ({"a.json": {"$extends": "a.json"}}, MissingLayer("a.json", "/$extends", cycle=True)),
        (
            {"a.json": {"$extends": "b.json"}, "b.json": {"$extends": "./a.json"}},
            MissingLayer("./a.json", "/$extends", cycle=True),
        ),
    ],
)
def test_a_missing_layer_is_reported_where_it_is_named(files: dict[str, object], unmet: MissingLayer) -> None:
    assert extending(files).missing_layers == (unmet,)


def test_a_layer_above_the_root_is_refused_although_it_exists(tmp_path: Path) -> None:
    (tmp_path / "root").mkdir()
    (tmp_path / "b.json").write_text("{}", encoding="utf-8")
    own = layer_of("a.json", b'{"$extends": "../b.json"}')
    found = inherited(tmp_path / "root/a.json", own, [], tmp_path / "root", _read)
    assert (found.layers, found.missing_layers) == ((), (MissingLayer("../b.json", "/$extends"),))


def _read(file: Path) -> Layer:
    return layer_of(file.name, WORK_TREE.read(file))


def test_a_name_that_no_file_can_have_is_a_layer_that_is_missing(tmp_path: Path) -> None:
    for name in ("x" * 5000, "\0"):
        own = layer_of("a.json", json.dumps({"$extends": name}).encode())
        assert inherited(tmp_path / "a.json", own, [], tmp_path, _read).missing_layers == (
            MissingLayer(name, "/$extends"),
        )


def test_a_folder_is_no_layer(tmp_path: Path) -> None:
    (tmp_path / "b.json").mkdir()
    own = layer_of("a.json", b'{"$extends": "b.json"}')
    found = inherited(tmp_path / "a.json", own, [], tmp_path, _read)
    assert found == Inherited((), (MissingLayer("b.json", "/$extends"),))


@pytest.mark.parametrize("held", ["locked", None], ids=["unreadable", "missing"])
def test_a_layer_by_path_that_is_missing_is_reported_from_the_root_at_the_whole_sheet(
    held: str | None,
) -> None:
    files: dict[str, object] = {"x/a.json": {}, "x/base.json": held} if held else {"x/a.json": {}}
    assert extending(files, "x/a.json", by=("x/base.json",)).missing_layers == (
        MissingLayer("x/base.json", ""),
    )


def test_a_chain_of_layers_may_be_as_long_as_the_limit_allows(monkeypatch: pytest.MonkeyPatch) -> None:
    files: dict[str, object] = {f"{index}.json": {"$extends": f"{index + 1}.json"} for index in range(3000)}
    files["3000.json"] = {}
    monkeypatch.setenv("SPECLINT_LIMITS", "layers=3000")
    assert len(paths(extending(files, "0.json"))) == 3000
    monkeypatch.setenv("SPECLINT_LIMITS", "layers=2999")
    with pytest.raises(LimitError, match=r"^0\.json: more than 2,999 layers; SPECLINT_LIMITS=layers=NUMBER"):
        extending(files, "0.json")


# Records.


def records(text: str, path: str = "data[*]") -> list[tuple[SheetLocation, Layer]]:
    return list(records_of(SheetLocation("cars.json", "cars", ROOT), layer_of("cars.json", text.encode()),
                           profile(records=path)))  # fmt: skip


TWICE = """{"data": [
  {"make": "Foo Motors", "model": "A1", "year": 2020},
  {"make": "Foo Motors", "model": "A1", "year": 2020, "year": 2021},
  {"make": "FOO motors", "model": "a1", "year": 2020, "b": {"c": 1, "c": 2}},
  {"model": "B"},
  {},
  3
]}"""


def test_a_record_is_named_by_its_identity_and_distinguished_from_others_of_that_identity_by_number() -> None:
    assert [place.id for place, _ in records(TWICE)] == [
        "foo-motors/a1/2020", "foo-motors/a1/2021", "foo-motors/a1/2020#2", "b", "cars", "cars#2",
    ]  # fmt: skip
    assert {(place.path, place.root) for place, _ in records(TWICE)} == {("cars.json", ROOT)}


def test_a_record_is_a_layer_of_its_own_with_the_pointer_that_leads_to_it() -> None:
    whole = json.loads(TWICE)
    for index, (_, layer) in enumerate(records(TWICE)):
        assert layer.prefix == f"/data/{index}"
        assert layer.value == resolve(whole, layer.prefix)
        assert (layer.path, layer.content) == ("cars.json", TWICE.encode())


def test_a_duplicate_key_is_reported_at_its_record_only_by_its_place_in_that_record() -> None:
    assert [[error.pointer for error in layer.parse_errors] for _, layer in records(TWICE)] == [
        [], ["/year"], ["/b/c"], [], [], [],
    ]  # fmt: skip


def test_the_tenth_record_has_none_of_the_errors_of_the_first() -> None:
    text = '{"data": [{}, {"a": 1, "a": 2}' + ', {"b": 1}' * 12 + "]}"
    assert [index for index, (_, layer) in enumerate(records(text)) if layer.parse_errors] == [1]


def test_records_may_be_members_of_an_object() -> None:
    found = records('{"cars/eu": {"x": {"model": "A"}, "y": {"model": "B"}}}', "['cars/eu'][*]")
    assert [place.id for place, _ in found] == ["a", "b"]
    assert [layer.prefix for _, layer in found] == ["/cars~1eu/x", "/cars~1eu/y"]


def test_errors_outside_the_records_stay_with_the_document() -> None:
    text = '{"data": [{"a": 1}], "data": [{"a": 1, "a": 2}], "x": 1, "x": 2}'
    whole = layer_of("cars.json", text.encode())
    (around,) = errors_outside_records(whole, [layer for _, layer in records(text)])
    assert [error.pointer for error in around.parse_errors] == ["/data", "/x"]
    sound = '{"data": [{"a": 1, "a": 2}]}'
    assert (
        errors_outside_records(layer_of("cars.json", sound.encode()), [layer for _, layer in records(sound)])
        == []
    )


@pytest.mark.parametrize("text", ["{}", "[]", "null", '{"data": 3}', '{"data": []}'])
def test_a_document_without_records_has_none(text: str) -> None:
    assert records(text) == []
