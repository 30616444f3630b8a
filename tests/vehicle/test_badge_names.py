"""Names of real cars, which contradict nothing, and the same with another powertrain or drive, which do."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from speclint import check

if TYPE_CHECKING:
    from pathlib import Path

PROFILE = """
[sheets]
files = ["cars.csv"]
[identity]
make = "make"
model = "model"
variant = "variant"
powertrain = "powertrain"
drive = "drive"
[quantities]
power = { kW = "power" }
"""
TRUE = """\
BMW,3 Series,320 xDrive,ice,awd
BMW,1 Series,120,hev,fwd
BMW,i4,M50,bev,awd
BMW,5 Series,530Le,phev,rwd
BMW,X1,xDrive28i,ice,awd
BMW,iX,M60,bev,awd
BMW,i3,eDrive20L,bev,rwd
BMW,i3,94 Ah REx,phev,rwd
BMW,iX5,Hydrogen,fcev,rwd
BMW,5 Series,ActiveHybrid 5,hev,rwd
BMW,3 Series,325ix,ice,awd
BMW,X1,sDrive18d,ice,rwd
BMW,5 Series,528e,ice,rwd
BMW,3 Series,325e,ice,rwd
BMW,XM,Label,phev,awd
MINI,Cooper,S,ice,fwd
MINI,Cooper,SE,bev,fwd
MINI,Countryman,Cooper S E ALL4,phev,awd
MINI,Countryman,SE ALL4,bev,awd
Audi,A3,Sportback e-tron 1.4 TFSI,phev,fwd
Audi,Q7,e-tron 3.0 TDI quattro,phev,awd
Audi,Q4,45 e-tron,bev,rwd
Audi,A4,40 TDI,hev,fwd
Mercedes-Benz,190,E,ice,rwd
Mercedes-Benz,C-Class,300 E,ice,rwd
Mercedes-Benz,B-Class,B 250 e,phev,fwd
Mercedes-Benz,EQS,450+,bev,rwd
Mercedes-Benz,G-Class,G 580 with EQ Technology,bev,awd
Mercedes-Benz,E-Class,E 220 d,hev,rwd
Volkswagen,ID.3,GTX,bev,rwd
Volkswagen,ID.4,GTX,bev,awd
Volkswagen,ID. Era 9X,,phev,awd
Volvo,XC40,Recharge,bev,awd
Volvo,XC60,T6 Recharge,phev,awd
Volvo,XC90,T8,phev,awd
Volvo,XC90,T6,ice,awd
Porsche,Taycan,Turbo,bev,awd
Porsche,Cayenne,E-Hybrid,phev,awd
Hyundai,Tucson,1.6 T-GDi HTRAC,hev,awd
Hyundai,Ioniq,Hybrid,hev,fwd
Hyundai,Ioniq 5,77 kWh,bev,rwd
Kia,EV6,GT-Line,bev,rwd
Jeep,Wrangler,4xe,phev,awd
Jeep,Avenger,4xe,hev,awd
Ford,Mustang,2.3 EcoBoost,ice,rwd
Ford,Mustang Mach-E,GT,bev,awd
Toyota,Yaris,Hybrid,hev,fwd
Toyota,RAV4,Prime,phev,awd
Toyota,Mirai,,fcev,rwd
Nissan,Leaf,e+,bev,fwd
Nissan,X-Trail,e-POWER e-4ORCE,hev,awd
Renault,Zoe,R135,bev,fwd
Renault,Clio,E-Tech,hev,fwd
Renault,Megane,E-Tech Electric,bev,fwd
Subaru,BRZ,,ice,rwd
Subaru,Forester,e-BOXER,hev,awd
Suzuki,Vitara,2WD/4WD,ice,fwd
Tesla,Model 3,Long Range Dual Motor,bev,awd
""".splitlines()
WRONG = """\
BMW,5 Series,530Le,bev,rwd
BMW,XM,,bev,awd
BMW,XM,,ice,awd
MINI,Countryman,Cooper S E ALL4,ice,awd
MINI,Countryman,SE ALL4,hev,awd
MINI,Cooper,S,bev,fwd
Audi,e-tron,55 quattro,ice,awd
Mercedes-Benz,E-Class,E 220 d,bev,rwd
Volkswagen,ID.4,GTX,bev,rwd
Tesla,Model 3,Dual Motor,bev,rwd
Polestar,2,Long Range Dual Motor,bev,fwd
Volvo,XC90,T8,bev,awd
Volvo,XC60,Recharge,ice,awd
Porsche,Taycan,4S,phev,awd
Porsche,Panamera,4 E-Hybrid,bev,awd
Hyundai,Santa Fe,HTRAC,hev,fwd
Hyundai,Ioniq 5,,phev,rwd
Jeep,Wrangler,4xe,ice,awd
Jeep,Wrangler,4xe,phev,fwd
Ford,Focus,1.0 EcoBoost,bev,fwd
Ford,Mustang Mach-E,,ice,rwd
Toyota,Corolla,Hybrid,bev,fwd
Toyota,Mirai,,bev,rwd
Toyota,bZ4X,,hev,awd
Nissan,Leaf,,hev,fwd
Nissan,Ariya,e-4ORCE,bev,fwd
Kia,EV6,,hev,rwd
Renault,Zoe,,hev,fwd
Subaru,BRZ,,ice,awd
""".splitlines()
HEAD = "make,model,variant,powertrain,drive,power"


@pytest.fixture
def names(tmp_path: Path, request: pytest.FixtureRequest) -> dict[str, str]:
    """Of a list of cars, those whose name contradicts them, each with the message."""
    (tmp_path / "speclint.toml").write_text('[[sheets]]\nprofile = "own.toml"\n')
    (tmp_path / "own.toml").write_text(PROFILE)
    cars = request.param
    rows = [f"{car},100" for car in cars]
    (tmp_path / "cars.csv").write_text("\n".join([HEAD, *rows]), encoding="utf-8")
    select = ["badge-contradicts-drive", "badge-contradicts-powertrain"]
    report = check(config=tmp_path / "speclint.toml", select=select)
    return {cars[finding.location.region.line - 2]: finding.message for finding in report.findings}


@pytest.mark.parametrize("names", [TRUE], indirect=True)
def test_no_name_of_a_real_car_contradicts_it(names: dict[str, str]) -> None:
    assert names == {}


@pytest.mark.parametrize("names", [WRONG], indirect=True)
def test_a_name_on_another_powertrain_or_drive_is_found(names: dict[str, str]) -> None:
    assert sorted(set(WRONG) - names.keys()) == []
