"""The table of quantities: all that is known of what a spec sheet may state, one row a quantity."""

from __future__ import annotations

from functools import partial

from speclint.quantities.limits import Limits
from speclint.quantities.quantity import Confusion, Key, Quantity

MAX_AC_CHARGE_POWER = 48
"""kW that a car takes from the mains at most: 63 A and 440 V on three phases (GB/T 20234.2)."""

_OUTPUT = "max system total combined output"
_TIME = "acceleration to from time km h kmh kph sec second"
_BY_CYCLE = "electric combined max"

_COMBUSTION = frozenset({"ice", "hev", "mhev", "phev", "erev", "hybrid"})
"""Powertrains that burn something."""
_PLUG_IN = frozenset({"bev", "phev", "erev"})
"""Powertrains that are charged from the mains."""
_NONE: frozenset[str] = frozenset()

_power = partial(
    Quantity, kind="power", metric="kW", imperial="hp",
    limits=Limits(1, 2600, 30, 800, "Brütsch Mopetta, 1.5 kW", "Yangwang U9 Xtreme, 2220 kW"),
)  # fmt: skip
_charge_power = partial(Quantity, kind="power", metric="kW", imperial="kW")
_torque = partial(
    Quantity, kind="torque", metric="Nm", imperial="lb-ft",
    limits=Limits(
        2, 4000, 60, 1300, "Peel P50 of 2011, 4.2 Nm", "Koenigsegg Gemera, 3500 Nm as first shown"
    ),
)  # fmt: skip
_engine_speed = partial(
    Quantity, kind="rotational speed", metric="1/min", imperial="1/min", required_of=_COMBUSTION,
    limits=Limits(300, 13000, 1000, 8500, "engines before 1910", "GMA T.50, 12100 1/min"),
)  # fmt: skip
_time = partial(Quantity, kind="time", metric="s", imperial="s", more="slower", less="quicker")
_sprint = partial(
    _time, assumed=(1, 60),
    limits=Limits(1.2, 120, 2, 25, "Rimac Nevera R, 1.72 s", "Volkswagen Type 2 of the 1950s, over a minute"),
)  # fmt: skip
_state_of_charge = partial(Quantity, kind="state of charge", metric="%", imperial="%")
_count = partial(Quantity, kind="count", metric="1", imperial="1")
_MOST_STORED = "GMC Hummer EV, 247 kWh"
_battery = partial(
    Quantity, kind="energy", metric="kWh", imperial="kWh", assumed=(1, 300), required_of=_PLUG_IN,
    limits=Limits(0.03, 300, 8, 150, "12 V mild hybrids, 0.04 kWh", _MOST_STORED),
    limits_by_powertrain=(("bev", Limits(2, 300, 8, 150, "light quadricycles, some 4 kWh", _MOST_STORED)),),
)  # fmt: skip
_range = partial(
    Quantity, kind="distance", metric="km", imperial="mi", more="farther", required_of=_PLUG_IN,
    limits=Limits(
        5, 2400, 30, 900, "Lamborghini Revuelto, 8 km", "electric cars of 2025, some 1100 km by CLTC"
    ),
)  # fmt: skip
_MOST_BURNT = "Bugatti Veyron in town, 40 l/100 km"
_BURNT_ALONE = Limits(1.9, 60, 3, 25, "Peel P50 of 2011, 2.0 l/100 km", _MOST_BURNT)
_fuel_consumption = partial(
    Quantity, kind="fuel consumption", metric="l/100 km", imperial="mpg US", required_of=_COMBUSTION,
    limits=Limits(0.1, 60, 2, 25, "plug-in hybrids by WLTP, weighted: 0.3 l/100 km", _MOST_BURNT),
    limits_by_powertrain=tuple((word, _BURNT_ALONE) for word in ("ice", "hev", "mhev")),
)  # fmt: skip
_cargo = partial(
    Quantity, kind="volume", metric="l", imperial="cu ft", required_of=_NONE,
    limits=Limits(5, 25000, 100, 2500, "roadsters with their roof open", "Iveco Daily, 19600 l"),
)  # fmt: skip
_length = partial(Quantity, kind="length", metric="mm", imperial="in", more="longer", less="shorter")
_width = partial(Quantity, kind="length", metric="mm", imperial="in", more="wider", less="narrower")
_height = partial(Quantity, kind="length", metric="mm", imperial="in", more="higher", less="lower")
_track = partial(
    _width,
    limits=Limits(
        400, 2300, 1250, 1800,
        "bubble cars, whose rear wheels stand close together", "the Hummer H1 and pickups with twin tyres",
    ),
)  # fmt: skip
_mass = partial(Quantity, kind="mass", metric="kg", imperial="lb", more="heavier", less="lighter")
_kerb = partial(
    _mass, limits=Limits(50, 6500, 750, 3200, "Peel P50, 59 kg", "Karlmann King with armour, 6000 kg"),
    confusions=(Confusion("mass_gross", "gross for net", 0.8),),
)  # fmt: skip
_load = partial(Quantity, kind="mass", metric="kg", imperial="lb")
_towing = partial(
    _load, limits=Limits(0, 20000, 300, 3500, "a car that may not tow", "Ford F-450, 18144 kg on a gooseneck")
)

_ROWS = (
    _power(
        "power", "power", basis="the most of the whole car, engine and motors together",
        keys=(Key("power", _OUTPUT), Key("horsepower", _OUTPUT)),
    ),
    _power(
        "power_continuous", "continuous power", basis="over 30 minutes, as registered (UN R85)",
        required_of=_PLUG_IN,
        keys=(Key("power continuous", _OUTPUT),),
    ),
    _power(
        "engine_power", "engine power", basis="of the combustion engine alone",
        keys=(Key("power engine", "max output"),), required_of=_COMBUSTION,
    ),
    _power(
        "motor_power", "motor power", basis="of each electric motor by itself",
        keys=(Key("power motor *", "max output"),), required_of=_PLUG_IN,
    ),
    _charge_power(
        "ac_charge_power", "AC charging power", basis="the most that the car takes from the mains",
        assumed=(1, 100), required_of=_PLUG_IN,
        keys=(Key("power ac charge", "max onboard"), Key("power onboard charge", "max")),
        limits=Limits(
            0.5, MAX_AC_CHARGE_POWER, 2.3, 22,
            "quadricycles on a household socket", "63 A and 440 V on three phases (GB/T 20234.2)",
        ),
    ),
    _charge_power(
        "dc_charge_power", "DC charging power", basis="the most that it takes from a fast charger",
        assumed=(10, 1200), required_of=_NONE,
        keys=(Key("power dc charge", "max fast"),),
        limits=Limits(3, 2000, 22, 400, "small converters of early cars", "BYD, 1500 kW"),
    ),
    _torque("torque", "torque", basis="the most of the whole car", keys=(Key("torque", _OUTPUT),)),
    _torque(
        "engine_torque", "engine torque", basis="of the combustion engine alone",
        keys=(Key("torque engine", "max"),), required_of=_COMBUSTION,
    ),
    _torque(
        "motor_torque", "motor torque", basis="of each electric motor by itself",
        keys=(Key("torque motor *", "max"),), required_of=_PLUG_IN,
    ),
    _engine_speed(
        "power_speed", "engine speed at peak power", assumed=(1000, 25000),
        keys=(Key("speed power", "max engine at"),),
    ),
    _engine_speed(
        "torque_speed", "engine speed at peak torque", assumed=(500, 20000),
        keys=(Key("speed torque", "max engine at"),),
    ),
    _sprint(
        "acceleration_0_100_kmh", "0-100 km/h",
        keys=(Key("0 100 kmh", _TIME), Key("0 100 km h", _TIME), Key("0 100 kph", _TIME)),
        # 62 mph are 99.8 km/h, and Britain calls 0-100 km/h by that
        same_test="acceleration_0_62_mph",
        confusions=(Confusion("acceleration_0_60_mph", "0-60 for 0-100", 1.05),),
    ),
    _sprint(
        "acceleration_0_60_mph", "0-60 mph", keys=(Key("0 60 mph", _TIME),),
        # all cars of OpenEV Data in which the two are equal are of a maker in the United States
        confusions=(Confusion("acceleration_0_100_kmh", "0-100 for 0-60", 0.95, 1.5),),
    ),
    _sprint(
        "acceleration_0_62_mph", "0-62 mph", keys=(Key("0 62 mph", _TIME),),
        confusions=(Confusion("acceleration_0_60_mph", "0-60 for 0-62", 1.05),),
    ),
    _time(
        "acceleration_0_200_kmh", "0-200 km/h", assumed=(3, 200),
        keys=(Key("0 200 kmh", _TIME), Key("0 200 km h", _TIME)),
        limits=Limits(3, 300, 6, 80, "Rimac Nevera R, 3.95 s", "cars that barely reach 200 km/h"),
    ),
    _time(
        "quarter_mile", "quarter mile", keys=(Key("quarter mile", "time acceleration"),), assumed=(7, 40),
        limits=Limits(6.5, 60, 9, 22, "Rimac Nevera R, 7.90 s", "cars of 15 kW"),
    ),
    Quantity(
        "dc_charge_time", "DC charging time", "time", "min", "min", more="longer", less="shorter",
        keys=(Key("time dc charge", "10 80 to from fast percent"),), assumed=(5, 240), required_of=_NONE,
        limits=Limits(120, 43200, 540, 5400, "minutes", "a night"),
    ),
    _state_of_charge(
        "dc_charge_window", "DC charging window", basis="the states of charge between which the time counts",
        keys=(Key("window dc charge", "soc fast percent"),),
    ),
    _state_of_charge(
        "curve_charge", "state of charge of the charging curve", assumed=(0, 100),
        keys=(Key("soc curve charge *", "dc point percent"), Key("percentage curve charge *", "dc point")),
    ),
    _charge_power(
        "curve_power", "power of the charging curve", assumed=(10, 1200),
        keys=(Key("power curve charge *", "dc point"),),
    ),
    _count(
        "ac_phases", "AC phases", assumed=(1, 3), is_counted=True,
        keys=(Key("phase ac charge", "usable onboard number count"),),
    ),
    Quantity(
        "top_speed", "top speed", "speed", "km/h", "mph", more="faster", less="slower",
        keys=(Key("speed max"), Key("vmax", "speed")),
        limits=Limits(
            20, 570, 120, 340,
            "light quadricycles for 25 km/h", "531 km/h, claimed for the Koenigsegg Jesko Absolut",
        ),
    ),
    _battery(
        "battery_gross", "gross battery capacity", basis="all the energy that the cells hold",
        keys=(Key("capacity battery gross"),),
    ),
    _battery(
        "battery_usable", "usable battery capacity", basis="what the car makes use of; also called net",
        keys=(Key("capacity battery usable"),),
        confusions=(Confusion("battery_gross", "gross for net", 0.95),),
    ),
    Quantity(
        "battery_voltage", "battery voltage", "voltage", "V", "V",
        keys=(Key("voltage battery", "nominal"),), assumed=(36, 1200), required_of=_PLUG_IN,
        limits=Limits(10, 1500, 280, 950, "12 V mild hybrids", "Yangwang U9 Xtreme, 1200 V"),
    ),
    Quantity(
        "battery_charge", "battery charge", "charge", "Ah", "Ah",
        keys=(Key("amperehour battery"),), assumed=(10, 1000), required_of=_PLUG_IN,
        limits=Limits(1, 1500, 20, 300, "cells of hybrids, some 4 Ah", "packs of 250 kWh, some 650 Ah"),
    ),
    _range("range_wltp", "WLTP range", keys=(Key("range wltp", _BY_CYCLE),)),
    _range("range_epa", "EPA range", keys=(Key("range epa", _BY_CYCLE),)),
    _range("range_nedc", "NEDC range", keys=(Key("range nedc", _BY_CYCLE),)),
    _range("range_cltc", "CLTC range", keys=(Key("range cltc", _BY_CYCLE),)),
    _range("range_wltc", "WLTC range", keys=(Key("range wltc", _BY_CYCLE),)),
    Quantity(
        "consumption_electric", "consumption", "electric consumption", "kWh/100 km", "mpge",
        keys=(Key("consumption", "average electric combined"),), required_of=_PLUG_IN,
        limits=Limits(3, 80, 9, 35, "Estrima Biro, 4 kWh/100 km", "pick-ups by EPA, some 45 kWh/100 km"),
    ),
    _fuel_consumption(
        "consumption_combined", "combined consumption",
        keys=(Key("consumption combined", "fuel"), Key("consumption", "fuel average mileage")),
    ),
    _fuel_consumption(
        "consumption_city", "city consumption",
        keys=(Key("consumption city", "fuel"), Key("consumption urban", "fuel")),
    ),
    _fuel_consumption(
        "consumption_highway", "highway consumption", keys=(Key("consumption highway", "fuel"),),
    ),
    Quantity(
        "co2", "CO2 emission", "emission", "g/km", "g/mi", keys=(Key("co2", "emission combined"),),
        limits=Limits(0, 1000, 0, 450, "electric cars", "Bugatti Veyron, 574 g/km"),
    ),
    Quantity(
        "tank", "tank", "volume", "l", "US gal", keys=(Key("tank", "fuel"),), required_of=_COMBUSTION,
        limits=Limits(3, 320, 30, 100, "mopeds' tanks in microcars", "Lamborghini LM002, 290 l"),
    ),
    _cargo("cargo", "cargo volume", basis="with all seats in use", keys=(Key("cargo", "min"),)),
    _cargo("cargo_max", "largest cargo volume", basis="with seats folded", keys=(Key("cargo max"),)),
    Quantity(
        "displacement", "displacement", "volume", "cm³", "l",
        keys=(Key("displacement", "engine"),), required_of=_COMBUSTION,
        limits=Limits(0.045, 15, 0.6, 7, "Peel P50, 0.049 l", "Pierce-Arrow 66, 13.5 l"),
    ),
    _width(
        "bore", "bore", keys=(Key("bore", "engine cylinder"),), required_of=_COMBUSTION,
        limits=Limits(30, 150, 60, 110, "mopeds' engines in microcars", "Isotta Fraschini KM, 130 mm"),
    ),
    _length(
        "stroke", "stroke", keys=(Key("stroke", "engine piston"),), required_of=_COMBUSTION,
        limits=Limits(30, 220, 60, 110, "mopeds' engines in microcars", "Isotta Fraschini KM, 200 mm"),
    ),
    _count(
        "battery_cells", "cells", keys=(Key("cell battery", "count number total"),), assumed=(4, 10000),
        limits=Limits(1, 20000, 60, 9000, "12 V mild hybrids", "round cells by the thousands"),
    ),
    _count(
        "cylinders", "cylinders", keys=(Key("cylinder", "engine count number"),), assumed=(1, 16),
        is_counted=True, required_of=_COMBUSTION,
        limits=Limits(1, 18, 3, 12, "microcars", "concepts with 18 cylinders"),
    ),
    _count(
        "compression_ratio", "compression ratio", keys=(Key("compression ratio", "engine"),),
        assumed=(6, 25), required_of=_COMBUSTION,
        limits=Limits(2.5, 26, 8, 20, "engines before 1910", "diesel engines with a swirl chamber"),
    ),
    _count(
        "drag_coefficient", "drag coefficient", keys=(Key("drag coefficient", "air aerodynamic cd cw"),),
        assumed=(0.1, 1),
    ),
    _length(
        "length", "length", keys=(Key("length", "overall"),),
        limits=Limits(
            1300, 8000, 3300, 5700, "Peel P50, 1340 mm", "Mercedes-Benz Sprinter, as a minibus 7700 mm"
        ),
    ),
    _width(
        "width", "width", basis="without mirrors",
        keys=(Key("width", "overall"), Key("width without mirror", "overall")),
        limits=Limits(
            750, 2650, 1450, 2150, "Lumeneo Smera, 800 mm", "2600 mm, the widest the law lets on the road"
        ),
    ),
    _width(
        "width_mirrors", "width with mirrors",
        keys=(Key("width with mirror", "overall"), Key("width including mirror", "overall")),
        limits=Limits(
            750, 3000, 1650, 2450, "Lumeneo Smera, 800 mm", "pickups with mirrors for towing, 2700 mm"
        ),
    ),
    _height(
        "height", "height", keys=(Key("height", "overall"),),
        limits=Limits(
            700, 3400, 1150, 2100, "Lotus Seven without a windscreen", "vans with a raised roof, some 3.1 m"
        ),
    ),
    _length(
        "wheelbase", "wheelbase", keys=(Key("wheelbase"), Key("base wheel")),
        limits=Limits(900, 5300, 2200, 3500, "Brütsch Mopetta, 1000 mm", "Iveco Daily, 4750 mm"),
    ),
    _height(
        "ground_clearance", "ground clearance", keys=(Key("clearance ground"),),
        limits=Limits(40, 520, 90, 300, "track cars for the road", "Mercedes-Benz G 63 AMG 6x6, 460 mm"),
    ),
    _track("track_front", "front track", keys=(Key("track front", "width"),)),
    _track("track_rear", "rear track", keys=(Key("track rear", "width"),)),
    _kerb(
        "mass_kerb", "kerb mass", basis="ready to drive; without a basis named, and US kerb weights",
        keys=(Key("mass kerb"),),
    ),
    _kerb(
        "mass_kerb_din", "kerb mass (DIN)", basis="ready to drive, without the driver (DIN 70020)",
        keys=(Key("mass din", "kerb"),),
    ),
    _kerb(
        "mass_kerb_eu", "kerb mass (EU)", basis="ready to drive, with 75 kg for driver and luggage",
        keys=(Key("mass eu", "kerb"),),
    ),
    _mass(
        "mass_gross", "gross mass", basis="the most that is permitted, fully laden",
        keys=(Key("mass gross", "max"),),
        confusions=(
            Confusion("mass_kerb", "net for gross", 1.25), Confusion("mass_kerb_eu", "net for gross", 1.25),
            Confusion("mass_kerb_din", "net for gross", 1.25),
        ),
        limits=Limits(100, 9500, 1100, 3700, "Peel P50 with its driver, some 130 kg", "Ford F-550, 8845 kg"),
    ),
    _load(
        "payload", "payload", basis="the load that is permitted", keys=(Key("payload", "max"),),
        limits=Limits(
            40, 6500, 200, 1500, "two seats and no boot", "Ford F-550 without a body, some 6000 kg"
        ),
    ),
    _towing(
        "towing_braked", "braked towing mass", basis="of a trailer with brakes of its own",
        keys=(Key("towing braked", "max load"),),
    ),
    _towing(
        "towing_unbraked", "unbraked towing mass", basis="of a trailer without",
        keys=(Key("towing unbraked", "max load"),),
    ),
    _load(
        "roof_load", "roof load", keys=(Key("roof load", "max"),),
        limits=Limits(0, 700, 40, 150, "a roof that bears nothing", "tents on a parked off-road car"),
    ),
    Quantity(
        "price", "price", "price", "EUR", "USD", more="more expensive", less="cheaper",
        keys=(Key("price", "base"),),
    ),
)  # fmt: skip

QUANTITIES: dict[str, Quantity] = {quantity.name: quantity for quantity in _ROWS}
"""Every quantity by its name."""

SAME_TEST = {quantity.name: quantity.same_test for quantity in _ROWS if quantity.same_test}
"""By name of a quantity the one that stands in for it where it is not stated."""
