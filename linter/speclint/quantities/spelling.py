"""How people write units: the spellings of each, what a spelling may mean, and what is proposed for others.

Our own sheets are keyed by the names in the table of units alone; spellings are for data of other people.
"""

# ruff: noqa: RUF001 - spellings in other alphabets look like ours

from __future__ import annotations

import re
from functools import cache, lru_cache
from unicodedata import normalize

from speclint.quantities.unit import KEYS, UNITS, Unit, is_of_kind

_SPELLINGS = {
    "kW": "kilowatt|kilowatts|кВт|千瓦",
    "W": "watt|watts|Вт",
    "MW": "=MW|megawatt|megawatts|МВт",
    "PS": (
        "cv|ch|pk|hk|hkr|hv|=LE|=KS|=CP|=KM|л.с.|к.с.|metric hp|hp metric|hp (PS)|hp(M)|metric horsepower|"
        "DIN hp|hp DIN|PS DIN|DIN PS|CV DIN|ch DIN|cavalli|caballos|cavalos|chevaux|Pferdestärken|"
        "Pferdestärke|koní|beygir|馬力|马力|匹"
    ),
    "hp": "horsepower|mechanical hp|hp (mechanical)|hp (SAE)|SAE hp|hp imperial|imperial hp",
    "bhp": "brake hp|brake horsepower",
    "Nm": "newton metre|newton metres|newton meter|newton meters|Newtonmeter|Нм|牛米",
    "daNm": "decanewton metre",
    "lb-ft": (
        "lb/ft|lbs/ft|ft-lb|lbs-ft|ft-lbs|lbf-ft|ft-lbf|pound-foot|pound-feet|pounds-feet|foot-pound|foot-pounds|"
        "ft/lb|ft/lbs"
    ),
    "lb-in": "lbs-in|lbf-in|in-lb|in-lbs|in-lbf|inch-pound|inch-pounds|pound-inch",
    "kgf·m": "kgm|mkg|m-kgf|mkp|kpm|кгс·м|кгм|kilogram-force metre|kilogram-force meter",
    "km/h": (
        "kmh|kph|km/hr|kmph|km/hour|km/std|km/Stunde|km/u|km h-1|км/ч|km/t|kilometres/hour|kilometers/hour|"
        "kilometre/hour|kilometer/hour"
    ),
    "mph": "mi/h|mi/hr|mile/h|miles/h|mile/hour|miles/hour",
    "m/s": "mps|m/sec|metres/second|meters/second|м/с",
    "kn": "knot|knots|kt|kts",
    "mm": "millimetre|millimetres|millimeter|millimeters|мм|毫米",
    "cm": "centimetre|centimetres|centimeter|centimeters|см|厘米",
    "m": "metre|metres|meter|meters|mtr|м|米",
    "in": 'inch|inches|"|Zoll|pouce|pouces|pulgada|pulgadas|pollici|дюйм|英寸',
    "ft": "feet|foot|'",
    "yd": "yard|yards|yds",
    "kg": "kgs|kilogram|kilograms|kilogramme|kilogrammes|Kilogramm|kilo|kilos|кг|公斤|千克",
    "klb": "klbs|1000 lb|1000 lbs",
    "lb": "lbs|pound|pounds|lbm",
    "t": "tonne|tonnes|metric ton|metric tons|т|ton|tons",
    "g": "gram|grams|gramme|grammes|г",
    "US ton": "ton|tons|short ton|short tons|US tons",
    "UK ton": "ton|tons|long ton|long tons|UK tons|imperial ton",
    "l": "litre|litres|liter|liters|lt|lts|ltr|ltrs|litro|litros|litri|dm³|л|升",
    "m³": "cubic metre|cubic metres|cubic meter|cubic meters|cbm|cu m|м³",
    "cu ft": "ft³|cubic feet|cubic foot|cu feet|cu foot",
    "cu in": "ci|CID|in³|inch³|cubic inch|cubic inches|cu inch|cu inches",
    "US gal": "gal|gals|gallon|gallons|gal (US)|US gallon|US gallons|gallon (US)|gallons (US)",
    "UK gal": (
        "gal|gals|gallon|gallons|gal (UK)|imp gal|gal (imp)|UK gallon|UK gallons|imperial gallon|"
        "imperial gallons|imperial gal|gal imperial|gallons (UK)|gallons (imp)"
    ),
    "cm³": (
        "cc|ccm|cu cm|cubic centimetre|cubic centimetres|cubic centimeter|cubic centimeters|см³|куб. см|ml|"
        "millilitre|millilitres|milliliter|milliliters|мл|毫升"
    ),
    "km": "kms|kilometre|kilometres|kilometer|kilometers|км|公里",
    "mi": "mile|miles|Meile|Meilen|миль",
    "nmi": "nautical mile|nautical miles",
    "kWh": "kW-hr|kW hour|kW hours|kilowatt-hour|kilowatt-hours|Kilowattstunden|кВт·ч|千瓦时",
    "Wh": "W-hr|watt-hour|watt-hours|Вт·ч",
    "MJ": "megajoule|megajoules",
    "kWh/100 km": "kWh/100 kms|кВт·ч/100 км",
    "Wh/km": "Вт·ч/км",
    "kWh/km": "кВт·ч/км",
    "kWh/mi": "kWh/mile",
    "kWh/100 mi": "kWh/100 mile|kWh/100 miles",
    "Wh/mi": "Wh/mile",
    "mi/kWh": "mile/kWh|miles/kWh|miles/kilowatt-hour",
    "mpge": "mpg|mpg eq|mpg equivalent|miles/gallon equivalent",
    "l/100 km": (
        "l/100 kms|l/100|lt/100 km|ltr/100 km|litre/100 km|litres/100 km|liter/100 km|liters/100 km|л/100 км"
    ),
    "mpg US": "mpg|US mpg|miles/gallon|mile/gallon|mi/gal|miles/US gallon|mi/US gal",
    "mpg UK": (
        "mpg|UK mpg|mpg imp|imp mpg|mpg imperial|imperial mpg|miles/gallon|mile/gallon|mi/gal|"
        "miles/UK gallon|miles/imperial gallon|mi/UK gal|mi/imp gal"
    ),
    "km/l": "kmpl|km/ltr|km/litre|km/liter|км/л",
    "g/km": "gkm|gr/km|gram/km|grams/km|g CO2/km|g/km CO2|г/км",
    "g/mi": "g/mile|gr/mi|gram/mi|grams/mi|gram/mile|grams/mile|g CO2/mi",
    "s": "sec|secs|second|seconds|Sek|Sekunde|Sekunden|secondes|segundos|seg|secondi|с|сек|秒",
    "ms": "millisecond|milliseconds|msec",
    "min": "mins|minute|minutes|Minuten|minutos|minuti|мин|分钟",
    "h": "hr|hrs|hour|hours|Std|Stunde|Stunden|heures|ч|小时",
    "V": "volt|volts|VDC|В",
    "kV": "kilovolt|kilovolts",
    "Ah": "amp-hour|amp-hours|ampere-hour|ampere-hours|А·ч",
    "mAh": "milliampere-hour",
    "1/min": (
        "rpm|/min|U/min|min-1|rev/min|r/min|tr/min|giri/min|g/min|ot/min|obr/min|varv/min|upm|об/мин|"
        "revs/min|revolutions/minute"
    ),
    "K": "kelvin",
    "°C": "C|deg C|celsius",
    "°F": "F|deg F|fahrenheit",
    "bar": "bars|бар",
    "kPa": "кПа|kilopascal",
    "MPa": "megapascal",
    "psi": "lb/in²|lbf/in²|lbs/in²|pounds/square inch",
    "kgf/cm²": "kg/cm²|кгс/см²",
    "%": "percent|per cent|pct|Prozent",
    "EUR": "€|euro|euros",
    "USD": "$|US$|$US|dollar|dollars|US dollars",
    "GBP": "£|pound sterling|pounds sterling",
    "CNY": "¥|RMB|yuan|元|CN¥",
    "JPY": "¥|yen|円|JP¥",
    "SEK": "kr", "NOK": "kr", "DKK": "kr", "ISK": "kr", "PLN": "zł|zl", "CZK": "Kč", "HUF": "Ft",
    "CAD": "$|C$|CA$|dollar|dollars", "AUD": "$|A$|AU$|dollar|dollars", "NZD": "$|NZ$|dollar|dollars",
    "SGD": "$|S$|dollar|dollars", "HKD": "$|HK$|dollar|dollars", "TWD": "$|NT$|dollar|dollars",
    "MXN": "$|MX$", "ARS": "$", "CLP": "$", "COP": "$", "BRL": "R$",
    "INR": "₹|Rs", "PKR": "Rs", "LKR": "Rs", "KRW": "₩|won", "TRY": "₺|TL", "THB": "฿|baht", "MYR": "RM",
    "ZAR": "R", "ILS": "₪", "PHP": "₱", "RUB": "₽|руб", "UAH": "₴|грн", "KZT": "₸|тг", "VND": "₫", "BDT": "৳",
}  # fmt: skip
"""Other spellings by the name of the unit; those with an equals sign in this case only. A spelling of
several units is ambiguous: no text but its own can tell which gallon is meant."""

_LEFT_OUT = re.compile(r"[\s.·⋅∙•‧・\-‐‑–−_*×^()\[\],]+")
_PER = re.compile(r"\b(?:per|pro)\b|⁄", re.IGNORECASE)
_PRIMES = str.maketrans({"′": "'", "’": "'", "‘": "'", "”": '"', "“": '"', "\N{DOUBLE PRIME}": '"'})
MIN_WORD = 6
"""Letters from which a word with a typing error is still recognised."""


def spellings_of(unit: Unit) -> tuple[str, ...]:
    """The name of a unit and its other spellings."""
    listed = _SPELLINGS.get(unit.name, "").split("|")
    return tuple(dict.fromkeys((unit.name, *(text.removeprefix("=") for text in listed if text))))


def _in_case(text: str) -> str:
    """The text without blanks, dots, hyphens, brackets and superscripts, with its capitals."""
    plain = _PER.sub("/", normalize("NFKC", text.translate(_PRIMES))).translate(_PRIMES)
    return _LEFT_OUT.sub("", plain).replace("''", '"')


@cache
def _by_spelling() -> dict[str, tuple[Unit, ...]]:
    """The units by each folded spelling; those that need their capitals are marked by an equals sign."""
    units: dict[str, dict[str, Unit]] = {}
    for unit in UNITS.values():
        listed = _SPELLINGS.get(unit.name, "").split("|")
        for text in (unit.name, *listed) if f"={unit.name}" not in listed else listed:
            key = f"={_in_case(text[1:])}" if text.startswith("=") else _in_case(text).casefold()
            if key:
                units.setdefault(key, {})[unit.name] = unit
    return {key: tuple(by_name.values()) for key, by_name in units.items()}


@lru_cache(maxsize=4096)
def units_spelt(text: str, kind: str | None = None) -> tuple[Unit, ...]:
    """The units, of a kind or of any, that a text may mean: none if unknown, several if ambiguous.

    Case, blanks, dots, hyphens, brackets and superscripts do not matter, except where another unit would be
    meant: `MW` is a megawatt, `mW` is not, and of `KM` and `km` only the first is horsepower.
    """
    if kind is None and text in UNITS:
        return (UNITS[text],)
    written = _in_case(text)
    known = _by_spelling()
    units = known.get(f"={written}", ()) + known.get(written.casefold(), ())
    return tuple(unit for unit in units if kind is None or is_of_kind(unit, kind))


def proposals(name: str, kind: str) -> tuple[str, ...]:
    """What may be meant by a name that is no unit of the kind: none, one, or several if ambiguous."""
    spelt = units_spelt(name, kind)
    if spelt or units_spelt(name):
        return tuple(unit.name for unit in spelt if unit.name in KEYS)
    word = _in_case(name).casefold()
    if len(word) < MIN_WORD or not word.isalpha():
        return ()  # a letter more or less makes another unit of a symbol
    from difflib import get_close_matches

    alike = [
        key
        for key, units in _by_spelling().items()
        if len(key) >= MIN_WORD and key[:3] == word[:3] and any(is_of_kind(unit, kind) for unit in units)
    ]
    nearest = get_close_matches(word, alike, n=1, cutoff=0.8)
    return proposals(nearest[0], kind) if nearest else ()
