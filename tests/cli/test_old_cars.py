"""Tables of old cars, and tables of cars without years or variants: the bands claim nothing about them."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from pathlib import Path

    from conftest import Run

HEAD = "name,{year}hp,cu_in,mpg,lb,s"
BIG = "plymouth fury iii,{year}215,440,14,4312,8.5"
SMALL = "plymouth fury iii,{later}150,318,14,4096,13"
PROFILE = """\
[sheets]
files = ["cars.csv"]

[identity]
make = {{ at = "name", part = "make" }}
model = {{ at = "name", part = "model" }}
{year}
[quantities]
power = {{ hp = "hp" }}
displacement = {{ "cu in" = "cu_in" }}
consumption_combined = {{ "mpg US" = "mpg" }}
mass_kerb = {{ lb = "lb" }}
acceleration_0_60_mph = {{ s = "s" }}
"""


def rules(run: Run, folder: Path, year: str, *rows: str) -> list[str]:
    """The ids of the rules that find something in a table whose column of years is of that kind."""
    column, path = ("year,", 'year = "year"') if year else ("", "")
    values = {"year": f"{year}," if year else "", "later": f"{year[:-1]}9," if year else ""}
    table = "\n".join([HEAD.format(year=column), *(row.format(**values) for row in rows), ""])
    (folder / "cars.csv").write_text(table, encoding="utf-8")
    (folder / "profile.toml").write_text(PROFILE.format(year=path), encoding="utf-8")
    (folder / "speclint.toml").write_text('[[sheets]]\nprofile = "profile.toml"\n', encoding="utf-8")
    _, out, _ = run("check", "--format", "json", folder=folder)
    report = json.loads(out)
    assert report["summary"]["figures"] == 5 * len(rows)
    return [finding["rule"] for finding in report["findings"]]


@pytest.mark.parametrize("year", ["1970", "70", "'70", "1970-01-01", "1970.0", ""])
def test_the_large_engine_of_an_old_american_car_is_plausible(run: Run, tmp_path: Path, year: str) -> None:
    assert rules(run, tmp_path, year, BIG) == []


def test_a_small_car_of_today_has_no_engine_of_seven_litres(run: Run, tmp_path: Path) -> None:
    assert rules(run, tmp_path, "2015", "ford fiesta,{year}110,440,33,2600,9.5") == ["figure-implausible"]


def test_cars_of_one_name_with_other_engines_are_not_compared_over_the_years(
    run: Run, tmp_path: Path
) -> None:
    assert rules(run, tmp_path, "1970", BIG, SMALL) == []


def test_init_writes_no_family_over_the_years_for_cars_that_may_have_several_engines(
    run: Run, tmp_path: Path
) -> None:
    table = "make,model,year,power_hp,displacement_cc\nSaab,900,1990,110,1985\nSaab,900,1991,175,1985\n"
    (tmp_path / "cars.csv").write_text(table, encoding="utf-8")
    assert run("init", folder=tmp_path).status == 0
    assert "[[family]]" not in (tmp_path / "speclint-profile.toml").read_text(encoding="utf-8")


def test_init_maps_a_column_of_fuels_as_the_fuel_alone(run: Run, tmp_path: Path) -> None:
    table = (
        "make,model,fuel type,power_hp\nFord,Focus,Gasoline,160\nFord,F-150,E85,302\nTesla,S,Electric,362\n"
    )
    (tmp_path / "cars.csv").write_text(table, encoding="utf-8")
    status, out, _ = run("init", folder=tmp_path)
    assert (status, "powertrain" in out) == (0, False)
    assert "3 figures: 0 errors, 0 warnings" in out


def test_offers_of_used_cars_are_one_finding_about_the_identity(run: Run, tmp_path: Path) -> None:
    offers = [
        f"{make},118i,2015,100,{price}"
        for make in ("BMW", "Seat", "Opel", "Audi", "Fiat")
        for price in (9, 7)
    ]
    (tmp_path / "cars.csv").write_text("\n".join(["make,model,year,power_kw,price", *offers, offers[0], ""]))
    assert run("init", folder=tmp_path).status == 0
    _, out, _ = run("check", "--format", "json", folder=tmp_path)
    (finding,) = json.loads(out)["findings"]
    assert (finding["rule"], finding["level"]) == ("identity-not-unique", "warning")
    assert finding["message"].endswith("do not distinguish 11 of 11 sheets: they have 5 identities")
    assert len(finding["related"]) == 3
