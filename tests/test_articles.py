"""The three articles that speclint began from, and the findings in each."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest

from speclint import check

ARTICLES = Path(__file__).parent / "articles"
SPECS = Path(__file__).parent.parent / "specs"


@pytest.fixture
def article(tmp_path: Path, request: pytest.FixtureRequest) -> Path:
    """A copy of one article's catalog."""
    return Path(shutil.copytree(ARTICLES / request.param, tmp_path / "article"))


def edit(file: Path, **changes: object) -> None:
    sheet = json.loads(file.read_text(encoding="utf-8"))
    for pointer, value in changes.items():
        holder = sheet
        *route, last = pointer.split("__")
        for step in route:
            holder = holder[step]
        holder[last] = value
    file.write_text(json.dumps(sheet), encoding="utf-8")


def reported(folder: Path) -> list[tuple[str, str, str, str]]:
    return [(f.rule, f.sheet, f.location.pointer, f.message) for f in check([folder]).findings]


PLUG_IN_BADGE = (
    "badge-contradicts-powertrain",
    "bmw/ix1-xdrive30e",
    "/variant",
    '"xDrive30e" means a plug-in hybrid, but "iX1" means an electric car',
)


@pytest.mark.parametrize("article", ["ix2-2023-03"], indirect=True)
def test_of_march_2023_the_torque_pair_and_the_time_pass_and_the_plug_in_badge_is_caught(
    article: Path,
) -> None:
    assert reported(article) == [PLUG_IN_BADGE]


@pytest.mark.parametrize("article", ["ix2-2023-03"], indirect=True)
def test_of_march_2023_313_hp_beside_230_kw_is_caught_as_ps(article: Path) -> None:
    edit(article / "specs/bmw/ix2-dual-motor.json", powertrain__power={"kW": 230, "hp": 313})
    assert reported(article) == [
        PLUG_IN_BADGE,
        (
            "metric-horsepower",
            "bmw/ix2-dual-motor",
            "/powertrain/power/hp",
            "power 313 hp is the PS of 230 kW, which is 308 hp",
        ),
    ]


def test_of_march_2023_313_hp_is_caught_as_ps_beside_the_230_kw_of_the_real_sibling(tmp_path: Path) -> None:
    shutil.copytree(ARTICLES / "ix2-2023-03", tmp_path, dirs_exist_ok=True)
    folder = tmp_path / "specs/bmw"
    (folder / "ix1-xdrive30e.json").unlink()
    shutil.copy(SPECS / "bmw/ix1-xdrive30.json", folder)
    link = {"shares": ["power", "torque", "acceleration_0_100_kmh"]}
    edit(folder / "ix2-dual-motor.json", siblings=[{"sheet": "bmw/ix1-xdrive30", **link}])
    edit(folder / "ix1-xdrive30.json", siblings=[{"sheet": "bmw/ix2-dual-motor", **link}])
    report = check([tmp_path])
    assert [(f.rule, f.sheet, f.suspect and f.suspect.because) for f in report.findings] == [
        ("metric-horsepower", "bmw/ix2-dual-motor", "PS written as hp")
    ]
    (finding,) = report.findings
    assert finding.suspect is not None
    assert (finding.suspect.stated, finding.suspect.suggestion) == ("313", "308")
    assert [(remark.location.path.rpartition("/")[2], remark.message) for remark in finding.related] == [
        ("ix1-xdrive30.json", "power 230 kW is stated here")
    ]


@pytest.mark.parametrize("article", ["factory-2024"], indirect=True)
@pytest.mark.parametrize("powertrain", ["ice", "bev"])
def test_of_the_factory_the_electric_badge_on_a_combustion_model_is_caught(
    article: Path, powertrain: str
) -> None:
    edit(article / "specs/bmw/x2-edrive20.json", powertrain__type=powertrain)
    assert reported(article) == [
        (
            "badge-contradicts-powertrain",
            "bmw/x2-edrive20",
            "/variant",
            '"eDrive20" means an electric car, but "X2" means a model with a combustion engine',
        )
    ]


@pytest.mark.parametrize("article", ["inext-2020-11"], indirect=True)
def test_the_article_on_the_inext_has_no_finding(article: Path) -> None:
    assert reported(article) == []
