"""What the three articles of `tests/articles` say of cars, and the figure in a sheet that holds each of it.

An article that errs is kept beside the sheet: as a disagreement, or in the catalog of the article.
"""

from __future__ import annotations

import json
import shutil
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple, TypeAlias

import pytest

from speclint import check
from speclint.project.config import load_config

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

Value: TypeAlias = "str | float"

ROOT = Path(__file__).parents[2]
MARCH, FACTORY, INEXT = (
    f"tests/articles/{name}/specs/bmw" for name in ("ix2-2023-03", "factory-2024", "inext-2020-11")
)


class Claim(NamedTuple):
    """Something that an article states, or the figure of a car that it names."""

    text: str
    sheet: str
    """Its path below the root without suffix, or below `specs/`."""
    at: str
    """Pointer to the value; `*` is each element of a list, one of which must do."""
    value: Value | tuple[Value, Value]
    """The value, or the first and the last that agree with the claim."""

    @property
    def path(self) -> str:
        return f"{self.sheet if self.sheet.startswith('tests/') else f'specs/{self.sheet}'}.json"


REGENSBURG, DINGOLFING = "Regensburg, Germany", "Dingolfing, Germany"
OF_MARCH_2023 = (
    Claim("a fully electric version", "bmw/ix2-xdrive30", "/powertrain/type", "bev"),
    Claim("based on the second-generation X2", "bmw/ix2-xdrive30", "/generation", "U10"),
    Claim("near the end of the year", "bmw/ix2-xdrive30", "/production/start", ("2023-10", "2023-12-31")),
    Claim("the iX2 assembled in Regensburg", "bmw/ix2-xdrive30", "/plants/*", REGENSBURG),
    Claim("where the iX1 is manufactured", "bmw/ix1-xdrive30", "/plants/*", REGENSBURG),
    Claim("the first X2 ended last year", "bmw/x2-xdrive20d", "/production/end", ("2022", "2022-12-31")),
    Claim("the first X2", "bmw/x2-xdrive20d", "/generation", "F39"),
    Claim("a mini-X4 silhouette", "bmw/x4-m40d", "/model", "X4"),
    Claim("an M Performance X2", "bmw/x2-m35i-xdrive-us", "/variant", "M35i xDrive"),
    Claim("an M Performance X1", "bmw/x1-m35i-xdrive-us", "/variant", "M35i xDrive"),
    Claim("the B48, a four-cylinder", "bmw/x2-m35i-xdrive-us", "/powertrain/engine/cylinders", 4),
    Claim("the B48, a four-cylinder", "bmw/x1-m35i-xdrive-us", "/powertrain/engine/cylinders", 4),
    Claim("a 2.0-liter engine", "bmw/x2-m35i-xdrive-us", "/powertrain/engine/displacement/l", 2.0),
    Claim("a 2.0-liter engine", "bmw/x1-m35i-xdrive-us", "/powertrain/engine/displacement/l", 2.0),
    Claim("a gasoline engine", "bmw/x2-m35i-xdrive-eu", "/powertrain/engine/fuel", "petrol"),
    Claim("a gasoline engine", "bmw/x1-m35i-xdrive-us", "/powertrain/engine/fuel", "petrol"),
    Claim("over 300 horsepower", "bmw/x2-m35i-xdrive-us", "/powertrain/power/hp", (301, 399)),
    Claim("over 300 horsepower", "bmw/x1-m35i-xdrive-us", "/powertrain/power/hp", (301, 399)),
    Claim("over 300 horsepower", f"{MARCH}/x2-m35i", "/powertrain/power/hp/at_least", 300),
    Claim("to both axles", "bmw/x2-m35i-xdrive-us", "/powertrain/drive", "awd"),
    Claim("to both axles", "bmw/x1-m35i-xdrive-us", "/powertrain/drive", "awd"),
    Claim("an automatic transmission", "bmw/x2-m35i-xdrive-us", "/powertrain/gearbox", "7-speed dual-clutch"),
    Claim("an automatic transmission", f"{MARCH}/x2-m35i", "/powertrain/gearbox", "automatic"),
    Claim("dual-motor", "bmw/ix2-xdrive30", "/powertrain/drive", "awd"),
    Claim("dual-motor", f"{MARCH}/ix2-dual-motor", "/variant", "dual-motor"),
    Claim("the iX1 xDrive30e", f"{MARCH}/ix1-xdrive30e", "/variant", "xDrive30e"),
    Claim("which is the iX1 xDrive30", "bmw/ix1-xdrive30", "/variant", "xDrive30"),
    Claim("mirrors the iX1", "bmw/ix2-xdrive30", "/siblings/*/sheet", "bmw/ix1-xdrive30"),
    Claim("313 hp, which are PS", "bmw/ix2-xdrive30", "/powertrain/power/PS", 313),
    Claim("313 hp", f"{MARCH}/ix2-dual-motor", "/powertrain/power/hp", 313),
    Claim("494 Nm", "bmw/ix2-xdrive30", "/powertrain/torque/Nm", 494),
    Claim("364 lb-ft", "bmw/ix2-xdrive30", "/powertrain/torque/lb-ft", 364),
    Claim("313 hp of the iX1", "bmw/ix1-xdrive30", "/powertrain/power/PS", 313),
    Claim("494 Nm of the iX1", "bmw/ix1-xdrive30", "/powertrain/torque/Nm", 494),
    Claim("5.6 seconds", "bmw/ix2-xdrive30", "/performance/acceleration_0_100_kmh/s", 5.6),
    Claim("5.6 seconds of the iX1", "bmw/ix1-xdrive30", "/performance/acceleration_0_100_kmh/s", 5.6),
    Claim("a front-wheel drive iX2", "bmw/ix2-edrive20", "/powertrain/drive", "fwd"),
    Claim("the eDrive20 moniker", "bmw/ix2-edrive20", "/variant", "eDrive20"),
    Claim("a front-wheel drive iX2", f"{MARCH}/ix2-edrive20", "/powertrain/drive", "fwd"),
)
OF_THE_FACTORY = (
    Claim("the second-generation X2", "bmw/x2-sdrive20i", "/generation", "U10"),
    Claim("the second generation", f"{FACTORY}/ix2-xdrive30", "/generation", "second"),
    Claim("weeks after October 2023", "bmw/ix2-xdrive30", "/production/start", ("2023-10", "2023-11-30")),
    Claim("in Regensburg the iX2", "bmw/ix2-edrive20", "/plants/*", REGENSBURG),
    Claim("in Regensburg the X2", "bmw/x2-sdrive20i", "/plants/*", REGENSBURG),
    Claim("launched in 2017", "bmw/x2-xdrive20d", "/production/start", ("2017", "2017-12-31")),
    Claim("the X1 is also built in Regensburg", "bmw/x1-sdrive18i", "/plants/*", REGENSBURG),
    Claim("plug-in hybrids of the X1", "bmw/x1-xdrive30e", "/powertrain/type", "phev"),
    Claim("a combustion engine in the X1", "bmw/x1-sdrive18i", "/powertrain/type", "ice"),
    Claim("the X2 and iX2 are alike", "bmw/ix2-xdrive30", "/siblings/*/sheet", "bmw/x2-sdrive20i"),
    Claim("the X1 and iX1 are alike", "bmw/ix1-xdrive30", "/siblings/*/sheet", "bmw/x1-sdrive18i"),
    Claim("the X3 and iX3 are alike", "bmw/ix3-80-kwh-2020", "/siblings/*/sheet", "bmw/x3-xdrive20d"),
    Claim("the 4 Series and i4", "bmw/i4-edrive40", "/siblings/*/sheet", "bmw/4-series-gran-coupe-430i"),
    Claim("the 5 Series and i5 are alike", "bmw/i5-edrive40", "/siblings/*/sheet", "bmw/5-series-520i"),
    Claim("the 7 Series and i7", "bmw/i7-xdrive60", "/siblings/*/sheet", "bmw/7-series-760i-xdrive-us"),
    Claim("in China an i3 sedan", "bmw/i3-edrive35l", "/market", "cn"),
    Claim("an electric i3 sedan", "bmw/i3-edrive35l", "/powertrain/type", "bev"),
    Claim("on the long 3 Series", "bmw/i3-edrive35l", "/generation", "G28"),
    Claim("the long 3 Series", "bmw/3-series-325li", "/generation", "G28"),
    Claim("with combustion engines", "bmw/3-series-325li", "/powertrain/type", "ice"),
    Claim("available in China", "bmw/3-series-325li", "/market", "cn"),
    Claim("no iX2 in the United States", "bmw/ix2-xdrive30", "/not_sold_in/*", "us"),
    Claim("no iX1 in the United States", "bmw/ix1-xdrive30", "/not_sold_in/*", "us"),
    Claim("exclusively the xDrive30", f"{FACTORY}/ix2-xdrive30", "/variant", "xDrive30"),
    Claim("a cheaper X2 eDrive20", f"{FACTORY}/x2-edrive20", "/variant", "eDrive20"),
    Claim("front-wheel drive", f"{FACTORY}/x2-edrive20", "/powertrain/drive", "fwd"),
    Claim("the iX1 eDrive20", "bmw/ix1-edrive20", "/powertrain/drive", "fwd"),
    Claim("like the iX1 eDrive20", "bmw/ix2-edrive20", "/siblings/*/sheet", "bmw/ix1-edrive20"),
    Claim("the 1 Series in Regensburg", "bmw/1-series-120", "/disagreements/*/says", "Regensburg"),
    Claim("the 1 Series codenamed F70", "bmw/1-series-120", "/generation", "F70"),
    Claim("next year's 1 Series", "bmw/1-series-120", "/production/start", ("2024", "2024-12-31")),
    Claim("not electric, nor a plug-in", "bmw/1-series-120", "/powertrain/type", "hev"),
)
OF_THE_INEXT = (
    Claim("an electric vehicle", "bmw/inext-announced", "/powertrain/type", "bev"),
    Claim("a 360-mile range", f"{INEXT}/inext-first", "/range/epa/mi", 360),
    Claim(
        "revised from 435 miles",
        f"{INEXT}/inext-first",
        "/disagreements/*/says",
        "435 miles, as executives said before they revised it down to 360",
    ),
    Claim(
        "revised from 435 miles",
        "bmw/inext-announced",
        "/disagreements/*/says",
        "360 miles, revised from 435 miles",
    ),
    Claim("built in Dingolfing", "bmw/inext-announced", "/plants/*", DINGOLFING),
    Claim("built in Dingolfing", f"{INEXT}/inext-first", "/plants/*", DINGOLFING),
    Claim("its production version", "bmw/inext-announced", "/successor", "bmw/ix-xdrive50"),
    Claim("built in Dingolfing", "bmw/ix-xdrive50", "/plants/*", DINGOLFING),
    Claim("production in 2021", "bmw/ix-xdrive50", "/production/start", ("2021", "2021-12-31")),
    Claim("production in 2021", "bmw/ix-xdrive40", "/production/start", ("2021", "2021-12-31")),
    Claim("the launch of the i3", "bmw/i3-60-ah", "/production/start", ("2013", "2013-12-31")),
    Claim("the i3, all-electric", "bmw/i3-60-ah", "/powertrain/type", "bev"),
    Claim("the i3 with larger batteries", "bmw/i3-94-ah", "/variant", "94 Ah"),
    Claim("the i3 with larger batteries", "bmw/i3-120-ah", "/variant", "120 Ah"),
    Claim("the i3 at the time", "bmw/i3s-120-ah", "/variant", "120 Ah"),
    Claim("the Mini Cooper SE, electric", "mini/cooper-se-2020", "/powertrain/type", "bev"),
    Claim("the Mini Cooper SE", "mini/cooper-se-2020", "/powertrain/torque/Nm", 270),
    Claim("the Mini Cooper SE", "mini/cooper-se-2020", "/powertrain/torque/lb-ft", 199),
    Claim("the Mini Cooper SE", "mini/cooper-se-2020", "/performance/acceleration_0_100_kmh/s", 7.3),
    Claim("the iX3, an electric SUV", "bmw/ix3-80-kwh-2020", "/powertrain/type", "bev"),
    Claim("the iX3 not coming to the US", "bmw/ix3-80-kwh-2020", "/not_sold_in/*", "us"),
    Claim("due to its range", "bmw/ix3-80-kwh-2020", "/range/wltp/km", 460),
    Claim("the Model 3", "tesla/model-3-standard-range-plus-2020", "/price/us/USD", 39190),
    Claim("the Model 3", "tesla/model-3-standard-range-plus-2020", "/range/epa/mi", 250),
    Claim("the Model 3", "tesla/model-3-long-range-2020", "/range/epa/mi", 322),
    Claim("the Model 3", "tesla/model-3-performance-2020", "/range/epa/mi", 299),
    Claim("the Model Y", "tesla/model-y-long-range-2020", "/production/start", ("2020", "2020-12-31")),
    Claim("the Model Y", "tesla/model-y-performance-2020", "/range/epa/mi", 315),
)
CLAIMS = (*OF_MARCH_2023, *OF_THE_FACTORY, *OF_THE_INEXT)
OWN = sorted({claim.sheet for claim in CLAIMS if not claim.sheet.startswith("tests/")})


def holders(value: object, at: str) -> Iterator[tuple[dict[str, object] | list[object], str | int]]:
    """What holds the values of a pointer with `*` in it, each with its key or index."""
    step, _, rest = at.removeprefix("/").partition("/")
    keys: list[str | int] = [step.replace("~1", "/")]
    if isinstance(value, list):
        keys = list(range(len(value)))
    elif not isinstance(value, dict) or step not in value:
        return
    for key in keys:
        if rest:
            yield from holders(value[key], f"/{rest}")  # type: ignore[index]  # a key of it
        else:
            yield value, key  # type: ignore[misc]  # a dict or a list


def holds(claim: Claim, sheet: object) -> bool:
    """Whether a sheet states what is claimed."""
    low, high = claim.value if isinstance(claim.value, tuple) else (claim.value, claim.value)
    stated = [holder[key] for holder, key in holders(sheet, claim.at)]  # type: ignore[index]  # its key
    return any(
        isinstance(value, str) == isinstance(low, str) and low <= value <= high  # type: ignore[operator]
        for value in stated
    )


def sheets_below(root: Path) -> dict[str, object]:
    """The sheets of the claims below a folder, by path; those that are missing are left out."""
    files = {path: root / path for path in dict.fromkeys(claim.path for claim in CLAIMS)}
    return {path: json.loads(file.read_text("utf-8")) for path, file in files.items() if file.exists()}


def unmet(sheets: Mapping[str, object]) -> list[Claim]:
    """The claims that sheets do not hold."""
    return [claim for claim in CLAIMS if not holds(claim, sheets.get(claim.path, {}))]


def changed(value: object) -> object:
    """Another value, as near as errors are: a tenth less, a year earlier, or a letter more."""
    if isinstance(value, str):
        is_date = value[:4].isdecimal()
        return f"{int(value[:4]) - 1}{value[4:]}" if is_date else f"{value}s"
    return value * 0.9  # type: ignore[operator]  # a number


def test_each_sheet_states_what_the_articles_say() -> None:
    assert unmet(sheets_below(ROOT)) == []


@pytest.mark.parametrize("claim", CLAIMS, ids=lambda claim: f"{claim.sheet}{claim.at}")
def test_a_figure_that_is_changed_breaks_its_claim_and_those_on_the_same_figure_alone(claim: Claim) -> None:
    sheets = sheets_below(ROOT)
    for holder, key in [*holders(sheets[claim.path], claim.at)]:
        holder[key] = changed(holder[key])  # type: ignore[index]  # its own key
    broken = unmet(sheets)
    assert claim in broken
    assert {(other.path, other.at) for other in broken} == {(claim.path, claim.at)}


@pytest.mark.parametrize("name", OWN)
def test_a_sheet_that_is_deleted_breaks_its_claims(name: str) -> None:
    sheets = sheets_below(ROOT)
    del sheets[f"specs/{name}.json"]
    assert {claim.sheet for claim in unmet(sheets)} == {name}


def test_the_configuration_requires_every_sheet() -> None:
    required = [entry.sheets for entry in load_config(ROOT / "speclint.toml").must_hold]
    assert required == sorted(
        file.relative_to(ROOT / "specs").with_suffix("").as_posix() for file in ROOT.glob("specs/*/*.json")
    )


@pytest.mark.parametrize("name", ["bmw/ix2-edrive20", "bmw/i3-edrive35l", "mini/cooper-se-2020"])
def test_check_reports_a_deleted_sheet_at_the_line_that_requires_it(tmp_path: Path, name: str) -> None:
    shutil.copytree(ROOT / "specs", tmp_path / "specs")
    shutil.copy(ROOT / "speclint.toml", tmp_path)
    (tmp_path / f"specs/{name}.json").unlink()
    (finding,) = check(config=tmp_path / "speclint.toml", select=["missing-sheet"]).findings
    assert finding.message == f"there is no sheet {name}, which the catalog must hold"
    assert finding.location.line_text.strip() == f'"{name}",'
