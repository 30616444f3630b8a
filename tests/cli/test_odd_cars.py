"""Odd cars as their makers or the press publish them: light, strong, limited, old, or named like others."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from pathlib import Path

    from conftest import Run

COLUMNS = (
    "make", "model", "variant", "year", "powertrain", "fuel", "drive", "cc", "kw", "nm", "to_100", "to_60",
    "kmh", "kg", "length", "width", "height", "wheelbase", "l_100",
)  # fmt: skip
PROFILE = """\
[sheets]
files = ["cars.csv"]

[identity]
make = "make"
model = "model"
variant = "variant"
year = "year"
powertrain = "powertrain"
fuel = "fuel"
drive = "drive"

[quantities]
displacement = { "cm³" = "cc" }
power = { kW = "kw" }
torque = { Nm = "nm" }
acceleration_0_100_kmh = { s = "to_100" }
acceleration_0_60_mph = { s = "to_60" }
top_speed = { "km/h" = "kmh" }
mass_kerb = { kg = "kg" }
length = { mm = "length" }
width = { mm = "width" }
height = { mm = "height" }
wheelbase = { mm = "wheelbase" }
consumption_combined = { "l/100 km" = "l_100" }
"""


def loud(run: Run, folder: Path, *rows: str) -> list[str]:
    """The messages of errors and warnings about a table of cars."""
    (folder / "cars.csv").write_text("\n".join([",".join(COLUMNS), *rows, ""]), encoding="utf-8")
    (folder / "profile.toml").write_text(PROFILE, encoding="utf-8")
    (folder / "speclint.toml").write_text('[[sheets]]\nprofile = "profile.toml"\n', encoding="utf-8")
    _, out, _ = run("check", "--format", "json", folder=folder)
    report = json.loads(out)
    assert report["summary"]["figures"] >= len(rows)
    return [finding["message"] for finding in report["findings"] if finding["level"] != "note"]


@pytest.mark.parametrize(
    "row",
    [
        # autoevolution.com, 22 March 2023
        "Dodge,Challenger,SRT Demon 170,2023,ice,ethanol,rwd,,764,1281,,1.66,,,,,,,",
        # hibridosyelectricos.com on the Volkswagen ID. Era 9X
        "Volkswagen,ID. Era 9X,,2026,erev,petrol,awd,,380,,,,,2700,5200,,,,6.27",
        # goauto.com.au and caradvice.com.au, March 2015
        "Audi,Q7,e-tron 3.0 TDI quattro,2016,phev,diesel,awd,,275,700,6.0,,225,,5050,1970,1740,,1.7",
        "Audi,A3,Sportback e-tron 1.4 TFSI,2014,phev,petrol,fwd,,150,,,,,,,,,,",
        # autostatistics.net on the M20B27, curbsideclassic.com on the 528e of 1986
        "BMW,5 Series,528e,1986,ice,petrol,rwd,2693,90,230,,,,,,,,,",
        "BMW,3 Series,325e,1985,ice,petrol,rwd,2693,90,230,,,,,,,,,",
        # goauto.com.au on the Linear 1.8t, auto-abc.eu on its engine of 2.0 l
        "Saab,9-3,1.8t Linear,2003,ice,petrol,fwd,1998,110,240,,,,,,,,,",
        # smart.com/uk, technical data; autosportmotor.com
        "smart,EQ fortwo,coupé,2020,bev,electric,rwd,,60,160,11.6,,130,1115,2695,1663,1555,1873,",
        "smart,EQ fortwo,coupé,2020,,,rwd,,60,160,11.6,,130,1115,2695,1663,1555,1873,",
        # autoweek.nl, January 2023; carconversation.com.au
        "Mazda,MX-30,e-SKYACTIV R-EV,2023,phev,petrol,fwd,830,125,260,9.1,,140,1778,4395,1795,1570,2655,1.0",
        # dhnet.be, 10 August 2022; motorsport.ie, 6 June 2022
        "Mercedes-AMG,ONE,,2022,phev,petrol,awd,,782,,2.9,,352,1695,,,,,8.9",
        # timeslive.co.za, 6 April 2022; auto-live.fr
        "Koenigsegg,Gemera,,2022,phev,petrol,awd,,1250,3500,1.9,,400,1850,,,,,",
        # linfo.re and carenthusiast.com, March 2015
        "Koenigsegg,Regera,,2016,phev,petrol,rwd,,1103,2000,2.8,,,1628,,,,,",
        # autoweek.nl, June 2021; tgcom24.mediaset.it, March 2020
        "Czinger,21C,,2021,hev,petrol,awd,2880,932,,1.9,,452,1240,,,,,",
        # drivingenthusiast.com.au, June 2024; acp.pt; megautos.com
        "Bugatti,Tourbillon,,2026,phev,petrol,awd,8300,1324,,2.0,,445,1995,4671,2051,1189,2740,",
        # carmagazine.co.uk, May 2019: 320 bhp, 538 bhp a tonne
        "Ariel,Atom,4,2019,ice,petrol,rwd,1996,239,420,,2.8,261,595,3520,1880,1122,2390,",
        # theautochannel.com, 2002; piglix.com
        "Hummer,H1,Open-top,2002,ice,diesel,awd,6500,145,583,,16.0,,3113,4686,2197,1956,3302,",
        # motorbiscuit.com on the Super Duty of 2023
        "Ford,F-250,6.7 Power Stroke,2023,ice,diesel,awd,6700,373,1627,,,,,,,,,",
        # webcarnews.com, it.motor1.com
        "Karlmann,King,armoured,2018,ice,petrol,awd,6800,294,620,,,140,6000,6000,2500,2480,3700,",
        # classic-car.tv, April 2019; limmattalerzeitung.ch, March 2019
        "Volkswagen,Golf,1.1,1974,ice,petrol,fwd,1093,37,,,,140,750,3723,1610,1410,2400,6.1",
    ],
)
def test_an_odd_car_alone_is_silent(row: str, run: Run, tmp_path: Path) -> None:
    assert loud(run, tmp_path, row) == []


# published technical data of the Ford Mustang of 2009; a limit of 114 mph for the lesser engine
_V8, _V6 = (
    ",petrol,rwd,4604,223.7,434,{},,249,{},4778,1877,1415,2720,",
    ",petrol,rwd,4014,156.6,325,{},,183,{},,,,,",
)


def test_variants_that_go_faster_than_their_limited_siblings_are_silent(run: Run, tmp_path: Path) -> None:
    rows = [
        f"Ford,Mustang,{name},2009,ice{kind.format(seconds, kg)}"
        for name, kind, seconds, kg in (
            ("GT", _V8, 5.5, 1610), ("GT automatic", _V8, 5.6, 1633),
            ("V6", _V6, 7.3, 1543), ("V6 automatic", _V6, 7.4, 1567),
        )
    ]  # fmt: skip
    assert loud(run, tmp_path, *rows) == []


def test_a_limit_of_a_sibling_hides_no_wrong_figure(run: Run, tmp_path: Path) -> None:
    rows = [
        f"Ford,Mustang,{name},2009,ice{kind.format(seconds, kg)}"
        for name, kind, seconds, kg in (
            ("GT", _V8, 5.5, 1610), ("GT automatic", _V8, 5.6, 1633), ("GT heavy", _V8, 5.7, 2633),
            ("V6", _V6, 7.3, 1543), ("V6 automatic", _V6, 7.4, 1567),
        )
    ]  # fmt: skip
    (message,) = loud(run, tmp_path, *rows)
    assert message.startswith("kerb mass 2633 kg is heavier than")


@pytest.mark.parametrize(("year", "count"), [(1971, 0), (1985, 1)])
def test_the_low_consumption_of_an_old_car_is_silent(year: int, count: int, run: Run, tmp_path: Path) -> None:
    # published technical data of a car of 1971
    row = f"Chevrolet,Corvette,,{year},ice,petrol,rwd,5735,224,515,7.1,,172,1637,,,,,9.3"
    assert len(loud(run, tmp_path, row)) == count
