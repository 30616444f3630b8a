"""A long-lived project: overlays of unsaved text, and reloaded files; the rest is shared."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from speclint.checking.run import check_projects
from speclint.errors import UnreadableFileError
from speclint.files.tree import WorkTree
from speclint.project.config import find_config
from speclint.project.load import load_project
from speclint.project.request import Request, silent

if TYPE_CHECKING:
    from typing import IO

    from speclint.project.load import Project

CONFIG = """[[sheets]]
profile = "spec-sheet"
files = ["specs/{make}/*.json"]
[[sheets]]
profile = "rows.toml"
"""
ROWS = """[sheets]
files = ["rows/*.ndjson"]
[identity]
make = "make"
[quantities]
power = { kW = "power_kw" }
"""
CAR = """{EXTENDS"make": "BMW", "model": "iX2", "variant": "VARIANT", "market": "eu", "status": "production",
"revised": "2024-03-01", "powertrain": {"type": "bev", "drive": "awd", "power": {"kW": 230}}, "sources":
[{"title": "T", "url": "https://www.bmw.com/data", "accessed": "2024-03-01", "covers": ["/powertrain"]}]}
"""
LAYER = '{"performance": {"top_speed": {"km/h": 180}}}'


class LoggingTree(WorkTree):
    """The files of this machine, with a log of what was opened."""

    def __init__(self) -> None:
        self.log: list[str] = []

    def read(self, file: Path | str) -> bytes:
        self.log.append(Path(file).name)
        return super().read(file)

    def open(self, file: Path) -> IO[bytes]:
        self.log.append(file.name)
        return super().open(file)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A catalog of a plain sheet, a sheet that inherits from a layer, and a file of records."""
    (tmp_path / "speclint.toml").write_text(CONFIG, encoding="utf-8")
    (tmp_path / "rows.toml").write_text(ROWS, encoding="utf-8")
    (tmp_path / "specs" / "bmw").mkdir(parents=True)
    (tmp_path / "specs" / "layers" / "far").mkdir(parents=True)
    (tmp_path / "specs" / "bmw" / "plain.json").write_text(car("plain"), encoding="utf-8")
    extends = '"$extends": "../layers/far/base.json", '
    (tmp_path / "specs" / "bmw" / "heir.json").write_text(car("heir", extends), encoding="utf-8")
    (tmp_path / "specs" / "layers" / "far" / "base.json").write_text(LAYER, encoding="utf-8")
    (tmp_path / "rows").mkdir()
    (tmp_path / "rows" / "cars.ndjson").write_text('{"make": "BMW", "power_kw": 230}\n', encoding="utf-8")
    return tmp_path


@pytest.fixture
def tree() -> LoggingTree:
    return LoggingTree()


@pytest.fixture
def project(folder: Path, tree: LoggingTree) -> Project:
    """The project of the folder, just loaded; the log of its tree is empty."""
    loaded = load_project(Request(find_config(folder), folder, source=tree), silent)
    tree.log.clear()
    return loaded


def car(variant: str, extends: str = "") -> str:
    return CAR.replace("EXTENDS", extends).replace("VARIANT", variant)


def figures(project: Project, quantity: str) -> dict[str, str]:
    """The figure of that quantity in each sheet that is reported on, by id of the sheet."""
    stated = ((sheet.id, sheet.figure(quantity)) for sheet in project.reported)
    return {name: str(figure) for name, figure in stated if figure is not None}


def sheets(project: Project) -> dict[str, object]:
    return {sheet.id: sheet for sheet in project.read}


def test_an_overlay_is_read_instead_of_the_file(folder: Path, project: Project) -> None:
    file = folder / "specs/bmw/plain.json"
    overlaid = project.with_overlays({file: car("plain").replace("230", "250")})
    assert figures(overlaid, "power")["bmw/plain"] == "250 kW"
    assert figures(overlaid.with_overlays({file: car("plain").encode()}), "power")["bmw/plain"] == "230 kW"
    assert figures(project, "power")["bmw/plain"] == "230 kW", "the project itself never changes"
    assert file.read_text(encoding="utf-8") == car("plain")


def test_siblings_are_found_in_overlays(folder: Path, project: Project) -> None:
    plain, heir = folder / "specs/bmw/plain.json", folder / "specs/bmw/heir.json"
    overlaid = project.with_overlays({heir: car("plain")})
    (sheet,) = (sheet for sheet in overlaid.read if sheet.id == "bmw/plain")
    assert [found.id for found in overlaid.catalog.duplicates(sheet)] == ["bmw/heir"]
    overlaid = overlaid.with_overlays({plain: car("other")})
    (sheet,) = (sheet for sheet in overlaid.read if sheet.id == "bmw/plain")
    assert overlaid.catalog.duplicates(sheet) == []


def test_a_sheet_that_waits_for_a_rule_is_read_from_its_overlay(folder: Path, tree: LoggingTree) -> None:
    plain, heir = folder / "specs/bmw/plain.json", folder / "specs/bmw/heir.json"
    project = load_project(Request(find_config(folder), folder, (plain,), source=tree), silent)
    overlaid = project.with_overlays({heir: car("plain")})
    (sheet,) = overlaid.read
    assert [found.id for found in overlaid.catalog.duplicates(sheet)] == ["bmw/heir"]
    assert project.catalog.duplicates(project.read[0]) == []


def test_a_sheet_that_inherits_from_an_overlaid_layer_is_read_again(
    folder: Path, project: Project, tree: LoggingTree
) -> None:
    layer = folder / "specs/layers/far/base.json"
    overlaid = project.with_overlays({layer: LAYER.replace("180", "200")})
    assert figures(overlaid, "top_speed") == {"bmw/heir": "200 km/h"}
    assert figures(project, "top_speed") == {"bmw/heir": "180 km/h"}
    assert sheets(overlaid)["bmw/plain"] is sheets(project)["bmw/plain"]
    assert tree.log.count("heir.json") == 0, "its own text did not change"


def test_a_layer_that_was_missing_is_found_in_an_overlay(folder: Path, tree: LoggingTree) -> None:
    layer = folder / "specs/layers/far/base.json"
    layer.unlink()
    project = load_project(Request(find_config(folder), folder, source=tree), silent)
    assert figures(project, "top_speed") == {}
    assert figures(project.with_overlays({layer: LAYER}), "top_speed") == {"bmw/heir": "180 km/h"}


def test_records_are_read_from_an_overlay(folder: Path, project: Project) -> None:
    rows = folder / "rows/cars.ndjson"
    overlaid = project.with_overlays({rows: '{"make": "BMW", "power_kw": 250}\n'})
    assert [str(sheet.figure("power")) for sheet in overlaid.streams[0]] == ["250 kW"]
    assert [str(sheet.figure("power")) for sheet in project.streams[0]] == ["230 kW"]


def test_files_that_did_not_change_are_not_read_again(
    folder: Path, project: Project, tree: LoggingTree
) -> None:
    overlaid = project.with_overlays({folder / "specs/bmw/plain.json": car("other")})
    assert sheets(overlaid)["bmw/heir"] is sheets(project)["bmw/heir"]
    assert overlaid.streams[0] is project.streams[0]
    check_projects([(overlaid.reader.request, overlaid)])
    assert set(tree.log) <= {"cars.ndjson"}, "only records are read one by one"


def test_an_overlay_of_equal_text_reads_nothing_again(folder: Path, project: Project) -> None:
    overlaid = project.with_overlays({folder / "specs/bmw/plain.json": car("plain")})
    assert sheets(overlaid)["bmw/plain"] is sheets(project)["bmw/plain"]


def test_reload_sees_the_file_on_disk(folder: Path, project: Project, tree: LoggingTree) -> None:
    file = folder / "specs/bmw/plain.json"
    file.write_text(car("plain").replace("230", "240"), encoding="utf-8")
    assert figures(project, "power")["bmw/plain"] == "230 kW"
    tree.log.clear()
    overlaid = project.with_overlays({file: car("plain").replace("230", "250")})
    reloaded = overlaid.reload(file)
    assert figures(reloaded, "power")["bmw/plain"] == "240 kW", "the overlay is gone"
    assert tree.log.count("plain.json") == 1
    assert tree.log.count("heir.json") == 0


def test_reload_of_a_layer_reaches_what_inherits_from_it(folder: Path, project: Project) -> None:
    layer = folder / "specs/layers/far/base.json"
    layer.write_text(LAYER.replace("180", "200"), encoding="utf-8")
    assert figures(project.reload(layer), "top_speed") == {"bmw/heir": "200 km/h"}
    layer.unlink()
    assert figures(project.reload(layer), "top_speed") == {}


def test_reload_of_a_sheet_that_is_gone_fails(folder: Path, project: Project) -> None:
    file = folder / "specs/bmw/plain.json"
    file.unlink()
    with pytest.raises(UnreadableFileError, match="plain"):
        project.reload(file)


def test_a_project_with_overlays_has_the_findings_of_the_same_files_on_disk(
    folder: Path, project: Project
) -> None:
    texts = {
        folder / "specs/bmw/plain.json": car("heir").replace('{"kW": 230}', '{"kW": 230, "PS": 331}'),
        folder / "specs/layers/far/base.json": LAYER.replace("180", '180, "mph": 111'),
    }
    overlaid = project.with_overlays(texts)
    report = check_projects([(overlaid.reader.request, overlaid)]).report
    for file, text in texts.items():
        file.write_text(text, encoding="utf-8")
    request = Request(find_config(folder), folder)
    written = check_projects([(request, load_project(request, silent))]).report
    assert report.findings == written.findings
    assert {finding.sheet for finding in report.findings} >= {"bmw/plain", "bmw/heir"}


def test_all_of_the_catalog_can_be_reported_on(folder: Path, tree: LoggingTree) -> None:
    request = Request(find_config(folder), folder, (folder / "specs/bmw/plain.json",), source=tree)
    project = load_project(request, silent)
    tree.log.clear()
    assert {sheet.id for sheet in project.reporting_all().read} == {"bmw/plain", "bmw/heir"}
    assert tree.log.count("plain.json") == 0
